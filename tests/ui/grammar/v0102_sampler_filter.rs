// A filter that Vulkan does not have.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Blur {
    #[sampled(filter = "trilinear")]
    src: Image,
    #[storage(write)]
    dst: Image,
}

fn main() {}
