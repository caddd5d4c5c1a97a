// The second set is the program's own, and nobody binds it.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "fill.comp", external_sets(1))]
struct Fill {
    #[storage(write, discard)]
    dst: Image,
}

fn main() {}
