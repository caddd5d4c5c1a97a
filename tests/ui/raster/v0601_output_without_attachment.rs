// gbuffer.frag has a second output.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "gbuffer.frag")]
struct Draw {
    #[color]
    color: Image,
}

fn main() {}
