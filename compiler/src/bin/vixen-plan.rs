//! Plans a graph file and prints the plan: `vixen-plan GRAPH.json [--width W --height H] [--json] [--oracle --mutate]`.
//!
//! The exit code is 0 where a plan was made, to which the oracle, if asked, has no objection, and 1 otherwise, whatever the
//! file holds.
#![forbid(unsafe_code)]

use std::fmt::Write as _;
use std::io::{IsTerminal, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use serde_json::{Value, json};
use vixen_compiler::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use vixen_compiler::report::{self, Figures};
use vixen_compiler::snippet::{self, Finding, Place};
use vixen_compiler::syntax::json::{MAX_EXTENT, MAX_FILE_BYTES, parse};
use vixen_oracle::{Report, Verdicts};
use vixen_plan::Family;

/// Plans a graph of the schema neutral-graph/1 and prints the plan.
#[derive(Parser)]
#[command(name = "vixen-plan", version)]
// Each flag is one way of printing.
#[allow(clippy::struct_excessive_bools)]
struct Arguments {
    /// The graph.
    graph: PathBuf,
    /// Width of the swapchain in pixels, in place of the file's.
    #[arg(long, requires = "height", value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_EXTENT)))]
    width: Option<u32>,
    /// Height of the swapchain in pixels, in place of the file's.
    #[arg(long, requires = "width", value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_EXTENT)))]
    height: Option<u32>,
    /// Print the figures as JSON.
    #[arg(long, group = "output")]
    json: bool,
    /// Print the figures and all of the plan as JSON.
    #[arg(long, group = "output")]
    full: bool,
    /// Print the passes as a graph for Graphviz.
    #[arg(long, group = "output")]
    dot: bool,
    /// Print the plan as text (the default).
    #[arg(long, group = "output")]
    text: bool,
    /// Judge the plan by the memory model of the Vulkan specification; an objection is an error.
    #[arg(long)]
    oracle: bool,
    /// Weaken the plan in each place, one at a time, and say which of these mutants the oracle lets pass.
    #[arg(long)]
    mutate: bool,
}

/// What the tool has to say of a file.
struct Outcome {
    family: Option<Family>,
    declared: usize,
    found: Vec<Diagnostic>,
    /// The file's text, where it could be read.
    text: Option<String>,
    elapsed: Duration,
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are not failures; a terminal that is gone is none of ours.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::FAILURE } else { ExitCode::SUCCESS };
        }
    };
    // A fault of the compiler is an error like any other here: one line, exit code 1.
    std::panic::set_hook(Box::new(|_| {}));
    let planned = catch_unwind(AssertUnwindSafe(|| {
        let outcome = plan(&arguments);
        let proof = outcome.family.as_ref().map(|family| Proof::of(&arguments, family));
        (outcome, proof.unwrap_or_default())
    }));
    let Ok((outcome, proof)) = planned else {
        let _ = writeln!(
            std::io::stderr(),
            "error: {}: the compiler failed on this graph; please report it with the file",
            arguments.graph.display()
        );
        return ExitCode::FAILURE;
    };
    let styled = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let shown = Shown {
        path: arguments.graph.display().to_string(),
        text: outcome.text.as_deref(),
        styled,
    };
    for diagnostic in &outcome.found {
        let _ = writeln!(std::io::stderr(), "{}", shown.finding(diagnostic));
    }
    let Some(family) = &outcome.family else { return ExitCode::FAILURE };
    let text = printed(&arguments, family, &outcome, &proof);
    let _ = std::io::stdout().write_all(text.as_bytes());
    if proof.verdicts.is_some_and(|verdicts| !verdicts.is_empty()) {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// What the oracle says of the plans of a family, as far as it was asked.
#[derive(Default)]
struct Proof {
    verdicts: Option<Verdicts>,
    mutation: Vec<Report>,
}

impl Proof {
    fn of(arguments: &Arguments, family: &Family) -> Self {
        let verdicts = arguments.oracle.then(|| {
            Verdicts(
                family.plans.iter().flat_map(|plan| vixen_oracle::judge_plan(plan).0).collect(),
            )
        });
        let mutated = family.plans.iter().filter(|_| arguments.mutate);
        Self { verdicts, mutation: mutated.map(vixen_oracle::mutate).collect() }
    }

    /// Adds what was asked for to the figures.
    fn to_json(&self, value: &mut Value) {
        if let Some(verdicts) = &self.verdicts {
            value["oracle"] = verdicts.len().into();
            value["verdicts"] = verdicts.0.iter().map(ToString::to_string).collect();
        }
        if self.mutation.is_empty() {
            return;
        }
        let sum = |of: fn(&Report) -> usize| self.mutation.iter().map(of).sum::<usize>();
        value["mutants"] = sum(|report| report.mutants).into();
        value["killed"] = sum(|report| report.killed).into();
        value["survivors_explained"] = sum(|report| report.survivors_explained).into();
        value["survivors_unexplained"] = sum(|report| report.survivors_unexplained).into();
        let survivors = self.mutation.iter().flat_map(|report| &report.survivors);
        let survivors = survivors.map(|survivor| {
            json!({
                "kind": survivor.kind.name(),
                "mutant": survivor.description,
                "reason": survivor.reason,
            })
        });
        value["survivors"] = survivors.collect();
    }

    fn to_text(&self, text: &mut String) {
        if let Some(verdicts) = &self.verdicts {
            let _ = writeln!(text, "\nOracle: {} objections", verdicts.len());
            let _ = write!(text, "{verdicts}");
        }
        for report in &self.mutation {
            let _ = write!(text, "\nMutation: {report}");
        }
    }
}

fn plan(arguments: &Arguments) -> Outcome {
    let start = Instant::now();
    let diagnostics = Diagnostics::new();
    let extent = arguments.width.zip(arguments.height).map(|(width, height)| [width, height]);
    let text = read(&arguments.graph, &diagnostics);
    let ast = text.as_ref().and_then(|text| parse(text, extent, &diagnostics));
    let declared = ast.as_ref().map_or(0, |ast| ast.graph.nodes.len());
    let family = ast.and_then(|ast| vixen_compiler::compile(&ast, &diagnostics));
    let failed = diagnostics.has_errors();
    Outcome {
        family: family.filter(|_| !failed),
        declared,
        found: diagnostics.into_vec(),
        elapsed: start.elapsed(),
        text,
    }
}

/// The file's text; reads no more than the limit allows, so that a device or a pipe ends too.
fn read(path: &Path, diagnostics: &Diagnostics) -> Option<String> {
    let mut bytes = Vec::new();
    let limit = MAX_FILE_BYTES as u64 + 1;
    let read = std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
    let unreadable = |site, what: String, help: &str| {
        diagnostics.push(Diagnostic::error(Code::FileUnreadable, site, what).help(help));
    };
    if let Err(error) = read {
        let what = format!("the file cannot be read: {error}");
        unreadable(Site::Whole, what, "name a file that this user may read");
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let lines = before.split(|byte| *byte == b'\n').count();
            let line = u32::try_from(lines).unwrap_or(u32::MAX);
            let last = before.rsplit(|byte| *byte == b'\n').next().unwrap_or(&[]);
            let characters = String::from_utf8_lossy(last).chars().count();
            let column = u32::try_from(characters).unwrap_or(u32::MAX).saturating_add(1);
            let site = Site::Text { line, column };
            diagnostics.push(
                Diagnostic::error(Code::JsonSyntax, site, "this is not UTF-8, as JSON must be")
                    .help("save the file as UTF-8"),
            );
            None
        }
    }
}

