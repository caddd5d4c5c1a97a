//! What the screen's format, extent and present mode become: without a surface, and on a window of an X server, whose
//! pixels are read back from the server. Without a display the latter test nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set up has failed")]

#[path = "../harness/mod.rs"]
mod harness;

mod display;
mod offscreen;
mod surface;
