//! The door for what comes out of a pool: descriptor sets and command buffers.

use ash::vk;

use super::Device;
use crate::{Result, VulkanContext as _};

impl Device {
    /// `vkAllocateDescriptorSets`: each set is counted and named; they are freed with their pool.
    ///
    /// # Safety
    ///
    /// The valid usage of `vkAllocateDescriptorSets` holds: pool and layouts are this device's and alive,
    /// and no other thread uses the pool.
    pub unsafe fn allocate_descriptor_sets(
        &self,
        pool: vk::DescriptorPool,
        layouts: &[vk::DescriptorSetLayout],
        name: &str,
    ) -> Result<Vec<vk::DescriptorSet>> {
        if layouts.is_empty() {
            return Ok(Vec::new());
        }
        self.tracker().count_objects(layouts.len() as u64);
        let info =
            vk::DescriptorSetAllocateInfo::default().descriptor_pool(pool).set_layouts(layouts);
        // SAFETY: the caller's promise.
        let sets = unsafe { self.raw.allocate_descriptor_sets(&info) }
            .at("vkAllocateDescriptorSets", name)?;
        for set in &sets {
            // SAFETY: it was just made from this device.
            unsafe { self.set_name(*set, name) };
        }
        Ok(sets)
    }

    /// `vkAllocateCommandBuffers`, primary ones: each is counted and named; they are freed with their pool.
    ///
    /// # Safety
    ///
    /// The pool is this device's and alive, and no other thread uses it.
    pub unsafe fn allocate_command_buffers(
        &self,
        pool: vk::CommandPool,
        count: u32,
        name: &str,
    ) -> Result<Vec<vk::CommandBuffer>> {
        if count == 0 {
            return Ok(Vec::new());
        }
        self.tracker().count_objects(u64::from(count));
        let info = vk::CommandBufferAllocateInfo::default()
            .command_pool(pool)
            .level(vk::CommandBufferLevel::PRIMARY)
            .command_buffer_count(count);
        // SAFETY: the caller's promise.
        let buffers = unsafe { self.raw.allocate_command_buffers(&info) }
            .at("vkAllocateCommandBuffers", name)?;
        for buffer in &buffers {
            // SAFETY: it was just made from this device.
            unsafe { self.set_name(*buffer, name) };
        }
        Ok(buffers)
    }
}
