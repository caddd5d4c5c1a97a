//! What graphs cost to compile: `cargo bench -p vixen-cost [-- [--short] [FOLDER]]`.
//!
//! Without a folder, random graphs of 100 to 2,000 passes are drawn, ten of each shape (`--short`: two); with one, each
//! graph JSON in it is taken. A line for each graph has the processor time of one compilation, and by what plans are
//! compared; a line for each group has the worst. The exit code is 1 where a graph is refused or takes longer than
//! [`LIMIT`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use cpu_time::ProcessTime;
use vixen_compiler::diagnostic::Diagnostics;
use vixen_compiler::report::Figures;
use vixen_compiler::syntax::json::parse;
use vixen_cost::Shape;

/// Processor time that no graph may take.
const LIMIT: Duration = Duration::from_secs(10);
/// Passes of the random graphs.
const PASSES: [usize; 4] = [100, 500, 1000, 2000];
/// Their windows; 0 for none.
const WINDOWS: [usize; 3] = [4, 16, 0];

/// A graph to compile.
struct Subject {
    group: String,
    name: String,
    json: String,
}

/// The most that a graph of a group took.
#[derive(Default)]
struct Worst {
    graphs: usize,
    refused: usize,
    time: Duration,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.iter().find(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let seeds = if arguments.iter().any(|argument| argument == "--short") { 2 } else { 10 };
    let mut groups: BTreeMap<String, Worst> = BTreeMap::new();
    println!("{:<28} {:>9} {:>6} {:>10} {:>10}", "graph", "seconds", "calls", "MiB", "bound MiB");
    let mut measured = |subject: &Subject| measure(subject, &mut groups);
    match folder {
        None => drawn(seeds).for_each(|subject| measured(&subject)),
        Some(folder) => match kept(&folder) {
            Ok(subjects) => subjects.iter().for_each(measured),
            Err(error) => {
                eprintln!("error: {}: {error}", folder.display());
                return ExitCode::FAILURE;
            }
        },
    }
    conclude(&groups)
}

/// The random graphs, one after the other.
fn drawn(seeds: u64) -> impl Iterator<Item = Subject> {
    let shapes = PASSES
        .into_iter()
        .flat_map(|passes| WINDOWS.into_iter().map(move |window| Shape { passes, window }));
    shapes.flat_map(move |shape| {
        (1..=seeds).map(move |seed| Subject {
            group: format!("{} passes, window {}", shape.passes, shape.window),
            name: shape.name(seed),
            json: shape.draw(seed).to_string(),
        })
    })
}

/// The graphs of a folder, by name.
fn kept(folder: &Path) -> std::io::Result<Vec<Subject>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let subject = |path: &PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let group = folder.display().to_string();
        Ok(Subject { group, name, json: std::fs::read_to_string(path)? })
    };
    paths.iter().map(subject).collect()
}

/// Compiles a graph and prints its line.
fn measure(subject: &Subject, groups: &mut BTreeMap<String, Worst>) {
    let start = ProcessTime::now();
    let diagnostics = Diagnostics::new();
    let ast = parse(&subject.json, None, &diagnostics);
    let family = ast.and_then(|ast| vixen_compiler::compile(&ast, &diagnostics));
    let time = start.elapsed();
    let worst = groups.entry(subject.group.clone()).or_default();
    worst.graphs += 1;
    worst.time = worst.time.max(time);
    let seconds = time.as_secs_f64();
    let Some(plan) = family.as_ref().and_then(|family| family.plans.first()) else {
        worst.refused += 1;
        let found = diagnostics.into_vec();
        let why = found.first().map(ToString::to_string).unwrap_or_default();
        println!("{:<28} {seconds:>9.3} refused: {}", subject.name, why.replace('\n', " "));
        return;
    };
    let figures = Figures::of(plan);
    println!(
        "{:<28} {seconds:>9.3} {:>6} {:>10.1} {:>10.1}",
        subject.name,
        figures.barrier_batches,
        mebibytes(figures.transient_bytes),
        mebibytes(figures.live_peak_bytes)
    );
}

/// Bytes are far below 2^52.
#[allow(clippy::cast_precision_loss, reason = "a figure with one decimal")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

/// Prints the worst of each group, and says whether all are within the limit.
fn conclude(groups: &BTreeMap<String, Worst>) -> ExitCode {
    println!("\n{:<28} {:>9} {:>7} {:>8}", "group", "graphs", "refused", "slowest");
    for (name, worst) in groups {
        let seconds = worst.time.as_secs_f64();
        println!("{name:<28} {:>9} {:>7} {seconds:>7.3}s", worst.graphs, worst.refused);
    }
    let fails = |worst: &Worst| worst.refused > 0 || worst.time > LIMIT;
    if groups.values().any(fails) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
