//! The features of Vulkan 1.0 to 1.3 and of extensions, by their names in the specification.

use std::fmt;

use ash::vk;

use super::extended::{Extended, Member};

/// The feature structures of core Vulkan. A feature is on where its field is `vk::TRUE`.
///
/// `p_next` of the structures is ignored: Vixen chains them itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Features {
    /// Vulkan 1.0.
    pub core10: vk::PhysicalDeviceFeatures,
    /// Vulkan 1.1.
    pub core11: vk::PhysicalDeviceVulkan11Features<'static>,
    /// Vulkan 1.2.
    pub core12: vk::PhysicalDeviceVulkan12Features<'static>,
    /// Vulkan 1.3.
    pub core13: vk::PhysicalDeviceVulkan13Features<'static>,
    /// Extensions.
    pub extended: Extended,
}

impl Features {
    /// What every graph needs: timeline semaphores, synchronization2, dynamic rendering, maintenance4.
    #[must_use]
    pub fn floor() -> Self {
        Self {
            core12: vk::PhysicalDeviceVulkan12Features::default().timeline_semaphore(true),
            core13: vk::PhysicalDeviceVulkan13Features::default()
                .synchronization2(true)
                .dynamic_rendering(true)
                .maintenance4(true),
            ..Self::default()
        }
    }

    /// These features and one more.
    #[must_use]
    pub fn with(mut self, feature: Feature) -> Self {
        self.enable(feature);
        self
    }

    /// Turns a feature on.
    pub fn enable(&mut self, feature: Feature) {
        match feature.0 {
            Kind::Core(row) => *(row.field)(self) = vk::TRUE,
            Kind::Extended(member) => self.extended.enable(member),
        }
    }

    /// Turns on whatever is on in `other`.
    pub fn enable_all(&mut self, other: &Self) {
        for feature in other.enabled() {
            self.enable(feature);
        }
    }

    /// Whether a feature is on.
    #[must_use]
    pub fn has(&self, feature: Feature) -> bool {
        let mut features = *self;
        match feature.0 {
            Kind::Core(row) => *(row.field)(&mut features) == vk::TRUE,
            Kind::Extended(member) => self.extended.has(member),
        }
    }

    /// The features that are on, in the specification's order.
    pub fn enabled(&self) -> impl Iterator<Item = Feature> + use<> {
        let features = *self;
        let extended = features.extended.enabled().map(|member| Feature(Kind::Extended(member)));
        Feature::all().filter(move |feature| features.has(*feature)).chain(extended)
    }

    /// What a physical device can do; of extensions, what it has of the structures that `asked` touches.
    pub(super) fn of(instance: &ash::Instance, device: vk::PhysicalDevice, asked: &Self) -> Self {
        let mut found =
            Self { extended: Extended::of(instance, device, asked.extended), ..Self::default() };
        let mut chain = vk::PhysicalDeviceFeatures2::default()
            .push_next(&mut found.core11)
            .push_next(&mut found.core12)
            .push_next(&mut found.core13);
        // SAFETY: the device was enumerated from this instance; the chain's structures outlive the call.
        unsafe { instance.get_physical_device_features2(device, &mut chain) };
        found.core10 = chain.features;
        found.unchained()
    }

    /// The same without the pointers that chaining leaves behind.
    pub(super) fn unchained(mut self) -> Self {
        self.core11.p_next = std::ptr::null_mut();
        self.core12.p_next = std::ptr::null_mut();
        self.core13.p_next = std::ptr::null_mut();
        self
    }
}

/// One feature.
#[derive(Clone, Copy)]
pub struct Feature(Kind);

#[derive(Clone, Copy)]
enum Kind {
    Core(&'static Row),
    Extended(Member),
}

struct Row {
    name: &'static str,
    field: fn(&mut Features) -> &mut vk::Bool32,
}

impl Feature {
    /// The feature of this name, as the specification spells it: `shaderInt64`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        let core = Self::all().find(|feature| feature.name() == name);
        core.or_else(|| Member::by_name(name).map(|member| Self(Kind::Extended(member))))
    }

