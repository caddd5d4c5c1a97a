// Two commands of one pass write an aspect each: they may lie in one word of memory.
use vixen::{Buffer, Image};

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Wipe {
    #[clear(value = 1.0)]
    depth: Image,
    #[clear(value = 1)]
    stencil: Image,
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
    #[readback(size = 64)]
    stencils: Buffer,
    #[pass(depth = "depth.aspect(depth)", stencil = "depth.aspect(stencil)")]
    wipe: Wipe,
    #[pass(from = "depth.aspect(stencil)", to = stencils)]
    take: Take,
}

fn main() {}
