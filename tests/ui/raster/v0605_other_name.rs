// tinted.vert reads `position` and `color`; the struct has the one under another name.
use vixen::bytemuck::{Pod, Zeroable};
use vixen::{Buffer, Image};

#[derive(vixen::Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Vertex {
    pos: [f32; 3],
    color: [f32; 4],
}

#[derive(vixen::Pass)]
#[pass(raster, vertex = "tinted.vert", fragment = "flat.frag")]
struct Mesh {
    #[vertex(type = "Vertex")]
    corners: Buffer,
    #[color]
    color: Image,
}

fn main() {}
