//! The swapchain of a surface.

use std::sync::Arc;
use std::time::Duration;

use ash::vk;

use super::format::{self, Choice, Offer, Uses};
use super::through::{Side, Through};
use super::{Acquired, Screen, ScreenReport, SurfaceReport, extent, offscreen};
use crate::device::{Device, Surface};
use crate::error::Place;
use crate::plan::Plan;
use crate::setup::{Options, Owned};
use crate::shared::{AtomicBool, Ordering};
use crate::tracker::Uncounted;
use crate::{Error, Result};

/// A swapchain with the semaphores of its images.
#[derive(Debug)]
pub(super) struct Swapchain {
    raw: vk::SwapchainKHR,
    /// How long an image is waited for, in nanoseconds.
    timeout: u64,
    /// For each frame in flight: signalled when its image may be drawn to.
    acquired: Box<[vk::Semaphore]>,
    /// For each image: signalled when it may be presented. The image comes back only once it was waited for.
    drawn: Box<[vk::Semaphore]>,
    /// Whether it was handed on: "oldSwapchain is retired - even if creation of the new swapchain fails".
    retired: AtomicBool,
    /// Where the graph draws to images of the runtime's own.
    through: Option<Through>,
}

/// What submitting and presenting a frame take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Presented {
    pub(crate) swapchain: vk::SwapchainKHR,
    /// Index of the image.
    pub(crate) image: u32,
    pub(crate) acquired: vk::Semaphore,
    pub(crate) drawn: vk::Semaphore,
    /// Commands after the plan's, with the stage that waits for the image; without them it is the plan's.
    pub(crate) through: Option<(vk::CommandBuffer, vk::PipelineStageFlags2)>,
}

