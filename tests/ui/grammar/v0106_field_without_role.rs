// A slot that does not say how it is used.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Blur {
    src: Image,
    #[storage(write)]
    dst: Image,
}

fn main() {}
