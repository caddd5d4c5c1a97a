// A graph used as a pass.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Background {
    #[import(format = "R16G16B16A16_SFLOAT", size = [1920, 1080])]
    target: Image,
    #[pass(dst = target, groups = "target / 8")]
    fill: Fill,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[graph(target = scene)]
    background: Background,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
