//! The limits of a physical device, by their names in the specification.

use std::fmt;

use ash::vk;

/// One limit. Flags and booleans are limits too, as numbers; an element of an array has its index in the
/// name: `maxComputeWorkGroupCount[0]`.
#[derive(Clone, Copy)]
pub struct Limit(&'static Row);

struct Row {
    name: &'static str,
    value: fn(&vk::PhysicalDeviceLimits) -> u64,
}

impl Limit {
    /// The limit of this name, as the specification spells it: `maxPushConstantsSize`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::all().find(|limit| limit.name() == name)
    }

    /// Every limit that is a whole number or a set of flags.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(Self)
    }

    /// Its name in the specification.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Its value on a device, in the specification's unit.
    #[must_use]
    pub fn value(self, limits: &vk::PhysicalDeviceLimits) -> u64 {
        (self.0.value)(limits)
    }
}

impl PartialEq for Limit {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Limit {}

impl fmt::Debug for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a limit must satisfy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The device's value is this or more: sizes, counts.
    AtLeast(u64),
    /// The device's value is this or less: alignments, granularities.
    AtMost(u64),
    /// The device's flags hold all of these.
    Contains(u64),
}

impl Bound {
    /// Whether a device with this value is good enough.
    #[must_use]
    pub const fn holds(self, value: u64) -> bool {
        match self {
            Self::AtLeast(least) => value >= least,
            Self::AtMost(most) => value <= most,
            Self::Contains(flags) => value & flags == flags,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, "at least {least}"),
            Self::AtMost(most) => write!(f, "at most {most}"),
            Self::Contains(flags) => write!(f, "all of the flags {flags:#x}"),
        }
    }
}

macro_rules! rows {
    ($($name:literal: $value:expr,)*) => {
        &[$(Row { name: $name, value: $value },)*]
    };
}

