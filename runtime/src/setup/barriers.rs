//! Barriers as Vulkan takes them, for every instance of the command buffer that holds them: recording a cut
//! is one call with three pointers.

use ash::vk;

use super::resources::Resources;
use super::rings::{Cursor, Instanced, Instances};
use crate::plan::{BufferBarrier, ImageBarrier, MemoryBarrier, Plan};
use crate::screen::Screen;

/// The barriers of all cuts.
#[derive(Debug)]
pub(crate) struct Barriers {
    memory: Box<[vk::MemoryBarrier2<'static>]>,
    buffers: Instanced<vk::BufferMemoryBarrier2<'static>>,
    images: Instanced<vk::ImageMemoryBarrier2<'static>>,
}

// SAFETY: the structures hold handles and values; their only pointers, `pNext`, are null.
unsafe impl Send for Barriers {}
// SAFETY: as above; nothing is written after set-up.
unsafe impl Sync for Barriers {}

impl Barriers {
    /// `instances` says for each cut how the command buffer that holds it is instanced.
    pub(super) fn new(
        plan: &Plan,
        instances: &[Instances],
        resources: &Resources,
        screen: &Screen,
    ) -> Self {
        let cut = |index: usize| plan.cuts.get(index).copied().unwrap_or_default();
        let buffers = Instanced::build(instances.iter().copied(), |index, at, list| {
            let barriers = cut(index).buffers.of(&plan.buffer_barriers).iter();
            list.extend(barriers.map(|barrier| buffer_barrier(barrier, resources, at)));
        });
        let images = Instanced::build(instances.iter().copied(), |index, at, list| {
            let barriers = cut(index).images.of(&plan.image_barriers).iter();
            list.extend(barriers.map(|barrier| image_barrier(barrier, resources, screen, at)));
        });
        Self { memory: plan.memory_barriers.iter().map(memory_barrier).collect(), buffers, images }
    }

    /// The one `vkCmdPipelineBarrier2` of a cut.
    pub(crate) fn dependency(
        &self,
        plan: &Plan,
        cut: usize,
        instance: u32,
    ) -> Option<vk::DependencyInfo<'_>> {
        let entry = plan.cuts.get(cut).filter(|cut| !cut.is_empty())?;
        Some(
            vk::DependencyInfo::default()
                .memory_barriers(entry.memory.of(&self.memory))
                .buffer_memory_barriers(self.buffers.get(cut, instance))
                .image_memory_barriers(self.images.get(cut, instance)),
        )
    }
}

fn memory_barrier(barrier: &MemoryBarrier) -> vk::MemoryBarrier2<'static> {
    let scope = barrier.scope;
    vk::MemoryBarrier2::default()
        .src_stage_mask(scope.src_stages)
        .src_access_mask(scope.src_access)
        .dst_stage_mask(scope.dst_stages)
        .dst_access_mask(scope.dst_access)
}

fn buffer_barrier(
    barrier: &BufferBarrier,
    resources: &Resources,
    at: Cursor,
) -> vk::BufferMemoryBarrier2<'static> {
    let scope = barrier.scope;
    vk::BufferMemoryBarrier2::default()
        .src_stage_mask(scope.src_stages)
        .src_access_mask(scope.src_access)
        .dst_stage_mask(scope.dst_stages)
        .dst_access_mask(scope.dst_access)
        .src_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
        .dst_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
        .buffer(resources.handle(barrier.resource, barrier.ring, at).buffer)
        .offset(barrier.bytes.0)
        .size(barrier.bytes.1)
}

fn image_barrier(
    barrier: &ImageBarrier,
    resources: &Resources,
    screen: &Screen,
    at: Cursor,
) -> vk::ImageMemoryBarrier2<'static> {
    let is_screen = resources.ring(barrier.resource).screen;
    let (scope, layout) =
        (barrier.scope, |layout| if is_screen { screen.layout(layout) } else { layout });
    let (dst_stages, dst_access) =
        if is_screen { screen.second_scope(barrier) } else { (scope.dst_stages, scope.dst_access) };
    vk::ImageMemoryBarrier2::default()
        .src_stage_mask(scope.src_stages)
        .src_access_mask(scope.src_access)
        .dst_stage_mask(dst_stages)
        .dst_access_mask(dst_access)
        .old_layout(layout(barrier.old_layout))
        .new_layout(layout(barrier.new_layout))
        .src_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
        .dst_queue_family_index(vk::QUEUE_FAMILY_IGNORED)
        .image(resources.handle(barrier.resource, barrier.ring, at).image)
        .subresource_range(barrier.range.vk())
}
