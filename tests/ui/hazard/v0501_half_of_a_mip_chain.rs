// Mip 1 is written, mips 0 to 3 are read.
#[path = "../passes.rs"]
mod passes;

use passes::{Blur, Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen", mips = 4)]
    chain: Image,
    #[pass(dst = "chain.mip(1)", groups = "screen / 16")]
    fill: Fill,
    #[pass(src = chain, dst = scene, groups = "screen / 8")]
    blur: Blur,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
