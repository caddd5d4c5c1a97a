//! What became of the wishes for a screen.

use std::fmt;

use ash::vk;

/// The screen as it was set up, from what [`crate::Options`] wished and the surface has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenReport {
    /// Format of the images that the graph draws to.
    pub format: vk::Format,
    /// Extent of the images that the graph draws to, in pixels.
    pub extent: [u32; 2],
    /// What they are shown on; `None` without a surface.
    pub surface: Option<SurfaceReport>,
}

/// A surface, as its swapchain was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceReport {
    /// Format of its images.
    pub format: vk::Format,
    /// Colour space in which it shows them.
    pub color_space: vk::ColorSpaceKHR,
    /// How presented images queue up.
    pub present_mode: vk::PresentModeKHR,
    /// Its extent in pixels.
    pub extent: [u32; 2],
    /// Number of its images.
    pub images: usize,
    /// Why the graph draws to images of the runtime's own, from which a blit at the end of each frame converts and scales
    /// into the surface's; `None` where the graph draws to the surface's images themselves.
    pub through: Option<String>,
}

impl fmt::Display for ScreenReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [width, height] = self.extent;
        write!(f, "{:?} of {width} x {height}", self.format)?;
        let Some(surface) = &self.surface else { return write!(f, ", without a surface") };
        let [width, height] = surface.extent;
        write!(
            f,
            ", shown as {:?} in {:?} of {width} x {height}, {:?}, {} images",
            surface.format, surface.color_space, surface.present_mode, surface.images
        )?;
        match &surface.through {
            Some(reason) => write!(f, ", by a blit ({reason})"),
            None => Ok(()),
        }
    }
}
