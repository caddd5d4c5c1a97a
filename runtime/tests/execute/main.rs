//! Plans written by hand, executed on whatever driver is there, the validation layer on.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set up has failed")]

#[path = "../harness/mod.rs"]
mod harness;

mod buffers;
mod code;
mod pictures;
mod pipeline_cache;
mod pipelines;
mod refusals;
mod sizes;
mod threads;
