// The first test compares with whatever lay in memory.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "flat.frag", depth_compare = "less")]
struct Scene {
    #[color]
    color: Image,
    #[depth]
    depth: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[transient(format = "D32_SFLOAT", size = "screen")]
    depth: Image,
    #[pass(color = scene, depth = depth, vertices = 3)]
    draw: Scene,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
