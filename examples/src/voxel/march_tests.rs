use super::*;
use crate::voxel::bricks::BRICK_VOXELS;
use crate::voxel::scene::Scene;

fn random(state: &mut u32) -> f32 {
    *state = state.wrapping_mul(747_796_405).wrapping_add(2_891_336_453);
    let word = ((*state >> ((*state >> 28) + 4)) ^ *state).wrapping_mul(277_803_737);
    ((word >> 22 ^ word) >> 8) as f32 / 16_777_216.0
}

/// A world of 128 x 64 x 96 with single voxels, solid bricks and much air.
fn world() -> BrickStore {
    let mut store = BrickStore::new(IVec3::new(128, 64, 96), 4000).unwrap();
    let mut state = 11;
    let mut place = |size: IVec3| {
        let unit = Vec3::new(random(&mut state), random(&mut state), random(&mut state));
        (unit * size.as_vec3()).as_ivec3()
    };
    for step in 0..9000 {
        store.set(place(IVec3::new(128, 64, 96)), 1 + (step % 200) as u8).unwrap();
    }
    for _ in 0..12 {
        store.set_brick(place(IVec3::new(16, 8, 12)), &[250; BRICK_VOXELS]).unwrap();
    }
    store
}

/// Voxel by voxel in double precision, with no levels: the reference. Also how near to a voxel's
/// edge the ray passed, at most, on its way, in voxels.
fn brute_force(store: &BrickStore, origin: Vec3, direction: Vec3) -> (Option<(IVec3, f64)>, f64) {
    let (o, d) = (doubles(origin), doubles(nudge(direction)));
    let size = store.size().to_array().map(f64::from);
    let mut planes: Vec<(f64, usize)> = Vec::new();
    for axis in 0..3 {
        for plane in 0..=size[axis] as i32 {
            planes.push(((f64::from(plane) - o[axis]) / d[axis], axis));
        }
    }
    planes.push((0.0, 3));
    planes.retain(|(t, _)| *t >= 0.0);
    planes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let length = d.iter().map(|c| c * c).sum::<f64>().sqrt();
    let mut nearest = f64::MAX;
    for pair in planes.windows(2) {
        let (from, to) = (pair[0].0, pair[1].0);
        nearest = nearest.min((to - from) * length);
        let middle = f64::midpoint(from, to);
        let voxel = IVec3::from([0, 1, 2].map(|axis| (o[axis] + d[axis] * middle).floor() as i32));
        if store.get(voxel) != 0 {
            return (Some((voxel, from)), nearest);
        }
    }
    (None, nearest)
}

fn doubles(vector: Vec3) -> [f64; 3] {
    vector.to_array().map(f64::from)
}

/// Rays whose crossings of two planes lie closer than this pass through a voxel's edge, as far as
/// single precision can tell.
const EDGE: f64 = 1e-3;

#[test]
fn the_march_meets_what_stepping_voxel_by_voxel_meets() {
    let store = world();
    let mut state = 5;
    let (mut hits, mut grazing) = (0, 0);
    for _ in 0..3000 {
        let mut unit = || Vec3::new(random(&mut state), random(&mut state), random(&mut state));
        let origin = unit() * Vec3::new(220.0, 140.0, 180.0) - Vec3::splat(40.0);
        let direction = unit() * store.size().as_vec3() - origin;
        let found = march(&store, origin, direction, f32::MAX);
        let (expected, nearest) = brute_force(&store, origin, direction);
        let same = found.map(|hit| hit.voxel) == expected.map(|(voxel, _)| voxel);
        if same {
            if let (Some(hit), Some((_, t))) = (found, expected) {
                hits += 1;
                let apart = (f64::from(hit.t) - t).abs() * f64::from(direction.length());
                assert!(apart < 1e-3, "{apart} at {origin} along {direction}");
            }
        } else {
            assert!(nearest < EDGE, "{found:?} is not {expected:?}: {origin} along {direction}");
            grazing += 1;
        }
    }
    assert!(hits > 800 && grazing < 10, "{hits} hits, {grazing} grazing");
}

#[test]
fn rays_along_the_axes_meet_the_near_face() {
    let mut store = BrickStore::new(IVec3::splat(64), 8).unwrap();
    store.set(IVec3::splat(40), 9).unwrap();
    for axis in 0..3 {
        for side in [-1, 1] {
            let mut step = IVec3::ZERO;
            step[axis] = side;
            let origin = Vec3::splat(40.5) + (step * 200).as_vec3();
            let hit = march(&store, origin, -step.as_vec3(), f32::MAX).unwrap();
            assert_eq!((hit.voxel, hit.material, hit.normal), (IVec3::splat(40), 9, step));
            assert!((hit.t - 199.5).abs() < 1e-3, "{}", hit.t);
            assert_eq!(face(hit.normal), 2 * axis as u32 + u32::from(side > 0));
            assert_eq!(march(&store, origin, -step.as_vec3(), 199.0), None, "beyond the limit");
            assert_eq!(march(&store, origin, step.as_vec3(), f32::MAX), None);
        }
    }
}

#[test]
fn a_ray_that_starts_inside_a_voxel_meets_it_at_once() {
    let mut store = BrickStore::new(IVec3::splat(32), 8).unwrap();
    store.set(IVec3::splat(5), 9).unwrap();
    let hit = march(&store, Vec3::splat(5.5), Vec3::new(0.0, 0.0, 1.0), f32::MAX).unwrap();
    assert_eq!((hit.voxel, hit.t.to_bits()), (IVec3::splat(5), 0));
}

#[test]
fn rays_that_are_no_numbers_end() {
    let store = world();
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let origin = Vec3::new(bad, 3.0, 3.0);
        assert_eq!(march(&store, origin, Vec3::ONE, f32::MAX), None);
        let _ = march(&store, Vec3::ONE, Vec3::new(bad, 1.0, bad), f32::MAX);
    }
}

#[test]
fn a_picture_of_the_island_shows_voxels_sea_and_sky() {
    let scene = Scene::island().unwrap();
    let frame = scene.frame(59, 60, [64, 36]);
    let mut seen = [0; 3];
    for y in 0..36 {
        for x in 0..64 {
            let hit = primary(&scene.store, &frame, x, y);
            let kind =
                usize::from(hit.surface & VOXEL != 0) + 2 * usize::from(hit.surface & FLOOR != 0);
            seen[kind] += 1;
            assert_eq!(hit.id != 0, kind == 1);
            assert_eq!(hit.t < FAR, kind != 0);
            if kind == 1 {
                let index = (hit.id - 1) as i32;
                let voxel = IVec3::new(index % 512, index / 512 % 128, index / (512 * 128));
                assert_eq!(u32::from(scene.store.get(voxel)), hit.surface & 0xff);
            }
        }
    }
    assert!(seen.iter().all(|count| *count > 40), "sky, voxels, sea: {seen:?}");
}
