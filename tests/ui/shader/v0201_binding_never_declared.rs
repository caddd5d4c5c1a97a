// masked.comp reads `mask`; the pass does not say so.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "masked.comp")]
struct Blur {
    #[sampled]
    src: Image,
    #[storage(write)]
    dst: Image,
}

fn main() {}
