// layers.comp declares `sampler2DArray`.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Zero};
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "layers.comp")]
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
    #[transient(format = "R16G16B16A16_SFLOAT", dimension = "3d", size = [64, 64, 64])]
    scene: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    result: Image,
    #[pass(target = scene)]
    fill: Zero,
    #[pass(src = scene, dst = result, groups = "screen / 8")]
    read: Read,
    #[pass(from = result, to = screen)]
    show: Copy,
}

fn main() {}
