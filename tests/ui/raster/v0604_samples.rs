// Colour of four samples, depth of one.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "flat.frag")]
struct Scene {
    #[color]
    color: Image,
    #[depth(clear = 1.0)]
    depth: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", samples = 4, size = "screen")]
    scene: Image,
    #[transient(format = "D32_SFLOAT", size = "screen")]
    depth: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen", samples = 4)]
    kept: Image,
    #[pass(color = scene, depth = depth, vertices = 3)]
    draw: Scene,
    #[pass(from = scene, to = kept, side_effect)]
    keep: Copy,
}

fn main() {}