static ROWS: &[Row] = rows! {
    "maxImageDimension1D": |limits| u64::from(limits.max_image_dimension1_d),
    "maxImageDimension2D": |limits| u64::from(limits.max_image_dimension2_d),
    "maxImageDimension3D": |limits| u64::from(limits.max_image_dimension3_d),
    "maxImageDimensionCube": |limits| u64::from(limits.max_image_dimension_cube),
    "maxImageArrayLayers": |limits| u64::from(limits.max_image_array_layers),
    "maxTexelBufferElements": |limits| u64::from(limits.max_texel_buffer_elements),
    "maxUniformBufferRange": |limits| u64::from(limits.max_uniform_buffer_range),
    "maxStorageBufferRange": |limits| u64::from(limits.max_storage_buffer_range),
    "maxPushConstantsSize": |limits| u64::from(limits.max_push_constants_size),
    "maxMemoryAllocationCount": |limits| u64::from(limits.max_memory_allocation_count),
    "maxSamplerAllocationCount": |limits| u64::from(limits.max_sampler_allocation_count),
    "bufferImageGranularity": |limits| limits.buffer_image_granularity,
    "sparseAddressSpaceSize": |limits| limits.sparse_address_space_size,
    "maxBoundDescriptorSets": |limits| u64::from(limits.max_bound_descriptor_sets),
    "maxPerStageDescriptorSamplers": |limits| u64::from(limits.max_per_stage_descriptor_samplers),
    "maxPerStageDescriptorUniformBuffers": |limits| u64::from(limits.max_per_stage_descriptor_uniform_buffers),
    "maxPerStageDescriptorStorageBuffers": |limits| u64::from(limits.max_per_stage_descriptor_storage_buffers),
    "maxPerStageDescriptorSampledImages": |limits| u64::from(limits.max_per_stage_descriptor_sampled_images),
    "maxPerStageDescriptorStorageImages": |limits| u64::from(limits.max_per_stage_descriptor_storage_images),
    "maxPerStageDescriptorInputAttachments": |limits| u64::from(limits.max_per_stage_descriptor_input_attachments),
    "maxPerStageResources": |limits| u64::from(limits.max_per_stage_resources),
    "maxDescriptorSetSamplers": |limits| u64::from(limits.max_descriptor_set_samplers),
    "maxDescriptorSetUniformBuffers": |limits| u64::from(limits.max_descriptor_set_uniform_buffers),
    "maxDescriptorSetUniformBuffersDynamic": |limits| u64::from(limits.max_descriptor_set_uniform_buffers_dynamic),
    "maxDescriptorSetStorageBuffers": |limits| u64::from(limits.max_descriptor_set_storage_buffers),
    "maxDescriptorSetStorageBuffersDynamic": |limits| u64::from(limits.max_descriptor_set_storage_buffers_dynamic),
    "maxDescriptorSetSampledImages": |limits| u64::from(limits.max_descriptor_set_sampled_images),
    "maxDescriptorSetStorageImages": |limits| u64::from(limits.max_descriptor_set_storage_images),
    "maxDescriptorSetInputAttachments": |limits| u64::from(limits.max_descriptor_set_input_attachments),
    "maxVertexInputAttributes": |limits| u64::from(limits.max_vertex_input_attributes),
    "maxVertexInputBindings": |limits| u64::from(limits.max_vertex_input_bindings),
    "maxVertexInputAttributeOffset": |limits| u64::from(limits.max_vertex_input_attribute_offset),
    "maxVertexInputBindingStride": |limits| u64::from(limits.max_vertex_input_binding_stride),
    "maxVertexOutputComponents": |limits| u64::from(limits.max_vertex_output_components),
    "maxTessellationGenerationLevel": |limits| u64::from(limits.max_tessellation_generation_level),
    "maxTessellationPatchSize": |limits| u64::from(limits.max_tessellation_patch_size),
    "maxTessellationControlPerVertexInputComponents": |limits| u64::from(limits.max_tessellation_control_per_vertex_input_components),
    "maxTessellationControlPerVertexOutputComponents": |limits| u64::from(limits.max_tessellation_control_per_vertex_output_components),
    "maxTessellationControlPerPatchOutputComponents": |limits| u64::from(limits.max_tessellation_control_per_patch_output_components),
    "maxTessellationControlTotalOutputComponents": |limits| u64::from(limits.max_tessellation_control_total_output_components),
    "maxTessellationEvaluationInputComponents": |limits| u64::from(limits.max_tessellation_evaluation_input_components),
    "maxTessellationEvaluationOutputComponents": |limits| u64::from(limits.max_tessellation_evaluation_output_components),
    "maxGeometryShaderInvocations": |limits| u64::from(limits.max_geometry_shader_invocations),
    "maxGeometryInputComponents": |limits| u64::from(limits.max_geometry_input_components),
    "maxGeometryOutputComponents": |limits| u64::from(limits.max_geometry_output_components),
    "maxGeometryOutputVertices": |limits| u64::from(limits.max_geometry_output_vertices),
    "maxGeometryTotalOutputComponents": |limits| u64::from(limits.max_geometry_total_output_components),
    "maxFragmentInputComponents": |limits| u64::from(limits.max_fragment_input_components),
    "maxFragmentOutputAttachments": |limits| u64::from(limits.max_fragment_output_attachments),
    "maxFragmentDualSrcAttachments": |limits| u64::from(limits.max_fragment_dual_src_attachments),
    "maxFragmentCombinedOutputResources": |limits| u64::from(limits.max_fragment_combined_output_resources),
    "maxComputeSharedMemorySize": |limits| u64::from(limits.max_compute_shared_memory_size),
    "maxComputeWorkGroupCount[0]": |limits| u64::from(limits.max_compute_work_group_count[0]),
    "maxComputeWorkGroupCount[1]": |limits| u64::from(limits.max_compute_work_group_count[1]),
    "maxComputeWorkGroupCount[2]": |limits| u64::from(limits.max_compute_work_group_count[2]),
    "maxComputeWorkGroupInvocations": |limits| u64::from(limits.max_compute_work_group_invocations),
    "maxComputeWorkGroupSize[0]": |limits| u64::from(limits.max_compute_work_group_size[0]),
    "maxComputeWorkGroupSize[1]": |limits| u64::from(limits.max_compute_work_group_size[1]),
    "maxComputeWorkGroupSize[2]": |limits| u64::from(limits.max_compute_work_group_size[2]),
    "subPixelPrecisionBits": |limits| u64::from(limits.sub_pixel_precision_bits),
    "subTexelPrecisionBits": |limits| u64::from(limits.sub_texel_precision_bits),
    "mipmapPrecisionBits": |limits| u64::from(limits.mipmap_precision_bits),
    "maxDrawIndexedIndexValue": |limits| u64::from(limits.max_draw_indexed_index_value),
    "maxDrawIndirectCount": |limits| u64::from(limits.max_draw_indirect_count),
    "maxViewports": |limits| u64::from(limits.max_viewports),
    "maxViewportDimensions[0]": |limits| u64::from(limits.max_viewport_dimensions[0]),
    "maxViewportDimensions[1]": |limits| u64::from(limits.max_viewport_dimensions[1]),
    "viewportSubPixelBits": |limits| u64::from(limits.viewport_sub_pixel_bits),
    "minMemoryMapAlignment": |limits| limits.min_memory_map_alignment as u64,
    "minTexelBufferOffsetAlignment": |limits| limits.min_texel_buffer_offset_alignment,
    "minUniformBufferOffsetAlignment": |limits| limits.min_uniform_buffer_offset_alignment,
    "minStorageBufferOffsetAlignment": |limits| limits.min_storage_buffer_offset_alignment,
    "maxTexelOffset": |limits| u64::from(limits.max_texel_offset),
    "maxTexelGatherOffset": |limits| u64::from(limits.max_texel_gather_offset),
    "subPixelInterpolationOffsetBits": |limits| u64::from(limits.sub_pixel_interpolation_offset_bits),
    "maxFramebufferWidth": |limits| u64::from(limits.max_framebuffer_width),
    "maxFramebufferHeight": |limits| u64::from(limits.max_framebuffer_height),
    "maxFramebufferLayers": |limits| u64::from(limits.max_framebuffer_layers),
    "framebufferColorSampleCounts": |limits| u64::from(limits.framebuffer_color_sample_counts.as_raw()),
    "framebufferDepthSampleCounts": |limits| u64::from(limits.framebuffer_depth_sample_counts.as_raw()),
    "framebufferStencilSampleCounts": |limits| u64::from(limits.framebuffer_stencil_sample_counts.as_raw()),
    "framebufferNoAttachmentsSampleCounts": |limits| u64::from(limits.framebuffer_no_attachments_sample_counts.as_raw()),
    "maxColorAttachments": |limits| u64::from(limits.max_color_attachments),
    "sampledImageColorSampleCounts": |limits| u64::from(limits.sampled_image_color_sample_counts.as_raw()),
    "sampledImageIntegerSampleCounts": |limits| u64::from(limits.sampled_image_integer_sample_counts.as_raw()),
    "sampledImageDepthSampleCounts": |limits| u64::from(limits.sampled_image_depth_sample_counts.as_raw()),
    "sampledImageStencilSampleCounts": |limits| u64::from(limits.sampled_image_stencil_sample_counts.as_raw()),
    "storageImageSampleCounts": |limits| u64::from(limits.storage_image_sample_counts.as_raw()),
    "maxSampleMaskWords": |limits| u64::from(limits.max_sample_mask_words),
    "timestampComputeAndGraphics": |limits| u64::from(limits.timestamp_compute_and_graphics),
    "maxClipDistances": |limits| u64::from(limits.max_clip_distances),
    "maxCullDistances": |limits| u64::from(limits.max_cull_distances),
    "maxCombinedClipAndCullDistances": |limits| u64::from(limits.max_combined_clip_and_cull_distances),
    "discreteQueuePriorities": |limits| u64::from(limits.discrete_queue_priorities),
    "strictLines": |limits| u64::from(limits.strict_lines),
    "standardSampleLocations": |limits| u64::from(limits.standard_sample_locations),
    "optimalBufferCopyOffsetAlignment": |limits| limits.optimal_buffer_copy_offset_alignment,
    "optimalBufferCopyRowPitchAlignment": |limits| limits.optimal_buffer_copy_row_pitch_alignment,
    "nonCoherentAtomSize": |limits| limits.non_coherent_atom_size,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_finds_the_value() {
        let limits = vk::PhysicalDeviceLimits::default()
            .max_push_constants_size(128)
            .max_compute_work_group_count([1, 2, 3])
            .framebuffer_color_sample_counts(vk::SampleCountFlags::TYPE_4);
        let value = |name| Limit::by_name(name).map(|limit| limit.value(&limits));
        assert_eq!(value("maxPushConstantsSize"), Some(128));
        assert_eq!(value("maxComputeWorkGroupCount[2]"), Some(3));
        assert_eq!(value("framebufferColorSampleCounts"), Some(4));
        assert_eq!(value("maxPushConstants"), None);
    }

    #[test]
    fn bounds_are_inclusive() {
        assert!(Bound::AtLeast(128).holds(128) && !Bound::AtLeast(128).holds(127));
        assert!(Bound::AtMost(256).holds(256) && !Bound::AtMost(256).holds(257));
        assert!(Bound::Contains(5).holds(7) && !Bound::Contains(5).holds(4));
    }
}
