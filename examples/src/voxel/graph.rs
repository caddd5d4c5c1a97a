//! One frame of the voxel world as a graph, compiled while this crate is.

use vixen::device::LayerFault;
use vixen::{Buffer, Image};

use super::FrameData;
use super::passes::{Outline, Primary, Shade, ShadowAo, Temporal, Tonemap, Upload};

/// A frame: changed bricks go up, rays are marched and shaded, frames are accumulated, the result goes to the screen.
///
/// The world lives in three persistent buffers, empty at first; [`super::BrickStore`] describes them.
#[derive(vixen::Graph)]
#[graph(frames_in_flight = 2, max_extent = "3840x2160", budget = "768 MiB")]
pub struct VoxelWorld {
    #[import(swapchain)]
    screen: Image,

    // The world's size: slots of the pool, and bricks of the grid.
    #[param(default = 32768, max = 131072)]
    slots: u32,
    #[param(default = 65536, max = 1048576)]
    cells: u32,
    #[persistent(size = "slots * 512", clear = 0)]
    bricks: Buffer,
    #[persistent(size = "cells * 4", clear = 0)]
    grid: Buffer,
    // A bit for each block of 64 bricks.
    #[persistent(size = "cells / 2048 * 4", clear = 0)]
    coarse: Buffer,

    // What the program writes each frame: `UploadBatch`, `Palette`, `FrameData`.
    #[upload(size = 139280)]
    batch: Buffer,
    #[upload(size = 8192)]
    palette: Buffer,
    #[upload(type = "FrameData")]
    frame: Buffer,

    #[transient(format = "R32_UINT", size = "screen")]
    voxel_id: Image,
    #[transient(format = "R32_SFLOAT", size = "screen")]
    hit_t: Image,
    #[transient(format = "R32_UINT", size = "screen")]
    surface: Image,
    #[transient(format = "R16G16_SFLOAT", size = "screen / 2")]
    visibility: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    radiance: Image,
    #[history(depth = 2, format = "R16G16B16A16_SFLOAT", size = "screen", clear = 0.0)]
    accumulated: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    color: Image,

    #[pass(batch = batch, bricks = bricks, grid = grid, coarse = coarse, groups = "[256, 1]")]
    upload: Upload,
    #[pass(
        frame = frame, bricks = bricks, grid = grid, coarse = coarse,
        voxel_id = voxel_id, hit_t = hit_t, surface = surface, groups = "screen / 8"
    )]
    primary: Primary,
    #[pass(
        frame = frame, bricks = bricks, grid = grid, coarse = coarse,
        hit_t = hit_t, surface = surface, visibility = visibility, groups = "visibility / 8"
    )]
    shadow_ao: ShadowAo,
    #[pass(
        frame = frame, bricks = bricks, grid = grid, coarse = coarse, palette = palette,
        voxel_id = voxel_id, hit_t = hit_t, surface = surface, visibility = visibility,
        radiance = radiance, groups = "screen / 8"
    )]
    shade: Shade,
    #[pass(
        frame = frame, radiance = radiance, hit_t = hit_t, history = "accumulated.prev(1)",
        accumulated = accumulated, color = color, groups = "screen / 8"
    )]
    temporal: Temporal,
    #[pass(frame = frame, hit_t = hit_t, color = color, vertices = 96)]
    outline: Outline,
    #[pass(frame = frame, light = color, screen = screen, vertices = 3)]
    tonemap: Tonemap,
}

/// What layers before the fix named here say of [`VoxelWorld`] by mistake. `surface` and `voxel_id` give their memory to
/// `color`, whose own barriers order the next frame behind `shade`; of the barriers of
/// `VK_KHR_synchronization2` these layers apply the execution dependency to the barrier's own object only.
///
/// The report, "sync: Fix execution dependencies for sync2 barriers" (merged in August 2025), says that this "always
/// worked for Sync1", and takes a `SYNC-HAZARD-WRITE-AFTER-READ` out of the layer's tests: an earlier read of one object
/// "is covered by execution dependency parts" of a barrier that names another.
pub const LAYER_FAULTS: &[LayerFault] = &[
    LayerFault {
        id: "SYNC-HAZARD-WRITE-AFTER-READ",
        text: "[surface]. Access info (usage: SYNC_IMAGE_LAYOUT_TRANSITION, prior_usage: \
               SYNC_COMPUTE_SHADER_SHADER_SAMPLED_READ,",
        report: "https://github.com/KhronosGroup/Vulkan-ValidationLayers/pull/10524",
    },
    LayerFault {
        id: "SYNC-HAZARD-WRITE-AFTER-READ",
        text: "[voxel_id]. Access info (usage: SYNC_IMAGE_LAYOUT_TRANSITION, prior_usage: \
               SYNC_COMPUTE_SHADER_SHADER_SAMPLED_READ,",
        report: "https://github.com/KhronosGroup/Vulkan-ValidationLayers/pull/10524",
    },
];
