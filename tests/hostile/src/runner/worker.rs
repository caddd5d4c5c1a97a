//! The process that tries inputs.

use std::fs::File;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

use super::Limits;
use super::inputs::Inputs;
use super::progress::Progress;
use crate::PeakAlloc;
use crate::target::Target;

/// The first argument of a worker.
pub(super) const ARGUMENT: &str = "--hostile-worker";

/// A worker's task, as its arguments say it.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) target: Target,
    pub(super) limits: Limits,
    pub(super) what: What,
}

/// What a worker tries.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// The inputs of a run from a number on, for a time.
    Run { seed: u64, first: u64, time: Duration, from_start: bool, progress: PathBuf },
    /// One file.
    One(PathBuf),
}

impl Task {
    pub(super) fn arguments(&self) -> Vec<String> {
        let limits = self.limits;
        let mut arguments = vec![
            ARGUMENT.to_owned(),
            self.target.name().to_owned(),
            limits.heap.to_string(),
            limits.address_space.to_string(),
            limits.stack.to_string(),
        ];
        match &self.what {
            What::Run { seed, first, time, from_start, progress } => {
                arguments.extend([
                    progress.display().to_string(),
                    seed.to_string(),
                    first.to_string(),
                    time.as_millis().to_string(),
                    from_start.to_string(),
                ]);
            }
            What::One(file) => arguments.push(file.display().to_string()),
        }
        arguments
    }

    fn parse(mut arguments: impl Iterator<Item = String>) -> Option<Self> {
        let mut next = || arguments.next();
        let target = Target::from_name(&next()?)?;
        let limits = Limits {
            heap: next()?.parse().ok()?,
            address_space: next()?.parse().ok()?,
            stack: next()?.parse().ok()?,
            ..Limits::default()
        };
        let path = PathBuf::from(next()?);
        let Some(seed) = next() else {
            return Some(Self { target, limits, what: What::One(path) });
        };
        let what = What::Run {
            seed: seed.parse().ok()?,
            first: next()?.parse().ok()?,
            time: Duration::from_millis(next()?.parse().ok()?),
            from_start: next()?.parse().ok()?,
            progress: path,
        };
        Some(Self { target, limits, what })
    }
}

/// Call this first in `main` of a program that calls [`crate::run`]. In the program as started by a person it
/// does nothing; as started by a run it does the run's work and does not return.
pub fn serve() {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() != Some(ARGUMENT) {
        return;
    }
    let Some(task) = Task::parse(arguments) else { std::process::exit(2) };
    // Where the limit cannot be set the run goes on: the supervisor's limits of heap and time remain.
    let space = task.limits.address_space;
    let _ = rlimit::setrlimit(rlimit::Resource::AS, space, space);
    let _ = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0);
    let thread = std::thread::Builder::new().stack_size(task.limits.stack);
    let worker = thread.spawn(move || work(&task));
    let done = worker.is_ok_and(|worker| worker.join().is_ok_and(|done| done));
    std::process::exit(if done { 0 } else { 3 });
}

/// Whether everything was tried, whatever came of it.
fn work(task: &Task) -> bool {
    std::panic::set_hook(Box::new(|info| {
        let text = format!("panic: {info}").replace('\n', " ");
        *PANIC.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(text);
    }));
    match &task.what {
        What::One(file) => {
            let Ok(input) = std::fs::read(file) else { return false };
            let tried = try_one(task, &input);
            if let Some(what) = &tried.failure {
                println!("0 {what}");
            }
            true
        }
        What::Run { seed, first, time, from_start, progress } => {
            let inputs = Inputs::new(task.target, *seed, *from_start);
            let Some(file) = create(progress) else { return false };
            let mut state = Progress::default();
            let start = Instant::now();
            for number in *first.. {
                if start.elapsed() >= *time {
                    break;
                }
                let input = inputs.nth(number);
                state.number = Some(number);
                if state.write(&file).is_err() {
                    return false;
                }
                let tried = try_one(task, &input);
                state.peak = state.peak.max(tried.heap as u64);
                state.slowest = state.slowest.max(tried.time.as_micros() as u64);
                if let Some(what) = tried.failure {
                    println!("{number} {what}");
                }
            }
            state.write(&file).is_ok() && std::io::stdout().flush().is_ok()
        }
    }
}

fn create(path: &Path) -> Option<File> {
    File::create(path).ok()
}

/// The last panic.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

struct Tried {
    heap: usize,
    time: Duration,
    failure: Option<String>,
}

fn try_one(task: &Task, input: &[u8]) -> Tried {
    let before = PeakAlloc.current_usage();
    PeakAlloc.reset_peak_usage();
    let start = ThreadTime::now();
    let held = catch_unwind(AssertUnwindSafe(|| task.target.check(input))).is_ok();
    let time = start.elapsed();
    let heap = PeakAlloc.peak_usage().saturating_sub(before);
    let mut failure = None;
    if !held {
        let panic = PANIC.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        failure = Some(panic.unwrap_or_else(|| "panic without a message".to_owned()));
    } else if heap > task.limits.heap {
        failure = Some(format!("memory: more than {} MiB of heap", task.limits.heap >> 20));
    }
    Tried { heap, time, failure }
}
