// A ring of two holds one previous frame.
#[path = "../passes.rs"]
mod passes;

use passes::{Blur, Copy};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[history(depth = 2, format = "R16G16B16A16_SFLOAT", size = "screen")]
    color: Image,
    #[pass(src = "color.prev(2)", dst = color, groups = "screen / 8")]
    blur: Blur,
    #[pass(from = color, to = screen)]
    show: Copy,
}

fn main() {}
