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
        let info = vk::CommandBufferBeginInfo::default()
            .flags(vk::CommandBufferUsageFlags::ONE_TIME_SUBMIT);
        // SAFETY: the command buffer is new.
        unsafe { device.raw().begin_command_buffer(commands, &info) }
            .at("vkBeginCommandBuffer", name)?;
        Ok(Self { device: device.clone(), commands, name, is_pending: false, _owned: owned })
    }

    pub(crate) fn commands(&self) -> vk::CommandBuffer {
        self.commands
    }

    /// Submits what was recorded, and waits until the queue has done it.
    pub(crate) fn submit_and_wait(mut self) -> Result<()> {
        let device = self.device.raw();
        // SAFETY: it is being recorded.
        unsafe { device.end_command_buffer(self.commands) }.at("vkEndCommandBuffer", self.name)?;
        let buffers = [vk::CommandBufferSubmitInfo::default().command_buffer(self.commands)];
        let submit = [vk::SubmitInfo2::default().command_buffer_infos(&buffers)];
        // SAFETY: the command buffer is executable; the queue is used by the thread that has the graph.
        unsafe { device.queue_submit2(self.device.queue(), &submit, vk::Fence::null()) }
            .at("vkQueueSubmit2", self.name)?;
        self.is_pending = true;
        // SAFETY: as above.
        unsafe { device.queue_wait_idle(self.device.queue()) }.at("vkQueueWaitIdle", self.name)?;
        self.is_pending = false;
        Ok(())
    }
}

impl Drop for Once {
    /// A wait that failed says nothing of the commands: what they use is about to be destroyed.
    fn drop(&mut self) {
        if self.is_pending {
            self.device.settle();
        }
    }
}
