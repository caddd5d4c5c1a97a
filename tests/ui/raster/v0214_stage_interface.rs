// triangle.vert writes no `uv`.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster, vertex = "triangle.vert", fragment = "textured.frag")]
struct Draw {
    #[color]
    color: Image,
}

fn main() {}
