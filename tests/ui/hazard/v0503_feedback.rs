// A blur in place reads what its neighbours overwrite.
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
    #[pass(dst = scene, groups = "screen / 8")]
    fill: Fill,
    #[pass(src = scene, dst = scene, groups = "screen / 8")]
    blur: Blur,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
