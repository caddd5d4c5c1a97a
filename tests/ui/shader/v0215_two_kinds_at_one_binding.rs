// The shader has `dst` at the binding of `src`.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "shared.comp")]
struct Blur {
    #[storage(write)]
    dst: Image,
}

fn main() {}
