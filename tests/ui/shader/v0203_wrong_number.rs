// The numbers of the two bindings, exchanged.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
struct Blur {
    #[sampled(binding = (0, 1))]
    src: Image,
    #[storage(write, binding = (0, 0))]
    dst: Image,
}

fn main() {}
