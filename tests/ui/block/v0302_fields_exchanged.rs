// Two fields of one size, exchanged.
use vixen::Image;

#[derive(vixen::Block, Clone, Copy, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Params {
    direction: [i32; 2],
    sigma: f32,
    radius: u32,
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
