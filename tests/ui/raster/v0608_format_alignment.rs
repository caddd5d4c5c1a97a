// Numbers of two bytes do not start at byte 13.
use vixen::bytemuck::{Pod, Zeroable};
use vixen::{Buffer, Image};

#[derive(vixen::Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Vertex {
    position: [f32; 3],
    bone: u8,
    color: [u8; 4],
    _pad: [u8; 3],
}

#[derive(vixen::Pass)]
#[pass(raster, vertex = "tinted.vert", fragment = "flat.frag")]
struct Mesh {
    #[vertex(type = "Vertex", formats(color = "R16G16_SNORM"))]
    corners: Buffer,
    #[color]
    color: Image,
}

fn main() {}
