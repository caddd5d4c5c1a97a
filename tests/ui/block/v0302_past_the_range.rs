// The block ends with `sigma`: nothing in the shader reads `gain`.
use vixen::Image;

#[derive(vixen::Block, Clone, Copy, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Params {
    direction: [i32; 2],
    radius: u32,
    sigma: f32,
    gain: f32,
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "pushed.comp")]
struct Blur {
    #[storage(write)]
    dst: Image,
    #[push]
    params: Params,
}

fn main() {}
