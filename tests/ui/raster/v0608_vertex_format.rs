// tinted.vert reads `color` as floats.
use vixen::bytemuck::{Pod, Zeroable};
use vixen::{Buffer, Image};

#[derive(vixen::Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Vertex {
    position: [f32; 3],
    color: [u8; 4],
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
