// mesh.vert reads `position` from a vertex buffer.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "mesh.vert", fragment = "flat.frag")]
struct Draw {
    #[color]
    color: Image,
}

fn main() {}
