//! The camera: where it is in each frame of the flight, and the numbers that the shaders need of it.

use glam::{Vec2, Vec3};

use super::{BrickStore, Floor, FrameData};

/// The number of frames of the headless flight.
pub const FLIGHT_FRAMES: u32 = 60;
/// The vertical field of view, in radians.
const FIELD_OF_VIEW: f32 = 0.95;
/// Frames after which the sequence of jitters repeats.
const JITTERS: u32 = 8;
/// The tangent of the sun disc's angular radius; twice the real sun's, for softer shadows.
const SUN_RADIUS: f32 = 0.012;

/// A place on the flight and what is looked at from there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The camera's position in voxels.
    pub eye: Vec3,
    /// A point in the middle of the picture; not the eye itself and not straight above or below it.
    pub target: Vec3,
}

/// A smooth flight through a few views.
#[derive(Clone, Debug, PartialEq)]
pub struct CameraPath {
    views: Vec<View>,
}

impl CameraPath {
    /// A flight from the first of `views` to the last, through those between; the view from the
    /// world's corner if there are none.
    #[must_use]
    pub fn new(views: Vec<View>) -> Self {
        Self { views }
    }

    /// The view at `progress`, 0 for the start of the flight and 1 for its end: a Catmull-Rom curve
    /// through the views.
    #[must_use]
    pub fn at(&self, progress: f32) -> View {
        let Some(last) = self.views.len().checked_sub(1) else {
            return View { eye: Vec3::ZERO, target: Vec3::ONE };
        };
        let place = progress.clamp(0.0, 1.0) * last as f32;
        let from = (place as usize).min(last);
        let pick = |index: usize| self.views[index.min(last)];
        let four = [pick(from.saturating_sub(1)), pick(from), pick(from + 1), pick(from + 2)];
        let fraction = place - from as f32;
        View {
            eye: catmull_rom(four.map(|view| view.eye), fraction),
            target: catmull_rom(four.map(|view| view.target), fraction),
        }
    }
}

/// The light and the surroundings of a scene, the same in all frames.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surroundings {
    /// Direction towards the sun; need not be normalised.
    pub sun: Vec3,
    /// What is around the world.
    pub floor: Floor,
    /// The height of the floor in voxels.
    pub floor_height: f32,
    /// The factor on all radiance before tone mapping.
    pub exposure: f32,
}

/// What the camera and the clock are at in one frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// The frame's index, from 0.
    pub index: u32,
    /// Seconds since the start.
    pub time: f32,
    /// Progress of the flight, 0 to 1.
    pub progress: f32,
    /// The view of this frame.
    pub view: View,
    /// The view of the frame before; in the first frame the same as `view`.
    pub previous: View,
}

/// The numbers of one frame for a picture of `width` by `height` pixels.
#[must_use]
pub fn frame_data(
    moment: &Moment,
    around: &Surroundings,
    store: &BrickStore,
    [width, height]: [u32; 2],
) -> FrameData {
    let (width, height) = (width.max(1), height.max(1));
    let tangent = (FIELD_OF_VIEW / 2.0).tan();
    let half = Vec2::new(tangent * width as f32 / height as f32, tangent);
    let (now, before) = (Basis::new(moment.view), Basis::new(moment.previous));
    let jitter = jitter(moment.index);

    let dx = now.right * (2.0 * half.x / width as f32);
    let dy = now.up * (-2.0 * half.y / height as f32);
    let corner = now.forward - now.right * half.x + now.up * half.y;
    let origin = corner + dx * (0.5 + jitter.x) + dy * (0.5 + jitter.y);
    let bricks = store.bricks();
    FrameData {
        eye: moment.view.eye.extend(moment.time).into(),
        ray_origin: origin.extend(2.0 * half.y / height as f32).into(),
        ray_dx: dx.extend(0.0).into(),
        ray_dy: dy.extend(0.0).into(),
        right: (now.right / half.x).extend(jitter.x).into(),
        up: (now.up / half.y).extend(jitter.y).into(),
        forward: now.forward.extend(moment.progress).into(),
        prev_eye: moment.previous.eye.extend(around.exposure).into(),
        prev_right: (before.right / half.x).extend(0.0).into(),
        prev_up: (before.up / half.y).extend(0.0).into(),
        prev_forward: before.forward.extend(0.0).into(),
        sun: around.sun.normalize().extend(SUN_RADIUS).into(),
        world: store.size().as_vec3().extend(around.floor_height).into(),
        size: [width, height, moment.index, around.floor as u32],
        grid: [bricks.x as u32, bricks.y as u32, bricks.z as u32, 0],
    }
}

