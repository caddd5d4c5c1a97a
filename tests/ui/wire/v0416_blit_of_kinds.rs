// A blit converts no integers into floats, filters no depth, and pairs mip with mip.
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
    #[persistent(format = "R32_UINT", size = "screen")]
    ids: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    shown: Image,
    #[persistent(format = "D32_SFLOAT", size = "screen")]
    depth: Image,
    #[transient(format = "D32_SFLOAT", size = "screen / 2")]
    half: Image,
    #[persistent(format = "R16G16B16A16_SFLOAT", size = "screen", mips = 4)]
    mips: Image,
    #[pass(from = ids, to = shown, side_effect)]
    show: Scale,
    #[pass(from = depth, to = half, side_effect)]
    shrink: Scale,
    #[pass(from = mips, to = screen)]
    last: Scale,
}

fn main() {}
