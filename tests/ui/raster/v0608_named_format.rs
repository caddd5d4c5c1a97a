// Eight bytes do not lie in four.
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
    #[vertex(type = "Vertex", formats(color = "R16G16B16A16_UNORM"))]
    corners: Buffer,
    #[color]
    color: Image,
}

fn main() {}
