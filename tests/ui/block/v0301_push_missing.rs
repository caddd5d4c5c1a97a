// pushed.comp has push constants.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "pushed.comp")]
struct Blur {
    #[storage(write)]
    dst: Image,
}

fn main() {}
