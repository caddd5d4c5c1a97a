//! Vixen's compiler: Rust tokens, graph files and SPIR-V to a plan, and the plan to tokens.
//!
//! It is a library that knows no device. Each stage is a module with one public function and a verifier
//! of what it hands on; [`compile`] calls them one after the other.
#![forbid(unsafe_code)]

pub mod api;
pub mod assemble;
pub mod bind;
pub mod block;
#[cfg(feature = "build")]
pub mod build;
pub mod check;
pub mod diagnostic;
pub mod emit;
pub mod extent;
pub mod format;
pub mod hash;
pub mod ir;
pub mod lower;
pub mod memory;
pub mod order;
pub mod profile;
pub mod reflect;
pub mod report;
pub mod segment;
pub mod shader_file;
#[cfg(feature = "build")]
pub mod snippet;
pub mod sync;
pub mod syntax;
pub mod vocabulary;

mod pipeline;

pub use pipeline::{compile, compile_ir};
