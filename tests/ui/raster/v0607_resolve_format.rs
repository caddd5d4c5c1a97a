// A resolve converts nothing, and averages no integers.
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
    #[resolve(of = "color")]
    flat: Image,
    #[resolve(of = "depth", mode = "average")]
    near: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen", samples = 4)]
    color: Image,
    #[transient(format = "D32_SFLOAT", size = "screen", samples = 4)]
    depth: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "screen")]
    flat: Image,
    #[transient(format = "D32_SFLOAT", size = "screen")]
    near: Image,
    #[pass(color = color, depth = depth, flat = flat, near = near, vertices = 3)]
    draw: Scene,
    #[pass(from = flat, to = screen)]
    show: Copy,
}

fn main() {}
