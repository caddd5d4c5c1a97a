// Nothing produces the primitives.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, fragment = "flat.frag")]
struct Draw {
    #[color]
    color: Image,
}

fn main() {}
