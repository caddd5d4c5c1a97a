// There is nothing to resolve in an image of one sample.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "flat.frag")]
struct Scene {
    #[color]
    color: Image,
    #[resolve(of = "color")]
    flat: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "screen")]
    color: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "screen")]
    flat: Image,
    #[pass(color = color, flat = flat, vertices = 3)]
    draw: Scene,
    #[pass(from = flat, to = screen)]
    show: Copy,
}

fn main() {}
