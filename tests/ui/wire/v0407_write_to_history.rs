// The previous frame is past.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[history(depth = 2, format = "R16G16B16A16_SFLOAT", size = "screen")]
    color: Image,
    #[pass(dst = "color.prev(1)", groups = "screen / 8")]
    fill: Fill,
    #[pass(from = "color.prev(1)", to = screen)]
    show: Copy,
}

fn main() {}
