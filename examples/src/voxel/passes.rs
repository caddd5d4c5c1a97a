//! The passes of the voxel world, as types that any graph can wire. Their shaders are in `shaders/voxel`.

use vixen::{Buffer, Image};

use super::FrameData;

/// Writes the bricks that changed into the world: [`UploadBatch`](super::UploadBatch) says which. One work
/// group a brick, [`UPLOAD_BRICKS`](super::UPLOAD_BRICKS) of them.
#[derive(vixen::Pass)]
#[pass(compute, shader = "upload.comp")]
pub struct Upload {
    #[storage(read)]
    batch: Buffer,
    #[storage(write)]
    bricks: Buffer,
    #[storage(write)]
    grid: Buffer,
    #[storage(write)]
    coarse: Buffer,
}

/// Marches a ray through each pixel: which voxel it meets first, how far away, and which face of what.
#[derive(vixen::Pass)]
#[pass(compute, shader = "primary.comp")]
pub struct Primary {
    #[uniform(type = "FrameData")]
    frame: Buffer,
    #[storage(read)]
    bricks: Buffer,
    #[storage(read)]
    grid: Buffer,
    #[storage(read)]
    coarse: Buffer,
    #[storage(write, discard)]
    voxel_id: Image,
    #[storage(write, discard)]
    hit_t: Image,
    #[storage(write, discard)]
    surface: Image,
}

/// How much of the sun and of the sky each point sees, at half resolution.
#[derive(vixen::Pass)]
#[pass(compute, shader = "shadow_ao.comp")]
pub struct ShadowAo {
    #[uniform(type = "FrameData")]
    frame: Buffer,
    #[storage(read)]
    bricks: Buffer,
    #[storage(read)]
    grid: Buffer,
    #[storage(read)]
    coarse: Buffer,
    #[sampled(filter = "nearest")]
    hit_t: Image,
    #[sampled(filter = "nearest")]
    surface: Image,
    #[storage(write, discard)]
    visibility: Image,
}

/// The light that comes from each pixel.
#[derive(vixen::Pass)]
#[pass(compute, shader = "shade.comp")]
pub struct Shade {
    #[uniform(type = "FrameData")]
    frame: Buffer,
    #[storage(read)]
    bricks: Buffer,
    #[storage(read)]
    grid: Buffer,
    #[storage(read)]
    coarse: Buffer,
    #[storage(read)]
    palette: Buffer,
    #[sampled(filter = "nearest")]
    voxel_id: Image,
    #[sampled(filter = "nearest")]
    hit_t: Image,
    #[sampled(filter = "nearest")]
    surface: Image,
    #[sampled(filter = "nearest")]
    visibility: Image,
    #[storage(write, discard)]
    radiance: Image,
}

/// Blends the frame into those before it, looked up where each point was then.
#[derive(vixen::Pass)]
#[pass(compute, shader = "temporal.comp")]
pub struct Temporal {
    #[uniform(type = "FrameData")]
    frame: Buffer,
    #[sampled(filter = "nearest")]
    radiance: Image,
    #[sampled(filter = "nearest")]
    hit_t: Image,
    #[sampled(filter = "linear", address = "clamp_to_edge")]
    history: Image,
    #[storage(write, discard)]
    accumulated: Image,
    #[storage(write, discard)]
    color: Image,
}

/// Draws the edges of the world's box where nothing hides them, and two bars: the flight, and the uploads.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "outline.vert", fragment = "outline.frag", cull = "none")]
pub struct Outline {
    #[uniform(type = "FrameData")]
    frame: Buffer,
    #[sampled(filter = "nearest")]
    hit_t: Image,
    #[color(load, blend = "alpha")]
    color: Image,
}

/// From light to what a screen shows, encoded for sRGB.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "screen.vert", fragment = "tonemap.frag")]
pub struct Tonemap {
    #[uniform(type = "FrameData")]
    frame: Buffer,
    #[sampled(filter = "nearest", name = "color")]
    light: Image,
    #[color]
    screen: Image,
}
