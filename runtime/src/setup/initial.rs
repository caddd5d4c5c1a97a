//! The state that the first frame expects: what set-up clears and transitions, once.

use ash::vk;

use super::once::Once;
use super::resources::{Handle, Resources};
use super::rings::Cursor;
use crate::Result;
use crate::device::Device;
use crate::plan::{ClearValue, Initial, Lifetime, MemoryClass, Plan, Subresources};

/// Brings every resource that did not exist before into its initial state. `next` is the frame that comes
/// first; the device is idle afterwards.
pub(super) fn establish(
    device: &std::sync::Arc<Device>,
    plan: &Plan,
    resources: &Resources,
    next: u64,
) -> Result<()> {
    zero_host_memory(plan, resources);
    let fresh: Vec<_> =
        plan.initial.iter().filter(|initial| is_ours(plan, resources, initial.resource)).collect();
    if fresh.is_empty() {
        return Ok(());
    }
    let once = Once::begin(device, "initial states")?;
    for initial in fresh {
        let handle =
            resources.handle(initial.resource, initial.ring, Cursor { frame: next, image: 0 });
        bring(device, once.commands(), initial, handle);
    }
    once.submit_and_wait()
}

/// Whether its state is the graph's affair from now on; what the host sees was filled by the host.
fn is_ours(plan: &Plan, resources: &Resources, resource: u32) -> bool {
    let ours = plan.resources.get(resource as usize).is_some_and(|entry| {
        matches!(entry.memory, MemoryClass::Device | MemoryClass::External)
            && !matches!(entry.lifetime, Lifetime::Import(_) | Lifetime::Swapchain)
    });
    ours && resources.is_fresh(resource)
}

/// What the host writes or reads starts at zero.
fn zero_host_memory(plan: &Plan, resources: &Resources) {
    for (index, resource) in (0u32..).zip(plan.resources.iter()) {
        let host = matches!(resource.memory, MemoryClass::Upload | MemoryClass::Readback);
        if !host || !resources.is_fresh(index) {
            continue;
        }
        for handle in resources.copies(index) {
            if let Some(mapped) = handle.mapped {
                // SAFETY: the buffer was just made, nobody else has seen it.
                unsafe { mapped.write(handle.bytes) }.fill(0);
            }
        }
    }
}

fn bring(device: &Device, commands: vk::CommandBuffer, initial: &Initial, handle: Handle) {
    if handle.image == vk::Image::null() {
        let clear = initial.clear.filter(|_| handle.buffer != vk::Buffer::null());
        if let Some(value) = clear {
            // SAFETY: the buffer is alive and may be written by transfers.
            unsafe {
                let word = fill_word(value);
                device.raw().cmd_fill_buffer(commands, handle.buffer, 0, vk::WHOLE_SIZE, word);
            }
        }
        return;
    }
    let transfer = vk::ImageLayout::TRANSFER_DST_OPTIMAL;
    let mut layout = vk::ImageLayout::UNDEFINED;
    if let Some(value) = initial.clear {
        transition(device, commands, handle.image, initial.range, (layout, transfer));
        clear_image(device.raw(), commands, handle.image, (initial.range, transfer), value);
        layout = transfer;
    }
    if initial.state.layout != vk::ImageLayout::UNDEFINED {
        transition(device, commands, handle.image, initial.range, (layout, initial.state.layout));
    }
}

/// A transition between two commands of set-up, where nothing is gained by narrow stages.
pub(crate) fn transition(
    device: &Device,
    commands: vk::CommandBuffer,
    image: vk::Image,
    range: Subresources,
    (from, to): (vk::ImageLayout, vk::ImageLayout),
) {
    let all = vk::PipelineStageFlags2::ALL_COMMANDS;
    let barrier = [vk::ImageMemoryBarrier2::default()
        .src_stage_mask(all)
        .src_access_mask(vk::AccessFlags2::MEMORY_WRITE)
        .dst_stage_mask(all)
        .dst_access_mask(vk::AccessFlags2::MEMORY_READ | vk::AccessFlags2::MEMORY_WRITE)
        .old_layout(from)
        .new_layout(to)
        .src_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
        .dst_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
        .image(image)
        .subresource_range(range.vk())];
    let dependency = vk::DependencyInfo::default().image_memory_barriers(&barrier);
    // SAFETY: the command buffer is being recorded, the image is alive and in the layout named.
    unsafe { device.raw().cmd_pipeline_barrier2(commands, &dependency) };
}

/// Clears a range of an image.
pub(crate) fn clear_image(
    device: &ash::Device,
    commands: vk::CommandBuffer,
    image: vk::Image,
    (range, layout): (Subresources, vk::ImageLayout),
    value: ClearValue,
) {
    let ranges = [range.vk()];
    let depth = vk::ImageAspectFlags::DEPTH | vk::ImageAspectFlags::STENCIL;
    // SAFETY: the command buffer is being recorded, the image is alive, in this layout, and may be written by
    // transfers; the aspects are those of its format.
    unsafe {
        if range.aspects.intersects(depth) {
            let value = depth_value(value);
            device.cmd_clear_depth_stencil_image(commands, image, layout, &value, &ranges);
        } else {
            let value = color_value(value);
            device.cmd_clear_color_image(commands, image, layout, &value, &ranges);
        }
    }
}

/// A clear value as a colour.
pub(crate) fn color_value(value: ClearValue) -> vk::ClearColorValue {
    match value {
        ClearValue::Float(float32) => vk::ClearColorValue { float32 },
        ClearValue::Sint(int32) => vk::ClearColorValue { int32 },
        ClearValue::Uint(uint32) => vk::ClearColorValue { uint32 },
        ClearValue::DepthStencil(depth, _) => vk::ClearColorValue { float32: [depth; 4] },
        ClearValue::Fill(word) => vk::ClearColorValue { uint32: [word; 4] },
    }
}

/// A clear value as depth and stencil.
pub(crate) fn depth_value(value: ClearValue) -> vk::ClearDepthStencilValue {
    let (depth, stencil) = match value {
        ClearValue::DepthStencil(depth, stencil) => (depth, stencil),
        ClearValue::Float([depth, ..]) => (depth, 0),
        _ => (0.0, 0),
    };
    vk::ClearDepthStencilValue { depth, stencil }
}

/// A clear value as the word that fills a buffer.
pub(crate) fn fill_word(value: ClearValue) -> u32 {
    match value {
        ClearValue::Fill(word) | ClearValue::Uint([word, ..]) => word,
        ClearValue::Sint([word, ..]) => word.cast_unsigned(),
        ClearValue::Float([value, ..]) | ClearValue::DepthStencil(value, _) => value.to_bits(),
    }
}
