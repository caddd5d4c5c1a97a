//! Vixen's compiler.

pub mod check;
pub mod diagnostic;
pub mod emit;
pub mod format;
pub mod ir;
pub mod lower;
pub mod memory;
pub mod order;
pub mod profile;
pub mod reflect;
pub mod report;
pub mod sync;
pub mod syntax;
