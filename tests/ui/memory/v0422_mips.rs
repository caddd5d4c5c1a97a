// Half of the smallest screen has 10 x 8 texels, which have no six mips.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
#[graph(max_extent = "640x480", min_extent = "20x16")]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[persistent(format = "R16G16B16A16_SFLOAT", size = "screen / 2", mips = 6)]
    half: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    picture: Image,
    #[pass(dst = "half.mip(0)", groups = "half / 8", side_effect)]
    fill: Fill,
    #[pass(dst = picture, groups = "screen / 8")]
    paint: Fill,
    #[pass(from = picture, to = screen)]
    show: Copy,
}

fn main() {}
