// By its name three floats, in fact other numbers: the layout is the type's own, and no derive says which.
use vixen::bytemuck::{Pod, Zeroable};

#[derive(Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Vec3 {
    x: u32,
    y: i32,
    z: u32,
}

#[derive(vixen::Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Params {
    direction: Vec3,
}

fn main() {}
