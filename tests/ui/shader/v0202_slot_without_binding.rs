// blur.comp has no `mask`.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Blur {
    #[sampled]
    src: Image,
    #[sampled]
    mask: Image,
    #[storage(write)]
    dst: Image,
}

fn main() {}
