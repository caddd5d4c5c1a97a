// The host fills it before each frame.
#[path = "../passes.rs"]
mod passes;

use passes::{List, Sum};
use vixen::Buffer;

#[derive(vixen::Graph)]
struct Frame {
    #[upload(size = "4096")]
    staging: Buffer,
    #[readback(size = "4")]
    total: Buffer,
    #[pass(list = staging, groups = "16")]
    list: List,
    #[pass(list = staging, sum = total, groups = "1")]
    sum: Sum,
}

fn main() {}
