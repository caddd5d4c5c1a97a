// The sum starts with whatever lay in memory.
#[path = "../passes.rs"]
mod passes;

use passes::{Accumulate, Copy};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[pass(sum = scene, groups = "screen / 8")]
    add: Accumulate,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
