// A storage image is one mip.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen", mips = 4)]
    chain: Image,
    #[pass(dst = chain, groups = "screen / 8")]
    fill: Fill,
    #[pass(from = "chain.mip(0)", to = screen)]
    show: Copy,
}

fn main() {}
