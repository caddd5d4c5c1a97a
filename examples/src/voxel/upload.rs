//! Which bricks changed, and the bounded batch that takes them to the GPU in one frame.

use std::collections::VecDeque;

use bytemuck::{Pod, Zeroable};

use super::bricks::{BRICK_VOXELS, BrickStore, is_slot};

/// The most bricks that one frame uploads; the rest waits for the next frame.
pub const UPLOAD_BRICKS: usize = 256;

/// [`UploadCommand::slot`] of a brick that has no voxels of its own.
pub const NO_SLOT: u32 = u32::MAX;

/// What became of one brick (`Command` in `shaders/voxel/upload.comp`, std430).
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct UploadCommand {
    /// The brick's place in the grid.
    pub grid_index: u32,
    /// Its new grid entry.
    pub grid_value: u32,
    /// The slot of the pool that its voxels go to, or [`NO_SLOT`].
    pub slot: u32,
    /// The word of the coarse level that holds the bit of the brick's block.
    pub coarse_index: u32,
    /// The new value of that word. Commands of one batch that name the same word agree about it.
    pub coarse_value: u32,
    /// Unused; the stride of the array is 32 bytes.
    pub padding: [u32; 3],
}

/// What the pass `upload` reads in one frame (`Upload` in `shaders/voxel/upload.comp`, std430).
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct UploadBatch {
    /// How many of the commands count.
    pub count: u32,
    /// Unused; the commands start at 16 bytes.
    pub padding: [u32; 3],
    /// One command a brick, each for another place of the grid and another slot.
    pub commands: [UploadCommand; UPLOAD_BRICKS],
    /// The voxels that go with each command, if it has a slot.
    pub voxels: [[u8; BRICK_VOXELS]; UPLOAD_BRICKS],
}

impl UploadBatch {
    /// Fills the batch with the bricks that have waited longest and says how many there are.
    /// Allocates nothing; entries past the count keep what they held.
    pub fn fill(&mut self, store: &mut BrickStore) -> u32 {
        self.count = 0;
        for (command, voxels) in self.commands.iter_mut().zip(&mut self.voxels) {
            let Some(index) = store.take_dirty() else { break };
            let entry = store.grid()[index];
            let coarse = store.block_of(index) >> 5;
            let slot = if is_slot(entry) { entry - 1 } else { NO_SLOT };
            if let Some(brick) = store.pool().get(slot as usize) {
                *voxels = *brick;
            }
            *command = UploadCommand {
                grid_index: index as u32,
                grid_value: entry,
                slot,
                coarse_index: coarse as u32,
                coarse_value: store.coarse()[coarse],
                padding: [0; 3],
            };
            self.count += 1;
        }
        self.count
    }
}

/// The places of the grid whose bricks changed, in the order of their first change, each once.
#[derive(Clone, Debug)]
pub(super) struct DirtyList {
    queue: VecDeque<u32>,
    marked: Vec<bool>,
    /// Slots that a brick gave up. A slot may serve another brick only after the upload that takes
    /// it away from the first, or a frame could show one brick's voxels in the other's place.
    retired: Vec<(u32, u32)>,
}

impl DirtyList {
    pub(super) fn new(bricks: usize, slots: u32) -> Self {
        Self {
            queue: VecDeque::with_capacity(bricks),
            marked: vec![false; bricks],
            retired: Vec::with_capacity(slots as usize),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.queue.len()
    }

    pub(super) fn mark(&mut self, index: usize) {
        if !std::mem::replace(&mut self.marked[index], true) {
            self.queue.push_back(index as u32);
        }
    }

    pub(super) fn retire(&mut self, index: usize, slot: u32) {
        self.retired.push((index as u32, slot));
    }

    pub(super) fn take(&mut self, free: &mut Vec<u32>) -> Option<usize> {
        let index = self.queue.pop_front()?;
        self.marked[index as usize] = false;
        self.retired.retain(|&(brick, slot)| {
            if brick == index {
                free.push(slot);
            }
            brick != index
        });
        Some(index as usize)
    }

    pub(super) fn clear(&mut self, free: &mut Vec<u32>) {
        self.queue.clear();
        self.marked.fill(false);
        free.extend(self.retired.drain(..).map(|(_, slot)| slot));
    }
}

#[cfg(test)]
#[path = "upload_tests.rs"]
mod tests;
