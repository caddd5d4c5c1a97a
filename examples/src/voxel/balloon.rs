//! A hot-air balloon that drifts over the world, so that bricks change in every frame.

use glam::{IVec3, Vec3};

use super::{BrickStore, MaterialId, StoreError, substance};

/// The radius of the envelope in voxels.
const RADIUS: i32 = 11;
/// How far the basket hangs below the envelope's middle.
const DROP: i32 = 18;

/// A balloon, drawn into the air of a store and taken out again when it moves.
#[derive(Clone, Debug)]
pub struct Balloon {
    /// The voxels of a balloon at the origin, with what they are made of.
    shape: Vec<(IVec3, MaterialId)>,
    from: Vec3,
    to: Vec3,
    /// Where it is drawn now.
    place: Option<IVec3>,
}

impl Balloon {
    /// A balloon that drifts from one point to another.
    #[must_use]
    pub fn new(from: Vec3, to: Vec3) -> Self {
        Self { shape: shape(), from, to, place: None }
    }

    /// Moves the balloon to where it is at `progress` of its way, 0 to 1, bobbing a little. It takes
    /// only air, and leaves air: what stands in its way stays. Allocates nothing.
    pub fn move_to(&mut self, store: &mut BrickStore, progress: f32) -> Result<(), StoreError> {
        let bob = Vec3::Y * (progress * 21.0).sin() * 2.5;
        let place = (self.from.lerp(self.to, progress) + bob).round().as_ivec3();
        if self.place == Some(place) {
            return Ok(());
        }
        if let Some(old) = self.place {
            for (offset, material) in &self.shape {
                if store.get(old + offset) == *material {
                    store.set(old + offset, 0)?;
                }
            }
        }
        for (offset, material) in &self.shape {
            let voxel = place + offset;
            if store.get(voxel) == 0 {
                store.draw(voxel, *material)?;
            }
        }
        self.place = Some(place);
        Ok(())
    }
}

fn shape() -> Vec<(IVec3, MaterialId)> {
    let mut shape = Vec::new();
    for y in -DROP - 3..=RADIUS {
        for z in -RADIUS..=RADIUS {
            for x in -RADIUS..=RADIUS {
                let offset = IVec3::new(x, y, z);
                if let Some(material) = material(offset) {
                    shape.push((offset, material));
                }
            }
        }
    }
    shape
}

/// The hollow envelope in stripes, narrowing to the flame; ropes; the basket.
fn material(offset: IVec3) -> Option<MaterialId> {
    let flat = ((offset.x * offset.x + offset.z * offset.z) as f32).sqrt();
    let width = (RADIUS * RADIUS - offset.y * offset.y) as f32;
    let radius =
        if offset.y >= -5 { width.max(0.0).sqrt() } else { 9.8 + (offset.y + 5) as f32 * 0.95 };
    if offset.y >= -13 && flat <= radius {
        let angle = (offset.z as f32).atan2(offset.x as f32) / std::f32::consts::TAU + 0.5;
        let stripe = (angle * 12.0) as usize % 4;
        let rim = flat > radius - 2.2 || offset.y > RADIUS - 3;
        return rim.then_some(substance::STRIPES[stripe]);
    }
    let corner = offset.x.abs() == 2 && offset.z.abs() == 2;
    let basket = offset.x.abs() <= 2 && offset.z.abs() <= 2 && offset.y <= -DROP;
    if basket {
        Some(substance::WICKER)
    } else if corner && offset.y < -13 {
        Some(substance::TRUNK)
    } else if offset.y >= -16 && offset.y < -13 && flat < 1.0 {
        Some(substance::FLAME)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balloon_leaves_no_trace_and_touches_some_tens_of_bricks() {
        let mut store = BrickStore::new(IVec3::new(96, 64, 64), 2000).unwrap();
        store.set(IVec3::new(52, 30, 32), 5).unwrap();
        store.mark_uploaded();
        let mut balloon = Balloon::new(Vec3::new(30.0, 36.0, 32.0), Vec3::new(70.0, 36.0, 32.0));
        balloon.move_to(&mut store, 0.0).unwrap();
        store.mark_uploaded();
        for step in 1..=40 {
            balloon.move_to(&mut store, step as f32 / 40.0).unwrap();
            assert!((10..=256).contains(&store.dirty_bricks()), "{}", store.dirty_bricks());
            store.mark_uploaded();
        }
        assert_eq!(store.get(IVec3::new(52, 30, 32)), 5, "what was in its way stays");
        let left = (0..40).filter(|&x| store.get(IVec3::new(x, 36, 32)) != 0).count();
        assert_eq!(left, 0);
    }
}
