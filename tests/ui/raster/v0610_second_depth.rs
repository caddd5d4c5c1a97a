// Depth and stencil are one image.
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
    near: Image,
    #[depth(clear = 1.0)]
    far: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[transient(format = "D32_SFLOAT", size = "screen")]
    near: Image,
    #[transient(format = "D32_SFLOAT", size = "screen")]
    far: Image,
    #[pass(color = scene, near = near, far = far, vertices = 3)]
    draw: Scene,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
