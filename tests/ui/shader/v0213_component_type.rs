// integers.comp declares `usampler2D`, and `scene` holds floats.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "integers.comp")]
struct Read {
    #[sampled]
    src: Image,
    #[storage(write)]
    dst: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    result: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    fill: Fill,
    #[pass(src = scene, dst = result, groups = "screen / 8")]
    read: Read,
    #[pass(from = result, to = screen)]
    show: Copy,
}

fn main() {}
