//! The generated world: an island of beaches, meadows, woods and a snowy mountain in the sea.

use fastnoise_lite::{FastNoiseLite, FractalType, NoiseType};
use glam::{IVec3, Vec2};

use super::bricks::{BRICK, BRICK_VOXELS, Brick};
use super::{BrickStore, MaterialId, StoreError, substance};

/// The size of the generated world in voxels.
pub const SIZE: IVec3 = IVec3::new(512, 128, 512);
/// The height of the sea's surface in voxels.
pub const SEA: i32 = 32;
/// The bricks that the pool of the generated world may hold; it uses about half of them.
pub const CAPACITY: u32 = 32768;

/// The ground of the generated world, column by column.
pub struct Terrain {
    /// The highest voxel of the ground.
    heights: Vec<i32>,
    /// What that voxel is made of.
    tops: Vec<MaterialId>,
    /// By how much the bands of rock are shifted.
    bands: Vec<i32>,
}

impl Terrain {
    /// Shapes the ground; the same `seed` gives the same ground on every machine.
    #[must_use]
    pub fn new(seed: i32) -> Self {
        let shape = Shape::new(seed);
        let columns = || (0..SIZE.z).flat_map(|z| (0..SIZE.x).map(move |x| (x, z)));
        let heights: Vec<i32> = columns().map(|(x, z)| shape.height(x, z)).collect();
        let bands = columns().map(|(x, z)| shape.band(x, z)).collect();
        let mut terrain = Self { heights, tops: Vec::new(), bands };
        terrain.tops = columns().map(|(x, z)| terrain.top_material(&shape, x, z)).collect();
        terrain
    }

    /// The height of the highest voxel of the ground; that of the nearest column outside the world.
    #[must_use]
    pub fn height(&self, x: i32, z: i32) -> i32 {
        self.heights[column(x, z)]
    }

    /// What the highest voxel of the ground is made of.
    #[must_use]
    pub fn top(&self, x: i32, z: i32) -> MaterialId {
        self.tops[column(x, z)]
    }

    /// The largest step of height to one of the eight columns around.
    #[must_use]
    pub fn slope(&self, x: i32, z: i32) -> i32 {
        let here = self.height(x, z);
        let around = (-1..=1).flat_map(|dz| (-1..=1).map(move |dx| (dx, dz)));
        around.map(|(dx, dz)| (self.height(x + dx, z + dz) - here).abs()).max().unwrap_or(0)
    }

    /// Puts ground and sea into `store`, which is of [`SIZE`].
    pub fn fill(&self, store: &mut BrickStore) -> Result<(), StoreError> {
        let bricks = store.bricks();
        let mut voxels = [0; BRICK_VOXELS];
        for z in 0..bricks.z {
            for x in 0..bricks.x {
                let (low, high) = self.range(x * BRICK, z * BRICK);
                for y in 0..bricks.y {
                    let (bottom, top) = (y * BRICK, (y + 1) * BRICK);
                    if bottom > high.max(SEA - 1) {
                        break;
                    }
                    if top < low - 3 {
                        voxels.fill(substance::ROCK[0]);
                    } else {
                        self.fill_brick(IVec3::new(x, y, z) * BRICK, &mut voxels);
                    }
                    store.set_brick(IVec3::new(x, y, z), &voxels)?;
                }
            }
        }
        Ok(())
    }

    /// The lowest and the highest ground of a brick's columns and of those around them.
    fn range(&self, x: i32, z: i32) -> (i32, i32) {
        let columns = (z - 1..=z + BRICK).flat_map(|z| (x - 1..=x + BRICK).map(move |x| (x, z)));
        columns.fold((i32::MAX, i32::MIN), |(low, high), (x, z)| {
            let height = self.height(x, z);
            (low.min(height), high.max(height))
        })
    }

    fn fill_brick(&self, corner: IVec3, voxels: &mut Brick) {
        for (index, voxel) in voxels.iter_mut().enumerate() {
            let index = index as i32;
            let local = IVec3::new(index % BRICK, index / BRICK % BRICK, index / (BRICK * BRICK));
            let place = corner + local;
            *voxel = self.material(place);
        }
    }

    /// What ground and sea are made of at a voxel.
    fn material(&self, place: IVec3) -> MaterialId {
        let height = self.height(place.x, place.z);
        if place.y > height {
            return if place.y < SEA { substance::WATER } else { 0 };
        }
        let top = self.top(place.x, place.z);
        let depth = height - place.y;
        if depth == 0 || depth < 3 && (top == substance::SNOW || substance::SAND.contains(&top)) {
            top
        } else if depth < 3 && substance::GRASS.contains(&top) {
            substance::SOIL
        } else {
            let band = (place.y + self.bands[column(place.x, place.z)]).rem_euclid(13);
            substance::ROCK[if band < 5 { 0 } else { 1 + usize::from(band < 8) }]
        }
    }

