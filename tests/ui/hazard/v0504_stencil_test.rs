// The first pass counts up from whatever lay in memory.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(
    raster,
    vertex = "triangle.vert",
    fragment = "flat.frag",
    stencil(pass = "increment_and_clamp")
)]
struct Count {
    #[color]
    color: Image,
    #[stencil]
    marks: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[transient(format = "S8_UINT", size = "screen")]
    marks: Image,
    #[pass(color = scene, marks = marks, vertices = 3)]
    count: Count,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
