//! The `reflect` stage and the tool `vixen-reflect`: each fact of an interface, and what is done with
//! bytes that are no good.
// A test says what is wrong by a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod assembler;
mod bindings;
mod blocks;
mod entry_points;
mod glsl;
mod hostile;
mod mutation;
mod snapshots;
mod specialization;
mod stage_io;
mod tool;
mod usage;
