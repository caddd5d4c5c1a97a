//! The limits of a physical device, by their names in the specification.

use std::fmt;

use ash::vk;

/// One limit. Flags and booleans are limits too, as numbers; an element of an array has its index in the
/// name: `maxComputeWorkGroupCount[0]`.
#[derive(Clone, Copy)]
pub struct Limit(&'static Row);

struct Row {
    name: &'static str,
    value: Source,
}

enum Source {
    Core10(fn(&vk::PhysicalDeviceLimits) -> u64),
    Later(fn(&Properties) -> u64),
}

/// What a physical device says of itself: the limits of Vulkan 1.0, and the properties of 1.1 to 1.3.
#[derive(Clone, Copy, Debug, Default)]
pub struct Properties {
    /// Vulkan 1.0.
    pub core10: vk::PhysicalDeviceProperties,
    /// Vulkan 1.1.
    pub core11: vk::PhysicalDeviceVulkan11Properties<'static>,
    /// Vulkan 1.2.
    pub core12: vk::PhysicalDeviceVulkan12Properties<'static>,
    /// Vulkan 1.3.
    pub core13: vk::PhysicalDeviceVulkan13Properties<'static>,
}

impl Properties {
    /// Of a physical device. The structures of 1.1 to 1.3 mean nothing to an older device.
    pub(super) fn of(instance: &ash::Instance, device: vk::PhysicalDevice) -> Self {
        // SAFETY: the device was enumerated from this instance.
        let core10 = unsafe { instance.get_physical_device_properties(device) };
        let mut found = Self { core10, ..Self::default() };
        if found.core10.api_version < vk::API_VERSION_1_3 {
            return found;
        }
        let mut chain = vk::PhysicalDeviceProperties2::default()
            .push_next(&mut found.core11)
            .push_next(&mut found.core12)
            .push_next(&mut found.core13);
        // SAFETY: as above; the chain's structures outlive the call.
        unsafe { instance.get_physical_device_properties2(device, &mut chain) };
        found.core11.p_next = std::ptr::null_mut();
        found.core12.p_next = std::ptr::null_mut();
        found.core13.p_next = std::ptr::null_mut();
        found
    }
}

impl Limit {
    /// The limit of this name, as the specification spells it: `maxPushConstantsSize`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::all().find(|limit| limit.name() == name)
    }

    /// Every limit that is a whole number or a set of flags: those of Vulkan 1.0, and some that came later.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().chain(LATER).map(Self)
    }

    /// Its name in the specification.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Its value on a device, in the specification's unit.
    #[must_use]
    pub fn value(self, properties: &Properties) -> u64 {
        match self.0.value {
            Source::Core10(value) => value(&properties.core10.limits),
            Source::Later(value) => value(properties),
        }
    }

    /// What a device must have where `value` is asked for: as little at most of alignments and granularities, all of
    /// the flags of sample counts, as much at least of everything else.
    #[must_use]
    pub fn bound(self, value: u64) -> Bound {
        let name = self.name();
        let most = name.ends_with("Alignment")
            || matches!(name, "bufferImageGranularity" | "nonCoherentAtomSize");
        match () {
            () if name.ends_with("SampleCounts") => Bound::Contains(value),
            () if most => Bound::AtMost(value),
            () => Bound::AtLeast(value),
        }
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
        &[$(Row { name: $name, value: Source::Core10($value) },)*]
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

/// Limits that came after Vulkan 1.0.
static LATER: &[Row] = &[
    Row {
        name: "maxPerSetDescriptors",
        value: Source::Later(|found| u64::from(found.core11.max_per_set_descriptors)),
    },
    Row {
        name: "maxMemoryAllocationSize",
        value: Source::Later(|found| found.core11.max_memory_allocation_size),
    },
    Row {
        name: "maxMultiviewViewCount",
        value: Source::Later(|found| u64::from(found.core11.max_multiview_view_count)),
    },
    Row {
        name: "maxMultiviewInstanceIndex",
        value: Source::Later(|found| u64::from(found.core11.max_multiview_instance_index)),
    },
    Row {
        name: "framebufferIntegerColorSampleCounts",
        value: Source::Later(|found| {
            u64::from(found.core12.framebuffer_integer_color_sample_counts.as_raw())
        }),
    },
    Row { name: "maxBufferSize", value: Source::Later(|found| found.core13.max_buffer_size) },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_finds_the_value() {
        let mut properties = Properties::default();
        properties.core10.limits = vk::PhysicalDeviceLimits::default()
            .max_push_constants_size(128)
            .max_compute_work_group_count([1, 2, 3])
            .framebuffer_color_sample_counts(vk::SampleCountFlags::TYPE_4);
        properties.core13.max_buffer_size = 7;
        let value = |name| Limit::by_name(name).map(|limit| limit.value(&properties));
        assert_eq!(value("maxBufferSize"), Some(7));
        assert_eq!(value("maxPushConstantsSize"), Some(128));
        assert_eq!(value("maxComputeWorkGroupCount[2]"), Some(3));
        assert_eq!(value("framebufferColorSampleCounts"), Some(4));
        assert_eq!(value("maxPushConstants"), None);
    }

    #[test]
    fn what_is_asked_for_is_a_bound_by_its_name() {
        let bound = |name| Limit::by_name(name).map(|limit| limit.bound(64));
        assert_eq!(bound("maxPushConstantsSize"), Some(Bound::AtLeast(64)));
        assert_eq!(bound("minUniformBufferOffsetAlignment"), Some(Bound::AtMost(64)));
        assert_eq!(bound("bufferImageGranularity"), Some(Bound::AtMost(64)));
        assert_eq!(bound("sampledImageIntegerSampleCounts"), Some(Bound::Contains(64)));
    }

    #[test]
    fn bounds_are_inclusive() {
        assert!(Bound::AtLeast(128).holds(128) && !Bound::AtLeast(128).holds(127));
        assert!(Bound::AtMost(256).holds(256) && !Bound::AtMost(256).holds(257));
        assert!(Bound::Contains(5).holds(7) && !Bound::Contains(5).holds(4));
    }
}
