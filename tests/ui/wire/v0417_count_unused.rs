// An indexed draw counts indices, and a dispatch groups.
#[path = "../passes.rs"]
mod passes;

use passes::{Blur, Copy};
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
    #[index(u32)]
    order: Buffer,
    #[color]
    color: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[upload(size = 1200)]
    corners: Buffer,
    #[upload(size = 144)]
    order: Buffer,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    drawn: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    blurred: Image,
    #[pass(corners = corners, order = order, color = drawn, vertices = 36)]
    draw: Mesh,
    #[pass(src = drawn, dst = blurred, groups = "screen / 8", instances = 2)]
    blur: Blur,
    #[pass(from = blurred, to = screen)]
    show: Copy,
}

fn main() {}
