// What has the slot's name is named first.
#[path = "../passes.rs"]
mod passes;

use passes::{Blur, Copy};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    src: Image,
    #[pass(dst = src, groups = "screen / 8")]
    blur: Blur,
    #[pass(from = src, to = screen)]
    show: Copy,
}

fn main() {}
