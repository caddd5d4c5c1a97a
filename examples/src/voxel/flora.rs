//! Trees and flowers of the generated world.

use glam::IVec3;

use super::terrain::{SEA, SIZE, Terrain, column_hash};
use super::{BrickStore, MaterialId, StoreError, substance};

/// The edge of the square cells that hold a tree at most, in voxels.
const CELL: i32 = 7;

/// Plants woods and flowers on the ground of `terrain`, which is in `store` already.
pub fn plant(terrain: &Terrain, store: &mut BrickStore) -> Result<(), StoreError> {
    for z in 0..SIZE.z / CELL {
        for x in 0..SIZE.x / CELL {
            let hash = column_hash(x, z, 1);
            let place_x = x * CELL + (hash & 0xff) as i32 % CELL;
            let place_z = z * CELL + (hash >> 8 & 0xff) as i32 % CELL;
            if wanted(terrain, place_x, place_z, hash)
                && in_the_open(terrain, store, place_x, place_z)
            {
                grow(terrain, store, place_x, place_z, hash)?;
            }
        }
    }
    for z in 0..SIZE.z {
        for x in 0..SIZE.x {
            let hash = column_hash(x, z, 2);
            if hash.is_multiple_of(97) && grows_on(terrain, x, z) {
                let flower = substance::FLOWERS[(column_hash(x / 24, z / 24, 3) % 3) as usize];
                put(store, IVec3::new(x, terrain.height(x, z) + 1, z), flower)?;
            }
        }
    }
    Ok(())
}

fn grows_on(terrain: &Terrain, x: i32, z: i32) -> bool {
    substance::GRASS.contains(&terrain.top(x, z)) && terrain.slope(x, z) <= 2
}

/// Woods are dense in some places and thin in others; meadows have single trees.
fn wanted(terrain: &Terrain, x: i32, z: i32, hash: u32) -> bool {
    let wood = f64::from(column_hash(x / 40, z / 40, 4) % 100);
    let dark = terrain.top(x, z) == substance::GRASS[0] || terrain.top(x, z) == substance::GRASS[1];
    let chance = if dark { 45.0 + wood * 0.4 } else { 4.0 };
    grows_on(terrain, x, z) && f64::from(hash >> 16 & 0xff) / 2.56 < chance
}

/// Whether nothing was built within a few steps.
fn in_the_open(terrain: &Terrain, store: &BrickStore, x: i32, z: i32) -> bool {
    let foot = IVec3::new(x, terrain.height(x, z) + 4, z);
    [IVec3::ZERO, IVec3::X, IVec3::NEG_X, IVec3::Z, IVec3::NEG_Z]
        .iter()
        .all(|step| (2..7).all(|far| store.get(foot + step * far) == 0))
}

fn grow(
    terrain: &Terrain,
    store: &mut BrickStore,
    x: i32,
    z: i32,
    hash: u32,
) -> Result<(), StoreError> {
    let foot = IVec3::new(x, terrain.height(x, z) + 1, z);
    if foot.y > SEA + 22 || hash.is_multiple_of(4) {
        pine(store, foot, hash)
    } else {
        broadleaf(store, foot, hash)
    }
}

/// A cone of needles in tiers.
fn pine(store: &mut BrickStore, foot: IVec3, hash: u32) -> Result<(), StoreError> {
    let height = 10 + (hash >> 24 & 7) as i32;
    let needles = substance::NEEDLES[(hash >> 5 & 1) as usize];
    for y in 0..height - 2 {
        put(store, foot + IVec3::Y * y, substance::TRUNK)?;
    }
    for y in 3..=height {
        let radius = ((height - y) as f32 * 0.34 + if y % 3 == 0 { 0.9 } else { 0.1 }).min(4.2);
        disc(store, foot + IVec3::Y * y, radius, needles)?;
    }
    put(store, foot + IVec3::Y * (height + 1), needles)
}

/// A trunk under a ball of leaves, a little flat.
fn broadleaf(store: &mut BrickStore, foot: IVec3, hash: u32) -> Result<(), StoreError> {
    let trunk = 4 + (hash >> 24 & 3) as i32;
    let radius = 2.6 + (hash >> 27 & 7) as f32 * 0.25;
    let autumn = column_hash(foot.x / 32, foot.z / 32, 5).is_multiple_of(5);
    let leaves = substance::LEAVES[(hash >> 6 & 1) as usize + if autumn { 2 } else { 0 }];
    for y in 0..trunk + 2 {
        put(store, foot + IVec3::Y * y, substance::TRUNK)?;
    }
    let reach = radius.ceil() as i32;
    for y in -reach..=reach {
        let level = y as f32 * 1.2;
        let square = radius * radius - level * level;
        if square > 0.0 {
            disc(store, foot + IVec3::Y * (trunk + reach + y), square.sqrt(), leaves)?;
        }
    }
    Ok(())
}

/// A level disc; its rim is ragged.
fn disc(
    store: &mut BrickStore,
    middle: IVec3,
    radius: f32,
    material: MaterialId,
) -> Result<(), StoreError> {
    let reach = radius.ceil() as i32;
    for z in -reach..=reach {
        for x in -reach..=reach {
            let place = middle + IVec3::new(x, 0, z);
            let ragged = (column_hash(place.x, place.z, place.y as u32) & 7) as f32 * 0.16;
            if ((x * x + z * z) as f32).sqrt() <= radius + 0.3 - ragged {
                put(store, place, material)?;
            }
        }
    }
    Ok(())
}

/// Sets a voxel that is air; what lies outside the world is left out.
fn put(store: &mut BrickStore, place: IVec3, material: MaterialId) -> Result<(), StoreError> {
    if store.get(place) == 0 { store.draw(place, material) } else { Ok(()) }
}
