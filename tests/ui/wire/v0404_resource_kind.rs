// `list` is a buffer.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::{Buffer, Image};

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[transient(size = "4096")]
    list: Buffer,
    #[pass(dst = list, groups = "screen / 8")]
    fill: Fill,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
