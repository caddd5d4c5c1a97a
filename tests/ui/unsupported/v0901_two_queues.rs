// A compute pass beside the graphics queue.
#[path = "../passes.rs"]
mod passes;

use passes::{Blur, Copy, Draw};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    soft: Image,
    #[pass(color = scene, vertices = 3)]
    draw: Draw,
    #[pass(src = scene, dst = soft, groups = "screen / 8", queue = "compute")]
    blur: Blur,
    #[pass(from = soft, to = screen)]
    show: Copy,
}

fn main() {}
