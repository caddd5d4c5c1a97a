// A raster pass neither names shaders nor brings its own code.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(raster)]
struct Draw {
    #[color]
    color: Image,
}

fn main() {}
