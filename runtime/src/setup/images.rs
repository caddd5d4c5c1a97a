//! Whether the device can make each image of a plan: format, usage, flags, extent, mips, layers and samples together.
//!
//! Limits and format features are asked for one by one when a device is chosen. An image may use several of them at
//! once, and only `vkGetPhysicalDeviceImageFormatProperties2` says whether that is possible (VUID-VkImageCreateInfo-
//! imageCreateMaxMipLevels-02251, extent-02252 to 02254, mipLevels-02255, arrayLayers-02256, samples-02258).

use ash::vk;

use super::create;
use super::resources::Request;
use crate::device::Device;
use crate::error::Place;
use crate::plan::{MemoryClass, Shape};
use crate::{Error, Result, VulkanContext as _};

const QUERY: &str = "vkGetPhysicalDeviceImageFormatProperties2";

/// Refuses the first image that the device cannot make.
pub(super) fn check(request: &Request<'_>, formats: &[vk::Format]) -> Result<()> {
    let resources = request.plan.resources.iter().zip(formats).zip(0..);
    for ((resource, format), index) in resources {
        let Shape::Image(image) = resource.shape else { continue };
        // The swapchain's images and the caller's exist already.
        if resource.memory == MemoryClass::External || image.usage.is_empty() {
            continue;
        }
        let views = create::view_formats(request.plan, index, *format);
        let mut list = vk::ImageFormatListCreateInfo::default().view_formats(&views);
        let info = create::image_info(&image, request.extents.of(index), *format, &mut list);
        supported(request.device, &info, &resource.name)
            .map_err(|error| error.in_graph(&request.plan.name))?;
    }
    Ok(())
}

fn supported(device: &Device, info: &vk::ImageCreateInfo<'_>, name: &str) -> Result<()> {
    let asked = vk::PhysicalDeviceImageFormatInfo2::default()
        .format(info.format)
        .ty(info.image_type)
        .tiling(info.tiling)
        .usage(info.usage)
        .flags(info.flags);
    let mut found = vk::ImageFormatProperties2::default();
    let instance = device.instance().raw();
    // SAFETY: the device was enumerated from this instance; the structures live through the call.
    let result = unsafe {
        instance.get_physical_device_image_format_properties2(device.physical(), &asked, &mut found)
    };
    if result == Err(vk::Result::ERROR_FORMAT_NOT_SUPPORTED) {
        let flags = match info.flags {
            flags if flags.is_empty() => String::new(),
            flags => format!(" with {flags:?}"),
        };
        let what = format!("no image of {:?} for {:?}{flags}", info.format, info.usage);
        return Err(refusal(device, &what, name));
    }
    result.at(QUERY, name)?;
    match over(info, &found.image_format_properties) {
        Some(what) => Err(refusal(device, &what, name)),
        None => Ok(()),
    }
}

/// What of an image is more than the device has.
fn over(info: &vk::ImageCreateInfo<'_>, most: &vk::ImageFormatProperties) -> Option<String> {
    let (asked, max) = (info.extent, most.max_extent);
    let format = info.format;
    if asked.width > max.width || asked.height > max.height || asked.depth > max.depth {
        return Some(format!(
            "{} x {} x {} texels of {format:?} at most, not {} x {} x {}",
            max.width, max.height, max.depth, asked.width, asked.height, asked.depth
        ));
    }
    if info.mip_levels > most.max_mip_levels {
        return Some(format!("{} mips of {format:?} at most", most.max_mip_levels));
    }
    if info.array_layers > most.max_array_layers {
        return Some(format!("{} layers of {format:?} at most", most.max_array_layers));
    }
    if !most.sample_counts.contains(info.samples) {
        return Some(format!("{:?} samples of {format:?}", most.sample_counts));
    }
    None
}

fn refusal(device: &Device, what: &str, name: &str) -> Error {
    Error::Invalid {
        what: format!("the device {} has {what}", device.name()),
        remedy: "declare the image smaller, of another format, or with fewer uses".to_owned(),
        place: Place::call(QUERY, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> vk::ImageCreateInfo<'static> {
        vk::ImageCreateInfo::default()
            .format(vk::Format::R8_UNORM)
            .extent(vk::Extent3D { width: 64, height: 32, depth: 1 })
            .mip_levels(4)
            .array_layers(6)
            .samples(vk::SampleCountFlags::TYPE_1)
    }

    fn most() -> vk::ImageFormatProperties {
        vk::ImageFormatProperties {
            max_extent: vk::Extent3D { width: 64, height: 64, depth: 1 },
            max_mip_levels: 4,
            max_array_layers: 6,
            sample_counts: vk::SampleCountFlags::TYPE_1,
            max_resource_size: 1 << 31,
        }
    }

    #[test]
    fn each_part_of_an_image_is_held_against_the_device() {
        let told = |info: vk::ImageCreateInfo<'_>| over(&info, &most()).unwrap_or_default();
        assert_eq!(told(image()), "");
        let wide = vk::Extent3D { width: 65, height: 1, depth: 1 };
        let text = "64 x 64 x 1 texels of R8_UNORM at most, not 65 x 1 x 1";
        assert_eq!(told(image().extent(wide)), text);
        assert_eq!(told(image().mip_levels(5)), "4 mips of R8_UNORM at most");
        assert_eq!(told(image().array_layers(7)), "6 layers of R8_UNORM at most");
        let four = image().samples(vk::SampleCountFlags::TYPE_4);
        assert_eq!(told(four), "TYPE_1 samples of R8_UNORM");
    }
}
