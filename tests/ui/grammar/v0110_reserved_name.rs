// `groups` is a key of `#[pass(…)]` in a graph.
use vixen::Buffer;

#[derive(vixen::Pass)]
#[pass(compute, shader = "list.comp")]
struct List {
    #[storage(read)]
    groups: Buffer,
}

fn main() {}
