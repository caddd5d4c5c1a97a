// A uniform buffer is no image.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Blur {
    #[sampled]
    src: Image,
    #[storage(write)]
    dst: Image,
    #[uniform]
    camera: Image,
}

fn main() {}
