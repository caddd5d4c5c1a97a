// An unsigned format takes whole numbers.
#[path = "../passes.rs"]
mod passes;

use passes::Copy;
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Clear {
    #[clear(value = [0.5, 0.5, 0.5, 1.0])]
    target: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R32G32B32A32_UINT", size = "screen")]
    identities: Image,
    #[pass(target = identities)]
    clear: Clear,
    #[pass(from = identities, to = screen)]
    show: Copy,
}

fn main() {}
