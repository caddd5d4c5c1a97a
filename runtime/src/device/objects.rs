//! The door for objects that are made and destroyed one at a time.

use ash::vk;

use super::Device;
use crate::{Result, VulkanContext as _};

/// Writes a pair of methods for each line: all of these calls have one shape.
macro_rules! objects {
    ($($create:ident, $entry:literal, $info:ident => $object:ident, $destroy:ident;)*) => {
        impl Device {
            $(
                #[doc = concat!("`", $entry, "`: counted, named, and with `name` in the error.")]
                ///
                /// # Safety
                ///
                #[doc = concat!("The valid usage of `", $entry, "` holds for `info` and for what it points at.")]
                pub unsafe fn $create(
                    &self,
                    info: &vk::$info<'_>,
                    name: &str,
                ) -> Result<vk::$object> {
                    self.tracker().count_objects(1);
                    // SAFETY: the caller's promise; the callbacks live as long as the device.
                    let object = unsafe { self.raw.$create(info, self.callbacks().as_ref()) }
                        .at($entry, name)?;
                    // SAFETY: it was just made from this device.
                    unsafe { self.set_name(object, name) };
                    Ok(object)
                }

                #[doc = concat!("Destroys what [`Self::", stringify!($create), "`] made. Null is ignored.")]
                ///
                /// # Safety
                ///
                /// It was made by this device, is destroyed once, and the device no longer uses it.
                pub unsafe fn $destroy(&self, object: vk::$object) {
                    // SAFETY: the caller's promise; the callbacks are those of the creation.
                    unsafe { self.raw.$destroy(object, self.callbacks().as_ref()) };
                }
            )*
        }
    };
}

objects! {
    create_buffer, "vkCreateBuffer", BufferCreateInfo => Buffer, destroy_buffer;
    create_buffer_view, "vkCreateBufferView", BufferViewCreateInfo => BufferView, destroy_buffer_view;
    create_image, "vkCreateImage", ImageCreateInfo => Image, destroy_image;
    create_image_view, "vkCreateImageView", ImageViewCreateInfo => ImageView, destroy_image_view;
    create_sampler, "vkCreateSampler", SamplerCreateInfo => Sampler, destroy_sampler;
    create_shader_module, "vkCreateShaderModule", ShaderModuleCreateInfo => ShaderModule,
        destroy_shader_module;
    create_descriptor_set_layout, "vkCreateDescriptorSetLayout", DescriptorSetLayoutCreateInfo
        => DescriptorSetLayout, destroy_descriptor_set_layout;
    create_descriptor_pool, "vkCreateDescriptorPool", DescriptorPoolCreateInfo => DescriptorPool,
        destroy_descriptor_pool;
    create_pipeline_layout, "vkCreatePipelineLayout", PipelineLayoutCreateInfo => PipelineLayout,
        destroy_pipeline_layout;
    create_pipeline_cache, "vkCreatePipelineCache", PipelineCacheCreateInfo => PipelineCache,
        destroy_pipeline_cache;
    create_command_pool, "vkCreateCommandPool", CommandPoolCreateInfo => CommandPool,
        destroy_command_pool;
    create_semaphore, "vkCreateSemaphore", SemaphoreCreateInfo => Semaphore, destroy_semaphore;
    create_fence, "vkCreateFence", FenceCreateInfo => Fence, destroy_fence;
    create_event, "vkCreateEvent", EventCreateInfo => Event, destroy_event;
    create_query_pool, "vkCreateQueryPool", QueryPoolCreateInfo => QueryPool, destroy_query_pool;
}

impl Device {
    /// A timeline semaphore with this value.
    pub fn create_timeline_semaphore(&self, value: u64, name: &str) -> Result<vk::Semaphore> {
        let mut kind = vk::SemaphoreTypeCreateInfo::default()
            .semaphore_type(vk::SemaphoreType::TIMELINE)
            .initial_value(value);
        let info = vk::SemaphoreCreateInfo::default().push_next(&mut kind);
        // SAFETY: the timelineSemaphore feature is always on; the chain lives through the call.
        unsafe { self.create_semaphore(&info, name) }
    }
}
