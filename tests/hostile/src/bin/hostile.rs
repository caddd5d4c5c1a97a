//! Tries hostile inputs: `hostile TARGET --seconds N [--seed S] [--json]`.
#![forbid(unsafe_code)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use clap::Parser;
use serde_json::json;
use vixen_hostile::{Limits, Outcome, PeakAlloc, Target, minimise, run, seeds, survives};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Tries a target with mutants of the tree's files, in a process of its own.
#[derive(Parser)]
#[command(name = "hostile")]
struct Arguments {
    /// `spirv`, `graph_json`, `tokens`, `vox`, `shader_folder`, or `all`.
    target: String,
    /// How long, for each target.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Where the inputs follow from; another one each time where nothing is said.
    #[arg(long)]
    seed: Option<u64>,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// Where inputs that break something are written, each with a text that says what.
    #[arg(long, default_value = "target/hostile")]
    folder: PathBuf,
    /// Try this file alone.
    #[arg(long)]
    input: Option<PathBuf>,
    /// Write the inputs to start from into this folder, a file each, for libFuzzer.
    #[arg(long)]
    corpus: Option<PathBuf>,
}

fn main() -> ExitCode {
    vixen_hostile::serve();
    let arguments = Arguments::parse();
    let targets: Vec<Target> = Target::ALL
        .iter()
        .copied()
        .filter(|target| arguments.target == "all" || arguments.target == target.name())
        .collect();
    if targets.is_empty() {
        let names: Vec<&str> = Target::ALL.iter().map(|target| target.name()).collect();
        eprintln!("error: no target `{}`; there are {}", arguments.target, names.join(", "));
        return ExitCode::FAILURE;
    }
    let mut held = true;
    for target in targets {
        match act(target, &arguments) {
            Ok(crashes) => held &= crashes == 0,
            Err(error) => {
                eprintln!("error: {}: {error}", target.name());
                held = false;
            }
        }
    }
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The number of inputs that broke something.
fn act(target: Target, arguments: &Arguments) -> std::io::Result<u64> {
    if let Some(folder) = &arguments.corpus {
        return write_corpus(target, folder).map(|()| 0);
    }
    if let Some(file) = &arguments.input {
        let input = std::fs::read(file)?;
        return Ok(match survives(target, &input, Limits::default(), None)? {
            Ok(()) => 0,
            Err(what) => {
                println!("{}: {what}", target.name());
                1
            }
        });
    }
    let clock = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seed = arguments.seed.unwrap_or_else(|| u64::from(clock().subsec_nanos()));
    let outcome = run(target, Duration::from_secs(arguments.seconds), seed)?;
    let files = keep(target, &outcome, &arguments.folder)?;
    let slowest_ms = outcome.slowest.as_secs_f64() * 1e3;
    if arguments.json {
        let figures = json!({
            "target": target.name(),
            "seed": seed,
            "executions": outcome.executions,
            "crashes": outcome.crashes,
            "peak_bytes": outcome.peak_bytes,
            "slowest_ms": slowest_ms,
            "files": files,
        });
        println!("{figures}");
    } else {
        println!(
            "{}: {} executions with seed {seed}, {} crashes, {} KiB at most, {slowest_ms:.1} ms at most",
            target.name(),
            outcome.executions,
            outcome.crashes,
            outcome.peak_bytes >> 10,
        );
        for (crash, file) in outcome.found.iter().zip(&files) {
            println!("  {}: {}", file.display(), crash.what);
        }
    }
    std::io::stdout().flush()?;
    Ok(outcome.crashes)
}

/// Writes what broke something, made smaller, and gives the files.
fn keep(target: Target, outcome: &Outcome, folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let folder = folder.join(target.name());
    let mut files = Vec::new();
    for (number, crash) in outcome.found.iter().enumerate() {
        std::fs::create_dir_all(&folder)?;
        let file = folder.join(format!("crash-{number}"));
        std::fs::write(&file, &crash.input)?;
        let small = minimise(target, crash, Limits::default(), Duration::from_secs(20), None)?;
        std::fs::write(&file, &small.input)?;
        std::fs::write(file.with_extension("txt"), format!("{}\n", crash.what))?;
        files.push(file);
    }
    Ok(files)
}

fn write_corpus(target: Target, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (number, seed) in seeds(target).iter().enumerate() {
        std::fs::write(folder.join(format!("seed-{number:03}")), seed)?;
    }
    Ok(())
}
