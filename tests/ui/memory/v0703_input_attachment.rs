// Dynamic rendering of Vulkan 1.3 has no input attachments.
#[path = "../passes.rs"]
mod passes;

use passes::{Copy, Fill};
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "subpass.frag")]
struct Light {
    #[input]
    before: Image,
    #[color]
    color: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    drawn: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    lit: Image,
    #[pass(dst = drawn, groups = "screen / 8")]
    fill: Fill,
    #[pass(before = drawn, color = lit, vertices = 3)]
    light: Light,
    #[pass(from = lit, to = screen)]
    show: Copy,
}

fn main() {}
