//! What the graph draws to: a surface's swapchain, or images of the runtime's own, with or without a surface behind
//! them.

mod extent;
mod format;
mod offscreen;
mod report;
mod swapchain;
mod texels;
mod through;

use std::sync::Arc;

use ash::vk;

use crate::device::Device;
use crate::plan::{ImageBarrier, Lifetime, Plan};
use crate::setup::Options;
use crate::{Result, setup::Owned};

pub use report::{ScreenReport, SurfaceReport};
pub(crate) use swapchain::Presented;

/// The screen's images.
#[derive(Debug)]
pub(crate) struct Screen {
    /// First, so that a swapchain is destroyed before the surface that it is on.
    _owned: Owned,
    report: ScreenReport,
    images: Box<[vk::Image]>,
    swapchain: Option<swapchain::Swapchain>,
}

/// An image that the frame draws to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Acquired {
    /// Its index.
    pub(crate) image: u32,
    /// Index of the swapchain's image that it is shown on: the same one, unless the graph draws to images of the runtime's own.
    pub(crate) shown: u32,
    /// Whether the swapchain should be made anew soon, although the image can be drawn to and presented.
    pub(crate) suboptimal: bool,
}

impl Screen {
    /// The extent that a screen will have, before anything of it is made.
    pub(crate) fn extent_for(device: &Device, plan: &Plan, options: &Options) -> Result<[u32; 2]> {
        match &options.surface {
            Some(surface) if draws(plan) => {
                swapchain::extent_for(device, plan, (surface, options.extent))
            }
            _ => Ok(options.extent),
        }
    }

    /// Makes the images that a plan draws to; none where it names no swapchain. `old` is the screen that it is to take
    /// the place of; its swapchain shows nothing further, even where this fails.
    pub(crate) fn new(
        device: &Arc<Device>,
        plan: &Plan,
        options: &Options,
        old: Option<&Self>,
    ) -> Result<Self> {
        match &options.surface {
            Some(surface) if draws(plan) => swapchain::make(device, plan, options, (surface, old)),
            _ if draws(plan) => offscreen::make(device, plan, options),
            _ => Ok(Self {
                report: ScreenReport {
                    format: vk::Format::UNDEFINED,
                    extent: options.extent,
                    surface: None,
                },
                images: Box::default(),
                swapchain: None,
                _owned: Owned::new(device),
            }),
        }
    }

    /// Whether its swapchain was handed on to another one, which may not have come about.
    pub(crate) fn is_retired(&self) -> bool {
        self.swapchain.as_ref().is_some_and(swapchain::Swapchain::is_retired)
    }

    /// Extent in pixels.
    pub(crate) fn extent(&self) -> [u32; 2] {
        self.report.extent
    }

    /// Format of the images; `UNDEFINED` where there are none.
    pub(crate) fn format(&self) -> vk::Format {
        self.report.format
    }

    /// How it was set up.
    pub(crate) fn report(&self) -> &ScreenReport {
        &self.report
    }

    /// The images.
    pub(crate) fn images(&self) -> &[vk::Image] {
        &self.images
    }

    /// Frames after which each image has been used, the surface's as well.
    pub(crate) fn most_images(&self) -> usize {
        let surface = self.report.surface.as_ref().map_or(0, |surface| surface.images);
        surface.max(self.images.len())
    }

    /// The layout that stands for one of the plan: only a swapchain's images may be in `PRESENT_SRC_KHR`,
    /// others are left ready to be copied from.
    pub(crate) fn layout(&self, layout: vk::ImageLayout) -> vk::ImageLayout {
        if self.is_ours() && layout == vk::ImageLayout::PRESENT_SRC_KHR {
            vk::ImageLayout::TRANSFER_SRC_OPTIMAL
        } else {
            layout
        }
    }

    /// What comes after a barrier of the plan's on the screen. Presenting takes nothing, for a semaphore orders it; the
    /// blit of an image of the runtime's own reads it, by commands that follow the plan's last.
    pub(crate) fn second_scope(
        &self,
        barrier: &ImageBarrier,
    ) -> (vk::PipelineStageFlags2, vk::AccessFlags2) {
        let shows = self.swapchain.is_some() && self.is_ours();
        if shows && barrier.new_layout == vk::ImageLayout::PRESENT_SRC_KHR {
            (vk::PipelineStageFlags2::BLIT, vk::AccessFlags2::TRANSFER_READ)
        } else {
            (barrier.scope.dst_stages, barrier.scope.dst_access)
        }
    }

    /// The image of a frame. A swapchain's is waited for; `slot` is the frame in flight.
    pub(crate) fn acquire(&self, device: &Device, frame: u64, slot: usize) -> Result<Acquired> {
        let count = self.images.len().max(1) as u64;
        let own = (frame % count) as u32;
        let Some(swapchain) = &self.swapchain else {
            return Ok(Acquired { image: own, shown: own, suboptimal: false });
        };
        let (shown, suboptimal) = swapchain.acquire(device, slot)?;
        let image = if self.is_ours() { own } else { shown };
        Ok(Acquired { image, shown, suboptimal })
    }

    /// What presenting takes, where there is a swapchain.
    pub(crate) fn presented(&self, slot: usize, acquired: Acquired) -> Option<Presented> {
        self.swapchain.as_ref().map(|swapchain| swapchain.presented(slot, acquired))
    }

    /// Whether frames are presented to a surface.
    pub(crate) fn is_presented(&self) -> bool {
        self.swapchain.is_some()
    }

    /// Whether the images are the runtime's own, which keep what was drawn.
    pub(crate) fn is_ours(&self) -> bool {
        self.swapchain.as_ref().is_none_or(swapchain::Swapchain::is_shown_through)
    }
}

/// Whether a plan names the screen.
fn draws(plan: &Plan) -> bool {
    plan.resources.iter().any(|resource| resource.lifetime == Lifetime::Swapchain)
}
