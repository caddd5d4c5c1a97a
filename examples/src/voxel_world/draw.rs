//! What the program does in each frame, headless and live alike.

use bytemuck::{bytes_of, try_from_bytes_mut};
use vixen::tracker::Phase;
use vixen::{Device, Executor, Frame, ParamId, Submitted};

use super::DemoError;
use crate::voxel::{BrickStore, FrameData, Scene, UploadBatch, VoxelWorld, VoxelWorldInputs};

/// Draws a scene, frame by frame.
pub struct Painter {
    scene: Scene,
    inputs: VoxelWorldInputs,
}

impl Painter {
    /// Draws `scene` from nothing: the first frames bring the world to the device.
    #[must_use]
    pub fn new(mut scene: Scene) -> Self {
        scene.store.mark_all();
        Self { scene, inputs: VoxelWorldInputs { frame: FrameData::default() } }
    }

    /// The scene as the last frame showed it.
    #[must_use]
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// Bricks that have not been uploaded yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.scene.store.dirty_bricks()
    }

    /// Draws frame `index` of a flight of `frames` for `executor`. All of it counts as the frame, the
    /// scene's own movement too.
    pub fn draw_next(
        &mut self,
        device: &Device,
        executor: &mut Executor<VoxelWorld>,
        index: u32,
        frames: u32,
    ) -> Result<Submitted, DemoError> {
        let steady = executor.core().is_steady();
        let _phase = device.tracker().enter(if steady { Phase::Execute } else { Phase::Compile });
        self.draw(executor.begin()?, index, frames)
    }

    /// Draws frame `index` of a flight of `frames`.
    pub fn draw(
        &mut self,
        mut frame: Frame<'_, VoxelWorld>,
        index: u32,
        frames: u32,
    ) -> Result<Submitted, DemoError> {
        self.scene.advance(index, frames)?;
        let extent = frame.extent();
        let wanted = size_of::<UploadBatch>();
        let batch = upload_of(&mut frame, "batch", VoxelWorld::BATCH, wanted)?;
        let uploaded = try_from_bytes_mut::<UploadBatch>(batch)
            .map(|batch| batch.fill(&mut self.scene.store))
            .map_err(|_| DemoError::Upload { name: "batch", bytes: 0, wanted })?;
        let palette = bytes_of(&*self.scene.palette);
        upload_of(&mut frame, "palette", VoxelWorld::PALETTE, palette.len())?
            .copy_from_slice(palette);
        self.inputs.frame = self.scene.frame(index, frames, extent);
        self.inputs.frame.grid[3] = uploaded;
        Ok(frame.submit(&self.inputs, &mut ())?)
    }
}

/// The bytes of an upload, as many as are written.
fn upload_of<'f>(
    frame: &'f mut Frame<'_, VoxelWorld>,
    name: &'static str,
    id: vixen::ResourceId,
    wanted: usize,
) -> Result<&'f mut [u8], DemoError> {
    let bytes = frame.upload(id)?;
    let held = bytes.len();
    bytes.get_mut(..wanted).ok_or(DemoError::Upload { name, bytes: held, wanted })
}

/// The graph's parameters for a world.
#[must_use]
pub fn world_params(store: &BrickStore) -> Vec<(ParamId, [u64; 3])> {
    let cells = store.grid().len() as u64;
    vec![(VoxelWorld::SLOTS, [store.capacity().into(), 1, 1]), (VoxelWorld::CELLS, [cells, 1, 1])]
}
