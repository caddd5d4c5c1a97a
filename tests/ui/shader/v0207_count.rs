// array.comp declares `src[4]`.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "array.comp")]
struct Blur {
    #[sampled]
    src: [Image; 3],
    #[storage(write)]
    dst: Image,
}

fn main() {}
