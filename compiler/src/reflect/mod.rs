//! SPIR-V to [`Interface`].

mod interface;

pub use interface::*;
