//! Images that stand in for a swapchain's: where there is no surface, or none that the graph can draw to.

use std::sync::Arc;

use ash::vk;

use super::format::{self, Uses};
use super::{Screen, ScreenReport};
use crate::device::Device;
use crate::error::Place;
use crate::plan::Plan;
use crate::setup::{Options, Owned, make_image};
use crate::{Error, Result};

/// A screen without a surface.
pub(super) fn make(device: &Arc<Device>, plan: &Plan, options: &Options) -> Result<Screen> {
    let uses = Uses::of(plan);
    let wanted = &options.screen_formats;
    let format = format::without_surface(device, &uses, wanted).map_err(|reasons| {
        Error::Invalid {
            what: format!("no screen of {wanted:?} serves what the graph does with it{}", lines(&reasons)),
            remedy: "name another in Options::screen_formats, or draw to a transient and blit that to the screen"
                .to_owned(),
            place: Place::object("screen"),
        }
    })?;
    let extent = options.extent;
    let mut owned = Owned::new(device);
    let images = images(&mut owned, (format, extent, uses.usage), plan.frames_in_flight)?;
    let report = ScreenReport { format, extent, surface: None };
    Ok(Screen { report, images, swapchain: None, _owned: owned })
}

/// One image for each frame in flight: a frame draws to an image that no unfinished frame uses.
pub(super) fn images(
    owned: &mut Owned,
    (format, [width, height], usage): (vk::Format, [u32; 2], vk::ImageUsageFlags),
    frames_in_flight: u32,
) -> Result<Box<[vk::Image]>> {
    let info = vk::ImageCreateInfo::default()
        .image_type(vk::ImageType::TYPE_2D)
        .format(format)
        .extent(vk::Extent3D { width: width.max(1), height: height.max(1), depth: 1 })
        .mip_levels(1)
        .array_layers(1)
        .samples(vk::SampleCountFlags::TYPE_1)
        .tiling(vk::ImageTiling::OPTIMAL)
        .usage(usage | vk::ImageUsageFlags::TRANSFER_SRC)
        .initial_layout(vk::ImageLayout::UNDEFINED);
    let images = (0..frames_in_flight).map(|index| {
        let (handle, _) = make_image(owned, &info, &format!("screen {index}"))?;
        Ok(handle.image)
    });
    images.collect()
}

/// Each reason on a line of its own.
pub(super) fn lines(reasons: &[String]) -> String {
    reasons.iter().flat_map(|reason| ["\n  ", reason.as_str()]).collect()
}
