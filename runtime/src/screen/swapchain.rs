//! The swapchain of a surface.

use std::sync::Arc;

use ash::vk;

use super::{Acquired, Screen};
use crate::device::{Device, Surface};
use crate::error::Place;
use crate::plan::Plan;
use crate::setup::{Options, Owned};
use crate::shared::{AtomicBool, Ordering};
use crate::{Error, Result, VulkanContext as _};

/// A swapchain with the semaphores of its images.
#[derive(Debug)]
pub(super) struct Swapchain {
    raw: vk::SwapchainKHR,
    /// For each frame in flight: signalled when its image may be drawn to.
    acquired: Box<[vk::Semaphore]>,
    /// For each image: signalled when it may be presented. The image comes back only once it was waited for.
    drawn: Box<[vk::Semaphore]>,
    /// Whether it was handed on: "oldSwapchain is retired - even if creation of the new swapchain fails".
    retired: AtomicBool,
}

/// What submitting and presenting a frame take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Presented {
    pub(crate) swapchain: vk::SwapchainKHR,
    pub(crate) acquired: vk::Semaphore,
    pub(crate) drawn: vk::Semaphore,
}

impl Swapchain {
    pub(super) fn acquire(&self, device: &Device, slot: usize) -> Result<Acquired> {
        let semaphore = self.acquired.get(slot).copied().unwrap_or_default();
        // SAFETY: the semaphore is unsignalled: the frame that waited for it last has finished.
        let result = unsafe {
            device.swapchain_functions()?.acquire_next_image(
                self.raw,
                u64::MAX,
                semaphore,
                vk::Fence::null(),
            )
        };
        let (image, suboptimal) = result.at("vkAcquireNextImageKHR", "swapchain")?;
        if image as usize >= self.drawn.len() {
            return Err(invalid(
                format!("image {image} was acquired of {}", self.drawn.len()),
                "update the driver",
            ));
        }
        Ok(Acquired { image, suboptimal })
    }

    pub(super) fn is_retired(&self) -> bool {
        self.retired.load(Ordering::Relaxed)
    }

    /// What is handed on to the next swapchain: itself, once (VUID-VkSwapchainCreateInfoKHR-oldSwapchain-01933).
    fn retire(&self) -> vk::SwapchainKHR {
        if self.retired.swap(true, Ordering::Relaxed) {
            return vk::SwapchainKHR::null();
        }
        self.raw
    }

    pub(super) fn presented(&self, slot: usize, image: u32) -> Presented {
        Presented {
            swapchain: self.raw,
            acquired: self.acquired.get(slot).copied().unwrap_or_default(),
            drawn: self.drawn.get(image as usize).copied().unwrap_or_default(),
        }
    }
}

/// Makes a swapchain of the surface's extent, or of the options' where the surface has none.
pub(super) fn make(
    device: &Arc<Device>,
    plan: &Plan,
    options: &Options,
    (surface, old): (&Arc<Surface>, Option<&Screen>),
) -> Result<Screen> {
    let capabilities = surface.capabilities(device)?;
    let usage = plan.needs.swapchain_usage;
    if !capabilities.supported_usage_flags.contains(usage) {
        return Err(invalid(
            format!("{usage:?} of the swapchain, which the surface does not allow"),
            "draw to a transient and blit or render that to the swapchain",
        ));
    }
    let extent = extent(&capabilities, options.extent)?;
    let format = format(&surface.formats(device)?, options)?;
    let mode = present_mode(&surface.present_modes(device)?, options.present_mode);
    let mut owned = Owned::new(device);
    owned.keep_surface(surface.clone());
    let old = old.and_then(|old| old.swapchain.as_ref());
    let info = vk::SwapchainCreateInfoKHR::default()
        .surface(surface.raw())
        .min_image_count(image_count(&capabilities))
        .image_format(format.format)
        .image_color_space(format.color_space)
        .image_extent(extent)
        .image_array_layers(1)
        .image_usage(usage)
        .image_sharing_mode(vk::SharingMode::EXCLUSIVE)
        .pre_transform(capabilities.current_transform)
        .composite_alpha(composite_alpha(&capabilities))
        .present_mode(mode)
        .clipped(true)
        .old_swapchain(old.map(Swapchain::retire).unwrap_or_default());
    // SAFETY: every value is one that the surface just offered; the surface has no swapchain but the one that is handed
    // on, or was before.
    let raw = unsafe { owned.swapchain(&info, "swapchain") }?;
    // SAFETY: the swapchain is alive.
    let images = unsafe { device.swapchain_images(raw, "swapchain image") }?;
    let acquired = (0..plan.frames_in_flight).map(|_| owned.binary("acquired"));
    let acquired = acquired.collect::<Result<_>>()?;
    let drawn = images.iter().map(|_| owned.binary("drawn")).collect::<Result<_>>()?;
    let swapchain = Swapchain { raw, acquired, drawn, retired: AtomicBool::new(false) };
    Ok(Screen {
        extent: [extent.width, extent.height],
        format: format.format,
        images: images.into(),
        swapchain: Some(swapchain),
        _owned: owned,
    })
}

