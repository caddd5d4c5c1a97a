// A feature that does not exist, and one by another case.
#[path = "../passes.rs"]
mod passes;

use passes::List;
use vixen::Buffer;

#[derive(vixen::Graph)]
#[graph(features = "fooBar, ShaderInt64", limits(maxPushConstantsSize = 64))]
struct Frame {
    #[readback(size = 256)]
    list: Buffer,
    #[pass(list = list, groups = 1)]
    fill: List,
}

fn main() {}
