// Which of the four?
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    steps: [Image; 4],
    #[pass(dst = steps, groups = "screen / 8")]
    fill: Fill,
    #[pass(from = "steps[0]", to = screen)]
    show: Copy,
}

fn main() {}
