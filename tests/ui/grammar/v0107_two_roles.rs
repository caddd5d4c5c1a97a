// Sampled and storage are two descriptors.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Blur {
    #[sampled]
    src: Image,
    #[sampled]
    #[storage(write)]
    dst: Image,
}

fn main() {}
