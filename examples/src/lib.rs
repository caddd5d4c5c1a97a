//! The parts of Vixen's example programs that other crates, the tests among them, use too.
#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        reason = "a failing test panics"
    )
)]

pub mod voxel;
pub mod voxel_world;
