// A misspelt file.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "blurr.comp")]
struct Blur {
    #[sampled]
    src: Image,
    #[storage(write)]
    dst: Image,
}

fn main() {}
