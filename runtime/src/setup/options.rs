//! What a program says when it sets a graph up.

use std::fmt;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

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
    /// What the screen's images may be, best first: the first that the surface has and that serves what the graph does
    /// with them is taken. [`crate::Report::screen`] says which one that was.
    pub screen_formats: Vec<ScreenFormat>,
    /// How presented images queue up, best first: `MAILBOX`, `IMMEDIATE`, `FIFO_RELAXED`, `FIFO`. `FIFO`, which every
    /// surface has, is taken where it has none of these. Other modes are passed over.
    pub present_modes: Vec<vk::PresentModeKHR>,
    /// How long a frame waits for an image of the surface before it gives up with [`crate::Error::NotReady`]. A window that
    /// nobody sees may never give one.
    pub acquire_timeout: Duration,
    /// Called right before each frame is presented: where winit's `Window::pre_present_notify` belongs.
    /// [`crate::window`](mod@crate::window) sets it by itself.
    pub before_present: Option<BeforePresent>,
    /// Whether passes are labelled in command buffers, for validation messages, captures and tools.
    pub labels: bool,
    /// File that the driver's compiled pipelines are kept in from run to run; see [`crate::pipeline_cache`].
    /// Its folder must exist. A file that is not this driver's, or not whole, is left aside and replaced.
    pub pipeline_cache: Option<PathBuf>,
    /// How many threads compile pipelines at set-up, the calling one among them; without it as many as the machine has
    /// processors.
    pub pipeline_threads: Option<NonZero<usize>>,
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
            screen_formats: vec![ScreenFormat::default()],
            present_modes: vec![vk::PresentModeKHR::FIFO],
            acquire_timeout: Duration::from_secs(1),
            before_present: None,
            labels: true,
            pipeline_cache: None,
            pipeline_threads: None,
            poison: None,
        }
    }
}

/// Format of the screen's images, and the colour space in which the surface shows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScreenFormat {
    /// Eight bits a channel, stored as written: the shader encodes for sRGB.
    #[default]
    Unorm,
    /// Eight bits a channel, encoded for sRGB from linear values when written as an attachment.
    Srgb,
    /// HDR10: ten bits a channel for `HDR10_ST2084_EXT`, BT.2020 primaries. The shader encodes by the PQ curve, 1.0 being
    /// 10,000 nits.
    Hdr10,
    /// scRGB: `R16G16B16A16_SFLOAT` for `EXTENDED_SRGB_LINEAR_EXT`. Linear values of sRGB's primaries, where 1.0 is the
    /// white of an sRGB picture, values beyond it are brighter, and negative ones are other colours.
    ScRgb,
    /// This one, in the surface's sRGB colour space.
    Exactly(vk::Format),
    /// This one, in this colour space.
    In(vk::Format, vk::ColorSpaceKHR),
}

impl ScreenFormat {
    /// The formats that serve, best first.
    pub(crate) fn candidates(self) -> Vec<vk::SurfaceFormatKHR> {
        let srgb = vk::ColorSpaceKHR::SRGB_NONLINEAR;
        let (formats, color_space) = match self {
            Self::Unorm => (vec![vk::Format::R8G8B8A8_UNORM, vk::Format::B8G8R8A8_UNORM], srgb),
            Self::Srgb => (vec![vk::Format::R8G8B8A8_SRGB, vk::Format::B8G8R8A8_SRGB], srgb),
            Self::Hdr10 => (
                vec![vk::Format::A2B10G10R10_UNORM_PACK32, vk::Format::A2R10G10B10_UNORM_PACK32],
                vk::ColorSpaceKHR::HDR10_ST2084_EXT,
            ),
            Self::ScRgb => {
                (vec![vk::Format::R16G16B16A16_SFLOAT], vk::ColorSpaceKHR::EXTENDED_SRGB_LINEAR_EXT)
            }
            Self::Exactly(format) => (vec![format], srgb),
            Self::In(format, color_space) => (vec![format], color_space),
        };
        let of = |format| vk::SurfaceFormatKHR { format, color_space };
        formats.into_iter().map(of).collect()
    }

    /// Whether the program names the format itself, and so knows the order of its bits.
    pub(crate) fn is_exact(self) -> bool {
        matches!(self, Self::Exactly(_) | Self::In(..))
    }
}

/// What [`Options::before_present`] calls. A clone calls the same.
#[derive(Clone)]
pub struct BeforePresent(Arc<dyn Fn() + Send + Sync>);

impl BeforePresent {
    /// Calls `notify` before each frame is presented. What it allocates is not the frame's, and is not counted.
    pub fn new(notify: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(notify))
    }

    pub(crate) fn call(&self) {
        (self.0)();
    }
}

impl fmt::Debug for BeforePresent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BeforePresent").finish_non_exhaustive()
    }
}
