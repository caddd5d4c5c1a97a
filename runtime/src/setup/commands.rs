//! Command pools and command buffers.

use std::sync::Arc;

use ash::vk;

use super::owned::Owned;
use super::rings::{Cursor, Instances};
use super::steps::Steps;
use crate::Result;
use crate::device::Device;
use crate::plan::{Plan, Recorded};

/// The command buffers of segments that are recorded each frame: a pool for each frame in flight, reset
/// whole.
#[derive(Debug)]
pub(crate) struct FrameCommands {
    pools: Box<[vk::CommandPool]>,
    /// For each frame in flight, one for each segment; null where the segment is recorded once.
    buffers: Box<[Box<[vk::CommandBuffer]>]>,
}

impl FrameCommands {
    pub(super) fn new(owned: &mut Owned, plan: &Plan) -> Result<Self> {
        let each = |segment: &crate::plan::Segment| segment.recorded == Recorded::EveryFrame;
        let count = plan.segments.iter().filter(|segment| each(segment)).count() as u32;
        let mut pools = Vec::new();
        let mut buffers = Vec::new();
        for _ in 0..plan.frames_in_flight {
            let info = vk::CommandPoolCreateInfo::default()
                .flags(vk::CommandPoolCreateFlags::TRANSIENT)
                .queue_family_index(owned.device().queue_family());
            // SAFETY: the family is the device's own.
            let pool = unsafe { owned.command_pool(&info, "frame commands") }?;
            // SAFETY: the pool is alive and nobody else has it.
            let made =
                unsafe { owned.device().allocate_command_buffers(pool, count, "frame commands") }?;
            let mut made = made.into_iter();
            let slots = plan.segments.iter().map(|segment| {
                if each(segment) {
                    made.next().unwrap_or_default()
                } else {
                    vk::CommandBuffer::null()
                }
            });
            buffers.push(slots.collect());
            pools.push(pool);
        }
        Ok(Self { pools: pools.into(), buffers: buffers.into() })
    }

    /// The pool of a frame in flight.
    pub(crate) fn pool(&self, slot: usize) -> vk::CommandPool {
        self.pools.get(slot).copied().unwrap_or_default()
    }

    /// The command buffer of a segment in a frame in flight.
    pub(crate) fn buffer(&self, slot: usize, segment: usize) -> vk::CommandBuffer {
        self.buffers.get(slot).and_then(|slot| slot.get(segment)).copied().unwrap_or_default()
    }
}

/// The command buffers of segments that are recorded once, one for each instance.
#[derive(Debug)]
pub(crate) struct OnceCommands {
    segments: Box<[(Instances, Box<[vk::CommandBuffer]>)]>,
    _owned: Owned,
}

impl OnceCommands {
    pub(super) fn new(device: &Arc<Device>, plan: &Plan, steps: &Steps) -> Result<Self> {
        let mut owned = Owned::new(device);
        let once = plan.segments.iter().map(|segment| segment.recorded == Recorded::Once);
        let counts: Vec<u32> = once
            .zip(steps.segments())
            .map(|(once, instances)| if once { instances.count() } else { 0 })
            .collect();
        let total = counts.iter().sum();
        let mut made = Vec::new();
        if total > 0 {
            let info =
                vk::CommandPoolCreateInfo::default().queue_family_index(device.queue_family());
            // SAFETY: the family is the device's own.
            let pool = unsafe { owned.command_pool(&info, "recorded commands") }?;
            // SAFETY: the pool is alive and nobody else has it.
            made = unsafe { device.allocate_command_buffers(pool, total, "recorded commands") }?;
        }
        let mut made = made.into_iter();
        let segments = counts
            .iter()
            .zip(steps.segments())
            .map(|(count, instances)| (*instances, made.by_ref().take(*count as usize).collect()));
        Ok(Self { segments: segments.collect(), _owned: owned })
    }

    /// The command buffer of a segment for a frame; null where the segment is recorded each frame.
    pub(crate) fn buffer(&self, segment: usize, at: Cursor) -> vk::CommandBuffer {
        let Some((instances, buffers)) = self.segments.get(segment) else {
            return vk::CommandBuffer::null();
        };
        buffers.get(instances.at(at) as usize).copied().unwrap_or_default()
    }

    /// Every command buffer with its segment, and a frame that uses it.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, vk::CommandBuffer, Cursor)> {
        self.segments.iter().enumerate().flat_map(|(segment, (instances, buffers))| {
            (0u32..)
                .zip(buffers)
                .map(move |(instance, buffer)| (segment, *buffer, instances.cursor(instance)))
        })
    }
}
