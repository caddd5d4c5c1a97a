//! Inputs that try to crash Vixen, and what must hold of each.
//!
//! A [`Target`] is a door through which bytes from anywhere come in. Its function takes the bytes all the
//! way that a user's would go and asserts what must hold of the answer: an error has a code and a text, a
//! plan passes its verifiers, and nothing panics. The same functions serve libFuzzer (`tests/fuzz`), the
//! test of a few seconds (`tests/short.rs`) and the program `hostile`.
//!
//! [`run`] executes a target in processes of their own, under limits of memory and time, so that an abort, an
//! overflown stack and a hang are findings too.
#![forbid(unsafe_code)]
#![allow(clippy::panic, reason = "a target says by a panic what does not hold")]

mod corpus;
mod modules;
mod mutate;
mod runner;
mod target;

pub use corpus::{regressions, seeds};
pub use mutate::mutate;
pub use runner::{Crash, Limits, Options, Outcome, minimise, run, run_with, serve, survives};
pub use target::{Target, errors, graph_json, pipeline_cache, shader_folder, spirv, tokens, vox};

/// Install this as the global allocator of a program that calls [`run`]: peaks are measured by it, and are
/// zero without it.
pub use peak_alloc::PeakAlloc;
