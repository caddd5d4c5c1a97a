// The depth is cleared, and the stencil is what is copied.
use vixen::{Buffer, Image};

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Wipe {
    #[clear(value = 1.0)]
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
    #[readback(size = 64)]
    stencils: Buffer,
    #[pass(depth = "depth.aspect(depth)")]
    wipe: Wipe,
    #[pass(from = "depth.aspect(stencil)", to = stencils)]
    take: Take,
}

fn main() {}
