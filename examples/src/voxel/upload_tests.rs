use super::*;
use glam::IVec3;

/// What the pass `upload` makes of batches: the three arrays of the GPU.
struct Mirror {
    pool: Vec<[u8; BRICK_VOXELS]>,
    grid: Vec<u32>,
    coarse: Vec<u32>,
}

impl Mirror {
    fn new(store: &BrickStore) -> Self {
        Self {
            pool: vec![[0; BRICK_VOXELS]; store.capacity() as usize],
            grid: vec![0; store.grid().len()],
            coarse: vec![0; store.coarse().len()],
        }
    }

    fn apply(&mut self, batch: &UploadBatch) {
        for (command, voxels) in batch.commands.iter().zip(&batch.voxels).take(batch.count as usize)
        {
            if command.slot != NO_SLOT {
                self.pool[command.slot as usize] = *voxels;
            }
            self.grid[command.grid_index as usize] = command.grid_value;
            self.coarse[command.coarse_index as usize] = command.coarse_value;
        }
    }

    fn assert_equal(&self, store: &BrickStore) {
        assert_eq!(self.grid, store.grid());
        assert_eq!(self.coarse, store.coarse());
        for entry in store.grid().iter().filter(|entry| is_slot(**entry)) {
            let slot = (entry - 1) as usize;
            assert_eq!(self.pool[slot], store.pool()[slot]);
        }
    }
}

fn batch() -> Box<UploadBatch> {
    Box::new(bytemuck::Zeroable::zeroed())
}

#[test]
fn the_batch_has_the_layout_of_the_shader() {
    assert_eq!(size_of::<UploadCommand>(), 32);
    assert_eq!(std::mem::offset_of!(UploadBatch, commands), 16);
    assert_eq!(std::mem::offset_of!(UploadBatch, voxels), 16 + 32 * UPLOAD_BRICKS);
    assert_eq!(size_of::<UploadBatch>(), 16 + (32 + 512) * UPLOAD_BRICKS);
}

#[test]
fn a_brick_is_listed_once_however_often_it_changes() {
    let mut store = BrickStore::new(IVec3::splat(32), 8).unwrap();
    for x in 0..8 {
        store.set(IVec3::new(x, 1, 1), 3).unwrap();
    }
    store.set(IVec3::new(0, 1, 1), 3).unwrap();
    store.set(IVec3::new(9, 1, 1), 3).unwrap();
    assert_eq!(store.dirty_bricks(), 2);
    let mut batch = batch();
    assert_eq!(batch.fill(&mut store), 2);
    assert_eq!(store.dirty_bricks(), 0);
    assert_eq!(batch.fill(&mut store), 0);
}

#[test]
fn what_does_not_fit_waits_in_order() {
    let mut store = BrickStore::new(IVec3::new(64, 64, 64), 512).unwrap();
    for brick in 0..300 {
        let place = IVec3::new(brick % 8, brick / 8 % 8, brick / 64) * 8;
        store.set(place, 1).unwrap();
    }
    let (mut mirror, mut batch) = (Mirror::new(&store), batch());
    assert_eq!(batch.fill(&mut store), 256);
    assert_eq!(batch.commands[0].grid_index, 0);
    mirror.apply(&batch);
    assert_eq!(batch.fill(&mut store), 44);
    mirror.apply(&batch);
    mirror.assert_equal(&store);
}

#[test]
fn any_changes_reach_the_mirror() {
    let mut store = BrickStore::new(IVec3::new(64, 32, 64), 600).unwrap();
    let (mut mirror, mut batch) = (Mirror::new(&store), batch());
    let mut random = 7_u32;
    for round in 0..60 {
        for _ in 0..120 {
            random = random.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
            let bits = (random >> 9) as i32;
            let place = IVec3::new(bits & 63, bits >> 6 & 31, bits >> 11 & 63);
            match bits >> 17 & 3 {
                0 => store.set_brick(place / 8, &[(bits >> 19 & 3) as u8; BRICK_VOXELS]).unwrap(),
                kind => store.set(place, kind as u8 - 1).unwrap(),
            }
        }
        batch.fill(&mut store);
        mirror.apply(&batch);
        assert_eq!(store.dirty_bricks(), 0, "round {round}");
        mirror.assert_equal(&store);
    }
}

#[test]
fn a_slot_serves_no_other_brick_before_its_loss_is_uploaded() {
    let mut store = BrickStore::new(IVec3::splat(32), 2).unwrap();
    let (first, second) = (IVec3::ZERO, IVec3::splat(8));
    store.set(first, 1).unwrap();
    let mut batch = batch();
    batch.fill(&mut store);
    store.set(first, 0).unwrap();
    store.set(second, 1).unwrap();
    batch.fill(&mut store);
    assert_eq!((batch.commands[0].slot, batch.commands[1].slot), (NO_SLOT, 1));
    store.set(first, 1).unwrap();
    batch.fill(&mut store);
    assert_eq!(batch.commands[0].slot, 0, "free again after the upload");
}

#[test]
fn marking_everything_uploads_everything() {
    let mut store = BrickStore::new(IVec3::splat(32), 8).unwrap();
    store.set(IVec3::splat(4), 9).unwrap();
    store.set_brick(IVec3::splat(3), &[2; BRICK_VOXELS]).unwrap();
    store.mark_uploaded();
    assert_eq!(store.dirty_bricks(), 0);
    let (mut mirror, mut batch) = (Mirror::new(&store), batch());
    store.mark_all();
    assert_eq!(batch.fill(&mut store), 2);
    mirror.apply(&batch);
    mirror.assert_equal(&store);
}