/// How findings are shown.
struct Shown<'t> {
    path: String,
    text: Option<&'t str>,
    styled: bool,
}

impl Shown<'_> {
    fn finding(&self, diagnostic: &Diagnostic) -> String {
        let start = match diagnostic.site {
            Site::Text { line, column } => (line, column),
            Site::Tokens(_) | Site::Whole => (0, 0),
        };
        let finding = Finding {
            severity: diagnostic.severity,
            code: Some(diagnostic.code),
            message: &diagnostic.message,
            notes: &diagnostic.notes,
            help: &diagnostic.help,
        };
        let place = Place { path: &self.path, text: self.text, start, end: (0, 0) };
        snippet::render(finding, place, self.styled)
    }
}

fn printed(arguments: &Arguments, family: &Family, outcome: &Outcome, proof: &Proof) -> String {
    if arguments.json || arguments.full {
        let mut value = figures(family, outcome);
        proof.to_json(&mut value);
        if arguments.full {
            value["report"] = report::value(family);
        }
        return format!("{value:#}\n");
    }
    let mut text = if arguments.dot { report::dot(family) } else { report::text(family) };
    proof.to_text(&mut text);
    text
}

/// The figures as `tests/graphs/README.md` measures them.
fn figures(family: &Family, outcome: &Outcome) -> Value {
    let Some(plan) = family.plans.first() else { return json!({}) };
    let figures = Figures::of(plan).with_rings();
    let order: Vec<&str> = plan.passes.iter().map(|pass| &*pass.name).collect();
    let levels: Vec<u32> = plan.passes.iter().map(|pass| pass.level).collect();
    let culled: Vec<&str> = plan.culled.iter().map(|name| &**name).collect();
    let warnings: Vec<String> = outcome.found.iter().map(ToString::to_string).collect();
    json!({
        "name": family.name,
        "extent": plan.max_extent,
        "declared_passes": outcome.declared,
        "passes": figures.passes,
        "order": order,
        "levels": figures.levels,
        "level_of": levels,
        "culled": culled,
        "barrier_batches": figures.barrier_batches,
        "image_barriers": figures.image_barriers,
        "buffer_barriers": figures.buffer_barriers,
        "memory_barriers": figures.memory_barriers,
        "transient_bytes": figures.transient_bytes,
        "transient_bytes_without_aliasing": figures.transient_bytes_without_aliasing,
        "live_peak_bytes": figures.live_peak_bytes,
        "persistent_bytes": figures.persistent_bytes,
        "host_ring_bytes": figures.ring_bytes,
        "warnings": warnings,
        "compile_ms": outcome.elapsed.as_secs_f64() * 1e3,
    })
}
