//! Creation structures of images and buffers, and what memory they would take.

use ash::vk;

use crate::device::Device;
use crate::plan::{Image, Plan};

/// The formats in which a plan sees an image: its own, and those of its views.
pub(crate) fn view_formats(plan: &Plan, resource: u32, own: vk::Format) -> Vec<vk::Format> {
    let mut formats = vec![own];
    let views = plan.views.iter().filter(|view| view.resource == resource);
    for format in views.map(|view| view.format) {
        if format != vk::Format::UNDEFINED && !formats.contains(&format) {
            formats.push(format);
        }
    }
    formats
}

/// What `vkCreateImage` takes for an image of the plan. An image of a mutable format says which formats that are, in
/// `list`: without it a driver has to expect every format of the class, and keeps less of the image compressed.
pub(crate) fn image_info<'a>(
    image: &Image,
    extent: [u64; 3],
    format: vk::Format,
    list: &'a mut vk::ImageFormatListCreateInfo<'_>,
) -> vk::ImageCreateInfo<'a> {
    let [width, height, depth] = extent.map(|v| u32::try_from(v).unwrap_or(u32::MAX));
    let (height, depth) = match image.ty {
        vk::ImageType::TYPE_1D => (1, 1),
        vk::ImageType::TYPE_2D => (height, 1),
        _ => (height, depth),
    };
    let info = vk::ImageCreateInfo::default()
        .flags(image.flags)
        .image_type(image.ty)
        .format(format)
        .extent(vk::Extent3D { width, height, depth })
        .mip_levels(image.mips)
        .array_layers(image.layers)
        .samples(image.samples)
        .tiling(vk::ImageTiling::OPTIMAL)
        .usage(image.usage)
        .sharing_mode(vk::SharingMode::EXCLUSIVE)
        .initial_layout(vk::ImageLayout::UNDEFINED);
    if image.flags.contains(vk::ImageCreateFlags::MUTABLE_FORMAT) {
        info.push_next(list)
    } else {
        info
    }
}

/// Size, alignment and memory types of an image that is not made yet.
pub(crate) fn image_requirements(
    device: &Device,
    info: &vk::ImageCreateInfo<'_>,
) -> vk::MemoryRequirements {
    let query = vk::DeviceImageMemoryRequirements::default().create_info(info);
    let mut answer = vk::MemoryRequirements2::default();
    // SAFETY: Vulkan 1.3 has it as core, with the maintenance4 feature always on; the structures live
    // through the call.
    unsafe { device.raw().get_device_image_memory_requirements(&query, &mut answer) };
    answer.memory_requirements
}

/// Size, alignment and memory types of a buffer that is not made yet.
pub(crate) fn buffer_requirements(
    device: &Device,
    info: &vk::BufferCreateInfo<'_>,
) -> vk::MemoryRequirements {
    let query = vk::DeviceBufferMemoryRequirements::default().create_info(info);
    let mut answer = vk::MemoryRequirements2::default();
    // SAFETY: as for images.
    unsafe { device.raw().get_device_buffer_memory_requirements(&query, &mut answer) };
    answer.memory_requirements
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(flags: vk::ImageCreateFlags) -> Image {
        Image {
            ty: vk::ImageType::TYPE_2D,
            format: vk::Format::R8G8B8A8_UNORM,
            extent: crate::plan::Expr::default(),
            mips: 1,
            layers: 1,
            samples: vk::SampleCountFlags::TYPE_1,
            usage: vk::ImageUsageFlags::SAMPLED,
            flags,
            aspects: vk::ImageAspectFlags::COLOR,
        }
    }

    /// VUID-VkImageCreateInfo-flags-04738: without `MUTABLE_FORMAT` the list names one format at most.
    #[test]
    fn an_image_of_a_mutable_format_lists_its_formats() {
        let formats = [vk::Format::R8G8B8A8_UNORM, vk::Format::R8G8B8A8_SRGB];
        for flags in [vk::ImageCreateFlags::empty(), vk::ImageCreateFlags::MUTABLE_FORMAT] {
            let mut list = vk::ImageFormatListCreateInfo::default().view_formats(&formats);
            let chained: *const std::ffi::c_void = (&raw const list).cast();
            let info = image_info(&image(flags), [8, 8, 1], formats[0], &mut list);
            assert_eq!(info.p_next == chained, !flags.is_empty());
            assert_eq!(info.p_next.is_null(), flags.is_empty());
        }
    }
}
