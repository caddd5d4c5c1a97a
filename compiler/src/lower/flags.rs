//! Creation flags of images, by the views that passes look through.

use ash::vk::{FormatFeatureFlags2, ImageCreateFlags, ImageUsageFlags, ImageViewType};
use vixen_plan as plan;

use super::context::Context;
use crate::ir::Access;
use crate::profile::Profile;

/// Adds the flags that the views need.
pub(super) fn add(context: &mut Context<'_>) {
    let (passes, profile) = (&context.passes, &context.profile);
    for access in passes.iter().flat_map(|pass| &pass.accesses) {
        let resource = context.resources.get_mut(access.resource.index());
        if let Some(plan::Shape::Image(image)) = resource.map(|resource| &mut resource.shape) {
            image.flags |= asked(profile, image, access);
        }
    }
}

fn asked(profile: &Profile, image: &plan::Image, access: &Access) -> ImageCreateFlags {
    let Some(view) = access.view else { return ImageCreateFlags::empty() };
    let mut flags = ImageCreateFlags::empty();
    if matches!(view.ty, ImageViewType::CUBE | ImageViewType::CUBE_ARRAY) {
        flags |= ImageCreateFlags::CUBE_COMPATIBLE;
    }
    if view.format != ash::vk::Format::UNDEFINED {
        flags |= ImageCreateFlags::MUTABLE_FORMAT;
        // An sRGB image is stored to through a view of another format alone.
        let storage = access.image_usage.contains(ImageUsageFlags::STORAGE);
        if storage && !profile.supports(image.format, FormatFeatureFlags2::STORAGE_IMAGE) {
            flags |= ImageCreateFlags::EXTENDED_USAGE;
        }
    }
    flags
}
