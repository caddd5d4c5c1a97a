// Both stages begin their push constants at offset 0, one with a vector and one with a count.
use vixen::Image;

#[derive(vixen::Block, Clone, Copy, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Params {
    place: [f32; 4],
}

#[derive(vixen::Pass)]
#[pass(raster, vertex = "placed.vert", fragment = "counted.frag")]
struct Draw {
    #[color]
    color: Image,
    #[push]
    params: Params,
}

fn main() {}
