//! Which features each SPIR-V capability needs (Vulkan specification, appendix "SPIR-V Environment").

/// Capabilities with the features that allow them, any of which suffices; none for what Vulkan 1.3 always has.
///
/// `StorageImageReadWithoutFormat` and `StorageImageWriteWithoutFormat` have none: Vulkan 1.3 judges them by the
/// format's own feature flags.
const TABLE: &[(u32, &str, &[&str])] = &[
    (0, "Matrix", &[]),
    (1, "Shader", &[]),
    (2, "Geometry", &["geometryShader"]),
    (3, "Tessellation", &["tessellationShader"]),
    (9, "Float16", &["shaderFloat16"]),
    (10, "Float64", &["shaderFloat64"]),
    (11, "Int64", &["shaderInt64"]),
    (
        12,
        "Int64Atomics",
        &["shaderBufferInt64Atomics", "shaderSharedInt64Atomics", "shaderImageInt64Atomics"],
    ),
    (22, "Int16", &["shaderInt16"]),
    (23, "TessellationPointSize", &["shaderTessellationAndGeometryPointSize"]),
    (24, "GeometryPointSize", &["shaderTessellationAndGeometryPointSize"]),
    (25, "ImageGatherExtended", &["shaderImageGatherExtended"]),
    (27, "StorageImageMultisample", &["shaderStorageImageMultisample"]),
    (28, "UniformBufferArrayDynamicIndexing", &["shaderUniformBufferArrayDynamicIndexing"]),
    (29, "SampledImageArrayDynamicIndexing", &["shaderSampledImageArrayDynamicIndexing"]),
    (30, "StorageBufferArrayDynamicIndexing", &["shaderStorageBufferArrayDynamicIndexing"]),
    (31, "StorageImageArrayDynamicIndexing", &["shaderStorageImageArrayDynamicIndexing"]),
    (32, "ClipDistance", &["shaderClipDistance"]),
    (33, "CullDistance", &["shaderCullDistance"]),
    (34, "ImageCubeArray", &["imageCubeArray"]),
    (35, "SampleRateShading", &["sampleRateShading"]),
    (39, "Int8", &["shaderInt8"]),
    (40, "InputAttachment", &[]),
    (41, "SparseResidency", &["shaderResourceResidency"]),
    (42, "MinLod", &["shaderResourceMinLod"]),
    (43, "Sampled1D", &[]),
    (44, "Image1D", &[]),
    (45, "SampledCubeArray", &["imageCubeArray"]),
    (46, "SampledBuffer", &[]),
    (47, "ImageBuffer", &[]),
    (48, "ImageMSArray", &["shaderStorageImageMultisample"]),
    (49, "StorageImageExtendedFormats", &["shaderStorageImageExtendedFormats"]),
    (50, "ImageQuery", &[]),
    (51, "DerivativeControl", &[]),
    (52, "InterpolationFunction", &["sampleRateShading"]),
    (53, "TransformFeedback", &["transformFeedback"]),
    (54, "GeometryStreams", &["geometryStreams"]),
    (55, "StorageImageReadWithoutFormat", &[]),
    (56, "StorageImageWriteWithoutFormat", &[]),
    (57, "MultiViewport", &["multiViewport"]),
    (61, "GroupNonUniform", &[]),
    (62, "GroupNonUniformVote", &[]),
    (63, "GroupNonUniformArithmetic", &[]),
    (64, "GroupNonUniformBallot", &[]),
    (65, "GroupNonUniformShuffle", &[]),
    (66, "GroupNonUniformShuffleRelative", &[]),
    (67, "GroupNonUniformClustered", &[]),
    (68, "GroupNonUniformQuad", &[]),
    (69, "ShaderLayer", &["shaderOutputLayer"]),
    (70, "ShaderViewportIndex", &["shaderOutputViewportIndex"]),
    (4165, "CoreBuiltinsARM", &["shaderCoreBuiltins"]),
    (4166, "TileImageColorReadAccessEXT", &["shaderTileImageColorReadAccess"]),
    (4167, "TileImageDepthReadAccessEXT", &["shaderTileImageDepthReadAccess"]),
    (4168, "TileImageStencilReadAccessEXT", &["shaderTileImageStencilReadAccess"]),
    (4212, "Float8EXT", &["shaderFloat8"]),
    (4213, "Float8CooperativeMatrixEXT", &["shaderFloat8CooperativeMatrix"]),
    (4228, "Float6EXT", &["shaderFloat6"]),
    (4229, "Float4EXT", &["shaderFloat4"]),
    (4230, "Float8UnsignedE8M0EXT", &["shaderFloat8UnsignedE8M0"]),
    (4231, "MXInt8EXT", &["shaderMXInt8"]),
    (4232, "BitcastExtractEXT", &["shaderFloat4", "shaderFloat6"]),
    (
        4422,
        "FragmentShadingRateKHR",
        &[
            "pipelineFragmentShadingRate",
            "primitiveFragmentShadingRate",
            "attachmentFragmentShadingRate",
        ],
    ),
    (4423, "SubgroupBallotKHR", &["VK_EXT_shader_subgroup_ballot"]),
    (4427, "DrawParameters", &["shaderDrawParameters"]),
    (4428, "WorkgroupMemoryExplicitLayoutKHR", &["workgroupMemoryExplicitLayout"]),
    (
        4429,
        "WorkgroupMemoryExplicitLayout8BitAccessKHR",
        &["workgroupMemoryExplicitLayout8BitAccess"],
    ),
    (
        4430,
        "WorkgroupMemoryExplicitLayout16BitAccessKHR",
        &["workgroupMemoryExplicitLayout16BitAccess"],
    ),
    (4431, "SubgroupVoteKHR", &["VK_EXT_shader_subgroup_vote"]),
    (4433, "StorageBuffer16BitAccess", &["storageBuffer16BitAccess"]),
    (4434, "UniformAndStorageBuffer16BitAccess", &["uniformAndStorageBuffer16BitAccess"]),
    (4435, "StoragePushConstant16", &["storagePushConstant16"]),
    (4436, "StorageInputOutput16", &["storageInputOutput16"]),
    (4437, "DeviceGroup", &[]),
    (4439, "MultiView", &["multiview"]),
    (4441, "VariablePointersStorageBuffer", &["variablePointersStorageBuffer"]),
    (4442, "VariablePointers", &["variablePointers"]),
    (4447, "SampleMaskPostDepthCoverage", &["VK_EXT_post_depth_coverage"]),
    (4448, "StorageBuffer8BitAccess", &["storageBuffer8BitAccess"]),
    (4449, "UniformAndStorageBuffer8BitAccess", &["uniformAndStorageBuffer8BitAccess"]),
    (4450, "StoragePushConstant8", &["storagePushConstant8"]),
    (4464, "DenormPreserve", &[]),
    (4465, "DenormFlushToZero", &[]),
    (4466, "SignedZeroInfNanPreserve", &[]),
    (4467, "RoundingModeRTE", &[]),
    (4468, "RoundingModeRTZ", &[]),
    (4472, "RayQueryKHR", &["rayQuery"]),
    (4473, "UntypedPointersKHR", &["shaderUntypedPointers"]),
    (4478, "RayTraversalPrimitiveCullingKHR", &["rayTraversalPrimitiveCulling", "rayQuery"]),
    (4479, "RayTracingKHR", &["rayTracingPipeline"]),
    (4484, "TextureSampleWeightedQCOM", &["textureSampleWeighted"]),
    (4485, "TextureBoxFilterQCOM", &["textureBoxFilter"]),
    (4486, "TextureBlockMatchQCOM", &["textureBlockMatch"]),
    (4496, "CooperativeMatrixConversionQCOM", &["cooperativeMatrixConversion"]),
    (4498, "TextureBlockMatch2QCOM", &["textureBlockMatch2"]),
    (4543, "ImageGatherLinearQCOM", &["imageGatherLinear"]),
    (4544, "ImageGatherExtendedModesQCOM", &["imageGatherExtendedModes"]),
    (5009, "ImageGatherBiasLodAMD", &["VK_AMD_texture_gather_bias_lod"]),
    (5010, "FragmentMaskAMD", &["VK_AMD_shader_fragment_mask"]),
    (5013, "StencilExportEXT", &["VK_EXT_shader_stencil_export"]),
    (5015, "ImageReadWriteLodAMD", &["VK_AMD_shader_image_load_store_lod"]),
    (5016, "Int64ImageEXT", &["shaderImageInt64Atomics"]),
    (5055, "ShaderClockKHR", &["shaderSubgroupClock", "shaderDeviceClock"]),
    (5087, "QuadControlKHR", &["shaderQuadControl"]),
    (5116, "BFloat16TypeKHR", &["shaderBFloat16Type"]),
    (5117, "BFloat16DotProductKHR", &["shaderBFloat16DotProduct"]),
    (5118, "BFloat16CooperativeMatrixKHR", &["shaderBFloat16CooperativeMatrix"]),
    (5120, "AbortKHR", &["shaderAbort"]),
    (5146, "ConstantDataKHR", &["shaderConstantData"]),
    (5249, "SampleMaskOverrideCoverageNV", &["VK_NV_sample_mask_override_coverage"]),
    (5251, "GeometryShaderPassthroughNV", &["VK_NV_geometry_shader_passthrough"]),
    (5254, "ShaderViewportIndexLayerEXT", &["shaderOutputViewportIndex"]),
    (5255, "ShaderViewportMaskNV", &["VK_NV_viewport_array2"]),
    (5260, "PerViewAttributesNV", &["VK_NVX_multiview_per_view_attributes"]),
    (5265, "FragmentFullyCoveredEXT", &["VK_EXT_conservative_rasterization"]),
    (5282, "ImageFootprintNV", &["imageFootprint"]),
    (5283, "MeshShadingEXT", &["meshShader", "taskShader"]),
    (5284, "FragmentBarycentricKHR", &["fragmentShaderBarycentric"]),
    (5288, "ComputeDerivativeGroupQuadsKHR", &["computeDerivativeGroupQuads"]),
    (5291, "FragmentDensityEXT", &["fragmentDensityMap"]),
    (5301, "ShaderNonUniform", &[]),
    (5302, "RuntimeDescriptorArray", &["runtimeDescriptorArray"]),
    (5303, "InputAttachmentArrayDynamicIndexing", &["shaderInputAttachmentArrayDynamicIndexing"]),
    (
        5304,
        "UniformTexelBufferArrayDynamicIndexing",
        &["shaderUniformTexelBufferArrayDynamicIndexing"],
    ),
    (
        5305,
        "StorageTexelBufferArrayDynamicIndexing",
        &["shaderStorageTexelBufferArrayDynamicIndexing"],
    ),
    (5306, "UniformBufferArrayNonUniformIndexing", &["shaderUniformBufferArrayNonUniformIndexing"]),
    (5307, "SampledImageArrayNonUniformIndexing", &["shaderSampledImageArrayNonUniformIndexing"]),
    (5308, "StorageBufferArrayNonUniformIndexing", &["shaderStorageBufferArrayNonUniformIndexing"]),
    (5309, "StorageImageArrayNonUniformIndexing", &["shaderStorageImageArrayNonUniformIndexing"]),
    (
        5310,
        "InputAttachmentArrayNonUniformIndexing",
        &["shaderInputAttachmentArrayNonUniformIndexing"],
    ),
    (
        5311,
        "UniformTexelBufferArrayNonUniformIndexing",
        &["shaderUniformTexelBufferArrayNonUniformIndexing"],
    ),
    (
        5312,
        "StorageTexelBufferArrayNonUniformIndexing",
        &["shaderStorageTexelBufferArrayNonUniformIndexing"],
    ),
    (5336, "RayTracingPositionFetchKHR", &["rayTracingPositionFetch"]),
    (5341, "RayTracingMotionBlurNV", &["rayTracingMotionBlur"]),
    (5345, "VulkanMemoryModel", &["vulkanMemoryModel"]),
    (5346, "VulkanMemoryModelDeviceScope", &["vulkanMemoryModelDeviceScope"]),
    (5347, "PhysicalStorageBufferAddresses", &["bufferDeviceAddress"]),
    (5350, "ComputeDerivativeGroupLinearKHR", &["computeDerivativeGroupLinear"]),
    (5363, "FragmentShaderSampleInterlockEXT", &["fragmentShaderSampleInterlock"]),
    (5372, "FragmentShaderShadingRateInterlockEXT", &["fragmentShaderShadingRateInterlock"]),
    (5373, "ShaderSMBuiltinsNV", &["shaderSMBuiltins"]),
    (5378, "FragmentShaderPixelInterlockEXT", &["fragmentShaderPixelInterlock"]),
    (5379, "DemoteToHelperInvocation", &["shaderDemoteToHelperInvocation"]),
    (5391, "RayQueryPositionFetchKHR", &["rayTracingPositionFetch"]),
    (5394, "CooperativeVectorNV", &["cooperativeVector"]),
    (5404, "AtomicFloat16VectorNV", &["shaderFloat16VectorAtomics"]),
    (5414, "RawAccessChainsNV", &["shaderRawAccessChains"]),
    (5418, "RayTracingSpheresGeometryNV", &["spheres"]),
    (5419, "RayTracingLinearSweptSpheresGeometryNV", &["linearSweptSpheres"]),
    (5425, "LongVectorEXT", &["longVector"]),
    (5426, "Shader64BitIndexingEXT", &["shader64BitIndexing"]),
    (5429, "CooperativeMatrixConversionsEXT", &["cooperativeMatrixConversions"]),
    (5430, "CooperativeMatrixReductionsNV", &["cooperativeMatrixReductions"]),
    (5431, "CooperativeMatrixConversionsNV", &["cooperativeMatrixConversions"]),
    (5432, "CooperativeMatrixPerElementOperationsNV", &["cooperativeMatrixPerElementOperations"]),
    (5435, "CooperativeVectorTrainingNV", &["cooperativeVectorTraining"]),
    (5438, "CooperativeMatrixGetCoordinateEXT", &["cooperativeMatrixGetCoordinate"]),
    (5584, "IntegerFunctions2INTEL", &["shaderIntegerFunctions2"]),
    (
        5612,
        "AtomicFloat32MinMaxEXT",
        &[
            "shaderBufferFloat32AtomicMinMax",
            "shaderSharedFloat32AtomicMinMax",
            "shaderImageFloat32AtomicMinMax",
        ],
    ),
    (
        5613,
        "AtomicFloat64MinMaxEXT",
        &["shaderBufferFloat64AtomicMinMax", "shaderSharedFloat64AtomicMinMax"],
    ),
    (
        5616,
        "AtomicFloat16MinMaxEXT",
        &["shaderBufferFloat16AtomicMinMax", "shaderSharedFloat16AtomicMinMax"],
    ),
    (5629, "ExpectAssumeKHR", &["shaderExpectAssume"]),
    (6016, "DotProductInputAll", &["shaderIntegerDotProduct"]),
    (6017, "DotProductInput4x8Bit", &["shaderIntegerDotProduct"]),
    (6018, "DotProductInput4x8BitPacked", &["shaderIntegerDotProduct"]),
    (6019, "DotProduct", &["shaderIntegerDotProduct"]),
    (6020, "RayCullMaskKHR", &["rayTracingMaintenance1"]),
    (6022, "CooperativeMatrixKHR", &["cooperativeMatrix"]),
    (6024, "ReplicatedCompositesEXT", &["shaderReplicatedComposites"]),
    (6026, "GroupNonUniformRotateKHR", &["shaderSubgroupRotate"]),
    (6029, "FloatControls2", &["shaderFloatControls2"]),
    (6030, "FMAKHR", &["shaderFmaFloat16", "shaderFmaFloat32", "shaderFmaFloat64"]),
    (
        6033,
        "AtomicFloat32AddEXT",
        &[
            "shaderBufferFloat32AtomicAdd",
            "shaderSharedFloat32AtomicAdd",
            "shaderImageFloat32AtomicAdd",
        ],
    ),
    (
        6034,
        "AtomicFloat64AddEXT",
        &["shaderBufferFloat64AtomicAdd", "shaderSharedFloat64AtomicAdd"],
    ),
    (
        6095,
        "AtomicFloat16AddEXT",
        &["shaderBufferFloat16AtomicAdd", "shaderSharedFloat16AtomicAdd"],
    ),
    (6141, "SplitBarrierEXT", &["shaderSplitBarrier"]),
];

fn find(capability: u32) -> Option<&'static (u32, &'static str, &'static [&'static str])> {
    let at = TABLE.binary_search_by_key(&capability, |(number, ..)| *number).ok()?;
    TABLE.get(at)
}

/// The features of which a capability needs one: none where every device has it, `None` where Vixen does not know
/// the capability.
#[must_use]
pub fn features_of(capability: u32) -> Option<&'static [&'static str]> {
    find(capability).map(|(_, _, features)| *features)
}

/// The capability's name, or its number.
#[must_use]
pub fn name(capability: u32) -> String {
    find(capability)
        .map_or_else(|| format!("number {capability}"), |(_, name, _)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use vixen_plan::feature;

    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(TABLE.is_sorted_by_key(|(number, ..)| *number));
        assert_eq!(features_of(11), Some(&["shaderInt64"][..]));
        assert_eq!(features_of(1), Some(&[][..]));
        assert_eq!(features_of(60_000), None);
    }

    #[test]
    fn every_feature_is_one_that_set_up_can_turn_on() {
        for (_, name, features) in TABLE {
            for feature in *features {
                assert!(feature::is_feature(feature), "{name} needs {feature}");
            }
        }
    }
}
