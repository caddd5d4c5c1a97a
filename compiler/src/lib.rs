//! Vixen's compiler.

pub mod diagnostic;
pub mod ir;
pub mod memory;
pub mod order;
pub mod reflect;
pub mod sync;
pub mod syntax;
