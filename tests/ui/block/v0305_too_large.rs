// Two matrices and a vector.
use vixen::Image;

#[derive(vixen::Block, Clone, Copy, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Params {
    now: [[f32; 4]; 4],
    before: [[f32; 4]; 4],
    tint: [f32; 4],
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "large.comp")]
struct Blur {
    #[storage(write)]
    dst: Image,
    #[push]
    params: Params,
}

fn main() {}
