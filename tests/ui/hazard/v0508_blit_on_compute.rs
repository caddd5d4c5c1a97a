// Blits belong to the graphics queue.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(transfer, queue = "compute")]
struct Scale {
    #[blit(read)]
    from: Image,
    #[blit(write)]
    to: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[persistent(format = "R16G16B16A16_SFLOAT", size = "screen / 2")]
    scene: Image,
    #[pass(from = scene, to = screen)]
    scale: Scale,
}

fn main() {}
