//! Mutants of random graphs under the validation layer, whose verdict is put beside the oracle's.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;
use vixen_proof::second_judge::ask;

/// Prints how often the two agree, by kind of mutant, and an example of each difference; fails where a difference is not
/// explained.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// How many graphs of compute and transfer passes.
    #[arg(long, default_value_t = 100)]
    graphs: u64,
    /// Seed of the graphs.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Mutants of a graph at most.
    #[arg(long, default_value_t = 20)]
    mutants: usize,
}

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let table = ask(arguments.seed, arguments.graphs, arguments.mutants)?;
    writeln!(io::stdout(), "{table}")?;
    Ok(if table.unexplained() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
