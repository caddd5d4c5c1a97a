// Both outputs go to one image.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "gbuffer.frag")]
struct Gbuffer {
    #[color]
    color: Image,
    #[color]
    normal: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[pass(color = scene, normal = scene, vertices = 3)]
    draw: Gbuffer,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
