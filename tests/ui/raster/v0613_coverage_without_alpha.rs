// Coverage is made of an alpha that the shader does not write.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "opaque.frag", alpha_to_coverage)]
struct Scene {
    #[color]
    color: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[pass(color = scene, vertices = 3)]
    draw: Scene,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
