// A pass that may be switched off.
#[path = "../passes.rs"]
mod passes;

use passes::{Accumulate, Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[switch]
    soft: bool,
    #[pass(dst = scene, groups = "screen / 8")]
    fill: Fill,
    #[pass(sum = scene, groups = "screen / 8", when = "soft")]
    add: Accumulate,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
