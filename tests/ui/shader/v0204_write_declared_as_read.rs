// The shader stores to `dst`.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Blur {
    #[sampled]
    src: Image,
    #[storage(read)]
    dst: Image,
}

fn main() {}
