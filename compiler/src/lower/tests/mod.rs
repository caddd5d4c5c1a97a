//! Graphs of the tree's JSON files, and small ones by hand.

// A test states what it expects; where that fails, a panic is the report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// The cases of a table are written alike, whether or not one of them holds a quotation mark.
#![allow(clippy::needless_raw_string_hashes)]

mod errors;
mod files;
mod grammar;
mod graphs;
