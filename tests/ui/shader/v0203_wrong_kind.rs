// `src` is a combined image sampler.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Blur {
    #[storage(read)]
    src: Image,
    #[storage(write)]
    dst: Image,
}

fn main() {}
