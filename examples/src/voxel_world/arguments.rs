//! The command line.

use std::path::PathBuf;

use clap::Parser;
use clap::builder::RangedU64ValueParser;

use crate::voxel::camera::FLIGHT_FRAMES;

/// The largest picture, that of the graph.
const LARGEST: [u64; 2] = [3840, 2160];

/// Draws a voxel world: a flight written as pictures, or live in a window.
#[derive(Clone, Debug, Parser)]
#[command(version)]
pub struct Arguments {
    /// A `MagicaVoxel` scene; without one an island is generated.
    #[arg(value_name = "FILE.vox")]
    pub file: Option<PathBuf>,
    /// Show the world in a window.
    #[arg(long)]
    pub window: bool,
    /// Width of the picture in pixels.
    #[arg(long, default_value_t = 960, value_parser = RangedU64ValueParser::<u32>::new().range(1..=LARGEST[0]))]
    pub width: u32,
    /// Height of the picture in pixels.
    #[arg(long, default_value_t = 540, value_parser = RangedU64ValueParser::<u32>::new().range(1..=LARGEST[1]))]
    pub height: u32,
    /// Frames of the flight. A window closes after as many, and without this stays open.
    #[arg(long, value_parser = RangedU64ValueParser::<u32>::new().range(1..=10_000))]
    pub frames: Option<u32>,
    /// Write every n-th frame; the last one always.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = RangedU64ValueParser::<u32>::new().range(1..))]
    pub every: u32,
    /// The folder that pictures and summary.json are written to.
    #[arg(long, value_name = "FOLDER", default_value = "target/demo")]
    pub out: PathBuf,
}

impl Arguments {
    /// Width and height in pixels.
    #[must_use]
    pub fn extent(&self) -> [u32; 2] {
        [self.width, self.height]
    }

    /// The frames of a flight that is written as pictures.
    #[must_use]
    pub fn flight(&self) -> u32 {
        self.frames.unwrap_or(FLIGHT_FRAMES)
    }

    /// Whether frame `index` of a flight of `frames` is written.
    #[must_use]
    pub fn writes(&self, index: u32, frames: u32) -> bool {
        index.is_multiple_of(self.every) || index + 1 == frames
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_frame_is_always_written() {
        let arguments = Arguments::try_parse_from(["voxel-world", "--every", "4"]).unwrap();
        let written: Vec<u32> = (0..11).filter(|index| arguments.writes(*index, 11)).collect();
        assert_eq!(written, [0, 4, 8, 10]);
    }

    #[test]
    fn sizes_that_the_graph_does_not_allow_are_refused() {
        for wrong in [["--width", "0"], ["--width", "3841"], ["--height", "-1"], ["--every", "0"]] {
            let error = Arguments::try_parse_from(["voxel-world"].into_iter().chain(wrong));
            assert!(error.unwrap_err().to_string().contains(wrong[1]));
        }
    }
}