impl Swapchain {
    /// Index of the next image, and whether the swapchain no longer fits quite.
    pub(super) fn acquire(&self, device: &Device, slot: usize) -> Result<(u32, bool)> {
        let semaphore = self.acquired.get(slot).copied().unwrap_or_default();
        // SAFETY: the semaphore is unsignalled: the frame that waited for it last has finished, and an acquisition that
        // times out leaves it alone.
        let result = unsafe {
            device.swapchain_functions()?.acquire_next_image(
                self.raw,
                self.timeout,
                semaphore,
                vk::Fence::null(),
            )
        };
        let (image, suboptimal) = result.map_err(|result| {
            // What is told of a frame that did not come about is no part of a frame.
            let _uncounted = Uncounted::enter();
            Error::from_vulkan(result, Place::call("vkAcquireNextImageKHR", "swapchain"))
        })?;
        if image as usize >= self.drawn.len() {
            return Err(invalid(
                format!("image {image} was acquired of {}", self.drawn.len()),
                "update the driver",
            ));
        }
        Ok((image, suboptimal))
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

    pub(super) fn presented(&self, slot: usize, acquired: Acquired) -> Presented {
        let through = self.through.as_ref();
        Presented {
            swapchain: self.raw,
            image: acquired.shown,
            acquired: self.acquired.get(slot).copied().unwrap_or_default(),
            drawn: self.drawn.get(acquired.shown as usize).copied().unwrap_or_default(),
            through: through
                .map(|through| (through.commands(acquired.image, acquired.shown), Through::WAITS)),
        }
    }

    /// Whether the graph draws to images of the runtime's own.
    pub(super) fn is_shown_through(&self) -> bool {
        self.through.is_some()
    }
}

/// Makes a swapchain of the surface's extent, or of the options' where the surface has none. It takes over from `old`.
pub(super) fn make(
    device: &Arc<Device>,
    plan: &Plan,
    options: &Options,
    (surface, old): (&Arc<Surface>, Option<&Screen>),
) -> Result<Screen> {
    let capabilities = surface.capabilities(device)?;
    let extent = extent(&capabilities, options.extent)?;
    let uses = Uses::of(plan);
    let drawn = extent::drawn(extent, plan.max_extent);
    let choice = choose(device, &uses, options, (surface, &capabilities, (extent, drawn)))?;
    let own = choice.through.is_some();
    let usage = if own { vk::ImageUsageFlags::TRANSFER_DST } else { uses.usage };
    let mut made = Making { owned: Owned::new(device), surface, capabilities };
    let old = old.and_then(|old| old.swapchain.as_ref());
    let (raw, present_mode) = made.swapchain(options, (choice.shown, extent, usage), old)?;
    let mut owned = made.owned;
    // SAFETY: the swapchain is alive.
    let shown = unsafe { device.swapchain_images(raw, "swapchain image") }?;
    let acquired = (0..plan.frames_in_flight).map(|_| owned.binary("acquired"));
    let acquired = acquired.collect::<Result<_>>()?;
    let signalled = shown.iter().map(|_| owned.binary("drawn")).collect::<Result<_>>()?;
    let (images, through) = if own {
        let of = (choice.drawn, drawn, uses.usage);
        let images = offscreen::images(&mut owned, of, plan.frames_in_flight)?;
        let from = Side { images: &images, extent: drawn };
        let to = Side { images: &shown, extent };
        let through = Through::new(&mut owned, choice.drawn, (from, to))?;
        (images, Some(through))
    } else {
        (shown.clone().into(), None)
    };
    let report = SurfaceReport {
        format: choice.shown.format,
        color_space: choice.shown.color_space,
        present_mode,
        extent,
        images: shown.len(),
        through: choice.through,
    };
    Ok(Screen {
        report: ScreenReport { format: choice.drawn, extent: drawn, surface: Some(report) },
        images,
        swapchain: Some(Swapchain {
            raw,
            timeout: nanoseconds(options.acquire_timeout),
            retired: AtomicBool::new(false),
            acquired,
            drawn: signalled,
            through,
        }),
        _owned: owned,
    })
}

/// A surface, what it can do on a device, its extent and that of the picture for it.
type Asked<'a> = (&'a Surface, &'a vk::SurfaceCapabilitiesKHR, ([u32; 2], [u32; 2]));

/// The formats of the swapchain and of what the graph draws to.
fn choose(
    device: &Device,
    uses: &Uses,
    options: &Options,
    (surface, capabilities, (extent, drawn)): Asked<'_>,
) -> Result<Choice> {
    let formats = surface.formats(device)?;
    let supported = capabilities.supported_usage_flags;
    let missing = uses.usage & !supported;
    let hindrance = if extent == drawn {
        (!missing.is_empty()).then(|| format!("the surface does not allow {missing:?}"))
    } else {
        let ([width, height], [most_wide, most_high]) = (extent, drawn);
        Some(format!(
            "{width} x {height} pixels, of which the graph draws {most_wide} x {most_high}"
        ))
    };
    let offer = Offer {
        formats: &formats,
        hindrance: hindrance.as_deref(),
        through: supported.contains(vk::ImageUsageFlags::TRANSFER_DST) && blits(device),
    };
    let wanted = &options.screen_formats;
    format::on_surface(device, uses, wanted, offer).map_err(|reasons| {
        let offered: Vec<_> = formats.iter().map(|one| (one.format, one.color_space)).collect();
        invalid(
            format!(
                "no screen of {wanted:?} serves what the graph does with it, where the surface offers {offered:?}{}",
                offscreen::lines(&reasons)
            ),
            "name one that is offered in Options::screen_formats, or draw to a transient and blit that to the screen",
        )
    })
}

/// Whether the device's queue can blit, which takes graphics.
fn blits(device: &Device) -> bool {
    // SAFETY: the physical device is the instance's.
    let families = unsafe {
        device.instance().raw().get_physical_device_queue_family_properties(device.physical())
    };
    let family = families.get(device.queue_family() as usize);
    family.is_some_and(|family| family.queue_flags.contains(vk::QueueFlags::GRAPHICS))
}

/// A swapchain on its way.
struct Making<'a> {
    owned: Owned,
    surface: &'a Arc<Surface>,
    capabilities: vk::SurfaceCapabilitiesKHR,
}