/// The surface's own extent; where it leaves that to the swapchain, the one asked for.
fn extent(capabilities: &vk::SurfaceCapabilitiesKHR, asked: [u32; 2]) -> Result<vk::Extent2D> {
    let (least, most) = (capabilities.min_image_extent, capabilities.max_image_extent);
    let [width, height] = asked;
    let extent = if capabilities.current_extent.width == u32::MAX {
        vk::Extent2D {
            width: width.max(least.width).min(most.width),
            height: height.max(least.height).min(most.height),
        }
    } else {
        capabilities.current_extent
    };
    if extent.width == 0 || extent.height == 0 {
        return Err(Error::SurfaceOutOfDate(Place::object("a surface without pixels")));
    }
    Ok(extent)
}

/// The extent that a swapchain of a surface will have.
pub(super) fn extent_for(device: &Device, surface: &Surface, asked: [u32; 2]) -> Result<[u32; 2]> {
    let vk::Extent2D { width, height } = extent(&surface.capabilities(device)?, asked)?;
    Ok([width, height])
}

/// One more than the least, so that drawing need not wait for the presentation engine.
fn image_count(capabilities: &vk::SurfaceCapabilitiesKHR) -> u32 {
    let wanted = capabilities.min_image_count.saturating_add(1);
    if capabilities.max_image_count == 0 {
        wanted
    } else {
        wanted.min(capabilities.max_image_count)
    }
}

fn format(offered: &[vk::SurfaceFormatKHR], options: &Options) -> Result<vk::SurfaceFormatKHR> {
    let wanted = options.screen_format.candidates();
    let found = wanted.iter().find_map(|wanted| {
        offered.iter().find(|offer| {
            offer.format == *wanted && offer.color_space == vk::ColorSpaceKHR::SRGB_NONLINEAR
        })
    });
    found.copied().ok_or_else(|| {
        let names: Vec<_> = offered.iter().map(|offer| offer.format).collect();
        invalid(
            format!("a screen of {:?}, where the surface offers {names:?}", options.screen_format),
            "name one of these in Options::screen_format",
        )
    })
}

fn present_mode(offered: &[vk::PresentModeKHR], wanted: vk::PresentModeKHR) -> vk::PresentModeKHR {
    if offered.contains(&wanted) { wanted } else { vk::PresentModeKHR::FIFO }
}

fn composite_alpha(capabilities: &vk::SurfaceCapabilitiesKHR) -> vk::CompositeAlphaFlagsKHR {
    let offered = capabilities.supported_composite_alpha;
    let wanted = [
        vk::CompositeAlphaFlagsKHR::OPAQUE,
        vk::CompositeAlphaFlagsKHR::INHERIT,
        vk::CompositeAlphaFlagsKHR::PRE_MULTIPLIED,
    ];
    let found = wanted.into_iter().find(|alpha| offered.contains(*alpha));
    found.unwrap_or(vk::CompositeAlphaFlagsKHR::POST_MULTIPLIED)
}

fn invalid(what: String, remedy: &str) -> Error {
    Error::Invalid { what, remedy: remedy.to_owned(), place: Place::object("swapchain") }
}
