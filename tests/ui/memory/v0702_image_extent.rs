// Twice the screen at its maximum.
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
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen * 4")]
    large: Image,
    #[pass(dst = large, groups = "large / 8")]
    fill: Fill,
    #[pass(src = large, dst = scene, groups = "screen / 8")]
    blur: Blur,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
