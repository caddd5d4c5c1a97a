// Load operations belong to attachments.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Blur {
    #[sampled]
    src: Image,
    #[storage(write, load)]
    dst: Image,
}

fn main() {}
