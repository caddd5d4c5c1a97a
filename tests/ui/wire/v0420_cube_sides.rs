// A panorama is twice as wide as high; the faces of a cube are not.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "sky.comp")]
struct Sky {
    #[sampled(filter = "linear")]
    sky: Image,
    #[storage(write, discard)]
    dst: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[persistent(format = "R16G16B16A16_SFLOAT", size = "[64, 32]", layers = 6, clear = 0.0)]
    sky: Image,
    #[import(format = "R16G16B16A16_SFLOAT", size = "[64, 64]")]
    picture: Image,
    #[pass(sky = "sky.cube()", dst = picture, groups = "picture / 8")]
    draw: Sky,
}

fn main() {}
