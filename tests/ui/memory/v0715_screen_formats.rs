// One shader stores rgba16f to the screen, the other rgba8.
#[path = "../passes.rs"]
mod passes;

use passes::Fill;
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "fill8.comp")]
struct Fill8 {
    #[storage(write)]
    dst: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[pass(dst = screen, groups = "screen / 8")]
    fill: Fill,
    #[pass(dst = screen, groups = "screen / 16")]
    quarter: Fill8,
}

fn main() {}
