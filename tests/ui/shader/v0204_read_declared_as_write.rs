// accumulate.comp loads what it stores to.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "accumulate.comp")]
struct Accumulate {
    #[storage(write)]
    sum: Image,
}

fn main() {}
