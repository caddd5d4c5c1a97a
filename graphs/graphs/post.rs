//! Post-processing: passes to put into a graph of one's own, and a graph that uses them all.

use vixen::Image;

/// One step of a mip chain: each texel of `dst` is the mean of the four of `src` that it covers.
#[derive(vixen::Pass)]
#[pass(compute, shader = "downsample.comp")]
pub struct Downsample {
    #[sampled(filter = "linear", address = "clamp_to_edge")]
    src: Image,
    #[storage(write, discard)]
    dst: Image,
}

/// Parameters of [`Blur`].
#[derive(
    vixen::Block, Clone, Copy, Debug, PartialEq, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable,
)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
pub struct BlurParams {
    /// `[1, 0]` for the horizontal pass, `[0, 1]` for the vertical one.
    pub direction: [i32; 2],
    /// Texels to either side, 64 at most; 0 copies.
    pub radius: u32,
    /// Standard deviation, in texels.
    pub sigma: f32,
}

/// One direction of a separable Gaussian blur.
#[derive(vixen::Pass)]
#[pass(compute, shader = "blur.comp")]
pub struct Blur {
    #[sampled(filter = "nearest")]
    src: Image,
    #[storage(write, discard)]
    dst: Image,
    #[push]
    params: BlurParams,
}

/// Parameters of [`Combine`].
#[derive(
    vixen::Block, Clone, Copy, Debug, PartialEq, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable,
)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
pub struct CombineParams {
    /// 0 leaves the sharp image, 1 the soft one.
    pub strength: f32,
}

/// A blurred image over a sharp one.
#[derive(vixen::Pass)]
#[pass(compute, shader = "combine.comp")]
pub struct Combine {
    #[sampled(filter = "linear")]
    sharp: Image,
    #[sampled(filter = "linear")]
    soft: Image,
    #[storage(write, discard)]
    dst: Image,
    #[push]
    params: CombineParams,
}

/// Parameters of [`ToneMap`].
#[derive(
    vixen::Block, Clone, Copy, Debug, PartialEq, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable,
)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
pub struct ToneMapParams {
    /// A factor on the light; 1 leaves it as it is.
    pub exposure: f32,
}

/// Linear light to 8 bits for a display.
#[derive(vixen::Pass)]
#[pass(compute, shader = "tone_map.comp")]
pub struct ToneMap {
    #[sampled(filter = "nearest")]
    src: Image,
    #[storage(write, discard)]
    dst: Image,
    #[push]
    params: ToneMapParams,
}

/// Parameters of [`Pattern`].
#[derive(
    vixen::Block, Clone, Copy, Debug, PartialEq, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable,
)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
pub struct PatternParams {
    /// In seconds.
    pub time: f32,
}

/// Bright discs on a dark ground, where no scene is at hand.
#[derive(vixen::Pass)]
#[pass(compute, shader = "pattern.comp")]
pub struct Pattern {
    #[storage(write, discard)]
    dst: Image,
    #[push]
    params: PatternParams,
}

/// One image over another, scaled and converted.
#[derive(vixen::Pass)]
#[pass(transfer)]
pub struct Copy {
    #[copy(read)]
    from: Image,
    #[copy(write)]
    to: Image,
}

/// The pattern with a glow around its discs, on the screen.
#[derive(vixen::Graph)]
#[graph(frames_in_flight = 2, max_extent = "1920x1080", budget = "64 MiB")]
pub struct Glow {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen / 2", mips = 3)]
    half: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "half.mip(2)")]
    across: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "half.mip(2)")]
    soft: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    lit: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "screen")]
    mapped: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    pattern: Pattern,
    #[pass(src = scene, dst = "half.mip(0)", groups = "half / 8")]
    first: Downsample,
    #[pass(src = "half.mip(i)", dst = "half.mip(i + 1)", groups = "half.mip(i + 1) / 8")]
    down: [Downsample; 2],
    #[pass(src = "half.mip(2)", dst = across, groups = "across / 8")]
    blur_x: Blur,
    #[pass(src = across, dst = soft, groups = "soft / 8")]
    blur_y: Blur,
    #[pass(sharp = scene, soft = soft, dst = lit, groups = "screen / 8")]
    combine: Combine,
    #[pass(src = lit, dst = mapped, groups = "screen / 8")]
    tone: ToneMap,
    #[pass(from = mapped, to = screen)]
    show: Copy,
}
