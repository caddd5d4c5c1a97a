// Nobody knows the layout in which `scene` comes, so what it holds is gone at set-up.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[import(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
