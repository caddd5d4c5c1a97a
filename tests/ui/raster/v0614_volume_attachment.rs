// A volume has no view that can be rendered to.
#[path = "../passes.rs"]
mod passes;

use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "flat.frag")]
struct Scene {
    #[color]
    color: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[persistent(format = "R16G16B16A16_SFLOAT", size = "[160, 90, 64]", dimension = "3d")]
    fog: Image,
    #[pass(color = fog, vertices = 3, side_effect)]
    draw: Scene,
}

fn main() {}
