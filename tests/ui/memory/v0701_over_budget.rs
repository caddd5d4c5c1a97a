// One image of 1920 x 1080 texels of 8 bytes.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Graph)]
#[graph(max_extent = "1920x1080", budget = "8 MiB")]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    fill: Fill,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
