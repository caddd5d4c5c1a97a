//! What the graph draws to: a surface's swapchain, or images of the runtime's own where there is no surface.

mod offscreen;
mod swapchain;

use std::sync::Arc;

use ash::vk;

use crate::device::Device;
use crate::plan::{Lifetime, Plan};
use crate::setup::Options;
use crate::{Result, setup::Owned};

pub(crate) use swapchain::Presented;

/// The screen's images.
#[derive(Debug)]
pub(crate) struct Screen {
    /// First, so that a swapchain is destroyed before the surface that it is on.
    _owned: Owned,
    extent: [u32; 2],
    format: vk::Format,
    images: Box<[vk::Image]>,
    swapchain: Option<swapchain::Swapchain>,
}

/// An image that the frame draws to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Acquired {
    /// Its index.
    pub(crate) image: u32,
    /// Whether the swapchain should be made anew soon, although the image can be drawn to and presented.
    pub(crate) suboptimal: bool,
}

impl Screen {
    /// The extent that a screen will have, before anything of it is made.
    pub(crate) fn extent_for(device: &Device, plan: &Plan, options: &Options) -> Result<[u32; 2]> {
        match &options.surface {
            Some(surface) if draws(plan) => swapchain::extent_for(device, surface, options.extent),
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
                extent: options.extent,
                format: vk::Format::UNDEFINED,
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
        self.extent
    }

    /// Format of the images; `UNDEFINED` where there are none.
    pub(crate) fn format(&self) -> vk::Format {
        self.format
    }

    /// The images.
    pub(crate) fn images(&self) -> &[vk::Image] {
        &self.images
    }

    /// The layout that stands for one of the plan: only a swapchain's images may be in `PRESENT_SRC_KHR`,
    /// others are left ready to be copied from.
    pub(crate) fn layout(&self, layout: vk::ImageLayout) -> vk::ImageLayout {
        if self.swapchain.is_none() && layout == vk::ImageLayout::PRESENT_SRC_KHR {
            vk::ImageLayout::TRANSFER_SRC_OPTIMAL
        } else {
            layout
        }
    }

    /// The image of a frame. A swapchain's is waited for; `slot` is the frame in flight.
    pub(crate) fn acquire(&self, device: &Device, frame: u64, slot: usize) -> Result<Acquired> {
        if let Some(swapchain) = &self.swapchain {
            return swapchain.acquire(device, slot);
        }
        let count = self.images.len().max(1) as u64;
        Ok(Acquired { image: (frame % count) as u32, suboptimal: false })
    }

    /// What presenting takes, where there is a swapchain.
    pub(crate) fn presented(&self, slot: usize, image: u32) -> Option<Presented> {
        self.swapchain.as_ref().map(|swapchain| swapchain.presented(slot, image))
    }

    /// Whether frames are presented to a surface.
    pub(crate) fn is_presented(&self) -> bool {
        self.swapchain.is_some()
    }
}

/// Whether a plan names the screen.
fn draws(plan: &Plan) -> bool {
    plan.resources.iter().any(|resource| resource.lifetime == Lifetime::Swapchain)
}
