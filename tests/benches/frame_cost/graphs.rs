//! The chain as graphs.

use vixen::Buffer;
use vixen::bytemuck::{Pod, Zeroable};

/// Dispatches in the chain.
pub(crate) const STEPS: usize = 100;
/// Bytes of each buffer.
pub(crate) const BYTES: u64 = 4096;

#[derive(vixen::Block, Clone, Copy, Debug, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
pub(crate) struct StepParams {
    pub(crate) add: u32,
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "step.comp")]
pub(crate) struct Step {
    #[storage(read, name = "Source")]
    src: Buffer,
    #[storage(write, discard, name = "Target")]
    dst: Buffer,
    #[push]
    params: StepParams,
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "step_fixed.comp")]
pub(crate) struct FixedStep {
    #[storage(read, name = "Source")]
    src: Buffer,
    #[storage(write, discard, name = "Target")]
    dst: Buffer,
}

/// Push constants change each frame.
#[derive(vixen::Graph)]
#[graph(frames_in_flight = 2)]
pub(crate) struct Chain {
    #[persistent(size = 4096, clear = 0)]
    links: [Buffer; 101],
    #[pass(src = "links[i]", dst = "links[i + 1]", groups = 1, side_effect)]
    steps: [Step; 100],
}

/// Nothing changes from frame to frame.
#[derive(vixen::Graph)]
#[graph(frames_in_flight = 2)]
pub(crate) struct FixedChain {
    #[persistent(size = 4096, clear = 0)]
    links: [Buffer; 101],
    #[pass(src = "links[i]", dst = "links[i + 1]", groups = 1, side_effect)]
    steps: [FixedStep; 100],
}
