// A pass that does not exist breaks the chain of macros; what the graph can be told without its passes it is told.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_FLOAT", size = "screen")]
    scene: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "window / 2")]
    half: Image,
    #[pass(src = scene, dst = half, groups = "half / 8")]
    blur: passes::Blurr,
    #[pass(from = haalf, to = screen)]
    show: Copy,
}

fn main() {}
