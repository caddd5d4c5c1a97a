// An array of no elements.
#[path = "../passes.rs"]
mod passes;

use vixen::Buffer;

#[derive(vixen::Graph)]
struct Blurred {
    #[readback(size = 64)]
    weights: Buffer,
    #[pass(spread = weights, groups = 1, spec(TAPS = 0))]
    spread: passes::Spread,
}

fn main() {}
