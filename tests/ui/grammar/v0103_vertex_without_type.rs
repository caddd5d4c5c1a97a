// What the graph binds it must know: the element of a vertex buffer, the width of an index.
use vixen::{Buffer, Image};

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "flat.frag")]
struct Mesh {
    #[vertex]
    corners: Buffer,
    #[index]
    order: Buffer,
    #[color]
    color: Image,
}

fn main() {}
