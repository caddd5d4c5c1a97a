// The pass that shows `scene` stands before the one that fills it.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[pass(from = scene, to = screen)]
    show: Copy,
    #[pass(dst = scene, groups = "screen / 8")]
    fill: Fill,
}

fn main() {}
