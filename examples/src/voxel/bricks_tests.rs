use super::*;

fn store() -> BrickStore {
    BrickStore::new(IVec3::new(64, 32, 96), 64).unwrap()
}

fn hash(index: u32) -> u32 {
    let mixed = index.wrapping_mul(0x9e37_79b1) ^ index >> 7;
    (mixed ^ mixed >> 15).wrapping_mul(0x85eb_ca77) >> 8
}

#[test]
fn what_is_set_is_read_and_the_rest_is_air() {
    let mut store = store();
    let mut expected = std::collections::HashMap::new();
    for step in 0..4000 {
        let random = hash(step);
        let voxel =
            IVec3::new(random as i32 & 31, random as i32 >> 5 & 15, random as i32 >> 9 & 31);
        let material = if step % 3 == 0 { 0 } else { (random >> 14 & 0xff) as u8 };
        store.set(voxel, material).unwrap();
        expected.insert(voxel, material);
    }
    for z in 0..96 {
        for y in 0..32 {
            for x in 0..64 {
                let voxel = IVec3::new(x, y, z);
                assert_eq!(store.get(voxel), expected.get(&voxel).copied().unwrap_or(0), "{voxel}");
            }
        }
    }
}

#[test]
fn outside_is_air_and_cannot_be_set() {
    let mut store = store();
    for voxel in [IVec3::new(-1, 0, 0), IVec3::new(64, 0, 0), IVec3::new(0, 0, i32::MIN)] {
        assert_eq!(store.get(voxel), 0);
        assert!(matches!(store.set(voxel, 1), Err(StoreError::Outside(..))));
        assert_eq!(store.draw(voxel, 1), Ok(()));
    }
    assert_eq!(store.dirty_bricks(), 0);
}

#[test]
fn sizes_that_do_not_fit_are_refused() {
    for size in [[0, 32, 32], [32, 33, 32], [-32, 32, 32], [32768, 32, 32], [8192, 8192, 8192]] {
        let error = BrickStore::new(IVec3::from(size), 8).unwrap_err();
        assert!(error.to_string().contains("multiple of 32"), "{error}");
    }
}

#[test]
fn a_full_pool_is_an_error_and_changes_nothing() {
    let mut store = BrickStore::new(IVec3::splat(32), 2).unwrap();
    store.set(IVec3::new(0, 0, 0), 1).unwrap();
    store.set(IVec3::new(8, 0, 0), 1).unwrap();
    assert_eq!(store.set(IVec3::new(16, 0, 0), 1), Err(StoreError::PoolFull(2)));
    assert_eq!(store.get(IVec3::new(16, 0, 0)), 0);
    assert_eq!(store.get(IVec3::new(8, 0, 0)), 1);
}

#[test]
fn bricks_of_one_material_take_no_slot_until_they_are_cut() {
    let mut store = store();
    store.set_brick(IVec3::new(1, 1, 1), &[7; BRICK_VOXELS]).unwrap();
    assert!(store.pool().is_empty());
    assert_eq!(store.get(IVec3::splat(15)), 7);
    store.set(IVec3::splat(9), 0).unwrap();
    assert_eq!(store.pool().len(), 1);
    assert_eq!((store.get(IVec3::splat(9)), store.get(IVec3::splat(15))), (0, 7));
    store.set_brick(IVec3::new(1, 1, 1), &[0; BRICK_VOXELS]).unwrap();
    assert_eq!(store.get(IVec3::splat(15)), 0);
}

#[test]
fn the_coarse_level_follows_the_grid() {
    let mut store = store();
    let brick = IVec3::new(5, 2, 9);
    assert!(!store.block_occupied(brick));
    store.set(brick * BRICK + 3, 1).unwrap();
    store.set(brick * BRICK - 1, 1).unwrap();
    assert!(store.block_occupied(brick));
    assert_eq!(store.coarse().iter().map(|word| word.count_ones()).sum::<u32>(), 1);
    store.set(brick * BRICK + 3, 0).unwrap();
    assert!(store.block_occupied(brick), "the other brick is in the same block");
    store.set(brick * BRICK - 1, 0).unwrap();
    assert!(!store.block_occupied(brick));
    assert_eq!(store.coarse().iter().sum::<u32>(), 0);
}
