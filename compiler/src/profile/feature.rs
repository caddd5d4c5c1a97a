//! Features that every device of a level has.

use super::Level;

/// What Vulkan 1.3 requires of every device (specification, "Feature Requirements").
const CORE: &[&str] = &[
    "bufferDeviceAddress",
    "computeFullSubgroups",
    "dynamicRendering",
    "hostQueryReset",
    "imagelessFramebuffer",
    "inlineUniformBlock",
    "maintenance4",
    "multiview",
    "pipelineCreationCacheControl",
    "privateData",
    "robustBufferAccess",
    "robustImageAccess",
    "separateDepthStencilLayouts",
    "shaderDemoteToHelperInvocation",
    "shaderIntegerDotProduct",
    "shaderSubgroupExtendedTypes",
    "shaderTerminateInvocation",
    "shaderZeroInitializeWorkgroupMemory",
    "storageBuffer16BitAccess",
    "subgroupBroadcastDynamicId",
    "subgroupSizeControl",
    "synchronization2",
    "timelineSemaphore",
    "uniformBufferStandardLayout",
    "vulkanMemoryModel",
    "vulkanMemoryModelDeviceScope",
];

/// What the roadmap 2022 milestone adds.
const ROADMAP_2022: &[&str] = &[
    "depthBiasClamp",
    "depthClamp",
    "descriptorBindingPartiallyBound",
    "descriptorBindingSampledImageUpdateAfterBind",
    "descriptorBindingStorageBufferUpdateAfterBind",
    "descriptorBindingStorageImageUpdateAfterBind",
    "descriptorBindingStorageTexelBufferUpdateAfterBind",
    "descriptorBindingUniformTexelBufferUpdateAfterBind",
    "descriptorBindingUpdateUnusedWhilePending",
    "descriptorBindingVariableDescriptorCount",
    "descriptorIndexing",
    "drawIndirectFirstInstance",
    "fragmentStoresAndAtomics",
    "fullDrawIndexUint32",
    "imageCubeArray",
    "independentBlend",
    "occlusionQueryPrecise",
    "runtimeDescriptorArray",
    "sampleRateShading",
    "samplerAnisotropy",
    "samplerMirrorClampToEdge",
    "samplerYcbcrConversion",
    "scalarBlockLayout",
    "shaderSampledImageArrayDynamicIndexing",
    "shaderSampledImageArrayNonUniformIndexing",
    "shaderStorageBufferArrayDynamicIndexing",
    "shaderStorageBufferArrayNonUniformIndexing",
    "shaderStorageImageArrayDynamicIndexing",
    "shaderStorageImageArrayNonUniformIndexing",
    "shaderStorageImageExtendedFormats",
    "shaderStorageTexelBufferArrayDynamicIndexing",
    "shaderStorageTexelBufferArrayNonUniformIndexing",
    "shaderUniformBufferArrayDynamicIndexing",
    "shaderUniformBufferArrayNonUniformIndexing",
    "shaderUniformTexelBufferArrayDynamicIndexing",
    "shaderUniformTexelBufferArrayNonUniformIndexing",
];

/// What the roadmap 2024 milestone adds; extensions, which are not features, are not among it.
const ROADMAP_2024: &[&str] = &[
    "multiDrawIndirect",
    "shaderDrawParameters",
    "shaderFloat16",
    "shaderImageGatherExtended",
    "shaderInt16",
    "shaderInt8",
    "storageBuffer8BitAccess",
];

/// Whether every device of a level has a feature, by the name of the structure's member.
pub(super) fn has(level: Level, feature: &str) -> bool {
    CORE.contains(&feature)
        || (level >= Level::Roadmap2022 && ROADMAP_2022.contains(&feature))
        || (level >= Level::Roadmap2024 && ROADMAP_2024.contains(&feature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_feature_and_stands_once() {
        let all = || CORE.iter().chain(ROADMAP_2022).chain(ROADMAP_2024);
        for name in all() {
            assert!(vixen_plan::feature::is_feature(name), "{name}");
            assert_eq!(all().filter(|other| *other == name).count(), 1, "{name}");
        }
    }
}
