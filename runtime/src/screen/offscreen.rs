//! Images that stand in for a swapchain's where there is no surface.

use std::sync::Arc;

use ash::vk;

use super::Screen;
use crate::Result;
use crate::device::Device;
use crate::plan::Plan;
use crate::setup::{Options, Owned, make_image};

/// One image for each frame in flight: a frame draws to an image that no unfinished frame uses.
pub(super) fn make(device: &Arc<Device>, plan: &Plan, options: &Options) -> Result<Screen> {
    let [format, _] = options.screen_format.candidates();
    let [width, height] = options.extent;
    let info = vk::ImageCreateInfo::default()
        .image_type(vk::ImageType::TYPE_2D)
        .format(format)
        .extent(vk::Extent3D { width: width.max(1), height: height.max(1), depth: 1 })
        .mip_levels(1)
        .array_layers(1)
        .samples(vk::SampleCountFlags::TYPE_1)
        .tiling(vk::ImageTiling::OPTIMAL)
        .usage(plan.needs.swapchain_usage | vk::ImageUsageFlags::TRANSFER_SRC)
        .initial_layout(vk::ImageLayout::UNDEFINED);
    let mut owned = Owned::new(device);
    let images = (0..plan.frames_in_flight)
        .map(|index| {
            let (handle, _) = make_image(&mut owned, &info, &format!("screen {index}"))?;
            Ok(handle.image)
        })
        .collect::<Result<_>>()?;
    Ok(Screen { extent: options.extent, format, images, swapchain: None, _owned: owned })
}