    /// Every feature of core Vulkan up to 1.3.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| Self(Kind::Core(row)))
    }

    /// Its name in the specification.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Core(row) => row.name,
            Kind::Extended(member) => member.name(),
        }
    }
}

impl PartialEq for Feature {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Feature {}

impl fmt::Debug for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! rows {
    ($($name:literal: $structure:ident.$field:ident,)*) => {
        &[$(Row { name: $name, field: |features| &mut features.$structure.$field },)*]
    };
}

static ROWS: &[Row] = rows! {
    "robustBufferAccess": core10.robust_buffer_access,
    "fullDrawIndexUint32": core10.full_draw_index_uint32,
    "imageCubeArray": core10.image_cube_array,
    "independentBlend": core10.independent_blend,
    "geometryShader": core10.geometry_shader,
    "tessellationShader": core10.tessellation_shader,
    "sampleRateShading": core10.sample_rate_shading,
    "dualSrcBlend": core10.dual_src_blend,
    "logicOp": core10.logic_op,
    "multiDrawIndirect": core10.multi_draw_indirect,
    "drawIndirectFirstInstance": core10.draw_indirect_first_instance,
    "depthClamp": core10.depth_clamp,
    "depthBiasClamp": core10.depth_bias_clamp,
    "fillModeNonSolid": core10.fill_mode_non_solid,
    "depthBounds": core10.depth_bounds,
    "wideLines": core10.wide_lines,
    "largePoints": core10.large_points,
    "alphaToOne": core10.alpha_to_one,
    "multiViewport": core10.multi_viewport,
    "samplerAnisotropy": core10.sampler_anisotropy,
    "textureCompressionETC2": core10.texture_compression_etc2,
    "textureCompressionASTC_LDR": core10.texture_compression_astc_ldr,
    "textureCompressionBC": core10.texture_compression_bc,
    "occlusionQueryPrecise": core10.occlusion_query_precise,
    "pipelineStatisticsQuery": core10.pipeline_statistics_query,
    "vertexPipelineStoresAndAtomics": core10.vertex_pipeline_stores_and_atomics,
    "fragmentStoresAndAtomics": core10.fragment_stores_and_atomics,
    "shaderTessellationAndGeometryPointSize": core10.shader_tessellation_and_geometry_point_size,
    "shaderImageGatherExtended": core10.shader_image_gather_extended,
    "shaderStorageImageExtendedFormats": core10.shader_storage_image_extended_formats,
    "shaderStorageImageMultisample": core10.shader_storage_image_multisample,
    "shaderStorageImageReadWithoutFormat": core10.shader_storage_image_read_without_format,
    "shaderStorageImageWriteWithoutFormat": core10.shader_storage_image_write_without_format,
    "shaderUniformBufferArrayDynamicIndexing": core10.shader_uniform_buffer_array_dynamic_indexing,
    "shaderSampledImageArrayDynamicIndexing": core10.shader_sampled_image_array_dynamic_indexing,
    "shaderStorageBufferArrayDynamicIndexing": core10.shader_storage_buffer_array_dynamic_indexing,
    "shaderStorageImageArrayDynamicIndexing": core10.shader_storage_image_array_dynamic_indexing,
    "shaderClipDistance": core10.shader_clip_distance,
    "shaderCullDistance": core10.shader_cull_distance,
    "shaderFloat64": core10.shader_float64,
    "shaderInt64": core10.shader_int64,
    "shaderInt16": core10.shader_int16,
    "shaderResourceResidency": core10.shader_resource_residency,
    "shaderResourceMinLod": core10.shader_resource_min_lod,
    "sparseBinding": core10.sparse_binding,
    "sparseResidencyBuffer": core10.sparse_residency_buffer,
    "sparseResidencyImage2D": core10.sparse_residency_image2_d,
    "sparseResidencyImage3D": core10.sparse_residency_image3_d,
    "sparseResidency2Samples": core10.sparse_residency2_samples,
    "sparseResidency4Samples": core10.sparse_residency4_samples,
    "sparseResidency8Samples": core10.sparse_residency8_samples,
    "sparseResidency16Samples": core10.sparse_residency16_samples,
    "sparseResidencyAliased": core10.sparse_residency_aliased,
    "variableMultisampleRate": core10.variable_multisample_rate,
    "inheritedQueries": core10.inherited_queries,
    "storageBuffer16BitAccess": core11.storage_buffer16_bit_access,
    "uniformAndStorageBuffer16BitAccess": core11.uniform_and_storage_buffer16_bit_access,
    "storagePushConstant16": core11.storage_push_constant16,
    "storageInputOutput16": core11.storage_input_output16,
    "multiview": core11.multiview,
    "multiviewGeometryShader": core11.multiview_geometry_shader,
    "multiviewTessellationShader": core11.multiview_tessellation_shader,
    "variablePointersStorageBuffer": core11.variable_pointers_storage_buffer,
    "variablePointers": core11.variable_pointers,
    "protectedMemory": core11.protected_memory,
    "samplerYcbcrConversion": core11.sampler_ycbcr_conversion,
    "shaderDrawParameters": core11.shader_draw_parameters,
    "samplerMirrorClampToEdge": core12.sampler_mirror_clamp_to_edge,
    "drawIndirectCount": core12.draw_indirect_count,
    "storageBuffer8BitAccess": core12.storage_buffer8_bit_access,
    "uniformAndStorageBuffer8BitAccess": core12.uniform_and_storage_buffer8_bit_access,
    "storagePushConstant8": core12.storage_push_constant8,
    "shaderBufferInt64Atomics": core12.shader_buffer_int64_atomics,
    "shaderSharedInt64Atomics": core12.shader_shared_int64_atomics,
    "shaderFloat16": core12.shader_float16,
    "shaderInt8": core12.shader_int8,
    "descriptorIndexing": core12.descriptor_indexing,
    "shaderInputAttachmentArrayDynamicIndexing": core12.shader_input_attachment_array_dynamic_indexing,
    "shaderUniformTexelBufferArrayDynamicIndexing": core12.shader_uniform_texel_buffer_array_dynamic_indexing,
    "shaderStorageTexelBufferArrayDynamicIndexing": core12.shader_storage_texel_buffer_array_dynamic_indexing,
    "shaderUniformBufferArrayNonUniformIndexing": core12.shader_uniform_buffer_array_non_uniform_indexing,
    "shaderSampledImageArrayNonUniformIndexing": core12.shader_sampled_image_array_non_uniform_indexing,
    "shaderStorageBufferArrayNonUniformIndexing": core12.shader_storage_buffer_array_non_uniform_indexing,
    "shaderStorageImageArrayNonUniformIndexing": core12.shader_storage_image_array_non_uniform_indexing,
    "shaderInputAttachmentArrayNonUniformIndexing": core12.shader_input_attachment_array_non_uniform_indexing,
    "shaderUniformTexelBufferArrayNonUniformIndexing": core12.shader_uniform_texel_buffer_array_non_uniform_indexing,
    "shaderStorageTexelBufferArrayNonUniformIndexing": core12.shader_storage_texel_buffer_array_non_uniform_indexing,
    "descriptorBindingUniformBufferUpdateAfterBind": core12.descriptor_binding_uniform_buffer_update_after_bind,
    "descriptorBindingSampledImageUpdateAfterBind": core12.descriptor_binding_sampled_image_update_after_bind,
    "descriptorBindingStorageImageUpdateAfterBind": core12.descriptor_binding_storage_image_update_after_bind,
    "descriptorBindingStorageBufferUpdateAfterBind": core12.descriptor_binding_storage_buffer_update_after_bind,
    "descriptorBindingUniformTexelBufferUpdateAfterBind": core12.descriptor_binding_uniform_texel_buffer_update_after_bind,
    "descriptorBindingStorageTexelBufferUpdateAfterBind": core12.descriptor_binding_storage_texel_buffer_update_after_bind,
    "descriptorBindingUpdateUnusedWhilePending": core12.descriptor_binding_update_unused_while_pending,
    "descriptorBindingPartiallyBound": core12.descriptor_binding_partially_bound,
    "descriptorBindingVariableDescriptorCount": core12.descriptor_binding_variable_descriptor_count,
    "runtimeDescriptorArray": core12.runtime_descriptor_array,
    "samplerFilterMinmax": core12.sampler_filter_minmax,
    "scalarBlockLayout": core12.scalar_block_layout,
    "imagelessFramebuffer": core12.imageless_framebuffer,
    "uniformBufferStandardLayout": core12.uniform_buffer_standard_layout,
    "shaderSubgroupExtendedTypes": core12.shader_subgroup_extended_types,
    "separateDepthStencilLayouts": core12.separate_depth_stencil_layouts,
    "hostQueryReset": core12.host_query_reset,
    "timelineSemaphore": core12.timeline_semaphore,
    "bufferDeviceAddress": core12.buffer_device_address,
    "bufferDeviceAddressCaptureReplay": core12.buffer_device_address_capture_replay,
    "bufferDeviceAddressMultiDevice": core12.buffer_device_address_multi_device,
    "vulkanMemoryModel": core12.vulkan_memory_model,
    "vulkanMemoryModelDeviceScope": core12.vulkan_memory_model_device_scope,
    "vulkanMemoryModelAvailabilityVisibilityChains": core12.vulkan_memory_model_availability_visibility_chains,
    "shaderOutputViewportIndex": core12.shader_output_viewport_index,
    "shaderOutputLayer": core12.shader_output_layer,
    "subgroupBroadcastDynamicId": core12.subgroup_broadcast_dynamic_id,
    "robustImageAccess": core13.robust_image_access,
    "inlineUniformBlock": core13.inline_uniform_block,
    "descriptorBindingInlineUniformBlockUpdateAfterBind": core13.descriptor_binding_inline_uniform_block_update_after_bind,
    "pipelineCreationCacheControl": core13.pipeline_creation_cache_control,
    "privateData": core13.private_data,
    "shaderDemoteToHelperInvocation": core13.shader_demote_to_helper_invocation,
    "shaderTerminateInvocation": core13.shader_terminate_invocation,
    "subgroupSizeControl": core13.subgroup_size_control,
    "computeFullSubgroups": core13.compute_full_subgroups,
    "synchronization2": core13.synchronization2,
    "textureCompressionASTC_HDR": core13.texture_compression_astc_hdr,
    "shaderZeroInitializeWorkgroupMemory": core13.shader_zero_initialize_workgroup_memory,
    "dynamicRendering": core13.dynamic_rendering,
    "shaderIntegerDotProduct": core13.shader_integer_dot_product,
    "maintenance4": core13.maintenance4,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_feature_turns_on_itself_alone() {
        for feature in Feature::all() {
            let on: Vec<_> = Features::default().with(feature).enabled().collect();
            assert_eq!(on, [feature]);
            assert_eq!(Feature::by_name(feature.name()), Some(feature));
        }
        assert_eq!(Feature::by_name("shaderInt65"), None);
        let query = Feature::by_name("rayQuery").map(|query| Features::default().with(query));
        let on: Vec<_> = query.iter().flat_map(Features::enabled).map(Feature::name).collect();
        assert_eq!(on, ["rayQuery"]);
    }

    #[test]
    fn the_compiler_knows_the_same_core_features() {
        let names: Vec<_> = Feature::all().map(Feature::name).collect();
        assert_eq!(names, crate::plan::feature::CORE);
    }

    #[test]
    fn every_field_of_the_structures_has_a_name() {
        // The structures are a header (1.1 and later) and then nothing but 32-bit flags.
        let flags = |size: usize, header: usize| (size - header) / size_of::<vk::Bool32>();
        let header = size_of::<vk::BaseOutStructure<'_>>();
        let exact = flags(size_of::<vk::PhysicalDeviceFeatures>(), 0) + 12 + 47 + 15;
        let padded = flags(size_of::<vk::PhysicalDeviceFeatures>(), 0)
            + flags(size_of::<vk::PhysicalDeviceVulkan11Features<'_>>(), header)
            + flags(size_of::<vk::PhysicalDeviceVulkan12Features<'_>>(), header)
            + flags(size_of::<vk::PhysicalDeviceVulkan13Features<'_>>(), header);
        assert_eq!(Feature::all().count(), exact);
        // Each structure of an odd number of flags ends in four bytes of padding.
        assert!(padded - exact <= 2);
    }
}