/// The camera's axes, each of length 1.
struct Basis {
    right: Vec3,
    up: Vec3,
    forward: Vec3,
}

impl Basis {
    fn new(view: View) -> Self {
        let forward = (view.target - view.eye).try_normalize().unwrap_or(Vec3::NEG_Z);
        let right = forward.cross(Vec3::Y).try_normalize().unwrap_or(Vec3::X);
        Self { right, up: right.cross(forward), forward }
    }
}

/// The place in the pixel, -0.5 to 0.5, that frame `index` samples: Halton's sequence to the bases
/// 2 and 3, so that the frames that are accumulated smooth the edges.
#[must_use]
pub fn jitter(index: u32) -> Vec2 {
    let place = index % JITTERS + 1;
    Vec2::new(halton(place, 2) - 0.5, halton(place, 3) - 0.5)
}

fn halton(mut index: u32, base: u32) -> f32 {
    let (mut result, mut fraction) = (0.0, 1.0);
    while index > 0 {
        fraction /= base as f32;
        result += fraction * (index % base) as f32;
        index /= base;
    }
    result
}

fn catmull_rom([before, from, to, after]: [Vec3; 4], fraction: f32) -> Vec3 {
    let linear = to - before;
    let square = before * 2.0 - from * 5.0 + to * 4.0 - after;
    let cube = from * 3.0 - before - to * 3.0 + after;
    from + ((cube * fraction + square) * fraction + linear) * (fraction * 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use glam::IVec3;

    fn view(x: f32) -> View {
        View { eye: Vec3::new(x, 20.0, 5.0), target: Vec3::new(x + 3.0, 12.0, 40.0) }
    }

    #[test]
    fn a_path_goes_through_its_views() {
        let path = CameraPath::new(vec![view(0.0), view(10.0), view(30.0)]);
        assert!((path.at(0.0).eye - view(0.0).eye).length() < 1e-4);
        assert!((path.at(0.5).eye - view(10.0).eye).length() < 1e-4);
        assert!((path.at(1.0).target - view(30.0).target).length() < 1e-4);
        assert!((path.at(7.0).eye - view(30.0).eye).length() < 1e-4);
    }

    #[test]
    fn a_path_of_no_views_is_a_view() {
        assert!(CameraPath::new(Vec::new()).at(0.3).target.is_finite());
    }

    #[test]
    fn jitters_cover_the_pixel() {
        let all: Vec<Vec2> = (0..JITTERS).map(jitter).collect();
        assert!(all.iter().all(|j| j.abs().max_element() <= 0.5));
        let mean = all.iter().copied().sum::<Vec2>() / JITTERS as f32;
        assert!(mean.length() < 0.1, "{mean}");
    }

    #[test]
    fn the_projection_undoes_the_rays() {
        let store = BrickStore::new(IVec3::splat(32), 8).unwrap();
        let around =
            Surroundings { sun: Vec3::Y, floor: Floor::Sea, floor_height: 0.0, exposure: 1.0 };
        let (now, previous) = (view(1.0), view(0.0));
        let moment = Moment { index: 3, time: 0.0, progress: 0.0, view: now, previous };
        let frame = frame_data(&moment, &around, &store, [320, 200]);
        let direction = super::super::march::ray(&frame, 47, 130);
        let jitter = jitter(3);
        let depth = direction.dot(Vec3::from_slice(&frame.forward));
        let x = direction.dot(Vec3::from_slice(&frame.right)) / depth;
        let y = direction.dot(Vec3::from_slice(&frame.up)) / depth;
        assert!(((x * 0.5 + 0.5) * 320.0 - (47.5 + jitter.x)).abs() < 1e-3);
        assert!(((0.5 - y * 0.5) * 200.0 - (130.5 + jitter.y)).abs() < 1e-3);
    }
}
