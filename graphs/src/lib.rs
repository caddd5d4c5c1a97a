//! Passes and graphs ready for use.
//!
//! They are kept as graph files (`graphs/`) in the grammar of the derives and compiled by build.rs. A graph of
//! another crate uses the passes as its own: bring one into scope, and name it in a field.
#![forbid(unsafe_code)]

pub mod post {
    //! Post-processing: blur, mip chain, tone map.
    include!(concat!(env!("OUT_DIR"), "/vixen/post.rs"));
}

/// The README's first graph compiles and runs as printed.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
