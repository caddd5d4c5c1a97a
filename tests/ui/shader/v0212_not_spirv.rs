// The file beside this one holds text.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "not_spirv.spv")]
struct Blur {
    #[sampled]
    src: Image,
    #[storage(write)]
    dst: Image,
}

fn main() {}
