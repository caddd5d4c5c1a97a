// A pass that cannot be read, one that its shader contradicts, a field that is misspelt, and mistakes of the graph
// elsewhere: all of it comes in one build, and nothing is concluded from what could not be read.
#[path = "../passes.rs"]
mod passes;

use passes::{Blur, Copy, Fill};
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(compute, shader = "fill.comp")]
pub struct Paint {
    #[storage(read)]
    dst: Image,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
pub struct Move {
    #[copy(read)]
    from: Image,
    #[copy(wirte)]
    to: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    painted: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    moved: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", siez = "screen")]
    misspelt: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    light: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    result: Image,
    // Whether `painted` and `moved` are written nobody can say; that `light` is not, is clear.
    #[pass(dst = painted, groups = "screen / 8")]
    paint: Paint,
    #[pass(from = painted, to = moved)]
    move_it: Move,
    #[pass(dst = misspelt, groups = "screen / 8")]
    fill: Fill,
    #[pass(src = light, dst = result, groups = "screen / 8")]
    blur: Blur,
    #[pass(src = result, dst = moved, gruops = "screen / 8")]
    again: Blur,
    #[pass(from = moved, to = scren)]
    show: Copy,
}

fn main() {}
