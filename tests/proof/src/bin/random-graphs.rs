//! Random graphs from the command line: kept regressions first, then as many new ones as asked.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use vixen_compiler::report;
use vixen_plan::Family;
use vixen_proof::campaign::{self, Options};
use vixen_proof::compile::compile;
use vixen_proof::judge::{Bench, Fault};
use vixen_proof::regressions::{self, Regression};

/// Compiles and executes random graphs, and compares them with their passes executed one by one.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// How many graphs.
    #[arg(long, default_value_t = 1000)]
    graphs: u64,
    /// Seed; graph K of a seed is the same graph everywhere.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Number of the first graph, for one graph again: --first K --graphs 1.
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// Without the validation layer.
    #[arg(long)]
    no_validation: bool,
    /// Judges the mutants of each plan, and executes none.
    #[arg(long)]
    mutants: bool,
    /// Threads, each with a device of its own.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Writes the counts to this file.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Where failures are written.
    #[arg(long, default_value = "tests/proof/regressions")]
    regressions: PathBuf,
    /// Prints graphs and does not run them.
    #[arg(long)]
    print: bool,
    /// Writes the first graph to the regressions, with these words on what was wrong with it.
    #[arg(long, value_name = "WORDS")]
    keep: Option<String>,
    /// Judges the graph of this regression file, and prints its plan.
    #[arg(long)]
    replay: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "random-graphs: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool, Box<dyn std::error::Error>> {
    let mut out = io::stdout();
    if arguments.print {
        for index in arguments.first..arguments.first + arguments.graphs {
            if let Some(graph) = campaign::graph(arguments.seed, index) {
                writeln!(out, "// seed {}, graph {index}\n{graph}", arguments.seed)?;
            }
        }
        return Ok(true);
    }
    if let (Some(words), Some(graph)) =
        (&arguments.keep, campaign::graph(arguments.seed, arguments.first))
    {
        let regression = Regression::new((arguments.seed, arguments.first), words, &graph);
        writeln!(out, "written to {}", regression.write(&arguments.regressions)?.display())?;
        return Ok(true);
    }
    if let Some(path) = &arguments.replay {
        return replay(path, !arguments.no_validation);
    }
    let mut sound = true;
    let mut bench = Bench::new(!arguments.no_validation)?;
    writeln!(out, "device: {}", bench.gpu().device().name())?;
    for (name, regression) in regressions::kept()? {
        let judged = if arguments.mutants {
            Bench::judge_mutants(&regression.graph)
        } else {
            bench.judge(&regression.graph)
        };
        if let Err(fault) = judged {
            writeln!(out, "regression {name}: {fault}\n{}", regression.graph)?;
            bench = Bench::new(!arguments.no_validation)?;
            sound = false;
        }
    }
    drop(bench);
    let summary = campaign::run(&Options {
        graphs: arguments.graphs,
        seed: arguments.seed,
        first: arguments.first,
        validation: !arguments.no_validation,
        threads: arguments.threads,
        progress: true,
        mutants: arguments.mutants,
    })?;
    for failure in &summary.failures {
        let (seed, index) = failure.seed;
        writeln!(out, "seed {seed}, graph {index}: {}\n{}", failure.fault, failure.graph)?;
        if arguments.regressions.is_dir() {
            let path = failure.write(&arguments.regressions)?;
            writeln!(out, "written to {}", path.display())?;
        }
    }
    let counts = serde_json::to_string_pretty(&summary)?;
    writeln!(out, "{counts}")?;
    if let Some(path) = &arguments.json {
        std::fs::write(path, counts)?;
    }
    Ok(sound && summary.mismatches == 0)
}

/// Judges one kept graph, with its plan beside the verdict.
fn replay(path: &Path, validation: bool) -> Result<bool, Box<dyn std::error::Error>> {
    let regression: Regression = serde_json::from_slice(&std::fs::read(path)?)?;
    let mut out = io::stdout();
    writeln!(out, "{}", regression.graph)?;
    if let Ok(compiled) = compile(&regression.graph) {
        let mutants = vixen_oracle::mutate(&compiled.plan);
        let unexplained = mutants.survivors.iter().filter(|survivor| survivor.reason.is_none());
        for survivor in unexplained {
            writeln!(out, "unexplained: {}", survivor.description)?;
        }
        let family = Family {
            name: compiled.plan.name.clone(),
            switches: Vec::new().into(),
            plans: vec![compiled.plan].into(),
        };
        writeln!(out, "{}", report::text(&family))?;
    }
    let judged = Bench::new(validation)?.judge(&regression.graph);
    match &judged {
        Ok(facts) => writeln!(out, "{facts:?}")?,
        Err(fault) => writeln!(out, "{fault}")?,
    }
    if let (Err(Fault::Differs(_)), Ok(compiled)) = (&judged, compile(&regression.graph)) {
        let found = Bench::new(validation)?.differs_fully_ordered(&regression.graph, &compiled);
        match found {
            Some(text) => writeln!(out, "with all ordered against all in every cut: {text}")?,
            None => writeln!(out, "with all ordered against all in every cut it is equal")?,
        }
    }
    Ok(judged.is_ok())
}
