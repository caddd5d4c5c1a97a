//! Which feature each SPIR-V capability needs (Vulkan specification, appendix "SPIR-V Environment").

/// Capabilities with the members of Vulkan's feature structures that allow them; `""` for what Vulkan 1.3
/// always has.
const TABLE: &[(u32, &str, &str)] = &[
    (0, "Matrix", ""),
    (1, "Shader", ""),
    (2, "Geometry", "geometryShader"),
    (3, "Tessellation", "tessellationShader"),
    (9, "Float16", "shaderFloat16"),
    (10, "Float64", "shaderFloat64"),
    (11, "Int64", "shaderInt64"),
    (12, "Int64Atomics", "shaderBufferInt64Atomics"),
    (22, "Int16", "shaderInt16"),
    (23, "TessellationPointSize", "shaderTessellationAndGeometryPointSize"),
    (24, "GeometryPointSize", "shaderTessellationAndGeometryPointSize"),
    (25, "ImageGatherExtended", "shaderImageGatherExtended"),
    (27, "StorageImageMultisample", "shaderStorageImageMultisample"),
    (28, "UniformBufferArrayDynamicIndexing", "shaderUniformBufferArrayDynamicIndexing"),
    (29, "SampledImageArrayDynamicIndexing", "shaderSampledImageArrayDynamicIndexing"),
    (30, "StorageBufferArrayDynamicIndexing", "shaderStorageBufferArrayDynamicIndexing"),
    (31, "StorageImageArrayDynamicIndexing", "shaderStorageImageArrayDynamicIndexing"),
    (32, "ClipDistance", "shaderClipDistance"),
    (33, "CullDistance", "shaderCullDistance"),
    (34, "ImageCubeArray", "imageCubeArray"),
    (35, "SampleRateShading", "sampleRateShading"),
    (39, "Int8", "shaderInt8"),
    (40, "InputAttachment", ""),
    (41, "SparseResidency", "shaderResourceResidency"),
    (42, "MinLod", "shaderResourceMinLod"),
    (43, "Sampled1D", ""),
    (44, "Image1D", ""),
    (45, "SampledCubeArray", "imageCubeArray"),
    (46, "SampledBuffer", ""),
    (47, "ImageBuffer", ""),
    (48, "ImageMSArray", "shaderStorageImageMultisample"),
    (49, "StorageImageExtendedFormats", "shaderStorageImageExtendedFormats"),
    (50, "ImageQuery", ""),
    (51, "DerivativeControl", ""),
    (52, "InterpolationFunction", "sampleRateShading"),
    (53, "TransformFeedback", "transformFeedback"),
    (54, "GeometryStreams", "geometryStreams"),
    // Vulkan 1.3 judges these by the format's own feature flags instead.
    (55, "StorageImageReadWithoutFormat", ""),
    (56, "StorageImageWriteWithoutFormat", ""),
    (57, "MultiViewport", "multiViewport"),
    (61, "GroupNonUniform", ""),
    (62, "GroupNonUniformVote", ""),
    (63, "GroupNonUniformArithmetic", ""),
    (64, "GroupNonUniformBallot", ""),
    (65, "GroupNonUniformShuffle", ""),
    (66, "GroupNonUniformShuffleRelative", ""),
    (67, "GroupNonUniformClustered", ""),
    (68, "GroupNonUniformQuad", ""),
    (69, "ShaderLayer", "shaderOutputLayer"),
    (70, "ShaderViewportIndex", "shaderOutputViewportIndex"),
    (4427, "DrawParameters", "shaderDrawParameters"),
    (4433, "StorageBuffer16BitAccess", "storageBuffer16BitAccess"),
    (4434, "UniformAndStorageBuffer16BitAccess", "uniformAndStorageBuffer16BitAccess"),
    (4435, "StoragePushConstant16", "storagePushConstant16"),
    (4436, "StorageInputOutput16", "storageInputOutput16"),
    (4437, "DeviceGroup", ""),
    (4439, "MultiView", "multiview"),
    (4441, "VariablePointersStorageBuffer", "variablePointersStorageBuffer"),
    (4442, "VariablePointers", "variablePointers"),
    (4448, "StorageBuffer8BitAccess", "storageBuffer8BitAccess"),
    (4449, "UniformAndStorageBuffer8BitAccess", "uniformAndStorageBuffer8BitAccess"),
    (4450, "StoragePushConstant8", "storagePushConstant8"),
    (4464, "DenormPreserve", ""),
    (4465, "DenormFlushToZero", ""),
    (4466, "SignedZeroInfNanPreserve", ""),
    (4467, "RoundingModeRTE", ""),
    (4468, "RoundingModeRTZ", ""),
    (4472, "RayQueryKHR", "rayQuery"),
    (4479, "RayTracingKHR", "rayTracingPipeline"),
    (5254, "ShaderViewportIndexLayerEXT", "shaderOutputViewportIndex"),
    (5283, "MeshShadingEXT", "meshShader"),
    (5284, "FragmentBarycentricKHR", "fragmentShaderBarycentric"),
    (5301, "ShaderNonUniform", ""),
    (5302, "RuntimeDescriptorArray", "runtimeDescriptorArray"),
    (5303, "InputAttachmentArrayDynamicIndexing", "shaderInputAttachmentArrayDynamicIndexing"),
    (
        5304,
        "UniformTexelBufferArrayDynamicIndexing",
        "shaderUniformTexelBufferArrayDynamicIndexing",
    ),
    (
        5305,
        "StorageTexelBufferArrayDynamicIndexing",
        "shaderStorageTexelBufferArrayDynamicIndexing",
    ),
    (5306, "UniformBufferArrayNonUniformIndexing", "shaderUniformBufferArrayNonUniformIndexing"),
    (5307, "SampledImageArrayNonUniformIndexing", "shaderSampledImageArrayNonUniformIndexing"),
    (5308, "StorageBufferArrayNonUniformIndexing", "shaderStorageBufferArrayNonUniformIndexing"),
    (5309, "StorageImageArrayNonUniformIndexing", "shaderStorageImageArrayNonUniformIndexing"),
    (
        5310,
        "InputAttachmentArrayNonUniformIndexing",
        "shaderInputAttachmentArrayNonUniformIndexing",
    ),
    (
        5311,
        "UniformTexelBufferArrayNonUniformIndexing",
        "shaderUniformTexelBufferArrayNonUniformIndexing",
    ),
    (
        5312,
        "StorageTexelBufferArrayNonUniformIndexing",
        "shaderStorageTexelBufferArrayNonUniformIndexing",
    ),
    (5345, "VulkanMemoryModel", "vulkanMemoryModel"),
    (5346, "VulkanMemoryModelDeviceScope", "vulkanMemoryModelDeviceScope"),
    (5347, "PhysicalStorageBufferAddresses", "bufferDeviceAddress"),
    (5379, "DemoteToHelperInvocation", "shaderDemoteToHelperInvocation"),
    (6016, "DotProductInputAll", "shaderIntegerDotProduct"),
    (6017, "DotProductInput4x8Bit", "shaderIntegerDotProduct"),
    (6018, "DotProductInput4x8BitPacked", "shaderIntegerDotProduct"),
    (6019, "DotProduct", "shaderIntegerDotProduct"),
];

fn find(capability: u32) -> Option<&'static (u32, &'static str, &'static str)> {
    let at = TABLE.binary_search_by_key(&capability, |(number, ..)| *number).ok()?;
    TABLE.get(at)
}

/// The feature that a capability needs: empty where every device has it, `None` where Vixen does not know
/// the capability.
#[must_use]
pub fn feature_of(capability: u32) -> Option<&'static str> {
    find(capability).map(|(_, _, feature)| *feature)
}

/// The capability's name, or its number.
#[must_use]
pub fn name(capability: u32) -> String {
    find(capability)
        .map_or_else(|| format!("capability {capability}"), |(_, name, _)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(TABLE.is_sorted_by_key(|(number, ..)| *number));
        assert_eq!(feature_of(11), Some("shaderInt64"));
        assert_eq!(feature_of(1), Some(""));
        assert_eq!(feature_of(60_000), None);
    }
}
