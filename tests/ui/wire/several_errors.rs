// Four passes, four mistakes, one build.
#[path = "../passes.rs"]
mod passes;

use passes::{Blur, Copy, Fill, List};
use vixen::{Buffer, Image};

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[transient(size = "4096")]
    list: Buffer,
    #[pass(dst = scene)]
    fill: Fill,
    #[pass(src = scene, groups = "screen / 8")]
    blur: Blur,
    #[pass(list = scene, groups = "64")]
    count: List,
    #[pass(from = scen, to = screen)]
    show: Copy,
}

fn main() {}
