// 32-bit floats need not be filterable.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Draw};
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Scale {
    #[sampled(filter = "linear")]
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
    #[transient(format = "R32G32B32A32_SFLOAT", size = "screen")]
    exact: Image,
    #[pass(color = exact, vertices = 3)]
    draw: Draw,
    #[pass(src = exact, dst = scene, groups = "screen / 8")]
    scale: Scale,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
