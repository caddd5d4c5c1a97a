//! Plans a graph file and prints the plan: `vixen-plan GRAPH.json [--width W --height H] [--json] [--oracle --mutate]`, or
//! `vixen-plan GRAPH.rs --shaders FOLDER` with the same options.
//!
//! The exit code is 0 where a plan was made, to which the oracle, if asked, has no objection, and 1 otherwise, whatever the
//! file holds.
#![forbid(unsafe_code)]

mod graph_file;
mod print;
mod proof;
mod read;

use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use vixen_compiler::diagnostic::{Diagnostic, Diagnostics};
use vixen_compiler::syntax::json::{MAX_EXTENT, parse};
use vixen_plan::Family;

use print::{Shown, printed};
use proof::Proof;

/// Plans a graph, of the schema neutral-graph/1 or in the grammar of the derives, and prints the plan.
#[derive(Parser)]
#[command(name = "vixen-plan", version)]
// Each flag is one way of printing.
#[allow(clippy::struct_excessive_bools)]
struct Arguments {
    /// The graph: JSON, or a file of structs with Vixen's derives (`.rs`).
    file: PathBuf,
    /// A folder of shaders, for `.rs`: GLSL is compiled, `.spv` taken as it is. May be given several times.
    #[arg(long, value_name = "FOLDER")]
    shaders: Vec<PathBuf>,
    /// A macro for the GLSL of those folders. May be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    define: Vec<String>,
    /// The graph of a `.rs` file that holds several.
    #[arg(long, value_name = "NAME")]
    graph: Option<String>,
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
        let outcome = plan(&arguments)?;
        let proof = outcome.family.as_ref().map(|family| Proof::of(&arguments, family));
        Some((outcome, proof.unwrap_or_default()))
    }));
    let Ok(planned) = planned else {
        let _ = writeln!(
            std::io::stderr(),
            "error: {}: the compiler failed on this graph; please report it with the file",
            arguments.file.display()
        );
        return ExitCode::FAILURE;
    };
    let Some((outcome, proof)) = planned else { return ExitCode::FAILURE };
    let styled = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let shown =
        Shown { path: arguments.file.display().to_string(), text: outcome.text.as_deref(), styled };
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

/// `None` where a failure that no line of the file is to blame for was told already.
fn plan(arguments: &Arguments) -> Option<Outcome> {
    let extent = arguments.width.zip(arguments.height).map(|(width, height)| [width, height]);
    if arguments.file.extension().is_some_and(|extension| extension == "rs") {
        return graph_file::plan(arguments, extent);
    }
    let start = Instant::now();
    let diagnostics = Diagnostics::new();
    let text = read::text(&arguments.file, &diagnostics);
    let ast = text.as_ref().and_then(|text| parse(text, extent, &diagnostics));
    let family = ast.and_then(|ast| vixen_compiler::compile(&ast, &diagnostics));
    let failed = diagnostics.has_errors();
    Some(Outcome {
        family: family.filter(|_| !failed),
        found: diagnostics.into_vec(),
        elapsed: start.elapsed(),
        text,
    })
}
