// Three components of sixteen bits are no vertex input everywhere.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::bytemuck::{Pod, Zeroable};
use vixen::{Buffer, Image};

#[derive(vixen::Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Vertex {
    position: [u16; 3],
    _pad: u16,
}

#[derive(vixen::Pass)]
#[pass(raster, vertex = "mesh.vert", fragment = "flat.frag")]
struct Mesh {
    #[vertex(type = "Vertex", formats(position = "R16G16B16_SNORM"))]
    corners: Buffer,
    #[color]
    color: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[upload(size = 24)]
    corners: Buffer,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    drawn: Image,
    #[pass(corners = corners, color = drawn, vertices = 3)]
    draw: Mesh,
    #[pass(from = drawn, to = screen)]
    show: Copy,
}

fn main() {}
