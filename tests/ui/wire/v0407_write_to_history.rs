// What becomes of the oldest copy nobody sees: it is the current one in the next frame.
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
    #[pass(from = "color.prev(1)", to = screen)]
    show: Copy,
    #[pass(dst = "color.prev(1)", groups = "screen / 8")]
    fill: Fill,
}

fn main() {}
