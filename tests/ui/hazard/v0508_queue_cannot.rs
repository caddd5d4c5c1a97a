// A compute queue draws nothing.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Draw};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[pass(color = scene, vertices = 3, queue = "compute")]
    draw: Draw,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
