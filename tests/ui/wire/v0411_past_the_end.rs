// Four images, four passes, one step too far.
#[path = "../passes.rs"]
mod passes;

use passes::{Blur, Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    steps: [Image; 4],
    #[pass(dst = "steps[0]", groups = "screen / 8")]
    fill: Fill,
    #[pass(src = "steps[i]", dst = "steps[i + 1]", groups = "screen / 8")]
    blur: [Blur; 4],
    #[pass(from = "steps[3]", to = screen)]
    show: Copy,
}

fn main() {}
