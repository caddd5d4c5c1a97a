//! `make proof`: all proofs, and their figures in `target/proof/summary.json`.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use vixen_hostile::PeakAlloc;
use vixen_proof::summary::{Effort, Summary, fuzz};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The seed of random graphs that `make test` runs: the same ones each time.
const SEED: u64 = 1;

/// Runs all proofs; fails where one of the figures that must be 0 is not.
#[derive(Parser)]
#[command(name = "proof", version)]
struct Arguments {
    /// The part that takes minutes, for `make test`.
    #[arg(long)]
    short: bool,
    /// Seed of the random graphs.
    #[arg(long, default_value_t = SEED)]
    seed: u64,
    /// Where the summary is written.
    #[arg(long, default_value = "target/proof")]
    folder: PathBuf,
}

fn main() -> ExitCode {
    vixen_hostile::serve();
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "proof: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs every proof, whatever becomes of the others, and leaves the figures.
fn run(arguments: &Arguments) -> io::Result<bool> {
    let effort = if arguments.short { Effort::SHORT } else { Effort::LONG };
    std::fs::create_dir_all(&arguments.folder)?;
    let mut summary = Summary::default();
    stage(&mut summary, "plans and their mutants", |summary| {
        summary.plans(effort);
        Ok(())
    });
    stage(&mut summary, "random graphs", |summary| summary.graphs(effort, arguments.seed));
    stage(&mut summary, "the validation layer as a second judge", |summary| {
        Ok(summary.second_judge(effort, arguments.seed)?)
    });
    stage(&mut summary, "Vulkan calls that fail", |summary| {
        let scratch = arguments.folder.join("faults");
        // What an earlier run left there would be found by this one.
        if scratch.is_dir() {
            std::fs::remove_dir_all(&scratch)?;
        }
        std::fs::create_dir_all(&scratch)?;
        summary.faults(effort, &scratch);
        Ok(())
    });
    stage(&mut summary, "hostile inputs", |summary| Ok(fuzz(summary, effort.fuzz)?));
    let text = serde_json::to_string_pretty(&summary)?;
    std::fs::write(arguments.folder.join("summary.json"), &text)?;
    writeln!(io::stdout(), "{text}")?;
    Ok(summary.holds())
}

/// One of the proofs. What keeps it from its end is a problem like any other.
fn stage(
    summary: &mut Summary,
    name: &'static str,
    proof: impl FnOnce(&mut Summary) -> Result<(), Box<dyn std::error::Error>>,
) {
    let _ = writeln!(io::stderr(), "proof: {name}");
    if let Err(error) = proof(summary) {
        summary.unfinished.push(name);
        summary.problems.push(format!("{name}: {error}"));
    }
}
