//! The sparse store of voxels: bricks of 8 x 8 x 8 under a grid, and a coarser level above it.
//!
//! Three arrays, the same here and on the GPU (`shaders/voxel/voxels.glsl`):
//! - the *pool* holds the voxels of bricks that are neither empty nor of one material, a byte a
//!   voxel, x fastest, then y, then z;
//! - the *grid* holds one `u32` a brick: 0 for empty, [`UNIFORM`] with the material in the low byte
//!   for a brick of one material, else the brick's slot in the pool plus one;
//! - the *coarse* level holds one bit for each block of 4 x 4 x 4 bricks, set where any of them is
//!   not empty.

use glam::IVec3;
use thiserror::Error;

use super::MaterialId;
use super::upload::DirtyList;

/// The edge of a brick in voxels.
pub const BRICK: i32 = 8;
/// The voxels of a brick.
pub const BRICK_VOXELS: usize = 512;
/// The edge of a block of the coarse level in bricks.
pub const BLOCK: i32 = 4;
/// Set in a grid entry whose brick is of one material, which stands in the low eight bits.
pub const UNIFORM: u32 = 1 << 31;

/// The voxels of one brick, x fastest, then y, then z.
pub type Brick = [MaterialId; BRICK_VOXELS];

/// Why a store refused a size or a voxel.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum StoreError {
    /// The size of the world is not one that the coarse level can cover.
    #[error(
        "a voxel world of {0} x {1} x {2} voxels: each edge must be a positive multiple of 32, and \
         there may be at most {MAX_BRICKS} bricks in all; round the edges up, or make the world smaller"
    )]
    Size(i32, i32, i32),
    /// A voxel outside the world.
    #[error(
        "voxel ({0}, {1}, {2}) lies outside the world; clip what is drawn to `BrickStore::size`"
    )]
    Outside(i32, i32, i32),
    /// All slots of the pool are taken.
    #[error("the pool of {0} bricks is full; raise the capacity given to `BrickStore::new`")]
    PoolFull(u32),
}

/// The largest number of grid entries that a store accepts: 1024 x 512 x 1024 voxels.
pub const MAX_BRICKS: i64 = 1 << 20;

/// A sparse world of voxels, and the list of the bricks that changed since they were last uploaded.
#[derive(Clone, Debug)]
pub struct BrickStore {
    bricks: IVec3,
    grid: Vec<u32>,
    coarse: Vec<u32>,
    /// How many bricks of each block are not empty, so that its bit can be cleared again.
    occupied: Vec<u8>,
    pool: Vec<Brick>,
    /// How many voxels of each slot are not air, so that an emptied slot can be given back.
    filled: Vec<u16>,
    free: Vec<u32>,
    capacity: u32,
    dirty: DirtyList,
}

impl BrickStore {
    /// An empty world of `size` voxels whose pool may hold `capacity` bricks. Everything that later
    /// changes can need is reserved here: they allocate nothing.
    pub fn new(size: IVec3, capacity: u32) -> Result<Self, StoreError> {
        let edge = BRICK * BLOCK;
        let fits = size.cmpgt(IVec3::ZERO).all() && (size % edge) == IVec3::ZERO;
        let bricks = size / BRICK;
        let count = i64::from(bricks.x) * i64::from(bricks.y) * i64::from(bricks.z);
        if !fits || size.max_element() > 1 << 14 || count > MAX_BRICKS {
            return Err(StoreError::Size(size.x, size.y, size.z));
        }
        let count = count as usize;
        let blocks = count / (BLOCK * BLOCK * BLOCK) as usize;
        Ok(Self {
            bricks,
            grid: vec![0; count],
            coarse: vec![0; blocks.div_ceil(32)],
            occupied: vec![0; blocks],
            pool: Vec::with_capacity(capacity as usize),
            filled: Vec::with_capacity(capacity as usize),
            free: Vec::with_capacity(capacity as usize),
            capacity,
            dirty: DirtyList::new(count, capacity),
        })
    }

    /// The size of the world in voxels.
    #[must_use]
    pub fn size(&self) -> IVec3 {
        self.bricks * BRICK
    }

