//! The ray march on the CPU: operation for operation that of `shaders/voxel/voxels.glsl`, so that
//! the two can be compared pixel by pixel.
//!
//! One loop for three sizes of cell: a voxel in a brick that has voxels, a brick of 8 that is empty,
//! a block of 32 that is empty. Where a ray leaves a cell is computed from the cell's planes and the
//! ray's origin, never summed up step by step, so rounding does not grow with the distance, and the
//! same plane is crossed at the same distance whatever the size of the cell that ends there.
//! Only sums, products, quotients and `floor` are used, in a fixed order and unfused: what IEEE 754
//! rounds the same everywhere.

use glam::{IVec3, Vec3};

use super::bricks::{BLOCK, BRICK, material_of};
use super::{BrickStore, FrameData, MaterialId};

/// The first voxel that a ray meets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The voxel.
    pub voxel: IVec3,
    /// What it is made of; never air.
    pub material: MaterialId,
    /// Where on the ray: at `origin + direction * t`.
    pub t: f32,
    /// The outward normal of the face through which the ray enters: one component is 1 or -1.
    pub normal: IVec3,
}

/// What `primary.comp` writes for a pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrimaryHit {
    /// 1 + x + width * (y + height * z) of the voxel; 0 for the floor around the world and the sky.
    pub id: u32,
    /// The distance from the eye in voxels; [`FAR`] for the sky.
    pub t: f32,
    /// The material in bits 0 to 7, the face (a [`face`] number) in bits 8 to 10, and what was hit in
    /// bits 12 and 13: [`SKY`], [`VOXEL`] or [`FLOOR`].
    pub surface: u32,
}

/// The distance at which the sky is said to be, in voxels. Below the largest 16-bit float.
pub const FAR: f32 = 60000.0;
/// `surface` of a pixel that shows the sky.
pub const SKY: u32 = 0;
/// Bit of `surface` for a voxel of the world.
pub const VOXEL: u32 = 1 << 12;
/// Bit of `surface` for the endless floor.
pub const FLOOR: u32 = 1 << 13;
/// A component of a direction is moved at least this far from 0, so that no quotient is infinite.
const SMALLEST: f32 = 1e-7;

/// The number of a face by its outward normal: -x, +x, -y, +y, -z, +z are 0 to 5.
#[must_use]
pub fn face(normal: IVec3) -> u32 {
    let axis = if normal.x != 0 { 0 } else { 1 + u32::from(normal.y == 0) };
    2 * axis + u32::from(normal.element_sum() > 0)
}

/// The direction of the ray through pixel (`x`, `y`), not normalised.
#[must_use]
pub fn ray(frame: &FrameData, x: u32, y: u32) -> Vec3 {
    let corner = Vec3::from_slice(&frame.ray_origin);
    let (dx, dy) = (Vec3::from_slice(&frame.ray_dx), Vec3::from_slice(&frame.ray_dy));
    (corner + dx * x as f32) + dy * y as f32
}

/// What pixel (`x`, `y`) of `frame` shows.
#[must_use]
pub fn primary(store: &BrickStore, frame: &FrameData, x: u32, y: u32) -> PrimaryHit {
    let eye = Vec3::from_slice(&frame.eye);
    let direction = nudge(ray(frame, x, y));
    let floor = (frame.world[3] - eye.y) * (1.0 / direction.y);
    let length = length(direction);
    let hit = march(store, eye, direction, f32::MAX);
    if let Some(hit) = hit.filter(|hit| floor <= 0.0 || hit.t <= floor) {
        let size = store.size();
        let index = hit.voxel.x + size.x * (hit.voxel.y + size.y * hit.voxel.z);
        let surface = VOXEL | u32::from(hit.material) | face(hit.normal) << 8;
        return PrimaryHit { id: 1 + index as u32, t: hit.t * length, surface };
    }
    let distance = floor * length;
    if floor > 0.0 && distance < FAR {
        let up = IVec3::new(0, if direction.y < 0.0 { 1 } else { -1 }, 0);
        PrimaryHit { id: 0, t: distance, surface: FLOOR | face(up) << 8 }
    } else {
        PrimaryHit { id: 0, t: FAR, surface: SKY }
    }
}

