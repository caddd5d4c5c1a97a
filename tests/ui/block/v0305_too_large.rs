// Two matrices and a vector.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
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

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    blur: Blur,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