    /// The size of the world in bricks.
    #[must_use]
    pub fn bricks(&self) -> IVec3 {
        self.bricks
    }

    /// The grid as it is uploaded: one entry a brick, x fastest, then y, then z.
    #[must_use]
    pub fn grid(&self) -> &[u32] {
        &self.grid
    }

    /// The coarse level as it is uploaded: one bit a block, x fastest, then y, then z.
    #[must_use]
    pub fn coarse(&self) -> &[u32] {
        &self.coarse
    }

    /// The pool as it is uploaded: slots that were ever in use.
    #[must_use]
    pub fn pool(&self) -> &[Brick] {
        &self.pool
    }

    /// The number of bricks that the pool may hold.
    #[must_use]
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// Whether `voxel` lies inside the world.
    #[must_use]
    pub fn contains(&self, voxel: IVec3) -> bool {
        voxel.cmpge(IVec3::ZERO).all() && voxel.cmplt(self.size()).all()
    }

    /// The material at `voxel`; air outside the world.
    #[must_use]
    pub fn get(&self, voxel: IVec3) -> MaterialId {
        if !self.contains(voxel) {
            return 0;
        }
        material_of(self.entry(voxel / BRICK), &self.pool, voxel)
    }

    /// Puts `material` at `voxel` and marks its brick as changed if it was another one.
    pub fn set(&mut self, voxel: IVec3, material: MaterialId) -> Result<(), StoreError> {
        if !self.contains(voxel) {
            return Err(StoreError::Outside(voxel.x, voxel.y, voxel.z));
        }
        let brick = self.brick_index(voxel / BRICK);
        let entry = self.grid[brick];
        let old = material_of(entry, &self.pool, voxel);
        if old == material {
            return Ok(());
        }
        let slot = if is_slot(entry) { entry - 1 } else { self.open_brick(brick, old)? };
        self.pool[slot as usize][voxel_index(voxel)] = material;
        let filled = &mut self.filled[slot as usize];
        *filled = *filled + u16::from(material != 0) - u16::from(old != 0);
        if *filled == 0 {
            self.close_brick(brick, slot, 0);
        }
        self.dirty.mark(brick);
        Ok(())
    }

    /// Like [`BrickStore::set`], for shapes that may reach out of the world: what does is left out.
    pub fn draw(&mut self, voxel: IVec3, material: MaterialId) -> Result<(), StoreError> {
        if self.contains(voxel) { self.set(voxel, material) } else { Ok(()) }
    }

    /// Replaces a whole brick, which takes a slot only if it is of more than one material.
    pub fn set_brick(&mut self, brick: IVec3, voxels: &Brick) -> Result<(), StoreError> {
        let voxel = brick * BRICK;
        if !self.contains(voxel) {
            return Err(StoreError::Outside(voxel.x, voxel.y, voxel.z));
        }
        let index = self.brick_index(brick);
        let entry = self.grid[index];
        let first = voxels[0];
        if voxels.iter().all(|&other| other == first) {
            let uniform = if first == 0 { 0 } else { UNIFORM | u32::from(first) };
            if is_slot(entry) {
                self.close_brick(index, entry - 1, uniform);
            } else {
                self.put_entry(index, uniform);
            }
        } else {
            let slot = if is_slot(entry) { entry - 1 } else { self.open_brick(index, first)? };
            self.pool[slot as usize] = *voxels;
            self.filled[slot as usize] = voxels.iter().filter(|&&m| m != 0).count() as u16;
        }
        self.dirty.mark(index);
        Ok(())
    }

    /// The number of bricks whose change was not uploaded yet.
    #[must_use]
    pub fn dirty_bricks(&self) -> usize {
        self.dirty.len()
    }

    /// Declares that the three arrays, as they are now, are what the GPU holds.
    pub fn mark_uploaded(&mut self) {
        self.dirty.clear(&mut self.free);
    }

