// Block compression that the graph does not name.
#[path = "../passes.rs"]
mod passes;

use passes::{Blur, Copy};
use vixen::{Buffer, Image};

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Put {
    #[copy(read)]
    from: Buffer,
    #[copy(write)]
    to: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[upload(size = 65536)]
    blocks: Buffer,
    #[transient(format = "BC7_UNORM_BLOCK", size = "[256, 256]")]
    texture: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[pass(from = blocks, to = texture)]
    put: Put,
    #[pass(src = texture, dst = scene, groups = "screen / 8")]
    blur: Blur,
    #[pass(from = scene, to = screen)]
    show: Copy,
}

fn main() {}
