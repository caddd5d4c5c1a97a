// The shader stores rgba16f.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "screen")]
    scene: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    fill: Fill,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
