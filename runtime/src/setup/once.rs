//! Commands that are recorded, submitted and waited for once, outside of frames.

use std::sync::Arc;

use ash::vk;

use super::owned::Owned;
use crate::device::Device;
use crate::{Result, VulkanContext as _};

/// A command buffer that is being recorded.
pub(crate) struct Once {
    device: Arc<Device>,
    commands: vk::CommandBuffer,
    name: &'static str,
    /// 1 once the queue has done it. Waited for instead of the queue, which others use meanwhile.
    done: vk::Semaphore,
    /// Whether the queue may be at it.
    is_pending: bool,
    _owned: Owned,
}

impl Once {
    pub(crate) fn begin(device: &Arc<Device>, name: &'static str) -> Result<Self> {
        let mut owned = Owned::new(device);
        let info = vk::CommandPoolCreateInfo::default()
            .flags(vk::CommandPoolCreateFlags::TRANSIENT)
            .queue_family_index(device.queue_family());
        // SAFETY: the family is the device's own.
        let pool = unsafe { owned.command_pool(&info, name) }?;
        // SAFETY: the pool is alive and nobody else has it.
        let buffers = unsafe { device.allocate_command_buffers(pool, 1, name) }?;
        let commands = buffers.first().copied().unwrap_or_default();
        let done = owned.timeline(name)?;
        let info = vk::CommandBufferBeginInfo::default()
            .flags(vk::CommandBufferUsageFlags::ONE_TIME_SUBMIT);
        // SAFETY: the command buffer is new.
        unsafe { device.raw().begin_command_buffer(commands, &info) }
            .at("vkBeginCommandBuffer", name)?;
        Ok(Self { device: device.clone(), commands, name, done, is_pending: false, _owned: owned })
    }

    pub(crate) fn commands(&self) -> vk::CommandBuffer {
        self.commands
    }

    /// Submits what was recorded, and waits until the queue has done it.
    pub(crate) fn submit_and_wait(mut self) -> Result<()> {
        // SAFETY: it is being recorded.
        unsafe { self.device.raw().end_command_buffer(self.commands) }
            .at("vkEndCommandBuffer", self.name)?;
        let buffers = [vk::CommandBufferSubmitInfo::default().command_buffer(self.commands)];
        let signals = [vk::SemaphoreSubmitInfo::default()
            .semaphore(self.done)
            .value(1)
            .stage_mask(vk::PipelineStageFlags2::ALL_COMMANDS)];
        let batch = vk::SubmitInfo2::default()
            .command_buffer_infos(&buffers)
            .signal_semaphore_infos(&signals);
        // SAFETY: the command buffer is executable, the semaphore is a timeline at 0.
        unsafe { self.device.submit(&batch, self.name) }?;
        self.is_pending = true;
        self.wait()?;
        self.is_pending = false;
        Ok(())
    }

    /// Waits until the queue has done what was submitted.
    fn wait(&self) -> Result<()> {
        let (semaphores, values) = ([self.done], [1]);
        let info = vk::SemaphoreWaitInfo::default().semaphores(&semaphores).values(&values);
        // SAFETY: the semaphore is alive, a timeline, and signalled by what was submitted.
        unsafe { self.device.raw().wait_semaphores(&info, u64::MAX) }
            .at("vkWaitSemaphores", self.name)
    }
}

impl Drop for Once {
    /// A wait that failed says nothing of the commands: what they use is about to be destroyed.
    fn drop(&mut self) {
        if self.is_pending {
            self.device.settle(|| self.wait());
        }
    }
}
