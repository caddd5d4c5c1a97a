//! Graphs of the tree's JSON files, and small ones by hand.

// A test states what it expects; where that fails, a panic is the report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod files;
