#![deny(deprecated)]

// Nobody reads `unseen`. A warning: denied here, so that the build fails.
#[path = "../passes.rs"]
mod passes;

use passes::{Blur, Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    unseen: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    fill: Fill,
    #[pass(src = scene, dst = unseen, groups = "screen / 8")]
    blur: Blur,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
