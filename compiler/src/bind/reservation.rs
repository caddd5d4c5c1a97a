//! Upper bounds for what set-up creates, in the manner of Vulkan SC's object reservation.

use vixen_plan::{Lifetime, MemoryClass, Plan, Reservation, Segment, Shape};

use crate::ir::Graph;
use crate::memory::Memory;

/// Swapchain images that a plan is prepared for. Presentation engines give three or four; a device that
/// insists on more is refused at set-up, with this number.
const MAX_SWAPCHAIN_IMAGES: u32 = 8;

/// Counts what a plan's tables make set-up create.
#[must_use]
pub fn reservation(plan: &Plan, graph: &Graph, memory: &Memory) -> Reservation {
    let copies = |image: bool| -> u32 {
        plan.resources
            .iter()
            .filter(|r| owned(r.lifetime) && matches!(r.shape, Shape::Image(_)) == image)
            .map(|r| r.copies)
            .sum()
    };
    let bytes = |class: fn(MemoryClass, Lifetime) -> bool| -> u64 {
        let resources = graph.resources.iter().filter(|r| class(r.memory, r.lifetime));
        resources.map(|r| r.max_bytes.saturating_mul(u64::from(r.copies))).sum()
    };
    let per_image = |swapchain: bool| if swapchain { MAX_SWAPCHAIN_IMAGES } else { 1 };
    let segment = |s: &Segment| s.period * per_image(s.swapchain);
    let view_copies = |resource: u32| {
        plan.resources.get(resource as usize).map_or(1, |r| match r.lifetime {
            Lifetime::Swapchain => MAX_SWAPCHAIN_IMAGES,
            _ => r.copies,
        })
    };
    let sets = |set: &vixen_plan::Set| set.period * per_image(set.swapchain);
    let mut descriptors: Vec<(ash::vk::DescriptorType, u32)> = Vec::new();
    for set in plan.sets.iter() {
        let Some(layout) = plan.set_layouts.get(set.layout as usize) else { continue };
        for binding in layout.bindings.of(&plan.layout_bindings) {
            let count = binding.count * sets(set);
            match descriptors.iter_mut().find(|(ty, _)| *ty == binding.ty) {
                Some((_, total)) => *total += count,
                None => descriptors.push((binding.ty, count)),
            }
        }
    }
    Reservation {
        images: copies(true),
        image_views: plan.views.iter().map(|v| view_copies(v.resource)).sum(),
        buffer_views: plan.buffer_views.iter().map(|v| view_copies(v.resource)).sum(),
        buffers: copies(false),
        samplers: plan.samplers.len() as u32,
        set_layouts: plan.set_layouts.len() as u32,
        sets: plan.sets.iter().map(sets).sum(),
        descriptors: descriptors.into(),
        pipeline_layouts: plan.pipeline_layouts.len() as u32,
        pipelines: plan.pipelines.len() as u32,
        command_buffers: plan.segments.iter().map(segment).sum(),
        semaphores: plan.queues.len() as u32
            + 2 * MAX_SWAPCHAIN_IMAGES * u32::from(plan.needs.present),
        transient_bytes: memory.transient_bytes,
        transient_bytes_without_aliasing: memory.without_aliasing,
        live_peak_bytes: memory.live_peak,
        persistent_bytes: bytes(|class, lifetime| {
            class == MemoryClass::Device
                && matches!(lifetime, Lifetime::Persistent | Lifetime::History)
        }),
        host_bytes: bytes(|class, _| matches!(class, MemoryClass::Upload | MemoryClass::Readback)),
    }
}

fn owned(lifetime: Lifetime) -> bool {
    !matches!(lifetime, Lifetime::Import(_) | Lifetime::Swapchain)
}