    /// Marks every brick that is not empty as changed, so that a GPU whose arrays are all zero gets
    /// the whole world through uploads.
    pub fn mark_all(&mut self) {
        for (brick, entry) in self.grid.iter().enumerate() {
            if *entry != 0 {
                self.dirty.mark(brick);
            }
        }
    }

    /// The changed brick that has waited longest, taken off the list: its place in the grid.
    pub(super) fn take_dirty(&mut self) -> Option<usize> {
        self.dirty.take(&mut self.free)
    }

    /// The grid's entry for `brick`, which lies inside the world.
    pub(super) fn entry(&self, brick: IVec3) -> u32 {
        self.grid[self.brick_index(brick)]
    }

    /// Whether any brick is not empty in the block that `brick`, inside the world, belongs to.
    pub(super) fn block_occupied(&self, brick: IVec3) -> bool {
        let block = self.block_index(brick);
        self.coarse[block >> 5] >> (block & 31) & 1 != 0
    }

    /// The place in the coarse level of the block that the brick at `index` of the grid is part of.
    pub(super) fn block_of(&self, index: usize) -> usize {
        let (x, y) = (self.bricks.x as usize, self.bricks.y as usize);
        let brick = [index % x, index / x % y, index / (x * y)].map(|c| c as i32);
        self.block_index(brick.into())
    }

    fn brick_index(&self, brick: IVec3) -> usize {
        (brick.x + self.bricks.x * (brick.y + self.bricks.y * brick.z)) as usize
    }

    fn block_index(&self, brick: IVec3) -> usize {
        let (block, blocks) = (brick / BLOCK, self.bricks / BLOCK);
        (block.x + blocks.x * (block.y + blocks.y * block.z)) as usize
    }

    /// Gives the brick at `index` a slot in which each voxel is `material`, what it was until now.
    fn open_brick(&mut self, index: usize, material: MaterialId) -> Result<u32, StoreError> {
        let voxels = [material; BRICK_VOXELS];
        let filled = if material == 0 { 0 } else { BRICK_VOXELS as u16 };
        let slot = if let Some(slot) = self.free.pop() {
            self.pool[slot as usize] = voxels;
            self.filled[slot as usize] = filled;
            slot
        } else if self.pool.len() < self.capacity as usize {
            self.pool.push(voxels);
            self.filled.push(filled);
            self.pool.len() as u32 - 1
        } else {
            return Err(StoreError::PoolFull(self.capacity));
        };
        self.put_entry(index, slot + 1);
        Ok(slot)
    }

    /// Takes the slot of the brick at `index` away; the slot is free once the change is uploaded.
    fn close_brick(&mut self, index: usize, slot: u32, entry: u32) {
        self.put_entry(index, entry);
        self.dirty.mark(index);
        self.dirty.retire(index, slot);
    }

    fn put_entry(&mut self, index: usize, entry: u32) {
        let was_empty = std::mem::replace(&mut self.grid[index], entry) == 0;
        let block = self.block_of(index);
        let bit = 1 << (block & 31);
        match (was_empty, entry == 0) {
            (true, false) => {
                self.occupied[block] += 1;
                self.coarse[block >> 5] |= bit;
            }
            (false, true) => {
                self.occupied[block] -= 1;
                if self.occupied[block] == 0 {
                    self.coarse[block >> 5] &= !bit;
                }
            }
            _ => {}
        }
    }
}

/// Whether a grid entry names a slot of the pool.
pub(super) fn is_slot(entry: u32) -> bool {
    entry != 0 && entry & UNIFORM == 0
}

/// The material at `voxel` whose brick has this grid entry.
pub(super) fn material_of(entry: u32, pool: &[Brick], voxel: IVec3) -> MaterialId {
    if is_slot(entry) {
        pool[(entry - 1) as usize][voxel_index(voxel)]
    } else {
        (entry & 0xff) as MaterialId
    }
}

/// The place of `voxel` in its brick.
fn voxel_index(voxel: IVec3) -> usize {
    let local = voxel & (BRICK - 1);
    (local.x + BRICK * (local.y + BRICK * local.z)) as usize
}

#[cfg(test)]
#[path = "bricks_tests.rs"]
mod tests;
