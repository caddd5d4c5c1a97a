// A stencil test needs a format with stencil.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "flat.frag", stencil(compare = "equal", reference = 1))]
struct Scene {
    #[color]
    color: Image,
    #[depth_stencil(clear = (1.0, 0))]
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
