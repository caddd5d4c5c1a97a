// An image needs a format.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(size = "screen")]
    scene: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    fill: Fill,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
