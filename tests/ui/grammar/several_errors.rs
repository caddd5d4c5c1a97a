// All that is wrong with a graph comes in one build.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_FLOAT", size = "screen")]
    scene: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "window / 2")]
    half: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "other")]
    one: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "one")]
    other: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    fill: Fill,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
