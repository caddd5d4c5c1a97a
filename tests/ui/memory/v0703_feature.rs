// double.comp computes in 64 bits.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "double.comp")]
struct Doubles {
    #[storage(write)]
    dst: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    compute: Doubles,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
