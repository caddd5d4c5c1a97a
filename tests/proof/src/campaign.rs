//! Many graphs: drawn from a seed, judged on several threads, and what fails shrunk.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde::Serialize;

use crate::given::mixed;
use crate::graph::{AnyGraph, Graph, GraphTree};
use crate::judge::{Bench, Facts, Fault};
use crate::regressions::Regression;

/// Tries that shrinking a failure takes at most.
const SHRINK_TRIES: usize = 3000;

/// Failures of a kind that are shrunk; later ones are counted.
const SHRUNK: u64 = 2;

/// Graphs of a worker after which it takes a new device.
const RENEWED: u64 = 1_000;

/// How graphs are run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How many.
    pub graphs: u64,
    /// From which seed: graph `k` of a seed is the same graph everywhere.
    pub seed: u64,
    /// The first of them, for one graph again.
    pub first: u64,
    /// Whether the validation layer watches.
    pub validation: bool,
    /// Threads, each with a device of its own.
    pub threads: usize,
    /// Whether to say now and then how far it is.
    pub progress: bool,
    /// Judges the mutants of each plan, and executes none.
    pub mutants: bool,
}

/// What became of them.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// Graphs that were judged.
    pub random_graphs: u64,
    /// Those that failed, for whatever reason.
    pub mismatches: u64,
    /// Failures by kind.
    pub kinds: BTreeMap<&'static str, u64>,
    /// Passes of all plans.
    pub passes: u64,
    /// Frames that were executed.
    pub frames: u64,
    /// Cells of images and chunks of buffers that were compared.
    pub compared: u64,
    /// Graphs of which the validation layer said what a fault of its own makes it say.
    pub layer_faults: u64,
    /// Graphs that differed until the driver was kept from skipping barriers.
    pub driver_faults: u64,
    /// Wall time.
    pub seconds: f64,
    /// The failures that were shrunk.
    #[serde(skip)]
    pub failures: Vec<Regression>,
}

impl Summary {
    fn add(&mut self, facts: Facts) {
        self.random_graphs += 1;
        self.passes += facts.passes;
        self.frames += facts.frames;
        self.compared += facts.compared;
        self.layer_faults += u64::from(facts.layer_fault);
        self.driver_faults += u64::from(facts.driver_fault);
    }

    /// Counts a failure, and says how many of its kind there are.
    fn fail(&mut self, fault: &Fault) -> u64 {
        self.random_graphs += 1;
        self.mismatches += 1;
        let kind = match fault {
            Fault::Compile(_) => "compile",
            Fault::Runtime(_) => "runtime",
            Fault::Oracle(_) => "oracle",
            Fault::Validation(_) => "validation",
            Fault::Superfluous(_) => "superfluous",
            Fault::Differs(_) => "differs",
        };
        let count = self.kinds.entry(kind).or_default();
        *count += 1;
        *count
    }
}

/// Graph number `index` of a seed.
#[must_use]
pub fn graph(seed: u64, index: u64) -> Option<Graph> {
    let mut bytes = [0; 32];
    for (part, chunk) in (0u64..).zip(bytes.chunks_exact_mut(8)) {
        chunk.copy_from_slice(&mixed(mixed(seed, index), part).to_le_bytes());
    }
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    AnyGraph.new_tree(&mut runner).ok().map(|tree| tree.current())
}

/// Runs graphs. An error where no device can be had.
pub fn run(options: &Options) -> vixen::Result<Summary> {
    let start = Instant::now();
    // Loaders close a driver's library with its last instance. Threads that used it and end later run destructors of
    // theirs that lie in it, and crash: one instance outlives them all.
    let outlives = options.bench()?;
    let (next, summary) = (AtomicU64::new(0), Mutex::new(Summary::default()));
    let work = || worker(options, &next, &summary, start);
    let results: Vec<vixen::Result<()>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..options.threads.max(1)).map(|_| scope.spawn(work)).collect();
        // A worker that panicked is a fault of this program: its panic goes on.
        let join = |worker: std::thread::ScopedJoinHandle<'_, _>| match worker.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        workers.into_iter().map(join).collect()
    });
    drop(outlives);
    results.into_iter().collect::<vixen::Result<()>>()?;
    let mut summary = summary.into_inner().unwrap_or_else(PoisonError::into_inner);
    summary.seconds = start.elapsed().as_secs_f64();
    Ok(summary)
}

#[allow(clippy::cast_precision_loss, reason = "a mean for a progress line")]
fn worker(
    options: &Options,
    next: &AtomicU64,
    summary: &Mutex<Summary>,
    start: Instant,
) -> vixen::Result<()> {
    let mut bench = options.bench()?;
    let locked = || summary.lock().unwrap_or_else(PoisonError::into_inner);
    let mut said = Instant::now();
    for turn in 1u64.. {
        // Drivers keep what they compiled for as long as the instance lives: lavapipe gigabytes of it.
        if turn.is_multiple_of(RENEWED) {
            bench = options.bench()?;
        }
        let offset = next.fetch_add(1, Ordering::Relaxed);
        if offset >= options.graphs {
            break;
        }
        let index = options.first + offset;
        let Some(graph) = graph(options.seed, index) else { continue };
        match judge(&mut bench, &graph) {
            Ok(facts) => locked().add(facts),
            Err(fault) => {
                // A device may be lost, and the layer's state follows what was wrong.
                bench = options.bench()?;
                let same = locked().fail(&fault);
                if same <= SHRUNK {
                    let (graph, fault) = shrink(&mut bench, graph, fault, options)?;
                    let seed = (options.seed, index);
                    let regression = Regression::new(seed, &fault.to_string(), &graph);
                    locked().failures.push(regression);
                }
            }
        }
        if options.progress && said.elapsed() > Duration::from_secs(5) {
            said = Instant::now();
            let summary = locked();
            let (done, bad) = (summary.random_graphs, summary.mismatches);
            let each = start.elapsed().as_secs_f64() * 1e3 / done.max(1) as f64;
            let _ = writeln!(
                std::io::stderr(),
                "{done} of {} graphs, {bad} failed, {each:.1} ms each",
                options.graphs
            );
        }
    }
    Ok(())
}

impl Options {
    /// A device, where graphs are executed.
    fn bench(&self) -> vixen::Result<Option<Bench>> {
        (!self.mutants).then(|| Bench::new(self.validation)).transpose()
    }
}

fn judge(bench: &mut Option<Bench>, graph: &Graph) -> Result<Facts, Fault> {
    match bench {
        Some(bench) => bench.judge(graph),
        None => Bench::judge_mutants(graph),
    }
}

/// The smallest graph found that fails alike, and how it fails.
fn shrink(
    bench: &mut Option<Bench>,
    graph: Graph,
    fault: Fault,
    options: &Options,
) -> vixen::Result<(Graph, Fault)> {
    let mut tree = GraphTree::new(graph.clone());
    let mut smallest = (graph, fault);
    let mut more = tree.simplify();
    for _ in 0..SHRINK_TRIES {
        if !more {
            break;
        }
        let graph = tree.current();
        more = match judge(bench, &graph) {
            Err(fault) if fault.is_like(&smallest.1) => {
                smallest = (graph, fault);
                *bench = options.bench()?;
                tree.simplify()
            }
            _ => tree.complicate(),
        };
    }
    Ok(smallest)
}
