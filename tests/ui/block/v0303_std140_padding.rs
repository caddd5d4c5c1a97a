// std140 puts a vec3 at a multiple of 16.
use vixen::{Buffer, Image};

#[derive(vixen::Block, Clone, Copy, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Camera {
    eye: [f32; 3],
    ahead: [f32; 3],
    near: f32,
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "camera.comp")]
struct Blur {
    #[uniform(type = "Camera")]
    camera: Buffer,
    #[storage(write)]
    dst: Image,
}

fn main() {}
