//! What people left on the generated island: a village, a lighthouse, a ring of stones.

use glam::{IVec2, IVec3, Vec3Swizzles};

use super::terrain::{SEA, Terrain, column_hash};
use super::{BrickStore, MaterialId, StoreError, substance};

/// Where the village is looked for, and how far around.
const VILLAGE: IVec2 = IVec2::new(176, 268);
/// Where the lighthouse is looked for.
const LIGHTHOUSE: IVec2 = IVec2::new(128, 330);
/// Where the ring of stones is looked for.
const STONES: IVec2 = IVec2::new(250, 300);

/// Builds everything on the ground of `terrain`, which is in `store` already.
pub fn build(terrain: &Terrain, store: &mut BrickStore) -> Result<(), StoreError> {
    for row in -2..=2 {
        for place in -3..=3 {
            let hash = column_hash(row, place, 9);
            let jitter = IVec2::new((hash & 7) as i32 - 3, (hash >> 3 & 7) as i32 - 3);
            let middle = VILLAGE + IVec2::new(place * 19, row * 19) + jitter;
            if let Some(ground) = level_ground(terrain, middle, 7, 4) {
                house(store, middle.extend(ground).xzy(), hash)?;
            }
        }
    }
    let ground = terrain.height(LIGHTHOUSE.x, LIGHTHOUSE.y).max(SEA);
    lighthouse(store, LIGHTHOUSE.extend(ground).xzy())?;
    ring(terrain, store)
}

/// The ground's height around `middle`, if it varies by at most `steps` and stands above the sea.
fn level_ground(terrain: &Terrain, middle: IVec2, reach: i32, steps: i32) -> Option<i32> {
    let columns = (-reach..=reach).flat_map(|z| (-reach..=reach).map(move |x| IVec2::new(x, z)));
    let (low, high) = columns.fold((i32::MAX, i32::MIN), |(low, high), offset| {
        let height = terrain.height(middle.x + offset.x, middle.y + offset.y);
        (low.min(height), high.max(height))
    });
    (low > SEA + 1 && high - low <= steps).then_some(high)
}

/// A house of plaster and beams with a gable roof, along x or along z.
fn house(store: &mut BrickStore, middle: IVec3, hash: u32) -> Result<(), StoreError> {
    let (long, wide) = (5 + (hash >> 8 & 1) as i32, 4_i32);
    let height = 6 + (hash >> 9 & 1) as i32;
    let turned = hash >> 10 & 1 == 1;
    let at = |along: i32, up: i32, across: i32| {
        let (x, z) = if turned { (across, along) } else { (along, across) };
        middle + IVec3::new(x, up, z)
    };
    for along in -long..=long {
        for across in -wide..=wide {
            let wall = along.abs() == long || across.abs() == wide;
            for up in -4..=height {
                let beam = along.abs() == long && across.abs() == wide || up == height;
                let material = if up < 1 {
                    substance::STONE[(along + across + up).rem_euclid(2) as usize]
                } else if !wall {
                    0
                } else if beam {
                    substance::TRUNK
                } else {
                    wall_material(along, across, up, wide)
                };
                store.draw(at(along, up, across), material)?;
            }
        }
    }
    let tiles = substance::TILES[(hash >> 11 & 1) as usize];
    for along in -long - 1..=long + 1 {
        for across in -wide - 1..=wide + 1 {
            let top = height + 1 + (wide + 1 - across.abs());
            let gable = along.abs() == long && across.abs() <= wide;
            for up in if gable { height + 1 } else { top - 1 }..=top {
                let roof = up >= top - 1;
                store.draw(at(along, up, across), if roof { tiles } else { substance::PLASTER })?;
            }
        }
    }
    for up in height..=height + 8 {
        store.draw(at(long - 2, up, 2), substance::STONE[1])?;
    }
    Ok(())
}

/// Windows in pairs, a door in the middle of one side, plaster elsewhere.
fn wall_material(along: i32, across: i32, up: i32, wide: i32) -> MaterialId {
    let door = across == wide && along.abs() <= 1 && up <= 4;
    let side = if across.abs() == wide { along } else { across };
    let window = (3..=4).contains(&up) && (2..=3).contains(&side.abs());
    match (door, window) {
        (true, _) => substance::TRUNK,
        (_, true) => substance::WINDOW,
        _ => substance::PLASTER,
    }
}

/// A round tower in red and white with a lamp.
fn lighthouse(store: &mut BrickStore, foot: IVec3) -> Result<(), StoreError> {
    let height = 38_i32;
    for up in -18..=height {
        let radius = if up < 1 { 8.5 } else { 5.2 - 1.7 * up as f32 / height as f32 };
        let paint = if up < 1 {
            substance::STONE[(up & 1) as usize]
        } else if up / 7 % 2 == 0 {
            substance::WHITE
        } else {
            substance::RED
        };
        disc(store, foot + IVec3::Y * up, radius, paint)?;
    }
    disc(store, foot + IVec3::Y * (height + 1), 5.3, substance::STONE[1])?;
    for up in 2..=5 {
        disc(store, foot + IVec3::Y * (height + up), 2.4, substance::LAMP)?;
    }
    for up in 6..=9 {
        disc(store, foot + IVec3::Y * (height + up), (10 - up) as f32, substance::RED)?;
    }
    Ok(())
}

fn disc(
    store: &mut BrickStore,
    middle: IVec3,
    radius: f32,
    m: MaterialId,
) -> Result<(), StoreError> {
    let reach = radius.ceil() as i32;
    for z in -reach..=reach {
        for x in -reach..=reach {
            if ((x * x + z * z) as f32) <= radius * radius {
                store.draw(middle + IVec3::new(x, 0, z), m)?;
            }
        }
    }
    Ok(())
}

/// Twelve pillars in a circle, most with a lintel to the next.
fn ring(terrain: &Terrain, store: &mut BrickStore) -> Result<(), StoreError> {
    let radius = 15.0;
    let foot = |turn: i32| {
        let angle = turn as f32 * std::f32::consts::TAU / 120.0;
        STONES + IVec2::new((angle.cos() * radius) as i32, (angle.sin() * radius) as i32)
    };
    let level =
        (0..12).map(|n| foot(n * 10)).map(|p| terrain.height(p.x, p.y)).max().unwrap_or(SEA);
    for turn in 0..120 {
        let place = foot(turn);
        let pillar = turn % 10 == 0;
        let lintel = !(31..60).contains(&turn);
        let low = if pillar { terrain.height(place.x, place.y) } else { level + 11 };
        for up in low..=level + if lintel { 12 } else { 7 } {
            for offset in [IVec2::ZERO, IVec2::X, IVec2::Y, IVec2::ONE] {
                let block = substance::STONE[(column_hash(turn, up, 3) & 1) as usize];
                store.draw((place + offset).extend(up).xzy(), block)?;
            }
        }
    }
    Ok(())
}
