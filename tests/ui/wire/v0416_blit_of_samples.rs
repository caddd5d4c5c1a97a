// A blit reads no samples: they are resolved first.
use vixen::Image;

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Scale {
    #[blit(read)]
    from: Image,
    #[blit(write, filter = "linear")]
    to: Image,
}

#[derive(vixen::Graph)]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[persistent(format = "R16G16B16A16_SFLOAT", size = "screen / 2", samples = 4)]
    scene: Image,
    #[pass(from = scene, to = screen)]
    scale: Scale,
}

fn main() {}
