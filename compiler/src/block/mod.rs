//! Blocks: the bytes that a Rust struct has against the bytes that a shader's block declares.
//!
//! A module's decorations say where each member stands, so std140, std430 and scalar layouts need no rules
//! here: both sides are taken apart into numbers with an offset, and the numbers are compared.

mod compare;
mod layout;
mod leaf;
mod types;
mod union;
mod vertex;

pub use compare::{Against, compare, fields};
pub use layout::{Layout, MAX_FIELDS, MAX_NESTING, layout, resolve};
pub use types::{REFUSED, components, known_type};
pub use union::{Declared, Disagreement, union};
pub use vertex::describe_vertex;
