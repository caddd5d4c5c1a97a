// flat.frag has one output.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "flat.frag")]
struct Draw {
    #[color]
    color: Image,
    #[color]
    normal: Image,
}

fn main() {}
