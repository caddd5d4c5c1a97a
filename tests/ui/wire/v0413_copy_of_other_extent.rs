// A copy does not scale.
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
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen / 2")]
    half: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    fill: Fill,
    #[pass(from = scene, to = half)]
    shrink: Copy,
    #[pass(from = half, to = screen, side_effect)]
    show: Copy,
}

fn main() {}
