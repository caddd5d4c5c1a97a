// A border of 100 pixels leaves nothing of a screen of 100 pixels.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
#[graph(max_extent = "640x480", min_extent = "100x144")]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[persistent(format = "R16G16B16A16_SFLOAT", size = "screen - 100")]
    inner: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    picture: Image,
    #[pass(dst = inner, groups = "inner / 8", side_effect)]
    fill: Fill,
    #[pass(dst = picture, groups = "screen / 8")]
    paint: Fill,
    #[pass(from = picture, to = screen)]
    show: Copy,
}

fn main() {}
