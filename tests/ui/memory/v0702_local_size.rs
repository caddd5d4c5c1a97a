// A workgroup of 1,024 invocations.
#[path = "../passes.rs"]
mod passes;

use vixen::Buffer;

#[derive(vixen::Pass)]
#[pass(compute, shader = "crowd.comp")]
struct Crowd {
    #[storage(write)]
    list: Buffer,
}

#[derive(vixen::Graph)]
struct Frame {
    #[readback(size = 4096)]
    list: Buffer,
    #[pass(list = list, groups = 1)]
    fill: Crowd,
}

fn main() {}
