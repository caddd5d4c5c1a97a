//! Plans written by hand, executed on whatever driver is there, the validation layer on.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

#[path = "../harness/mod.rs"]
mod harness;

mod buffers;
mod code;
mod pictures;
mod refusals;
mod sizes;
