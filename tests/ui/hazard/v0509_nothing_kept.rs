// All that the graph makes is forgotten at the end of the frame.
#[path = "../passes.rs"]
mod passes;

use passes::Fill;
use vixen::Image;

#[derive(vixen::Graph)]
struct Frame {
    #[transient(format = "R16G16B16A16_SFLOAT", size = [256, 256])]
    scene: Image,
    #[pass(dst = scene, groups = "scene / 8")]
    fill: Fill,
}

fn main() {}
