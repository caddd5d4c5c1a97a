// A fragment shader cannot be dispatched.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "flat.frag")]
struct Blur {
    #[storage(write)]
    dst: Image,
}

fn main() {}
