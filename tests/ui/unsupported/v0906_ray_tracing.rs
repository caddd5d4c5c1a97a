// Rays against an acceleration structure.
use vixen::{AccelerationStructure, Buffer};

#[derive(vixen::Pass)]
#[pass(ray_tracing, code)]
struct Trace {
    #[acceleration(read)]
    world: AccelerationStructure,
    #[storage(write)]
    hits: Buffer,
}

#[derive(vixen::Graph)]
struct Frame {
    #[persistent(size = "1 << 20")]
    world: AccelerationStructure,
    #[readback(size = "4096")]
    hits: Buffer,
    #[pass(world = world, hits = hits)]
    trace: Trace,
}

fn main() {}
