// The host reads after the frame, the device writes within it.
#[path = "../passes.rs"]
mod passes;

use passes::{List, Sum};
use vixen::Buffer;

#[derive(vixen::Pass)]
#[pass(host)]
struct Inspect {
    #[host(read)]
    list: Buffer,
    #[host(write)]
    sum: Buffer,
}

#[derive(vixen::Graph)]
struct Frame {
    #[readback(size = "4096")]
    list: Buffer,
    #[upload(size = "4096")]
    chosen: Buffer,
    #[readback(size = "4")]
    total: Buffer,
    #[pass(list = list, groups = "16")]
    produce: List,
    #[pass(list = list, sum = chosen)]
    inspect: Inspect,
    #[pass(list = chosen, sum = total, groups = "1")]
    sum: Sum,
}

fn main() {}
