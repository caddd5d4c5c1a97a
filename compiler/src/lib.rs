//! Vixen's compiler.

pub mod diagnostic;
pub mod reflect;
pub mod syntax;
