//! Creation structures of images and buffers, and what memory they would take.

use ash::vk;

use crate::device::Device;
use crate::plan::Image;

/// What `vkCreateImage` takes for an image of the plan.
pub(crate) fn image_info(
    image: &Image,
    extent: [u64; 3],
    format: vk::Format,
) -> vk::ImageCreateInfo<'static> {
    let [width, height, depth] = extent.map(|v| u32::try_from(v).unwrap_or(u32::MAX));
    let (height, depth) = match image.ty {
        vk::ImageType::TYPE_1D => (1, 1),
        vk::ImageType::TYPE_2D => (height, 1),
        _ => (height, depth),
    };
    vk::ImageCreateInfo::default()
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
        .initial_layout(vk::ImageLayout::UNDEFINED)
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
