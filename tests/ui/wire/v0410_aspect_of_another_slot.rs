// A depth slot, and a wire that names the stencil.
use vixen::{Buffer, Image};

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert")]
struct Scene {
    #[depth(clear = 1.0)]
    depth: Image,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Take {
    #[copy(read)]
    from: Image,
    #[copy(write)]
    to: Buffer,
}

#[derive(vixen::Graph)]
struct Frame {
    #[transient(format = "D32_SFLOAT_S8_UINT", size = "[8, 8]")]
    depth: Image,
    #[readback(size = 256)]
    depths: Buffer,
    #[pass(depth = "depth.aspect(stencil)", vertices = 3)]
    draw: Scene,
    #[pass(from = "depth.aspect(depth)", to = depths)]
    take: Take,
}

fn main() {}
