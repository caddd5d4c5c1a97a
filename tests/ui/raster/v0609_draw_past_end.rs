// A hundred vertices of twelve bytes, and the buffer has eighty.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::bytemuck::{Pod, Zeroable};
use vixen::{Buffer, Image};

#[derive(vixen::Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Vertex {
    position: [f32; 3],
}

#[derive(vixen::Pass)]
#[pass(raster, vertex = "mesh.vert", fragment = "flat.frag")]
struct Mesh {
    #[vertex(type = "Vertex")]
    corners: Buffer,
    #[color]
    color: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[upload(size = "80 * 12")]
    corners: Buffer,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    drawn: Image,
    #[pass(corners = corners, color = drawn, vertices = 100)]
    draw: Mesh,
    #[pass(from = drawn, to = screen)]
    show: Copy,
}

fn main() {}
