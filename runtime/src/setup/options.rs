//! What a program says when it sets a graph up.

use std::path::PathBuf;
use std::sync::Arc;

use ash::vk;

use super::{ExternalSet, Imported};
use crate::device::Surface;
use crate::{ParamId, ResourceId};

/// How a graph is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Extent of the screen in pixels. Where a surface says its own extent, that one is taken.
    pub extent: [u32; 2],
    /// Values of size parameters; those not named keep their default.
    pub params: Vec<(ParamId, [u64; 3])>,
    /// The caller's images and buffers, one for each import of the graph.
    pub imports: Vec<(ResourceId, Imported)>,
    /// Layouts of the descriptor sets that the program owns and binds, by set number: one for each number that
    /// passes declare as external and that a pipeline of the graph uses.
    pub external_sets: Vec<(u32, ExternalSet)>,
    /// What the graph presents to. Without one the graph draws to images of its own, one for each frame in
    /// flight, and `capture` reads the last one.
    pub surface: Option<Arc<Surface>>,
    /// Format of the screen's images.
    pub screen_format: ScreenFormat,
    /// How presented images queue up; `FIFO` where the surface lacks it.
    pub present_mode: vk::PresentModeKHR,
    /// Whether passes are labelled in command buffers, for validation messages, captures and tools.
    pub labels: bool,
    /// File that the driver's compiled pipelines are kept in from run to run; see [`crate::pipeline_cache`].
    /// Its folder must exist. A file that is not this driver's, or not whole, is left aside and replaced.
    pub pipeline_cache: Option<PathBuf>,
    /// Fills the memory that transients share with noise of this seed, at set-up and at each resize: a pass
    /// that reads what no pass wrote then shows it, where memory fresh from the driver is often zero. For
    /// tests.
    pub poison: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            extent: [1280, 720],
            params: Vec::new(),
            imports: Vec::new(),
            external_sets: Vec::new(),
            surface: None,
            screen_format: ScreenFormat::default(),
            present_mode: vk::PresentModeKHR::FIFO,
            labels: true,
            pipeline_cache: None,
            poison: None,
        }
    }
}

/// Format of the screen's images.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScreenFormat {
    /// Eight bits a channel, stored as written: the shader encodes, or a storage image is written.
    #[default]
    Unorm,
    /// Eight bits a channel, encoded from linear values when written as an attachment.
    Srgb,
    /// This one, in the surface's sRGB colour space.
    Exactly(vk::Format),
}

impl ScreenFormat {
    /// The formats that serve, best first.
    pub(crate) fn candidates(self) -> [vk::Format; 2] {
        match self {
            Self::Unorm => [vk::Format::R8G8B8A8_UNORM, vk::Format::B8G8R8A8_UNORM],
            Self::Srgb => [vk::Format::R8G8B8A8_SRGB, vk::Format::B8G8R8A8_SRGB],
            Self::Exactly(format) => [format; 2],
        }
    }
}
