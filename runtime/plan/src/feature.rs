//! Vulkan's features by name: the members of the structures that `vkCreateDevice` takes.
//!
//! Compiler and runtime read the same table, so that what a graph may name is what set-up can turn on.

mod extensions;

pub use extensions::EXTENSIONS;

/// A feature structure of an extension, or an extension that has none.
///
/// Such a structure is `sType`, `pNext`, and then nothing but 32-bit booleans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extension {
    /// The device extension.
    pub name: &'static str,
    /// Device extensions that it builds on and that Vulkan 1.3 has not taken in.
    pub requires: &'static [&'static str],
    /// `VkStructureType` of the feature structure; 0 where there is none, and the extension's own name stands for
    /// its feature.
    pub structure: i32,
    /// Members of the structure, in order.
    pub members: &'static [&'static str],
}

impl Extension {
    /// Whether naming `feature` asks for this extension.
    #[must_use]
    pub fn has(&self, feature: &str) -> bool {
        self.members.contains(&feature) || (self.members.is_empty() && self.name == feature)
    }
}

/// The extension that a feature belongs to; `None` for core features and for unknown ones.
#[must_use]
pub fn extension_of(feature: &str) -> Option<&'static Extension> {
    EXTENSIONS.iter().find(|extension| extension.has(feature))
}

/// Whether a name is that of a feature, of core Vulkan 1.3 or of an extension.
#[must_use]
pub fn is_feature(name: &str) -> bool {
    CORE.contains(&name) || extension_of(name).is_some()
}

