//! Executions in processes of their own: an abort, an overflown stack, a hang and a lack of memory end a worker
//! and not the run, and the input at fault is known by its number.

mod inputs;
mod minimise;
mod progress;
mod supervise;
mod worker;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::target::Target;

pub use minimise::minimise;
pub use supervise::survives;
pub use worker::serve;

/// What one input may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of heap beyond what was in use before.
    pub heap: usize,
    /// Bytes of address space of the whole process: what allocates more aborts.
    pub address_space: u64,
    /// Bytes of stack: as much as Rust gives a thread.
    pub stack: usize,
    /// Processor time.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let heap = 512 << 20;
        Self { heap, address_space: 2 << 30, stack: 2 << 20, time: Duration::from_secs(10) }
    }
}

/// A run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The program whose `main` begins with [`serve`]; this one where nothing is said.
    pub program: Option<PathBuf>,
    /// What one input may take.
    pub limits: Limits,
    /// Whether to begin with the regressions and the seeds as they are.
    pub from_start: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { program: None, limits: Limits::default(), from_start: true }
    }
}

/// An input that broke something.
#[derive(Clone, Debug)]
pub struct Crash {
    /// The input.
    pub input: Vec<u8>,
    /// What happened: the panic's message and place, the signal, or which limit was exceeded.
    pub what: String,
}

/// What came of a run.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Inputs tried.
    pub executions: u64,
    /// Inputs that broke something.
    pub crashes: u64,
    /// Most bytes of heap that one input took; 0 where [`crate::PeakAlloc`] is not installed.
    pub peak_bytes: u64,
    /// Most processor time that one input took.
    pub slowest: Duration,
    /// The first input for each way of breaking.
    pub found: Vec<Crash>,
}

/// Tries a target for a time with inputs that follow from the seed. The program's `main` must begin with
/// [`serve`], for it is started again as the worker.
///
/// # Errors
///
/// Where no worker can be started.
pub fn run(target: Target, duration: Duration, seed: u64) -> io::Result<Outcome> {
    run_with(target, duration, seed, &Options::default())
}

/// [`run`] with other limits.
///
/// # Errors
///
/// Where no worker can be started.
pub fn run_with(
    target: Target,
    duration: Duration,
    seed: u64,
    options: &Options,
) -> io::Result<Outcome> {
    supervise::run(target, duration, seed, options)
}