/// The first voxel on the ray from `origin` along `direction` (not normalised, not zero) before
/// `origin + direction * limit`. A ray that starts inside a voxel meets that voxel at `t` 0.
#[must_use]
pub fn march(store: &BrickStore, origin: Vec3, direction: Vec3, limit: f32) -> Option<Hit> {
    let direction = nudge(direction);
    let inverse = Vec3::ONE / direction;
    let ahead = IVec3::from(direction.to_array().map(|d| i32::from(d > 0.0)));
    let world = store.size();

    let near = ((world * (IVec3::ONE - ahead)).as_vec3() - origin) * inverse;
    let far = ((world * ahead).as_vec3() - origin) * inverse;
    let mut t = near.x.max(near.y).max(near.z).max(0.0);
    let end = far.x.min(far.y).min(far.z).min(limit);
    if !t.is_finite() || t >= end {
        return None;
    }
    let mut axis = last_axis(near);
    let mut cell = floor(origin + direction * t).clamp(IVec3::ZERO, world - 1);

    for _ in 0..world.element_sum() {
        let entry = store.entry(cell / BRICK);
        let material = material_of(entry, store.pool(), cell);
        if material != 0 {
            let normal = axis * (IVec3::ONE - 2 * ahead);
            return Some(Hit { voxel: cell, material, t, normal });
        }
        let edge = cell_edge(store, entry, cell);
        let corner = cell & -edge;
        let exit = ((corner + ahead * edge).as_vec3() - origin) * inverse;
        t = t.max(exit.x.min(exit.y).min(exit.z));
        axis = first_axis(exit);
        if t >= end {
            return None;
        }
        // Never back: rounding must not undo a step.
        let lowest = corner + ahead * (cell - corner);
        let highest = cell + ahead * (corner + (edge - 1) - cell);
        let inside = floor(origin + direction * t).clamp(lowest, highest);
        let beyond = corner + ahead * (edge + 1) - 1;
        cell = inside * (IVec3::ONE - axis) + beyond * axis;
    }
    None
}

/// The edge of the largest empty cell around `cell`, whose voxel is air.
fn cell_edge(store: &BrickStore, entry: u32, cell: IVec3) -> i32 {
    if entry != 0 {
        1
    } else if store.block_occupied(cell / BRICK) {
        BRICK
    } else {
        BRICK * BLOCK
    }
}

/// `direction` with each component at least [`SMALLEST`] away from zero.
fn nudge(direction: Vec3) -> Vec3 {
    Vec3::from(direction.to_array().map(|d| {
        if d.abs() >= SMALLEST {
            d
        } else if d < 0.0 {
            -SMALLEST
        } else {
            SMALLEST
        }
    }))
}

fn floor(point: Vec3) -> IVec3 {
    point.floor().as_ivec3()
}

/// The square root of the sum of the squares, summed from x to z.
fn length(direction: Vec3) -> f32 {
    let square = direction * direction;
    ((square.x + square.y) + square.z).sqrt()
}

/// The unit vector of the axis whose plane is crossed first; x before y before z where they are equal.
fn first_axis(t: Vec3) -> IVec3 {
    if t.x <= t.y && t.x <= t.z {
        IVec3::X
    } else if t.y <= t.z {
        IVec3::Y
    } else {
        IVec3::Z
    }
}

/// The unit vector of the axis whose plane is crossed last.
fn last_axis(t: Vec3) -> IVec3 {
    if t.x >= t.y && t.x >= t.z {
        IVec3::X
    } else if t.y >= t.z {
        IVec3::Y
    } else {
        IVec3::Z
    }
}

#[cfg(test)]
#[path = "march_tests.rs"]
mod tests;