impl Making<'_> {
    /// Makes it, and says how its images queue up.
    fn swapchain(
        &mut self,
        options: &Options,
        (format, [width, height], usage): (vk::SurfaceFormatKHR, [u32; 2], vk::ImageUsageFlags),
        old: Option<&Swapchain>,
    ) -> Result<(vk::SwapchainKHR, vk::PresentModeKHR)> {
        let (surface, capabilities) = (self.surface, &self.capabilities);
        let offered = surface.present_modes(self.owned.device())?;
        let present_mode = present_mode(&offered, &options.present_modes);
        let info = vk::SwapchainCreateInfoKHR::default()
            .surface(surface.raw())
            .min_image_count(image_count(capabilities))
            .image_format(format.format)
            .image_color_space(format.color_space)
            .image_extent(vk::Extent2D { width, height })
            .image_array_layers(1)
            .image_usage(usage)
            .image_sharing_mode(vk::SharingMode::EXCLUSIVE)
            .pre_transform(capabilities.current_transform)
            .composite_alpha(composite_alpha(capabilities))
            .present_mode(present_mode)
            .clipped(true)
            .old_swapchain(old.map(Swapchain::retire).unwrap_or_default());
        self.owned.keep_surface(surface.clone());
        // SAFETY: every value is one that the surface just offered; the surface has no swapchain but the one that is
        // handed on, or was before.
        let raw = unsafe { self.owned.swapchain(&info, "swapchain") }?;
        Ok((raw, present_mode))
    }
}

/// The surface's extent. An error while it has no pixels.
fn extent(capabilities: &vk::SurfaceCapabilitiesKHR, asked: [u32; 2]) -> Result<[u32; 2]> {
    let extent = extent::of_surface(capabilities, asked);
    if extent.contains(&0) {
        return Err(Error::SurfaceOutOfDate(Place::object("a surface without pixels")));
    }
    Ok(extent)
}

/// The extent that a graph will draw for a surface.
pub(super) fn extent_for(
    device: &Device,
    plan: &Plan,
    (surface, asked): (&Surface, [u32; 2]),
) -> Result<[u32; 2]> {
    Ok(extent::drawn(extent(&surface.capabilities(device)?, asked)?, plan.max_extent))
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

/// The best of what is wanted, `FIFO` where the surface has none of it. The modes of shared images, which are drawn to while they
/// are shown, are not this swapchain's.
fn present_mode(
    offered: &[vk::PresentModeKHR],
    wanted: &[vk::PresentModeKHR],
) -> vk::PresentModeKHR {
    const KNOWN: [vk::PresentModeKHR; 4] = [
        vk::PresentModeKHR::MAILBOX,
        vk::PresentModeKHR::IMMEDIATE,
        vk::PresentModeKHR::FIFO_RELAXED,
        vk::PresentModeKHR::FIFO,
    ];
    let serves = |mode: &vk::PresentModeKHR| KNOWN.contains(mode) && offered.contains(mode);
    wanted.iter().copied().find(|mode| serves(mode)).unwrap_or(vk::PresentModeKHR::FIFO)
}

/// Never `u64::MAX`, which waits for ever and asks for progress that no surface promises
/// (VUID-vkAcquireNextImageKHR-surface-07783).
fn nanoseconds(timeout: Duration) -> u64 {
    u64::try_from(timeout.as_nanos()).unwrap_or(u64::MAX).min(u64::MAX - 1)
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

#[cfg(test)]
mod tests {
    use super::*;
    use vk::PresentModeKHR as Mode;

    #[test]
    fn the_first_present_mode_that_the_surface_has_is_taken() {
        let offered = [Mode::FIFO, Mode::IMMEDIATE, Mode::SHARED_DEMAND_REFRESH];
        assert_eq!(present_mode(&offered, &[Mode::MAILBOX, Mode::IMMEDIATE]), Mode::IMMEDIATE);
        assert_eq!(present_mode(&offered, &[Mode::MAILBOX, Mode::FIFO_RELAXED]), Mode::FIFO);
        assert_eq!(present_mode(&offered, &[Mode::SHARED_DEMAND_REFRESH]), Mode::FIFO);
        assert_eq!(present_mode(&offered, &[]), Mode::FIFO);
    }

    #[test]
    fn no_wait_is_for_ever() {
        assert_eq!(nanoseconds(Duration::ZERO), 0);
        assert_eq!(nanoseconds(Duration::from_millis(3)), 3_000_000);
        assert_eq!(nanoseconds(Duration::MAX), u64::MAX - 1);
    }
}
