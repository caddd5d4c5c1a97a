// Values of raster state that do not exist, or lie outside of their range.
#[path = "../passes.rs"]
mod passes;

use vixen::Image;

#[derive(vixen::Pass)]
#[pass(
    raster,
    vertex = "triangle.vert",
    fragment = "flat.frag",
    polygon = "lines",
    depth_bias(constant = "much", slope = 1.5),
    sample_shading = 1.5,
    patch_vertices = 33,
    stencil(compare = "same", pass = "increment", read_mask = 256, reference = "always"),
    stencil_back(reference = 256)
)]
pub struct Wrong {
    #[color(clear = 0.0, mask = "bgr")]
    color: Image,
    #[color(clear = 0.0, mask = "xyz")]
    other: Image,
    #[depth_stencil(clear = (1.0, 0))]
    depth: Image,
}

fn main() {}
