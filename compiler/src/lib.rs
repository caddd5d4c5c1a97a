//! compiler
pub mod reflect;