    fn top_material(&self, shape: &Shape, x: i32, z: i32) -> MaterialId {
        let (height, slope) = (self.height(x, z), self.slope(x, z));
        let patch = shape.patch.get_noise_2d(x as f32, z as f32);
        let snow_line = 78 + (patch * 9.0) as i32;
        if height < SEA + 3 + i32::from(patch > 0.2) {
            substance::SAND[usize::from(patch > 0.0)]
        } else if slope > 6 || height < snow_line && (slope > 3 || slope > 2 && height > SEA + 14) {
            substance::ROCK[usize::from(patch > 0.1)]
        } else if height > snow_line {
            substance::SNOW
        } else if height > snow_line - 9 {
            substance::ROCK[1]
        } else {
            let tone = ((patch * 0.5 + 0.5) * 4.0) as usize;
            substance::GRASS[tone.min(3)]
        }
    }
}

/// The noises that the ground is made of.
struct Shape {
    coast: FastNoiseLite,
    hills: FastNoiseLite,
    ridges: FastNoiseLite,
    detail: FastNoiseLite,
    patch: FastNoiseLite,
}

impl Shape {
    fn new(seed: i32) -> Self {
        let fbm = FractalType::FBm;
        Self {
            coast: noise(seed, 0.006, 4, fbm),
            hills: noise(seed.wrapping_add(1), 0.009, 4, fbm),
            ridges: noise(seed.wrapping_add(2), 0.0085, 4, FractalType::Ridged),
            detail: noise(seed.wrapping_add(3), 0.06, 2, fbm),
            patch: noise(seed.wrapping_add(4), 0.02, 3, fbm),
        }
    }

    fn height(&self, x: i32, z: i32) -> i32 {
        let (x, z) = (x as f32, z as f32);
        let place = Vec2::new(x, z);
        let coast = self.coast.get_noise_2d(x, z);
        let from_middle = (place - Vec2::new(262.0, 250.0)).length() / 236.0 + 0.22 * coast;
        let land = 1.0 - smooth(0.62, 1.0, from_middle);
        let hills = self.hills.get_noise_2d(x, z) * 0.5 + 0.5;
        let peak = bump(place, Vec2::new(300.0, 158.0), 140.0);
        let ridge = self.ridges.get_noise_2d(x, z) * 0.5 + 0.5;
        let mountain = peak * (8.0 + 28.0 * peak + 46.0 * ridge * ridge);
        let bay = 30.0 * bump(place, Vec2::new(196.0, 336.0), 62.0);
        let meadow = 4.0 + 20.0 * hills * hills;
        let detail = self.detail.get_noise_2d(x, z) * (1.0 + 2.0 * peak);
        let height = 12.0 + land * (21.0 + meadow + mountain) - bay + detail;
        (height as i32).clamp(2, SIZE.y - 10)
    }

    fn band(&self, x: i32, z: i32) -> i32 {
        (self.hills.get_noise_2d(x as f32 * 2.0, z as f32 * 2.0) * 9.0) as i32
    }
}

fn noise(seed: i32, frequency: f32, octaves: i32, fractal: FractalType) -> FastNoiseLite {
    let mut noise = FastNoiseLite::with_seed(seed);
    noise.set_noise_type(Some(NoiseType::OpenSimplex2));
    noise.set_fractal_type(Some(fractal));
    noise.set_fractal_octaves(Some(octaves));
    noise.set_frequency(Some(frequency));
    noise
}

/// 0 below `low`, 1 above `high`, smooth between.
fn smooth(low: f32, high: f32, value: f32) -> f32 {
    let t = ((value - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// 1 at `middle`, falling smoothly to 0 at `radius` from it.
fn bump(place: Vec2, middle: Vec2, radius: f32) -> f32 {
    1.0 - smooth(0.0, 1.0, (place - middle).length() / radius)
}

/// The place of a column in the arrays; columns outside the world count as the nearest inside.
fn column(x: i32, z: i32) -> usize {
    (x.clamp(0, SIZE.x - 1) + SIZE.x * z.clamp(0, SIZE.z - 1)) as usize
}

/// A number that depends on a column and `salt` alone, evenly spread over `u32`.
#[must_use]
pub fn column_hash(x: i32, z: i32, salt: u32) -> u32 {
    let mut bits = (x as u32).wrapping_mul(0x9e37_79b1) ^ (z as u32).wrapping_mul(0x85eb_ca77);
    bits ^= salt.wrapping_mul(0xc2b2_ae3d);
    bits = (bits ^ bits >> 15).wrapping_mul(0x2c1b_3c6d);
    bits = (bits ^ bits >> 12).wrapping_mul(0x297a_2d39);
    bits ^ bits >> 15
}

#[cfg(test)]
#[path = "terrain_tests.rs"]
mod tests;
