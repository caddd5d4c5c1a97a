// One work group for each texel of a row.
#[path = "../passes.rs"]
mod passes;

use passes::List;
use vixen::Buffer;

#[derive(vixen::Graph)]
struct Frame {
    #[readback(size = "64 * 100000")]
    list: Buffer,
    #[pass(list = list, groups = "100000")]
    fill: List,
}

fn main() {}
