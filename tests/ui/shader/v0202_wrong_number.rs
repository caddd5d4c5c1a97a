// blur.comp has `src` at binding 0 and `dst` at binding 1.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Blur {
    #[sampled(binding = (0, 2))]
    src: Image,
    #[storage(write)]
    dst: Image,
}

fn main() {}
