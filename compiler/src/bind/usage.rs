//! Usage: the union of everything that the passes do to a resource.

use ash::vk::{
    AttachmentLoadOp, AttachmentStoreOp, BufferUsageFlags, ImageLayout, ImageUsageFlags,
};
use vixen_plan::{self as plan, Lifetime, MemoryClass, Shape};

use super::Bindings;
use crate::ir::{Graph, PassId, Resource};
use crate::order::Schedule;
use crate::sync::Layouts;

/// The plan's resources.
pub(super) fn resources(
    graph: &Graph,
    schedule: &Schedule,
    layouts: &Layouts,
) -> Vec<plan::Resource> {
    let mut images = vec![ImageUsageFlags::empty(); graph.resources.len()];
    let mut buffers = vec![BufferUsageFlags::empty(); graph.resources.len()];
    for (position, id) in schedule.passes.iter().enumerate() {
        for (index, access) in graph.pass(*id).accesses.iter().enumerate() {
            let layout = layouts.of(position, index);
            images[access.resource.index()] |= access.image_usage | asked_by(layout);
            buffers[access.resource.index()] |= access.buffer_usage | addressed(graph, *id, index);
        }
    }
    let usages = images.into_iter().zip(buffers);
    graph.resources.iter().zip(usages).map(|(r, usage)| resource(r, usage)).collect()
}

/// A storage buffer that a pass declares by `access(…)` and no descriptor shows is reached by its address, where the
/// pass's shaders or the graph can: `vkGetBufferDeviceAddress` wants the usage
/// (VUID-VkBufferDeviceAddressInfo-buffer-02601).
fn addressed(graph: &Graph, id: PassId, index: usize) -> BufferUsageFlags {
    let pass = graph.pass(id);
    let described = pass.bindings.iter().any(|binding| binding.access == Some(index));
    let access = pass.accesses.get(index);
    let stored = access.is_some_and(|a| a.buffer_usage.contains(BufferUsageFlags::STORAGE_BUFFER));
    if described || !stored || !crate::check::uses_addresses(graph, pass) {
        return BufferUsageFlags::empty();
    }
    BufferUsageFlags::SHADER_DEVICE_ADDRESS
}

/// What a layout asks of an image in it, beside what is done there: a depth image that is sampled and never
/// attached may have been given the layout for reading depth (VUID-VkImageMemoryBarrier2-oldLayout-01210).
fn asked_by(layout: ImageLayout) -> ImageUsageFlags {
    match layout {
        ImageLayout::DEPTH_STENCIL_READ_ONLY_OPTIMAL => ImageUsageFlags::DEPTH_STENCIL_ATTACHMENT,
        _ => ImageUsageFlags::empty(),
    }
}

fn resource(
    declared: &Resource,
    (mut image_usage, mut buffer_usage): (ImageUsageFlags, BufferUsageFlags),
) -> plan::Resource {
    // Set-up clears by a transfer.
    if declared.clear.is_some() {
        image_usage |= ImageUsageFlags::TRANSFER_DST;
        buffer_usage |= BufferUsageFlags::TRANSFER_DST;
    }
    let shape = match declared.shape {
        Shape::Image(image) => {
            Shape::Image(plan::Image { usage: image.usage | image_usage, ..image })
        }
        Shape::Buffer(buffer) => {
            Shape::Buffer(plan::Buffer { usage: buffer.usage | buffer_usage, ..buffer })
        }
        structure @ Shape::AccelerationStructure { .. } => structure,
    };
    plan::Resource {
        name: declared.name.text.clone().into(),
        lifetime: declared.lifetime,
        copies: declared.copies,
        memory: declared.memory,
        shape,
    }
}

/// Gives the transients that are attachments and nothing else, and are neither loaded nor stored, the usage of an image
/// that need have no memory: a tiled GPU keeps them on the chip (VUID-VkImageCreateInfo-usage-00963 allows no other usage beside).
pub(super) fn mark_unstored(made: &mut Bindings) {
    let kept = kept(made);
    for (resource, kept) in made.resources.iter_mut().zip(kept) {
        let ours =
            resource.lifetime == Lifetime::Transient && resource.memory == MemoryClass::Device;
        if let Shape::Image(image) = &mut resource.shape
            && ours
            && !kept
            && !image.usage.is_empty()
            && ATTACHMENTS.contains(image.usage)
        {
            image.usage |= ImageUsageFlags::TRANSIENT_ATTACHMENT;
        }
    }
}

/// Usages that `TRANSIENT_ATTACHMENT` allows beside itself.
const ATTACHMENTS: ImageUsageFlags = ImageUsageFlags::from_raw(
    ImageUsageFlags::COLOR_ATTACHMENT.as_raw()
        | ImageUsageFlags::DEPTH_STENCIL_ATTACHMENT.as_raw()
        | ImageUsageFlags::INPUT_ATTACHMENT.as_raw(),
);

/// Whether the content of each resource outlives a rendering: something loads it, stores it, or resolves into it.
fn kept(made: &Bindings) -> Vec<bool> {
    let mut kept = vec![false; made.resources.len()];
    let mut keep = |view: u32| {
        let view = made.views.get(view as usize);
        if let Some(kept) = view.and_then(|view| kept.get_mut(view.resource as usize)) {
            *kept = true;
        }
    };
    for attachment in &made.attachments {
        let stays = attachment.load == AttachmentLoadOp::LOAD
            || attachment.store == AttachmentStoreOp::STORE;
        if stays {
            keep(attachment.view);
        }
        if let Some(resolve) = attachment.resolve {
            keep(resolve.view);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_for_reading_depth_asks_for_an_attachment() {
        let depth = ImageLayout::DEPTH_STENCIL_READ_ONLY_OPTIMAL;
        assert_eq!(asked_by(depth), ImageUsageFlags::DEPTH_STENCIL_ATTACHMENT);
        for layout in [ImageLayout::GENERAL, ImageLayout::SHADER_READ_ONLY_OPTIMAL] {
            assert_eq!(asked_by(layout), ImageUsageFlags::empty());
        }
    }
}
