// Nothing says what the pass records.
use vixen::Image;

#[derive(vixen::Pass)]
struct Blur {
    #[sampled]
    src: Image,
    #[storage(write)]
    dst: Image,
}

fn main() {}
