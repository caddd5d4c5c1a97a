//! Plans for people and tools: text, JSON, DOT.
//!
//! `docs/reports.md` describes the keys of the JSON; they are stable.

mod dot;
mod json;
mod measure;
mod names;
mod sizes;
#[cfg(test)]
mod tests;
mod text;

pub use dot::dot;
pub use json::{json, value};
pub use measure::Figures;
pub use text::{text, text_of};
