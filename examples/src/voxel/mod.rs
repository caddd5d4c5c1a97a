//! The voxel world of the demo: its store, its scenes, and a ray march on the CPU.
//!
//! Coordinates: x to the east, y up, z to the south; a voxel is a unit cube, and voxel (x, y, z)
//! spans from its own coordinates to those plus one.
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "coordinates and indices are checked to lie inside a world of at most 2^14 voxels an edge"
)]

pub mod balloon;
pub mod bricks;
pub mod buildings;
pub mod camera;
pub mod flora;
pub mod frame;
pub mod graph;
pub mod march;
pub mod material;
pub mod passes;
pub mod scene;
pub mod substance;
pub mod terrain;
pub mod upload;
pub mod vox;
mod vox_chunks;

pub use bricks::{BrickStore, StoreError};
pub use frame::{Floor, FrameData};
pub use graph::{LAYER_FAULTS, VoxelWorld, VoxelWorldInputs};
pub use march::{Hit, PrimaryHit};
pub use material::{Material, MaterialId, Palette};
pub use scene::{Scene, SceneError};
pub use upload::{UPLOAD_BRICKS, UploadBatch};
