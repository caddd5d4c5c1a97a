//! Lifetimes, interference and placement of transients.

use vixen_plan as plan;

/// Where transients lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Pools; at most one of images and one of buffers.
    pub pools: Vec<plan::Pool>,
    /// Placements in the order of placing; those of one pool stand together.
    pub placements: Vec<plan::Placement>,
    /// Pairs of `placements` that share bytes, `(earlier, later)` by level, ascending.
    pub may_alias: Vec<(u32, u32)>,
    /// Sum over the pools.
    pub transient_bytes: u64,
    /// Sum of all transients.
    pub without_aliasing: u64,
    /// Largest sum of live bytes of any level.
    pub live_peak: u64,
}
