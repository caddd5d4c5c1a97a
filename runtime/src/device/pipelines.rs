//! The door for pipelines.

use ash::vk;

use super::Device;
use crate::{Result, VulkanContext as _};

impl Device {
    /// `vkCreateComputePipelines` for one pipeline: counted, named, and with `name` in the error. A null
    /// cache is none.
    ///
    /// # Safety
    ///
    /// The valid usage of `vkCreateComputePipelines` holds for `info` and for what it points at.
    pub unsafe fn create_compute_pipeline(
        &self,
        cache: vk::PipelineCache,
        info: &vk::ComputePipelineCreateInfo<'_>,
        name: &str,
    ) -> Result<vk::Pipeline> {
        self.tracker().count_objects(1);
        let infos = std::slice::from_ref(info);
        // SAFETY: the caller's promise; the callbacks live as long as the device.
        let made =
            unsafe { self.raw.create_compute_pipelines(cache, infos, self.callbacks().as_ref()) };
        self.first_pipeline(made, "vkCreateComputePipelines", name)
    }

    /// `vkCreateGraphicsPipelines` for one pipeline: counted, named, and with `name` in the error. A null
    /// cache is none.
    ///
    /// # Safety
    ///
    /// The valid usage of `vkCreateGraphicsPipelines` holds for `info` and for what it points at.
    pub unsafe fn create_graphics_pipeline(
        &self,
        cache: vk::PipelineCache,
        info: &vk::GraphicsPipelineCreateInfo<'_>,
        name: &str,
    ) -> Result<vk::Pipeline> {
        self.tracker().count_objects(1);
        let infos = std::slice::from_ref(info);
        // SAFETY: the caller's promise; the callbacks live as long as the device.
        let made =
            unsafe { self.raw.create_graphics_pipelines(cache, infos, self.callbacks().as_ref()) };
        self.first_pipeline(made, "vkCreateGraphicsPipelines", name)
    }

    /// `vkGetPipelineCacheData`.
    ///
    /// # Safety
    ///
    /// The cache is this device's and alive.
    pub unsafe fn pipeline_cache_data(
        &self,
        cache: vk::PipelineCache,
        name: &str,
    ) -> Result<Vec<u8>> {
        // SAFETY: the caller's promise.
        unsafe { self.raw.get_pipeline_cache_data(cache) }.at("vkGetPipelineCacheData", name)
    }

    /// Destroys a pipeline. Null is ignored.
    ///
    /// # Safety
    ///
    /// It was made by this device, is destroyed once, and the device no longer uses it.
    pub unsafe fn destroy_pipeline(&self, pipeline: vk::Pipeline) {
        // SAFETY: the caller's promise; the callbacks are those of the creation.
        unsafe { self.raw.destroy_pipeline(pipeline, self.callbacks().as_ref()) };
    }

    /// The pipeline of a call that made one. Where Vulkan reports a failure the handle is null: nothing is
    /// left to destroy.
    fn first_pipeline(
        &self,
        made: std::result::Result<Vec<vk::Pipeline>, (Vec<vk::Pipeline>, vk::Result)>,
        call: &'static str,
        name: &str,
    ) -> Result<vk::Pipeline> {
        let pipelines = made.map_err(|(_, result)| result).at(call, name)?;
        let pipeline = pipelines.first().copied().unwrap_or_default();
        // SAFETY: it was just made from this device.
        unsafe { self.set_name(pipeline, name) };
        Ok(pipeline)
    }
}
