//! A scene: a world of voxels, its materials, its surroundings, and the flight through it.

use std::path::{Path, PathBuf};

use glam::{IVec3, Vec3};
use thiserror::Error;

use super::balloon::Balloon;
use super::camera::{CameraPath, Moment, Surroundings, View, frame_data};
use super::terrain::Terrain;
use super::vox::VoxError;
use super::{
    BrickStore, Floor, FrameData, Palette, StoreError, buildings, flora, substance, terrain, vox,
};

/// The seed of the generated island.
const ISLAND_SEED: i32 = 20;
/// Frames of the flight for a second of the scene's time.
const FRAMES_A_SECOND: f32 = 24.0;
/// The largest `.vox` file that is read, in bytes.
const LARGEST_FILE: u64 = 128 << 20;

/// Why a scene could not be made.
#[derive(Debug, Error)]
pub enum SceneError {
    /// The file could not be read.
    #[error("{path}: cannot be read ({source}); give the path of a MagicaVoxel .vox file")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is larger than any scene that could be shown.
    #[error("{path}: {bytes} bytes, more than the {LARGEST_FILE} that are read; split the scene")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
    },
    /// The file is not a scene that can be shown.
    #[error("{path}: {source}")]
    Vox {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, where, and what to do.
        source: VoxError,
    },
    /// The voxels do not fit into the store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A world to fly through.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The voxels.
    pub store: BrickStore,
    /// What they are made of.
    pub palette: Box<Palette>,
    /// The sun and the surroundings.
    pub around: Surroundings,
    /// The flight.
    pub path: CameraPath,
    balloon: Option<Balloon>,
}

impl Scene {
    /// The generated island, 512 x 128 x 512 voxels, with a balloon over it.
    pub fn island() -> Result<Self, SceneError> {
        let ground = Terrain::new(ISLAND_SEED);
        let mut store = BrickStore::new(terrain::SIZE, terrain::CAPACITY)?;
        ground.fill(&mut store)?;
        buildings::build(&ground, &mut store)?;
        flora::plant(&ground, &mut store)?;
        let mut scene = Self {
            store,
            palette: substance::palette(),
            around: Surroundings {
                sun: Vec3::new(-0.62, 0.42, -0.30),
                floor: Floor::Sea,
                floor_height: terrain::SEA as f32,
                exposure: 0.72,
            },
            path: island_path(),
            balloon: Some(Balloon::new(
                Vec3::new(214.0, 88.0, 304.0),
                Vec3::new(252.0, 96.0, 272.0),
            )),
        };
        scene.advance(0, 60)?;
        scene.store.mark_uploaded();
        Ok(scene)
    }

    /// The scene of a `MagicaVoxel` file.
    pub fn load(path: &Path) -> Result<Self, SceneError> {
        let read = |source| SceneError::Read { path: path.to_owned(), source };
        let bytes = std::fs::metadata(path).map_err(read)?.len();
        if bytes > LARGEST_FILE {
            return Err(SceneError::TooLarge { path: path.to_owned(), bytes });
        }
        let bytes = std::fs::read(path).map_err(read)?;
        Self::from_vox(&bytes).map_err(|source| SceneError::Vox { path: path.to_owned(), source })
    }

    /// The scene of a `MagicaVoxel` file that was read already.
    pub fn from_vox(bytes: &[u8]) -> Result<Self, VoxError> {
        let vox::Model { mut store, palette, low, high } = vox::read(bytes)?;
        store.mark_uploaded();
        let around = Surroundings {
            sun: Vec3::new(-0.5, 0.62, 0.38),
            floor: Floor::Ground,
            floor_height: 0.0,
            exposure: 0.72,
        };
        Ok(Self { store, palette, around, path: orbit(low, high), balloon: None })
    }

    /// Moves what moves in the scene to frame `index` of a flight of `frames`. Allocates nothing.
    pub fn advance(&mut self, index: u32, frames: u32) -> Result<(), StoreError> {
        match &mut self.balloon {
            Some(balloon) => balloon.move_to(&mut self.store, progress(index, frames)),
            None => Ok(()),
        }
    }

    /// The numbers of frame `index` of a flight of `frames`, which goes back and forth for ever, in a
    /// picture of `size` pixels.
    #[must_use]
    pub fn frame(&self, index: u32, frames: u32, size: [u32; 2]) -> FrameData {
        let now = progress(index, frames);
        let moment = Moment {
            index,
            time: index as f32 / FRAMES_A_SECOND,
            progress: now,
            view: self.path.at(now),
            previous: self.path.at(progress(index.saturating_sub(1), frames)),
        };
        frame_data(&moment, &self.around, &self.store, size)
    }
}

/// How far frame `index` is on a flight of `frames`, 0 to 1 and back.
fn progress(index: u32, frames: u32) -> f32 {
    let last = frames.saturating_sub(1).max(1);
    let place = index % (2 * last);
    place.min(2 * last - place) as f32 / last as f32
}

/// From over the sea, past the lighthouse, to the village under the mountain.
fn island_path() -> CameraPath {
    let view = |eye: [f32; 3], target: [f32; 3]| View { eye: eye.into(), target: target.into() };
    CameraPath::new(vec![
        view([18.0, 50.0, 478.0], [210.0, 50.0, 250.0]),
        view([44.0, 58.0, 452.0], [226.0, 54.0, 240.0]),
        view([70.0, 66.0, 426.0], [240.0, 58.0, 232.0]),
        view([92.0, 72.0, 402.0], [250.0, 60.0, 226.0]),
    ])
}

/// A quarter of a turn around a box of voxels.
fn orbit(low: IVec3, high: IVec3) -> CameraPath {
    let (low, high) = (low.as_vec3(), high.as_vec3());
    let (middle, size) = ((low + high) / 2.0, high - low);
    let target = Vec3::new(middle.x, low.y + size.y * 0.45, middle.z);
    let radius = size.length() * 0.85 + 6.0;
    let views = (0..4).map(|step| {
        let angle = 0.5 + step as f32 * 0.4;
        let away = Vec3::new(angle.cos(), 0.42, angle.sin()).normalize();
        View { eye: target + away * radius, target }
    });
    CameraPath::new(views.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flight_goes_back_and_forth() {
        let at = |index| progress(index, 60);
        assert!(at(0).abs() < 1e-6 && (at(59) - 1.0).abs() < 1e-6 && at(118).abs() < 1e-6);
        assert!((at(60) - at(58)).abs() < 1e-6);
        assert!(progress(5, 1).is_finite() && progress(5, 0).is_finite());
    }

    #[test]
    fn the_island_has_room_in_its_pool_and_its_balloon_stays_in_the_batch() {
        let mut scene = Scene::island().unwrap();
        assert_eq!(scene.store.dirty_bricks(), 0);
        assert!(scene.store.pool().len() < terrain::CAPACITY as usize * 3 / 4);
        let mut most = 0;
        for index in 1..60 {
            scene.advance(index, 60).unwrap();
            most = most.max(scene.store.dirty_bricks());
            scene.store.mark_uploaded();
        }
        assert!((20..=crate::voxel::UPLOAD_BRICKS).contains(&most), "{most} bricks in a frame");
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = Scene::load(Path::new("no/such/scene.vox")).unwrap_err().to_string();
        assert!(error.contains("no/such/scene.vox") && error.contains(".vox file"), "{error}");
    }
}
