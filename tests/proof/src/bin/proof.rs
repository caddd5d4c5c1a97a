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

fn run(arguments: &Arguments) -> Result<bool, Box<dyn std::error::Error>> {
    let effort = if arguments.short { Effort::SHORT } else { Effort::LONG };
    let mut summary = Summary::default();
    let say = |what: &str| writeln!(io::stderr(), "proof: {what}");
    say("plans and their mutants")?;
    summary.plans(effort);
    say("random graphs")?;
    summary.graphs(effort, arguments.seed)?;
    say("the validation layer as a second judge")?;
    summary.second_judge(effort, arguments.seed)?;
    say("Vulkan calls that fail")?;
    let scratch = arguments.folder.join("faults");
    // What an earlier run left there would be found by this one.
    if scratch.is_dir() {
        std::fs::remove_dir_all(&scratch)?;
    }
    std::fs::create_dir_all(&scratch)?;
    summary.faults(effort, &scratch);
    say("hostile inputs")?;
    fuzz(&mut summary, effort.fuzz)?;
    let text = serde_json::to_string_pretty(&summary)?;
    std::fs::write(arguments.folder.join("summary.json"), &text)?;
    writeln!(io::stdout(), "{text}")?;
    Ok(summary.holds())
}
