#![deny(deprecated)]

// No pass uses `spare`. A warning: denied here, so that the build fails.
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
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    spare: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    fill: Fill,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