/// Members of `VkPhysicalDeviceFeatures` and of `VkPhysicalDeviceVulkan11Features` to
/// `VkPhysicalDeviceVulkan13Features`, in the specification's order.
pub const CORE: &[&str] = &[
    "robustBufferAccess",
    "fullDrawIndexUint32",
    "imageCubeArray",
    "independentBlend",
    "geometryShader",
    "tessellationShader",
    "sampleRateShading",
    "dualSrcBlend",
    "logicOp",
    "multiDrawIndirect",
    "drawIndirectFirstInstance",
    "depthClamp",
    "depthBiasClamp",
    "fillModeNonSolid",
    "depthBounds",
    "wideLines",
    "largePoints",
    "alphaToOne",
    "multiViewport",
    "samplerAnisotropy",
    "textureCompressionETC2",
    "textureCompressionASTC_LDR",
    "textureCompressionBC",
    "occlusionQueryPrecise",
    "pipelineStatisticsQuery",
    "vertexPipelineStoresAndAtomics",
    "fragmentStoresAndAtomics",
    "shaderTessellationAndGeometryPointSize",
    "shaderImageGatherExtended",
    "shaderStorageImageExtendedFormats",
    "shaderStorageImageMultisample",
    "shaderStorageImageReadWithoutFormat",
    "shaderStorageImageWriteWithoutFormat",
    "shaderUniformBufferArrayDynamicIndexing",
    "shaderSampledImageArrayDynamicIndexing",
    "shaderStorageBufferArrayDynamicIndexing",
    "shaderStorageImageArrayDynamicIndexing",
    "shaderClipDistance",
    "shaderCullDistance",
    "shaderFloat64",
    "shaderInt64",
    "shaderInt16",
    "shaderResourceResidency",
    "shaderResourceMinLod",
    "sparseBinding",
    "sparseResidencyBuffer",
    "sparseResidencyImage2D",
    "sparseResidencyImage3D",
    "sparseResidency2Samples",
    "sparseResidency4Samples",
    "sparseResidency8Samples",
    "sparseResidency16Samples",
    "sparseResidencyAliased",
    "variableMultisampleRate",
    "inheritedQueries",
    "storageBuffer16BitAccess",
    "uniformAndStorageBuffer16BitAccess",
    "storagePushConstant16",
    "storageInputOutput16",
    "multiview",
    "multiviewGeometryShader",
    "multiviewTessellationShader",
    "variablePointersStorageBuffer",
    "variablePointers",
    "protectedMemory",
    "samplerYcbcrConversion",
    "shaderDrawParameters",
    "samplerMirrorClampToEdge",
    "drawIndirectCount",
    "storageBuffer8BitAccess",
    "uniformAndStorageBuffer8BitAccess",
    "storagePushConstant8",
    "shaderBufferInt64Atomics",
    "shaderSharedInt64Atomics",
    "shaderFloat16",
    "shaderInt8",
    "descriptorIndexing",
    "shaderInputAttachmentArrayDynamicIndexing",
    "shaderUniformTexelBufferArrayDynamicIndexing",
    "shaderStorageTexelBufferArrayDynamicIndexing",
    "shaderUniformBufferArrayNonUniformIndexing",
    "shaderSampledImageArrayNonUniformIndexing",
    "shaderStorageBufferArrayNonUniformIndexing",
    "shaderStorageImageArrayNonUniformIndexing",
    "shaderInputAttachmentArrayNonUniformIndexing",
    "shaderUniformTexelBufferArrayNonUniformIndexing",
    "shaderStorageTexelBufferArrayNonUniformIndexing",
    "descriptorBindingUniformBufferUpdateAfterBind",
    "descriptorBindingSampledImageUpdateAfterBind",
    "descriptorBindingStorageImageUpdateAfterBind",
    "descriptorBindingStorageBufferUpdateAfterBind",
    "descriptorBindingUniformTexelBufferUpdateAfterBind",
    "descriptorBindingStorageTexelBufferUpdateAfterBind",
    "descriptorBindingUpdateUnusedWhilePending",
    "descriptorBindingPartiallyBound",
    "descriptorBindingVariableDescriptorCount",
    "runtimeDescriptorArray",
    "samplerFilterMinmax",
    "scalarBlockLayout",
    "imagelessFramebuffer",
    "uniformBufferStandardLayout",
    "shaderSubgroupExtendedTypes",
    "separateDepthStencilLayouts",
    "hostQueryReset",
    "timelineSemaphore",
    "bufferDeviceAddress",
    "bufferDeviceAddressCaptureReplay",
    "bufferDeviceAddressMultiDevice",
    "vulkanMemoryModel",
    "vulkanMemoryModelDeviceScope",
    "vulkanMemoryModelAvailabilityVisibilityChains",
    "shaderOutputViewportIndex",
    "shaderOutputLayer",
    "subgroupBroadcastDynamicId",
    "robustImageAccess",
    "inlineUniformBlock",
    "descriptorBindingInlineUniformBlockUpdateAfterBind",
    "pipelineCreationCacheControl",
    "privateData",
    "shaderDemoteToHelperInvocation",
    "shaderTerminateInvocation",
    "subgroupSizeControl",
    "computeFullSubgroups",
    "synchronization2",
    "textureCompressionASTC_HDR",
    "shaderZeroInitializeWorkgroupMemory",
    "dynamicRendering",
    "shaderIntegerDotProduct",
    "maintenance4",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_one_feature() {
        let members = EXTENSIONS.iter().flat_map(|extension| extension.members);
        let plain = EXTENSIONS.iter().filter(|extension| extension.members.is_empty());
        let all =
            || CORE.iter().chain(members.clone()).copied().chain(plain.clone().map(|e| e.name));
        for name in all() {
            assert_eq!(all().filter(|other| *other == name).count(), 1, "{name}");
        }
        let query = extension_of("rayQuery").map(|extension| extension.name);
        assert_eq!(query, Some("VK_KHR_ray_query"));
        assert!(is_feature("shaderInt64") && !is_feature("fooBar"));
    }

    #[test]
    fn what_has_a_structure_has_members() {
        for extension in EXTENSIONS {
            assert_eq!(
                extension.structure == 0,
                extension.members.is_empty(),
                "{}",
                extension.name
            );
            assert!(extension.name.starts_with("VK_"));
        }
    }
}
