//! Required limits (Vulkan specification, table "Required Limits", and the tables of the roadmap milestones).

use super::Level;

/// What a device's value of a limit must be for a graph that was promised another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// As large at least: sizes, counts.
    Least,
    /// As small at most: alignments, granularities.
    Most,
    /// All of these flags.
    Flags,
}

/// A limit that every device keeps.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The member of `VkPhysicalDeviceLimits`, or of the properties of Vulkan 1.1 to 1.3; an element of an array has
    /// its index behind it.
    pub name: &'static str,
    /// How values compare.
    pub sense: Sense,
    /// By level: Vulkan 1.3, roadmap 2022, roadmap 2024.
    values: [u64; 3],
    /// Feature without which the value is another one.
    feature: &'static str,
    without: u64,
}

impl Row {
    /// What every device of a level has; with the row's feature, where it has one.
    #[must_use]
    pub fn value(&self, level: Level, has_feature: impl Fn(&str) -> bool) -> u64 {
        if !self.feature.is_empty() && !has_feature(self.feature) {
            return self.without;
        }
        self.values[level as usize]
    }

    /// Whether a device whose value is `found` does where `asked` is needed.
    #[must_use]
    pub fn holds(&self, found: u64, asked: u64) -> bool {
        match self.sense {
            Sense::Least => found >= asked,
            Sense::Most => found <= asked,
            Sense::Flags => found & asked == asked,
        }
    }
}

/// The row of a name.
#[must_use]
pub fn row(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.name == name)
}

/// The names of the table, without the indices of arrays, each once.
pub fn names() -> impl Iterator<Item = &'static str> {
    let indexed = |name: &&str| name.ends_with(']') && !name.ends_with("[0]");
    let all = ROWS.iter().map(|row| row.name).filter(move |name| !indexed(name));
    all.map(|name| name.split('[').next().unwrap_or(name))
}

const fn least(name: &'static str, values: [u64; 3]) -> Row {
    Row { name, sense: Sense::Least, values, feature: "", without: 0 }
}

const fn most(name: &'static str, value: u64) -> Row {
    Row { name, sense: Sense::Most, values: [value; 3], feature: "", without: 0 }
}

const fn flags(name: &'static str, value: u64) -> Row {
    Row { name, sense: Sense::Flags, values: [value; 3], feature: "", without: 0 }
}

const fn with(feature: &'static str, without: u64, row: Row) -> Row {
    Row { feature, without, ..row }
}

/// One and four samples.
const SAMPLES: u64 = 1 | 4;

/// Every limit of the specification's table that is a whole number or a set of flags and that a graph can come up
/// against or ask for.
static ROWS: &[Row] = &[
    least("maxImageDimension1D", [4096, 8192, 8192]),
    least("maxImageDimension2D", [4096, 8192, 8192]),
    least("maxImageDimension3D", [256; 3]),
    least("maxImageDimensionCube", [4096, 8192, 8192]),
    least("maxImageArrayLayers", [256, 2048, 2048]),
    least("maxTexelBufferElements", [65_536; 3]),
    least("maxUniformBufferRange", [16_384, 65_536, 65_536]),
    least("maxStorageBufferRange", [1 << 27; 3]),
    least("maxPushConstantsSize", [128; 3]),
    least("maxMemoryAllocationCount", [4096; 3]),
    least("maxSamplerAllocationCount", [4000; 3]),
    Row { values: [131_072, 4096, 4096], ..most("bufferImageGranularity", 4096) },
    least("maxBoundDescriptorSets", [4, 4, 7]),
    least("maxPerStageDescriptorSamplers", [16, 64, 64]),
    least("maxPerStageDescriptorUniformBuffers", [12, 15, 15]),
    least("maxPerStageDescriptorStorageBuffers", [4, 30, 30]),
    least("maxPerStageDescriptorSampledImages", [16, 200, 200]),
    least("maxPerStageDescriptorStorageImages", [4, 16, 16]),
    least("maxPerStageDescriptorInputAttachments", [4; 3]),
    least("maxPerStageResources", [128, 200, 200]),
    least("maxDescriptorSetSamplers", [96, 576, 576]),
    least("maxDescriptorSetUniformBuffers", [72, 90, 90]),
    least("maxDescriptorSetUniformBuffersDynamic", [8; 3]),
    least("maxDescriptorSetStorageBuffers", [24, 96, 96]),
    least("maxDescriptorSetStorageBuffersDynamic", [4; 3]),
    least("maxDescriptorSetSampledImages", [96, 1800, 1800]),
    least("maxDescriptorSetStorageImages", [24, 144, 144]),
    least("maxDescriptorSetInputAttachments", [4; 3]),
    least("maxPerSetDescriptors", [1024; 3]),
    least("maxVertexInputAttributes", [16; 3]),
    least("maxVertexInputBindings", [16; 3]),
    least("maxVertexInputAttributeOffset", [2047; 3]),
    least("maxVertexInputBindingStride", [2048; 3]),
    least("maxVertexOutputComponents", [64; 3]),
    with("tessellationShader", 0, least("maxTessellationGenerationLevel", [64; 3])),
    with("tessellationShader", 0, least("maxTessellationPatchSize", [32; 3])),
    with("geometryShader", 0, least("maxGeometryShaderInvocations", [32; 3])),
    with("geometryShader", 0, least("maxGeometryOutputVertices", [256; 3])),
    with("geometryShader", 0, least("maxGeometryTotalOutputComponents", [1024; 3])),
    least("maxFragmentInputComponents", [64; 3]),
    least("maxFragmentOutputAttachments", [4; 3]),
    with("dualSrcBlend", 0, least("maxFragmentDualSrcAttachments", [1; 3])),
    least("maxFragmentCombinedOutputResources", [4, 16, 16]),
    least("maxComputeSharedMemorySize", [16_384; 3]),
    least("maxComputeWorkGroupCount[0]", [65_535; 3]),
    least("maxComputeWorkGroupCount[1]", [65_535; 3]),
    least("maxComputeWorkGroupCount[2]", [65_535; 3]),
    least("maxComputeWorkGroupInvocations", [128, 256, 256]),
    least("maxComputeWorkGroupSize[0]", [128, 256, 256]),
    least("maxComputeWorkGroupSize[1]", [128, 256, 256]),
    least("maxComputeWorkGroupSize[2]", [64; 3]),
    with(
        "fullDrawIndexUint32",
        (1 << 24) - 1,
        least("maxDrawIndexedIndexValue", [u32::MAX as u64; 3]),
    ),
    with("multiDrawIndirect", 1, least("maxDrawIndirectCount", [65_535; 3])),
    with("multiViewport", 1, least("maxViewports", [16; 3])),
    least("maxViewportDimensions[0]", [4096; 3]),
    least("maxViewportDimensions[1]", [4096; 3]),
    most("minTexelBufferOffsetAlignment", 256),
    most("minUniformBufferOffsetAlignment", 256),
    most("minStorageBufferOffsetAlignment", 256),
    least("maxFramebufferWidth", [4096; 3]),
    least("maxFramebufferHeight", [4096; 3]),
    least("maxFramebufferLayers", [256; 3]),
    flags("framebufferColorSampleCounts", SAMPLES),
    flags("framebufferIntegerColorSampleCounts", 1),
    flags("framebufferDepthSampleCounts", SAMPLES),
    flags("framebufferStencilSampleCounts", SAMPLES),
    flags("framebufferNoAttachmentsSampleCounts", SAMPLES),
    least("maxColorAttachments", [4, 7, 8]),
    flags("sampledImageColorSampleCounts", SAMPLES),
    flags("sampledImageIntegerSampleCounts", 1),
    flags("sampledImageDepthSampleCounts", SAMPLES),
    flags("sampledImageStencilSampleCounts", SAMPLES),
    with("shaderStorageImageMultisample", 1, flags("storageImageSampleCounts", SAMPLES)),
    with("shaderClipDistance", 0, least("maxClipDistances", [8; 3])),
    with("shaderCullDistance", 0, least("maxCullDistances", [8; 3])),
    with("shaderCullDistance", 0, least("maxCombinedClipAndCullDistances", [8; 3])),
    most("nonCoherentAtomSize", 256),
    least("maxMultiviewViewCount", [6; 3]),
    least("maxMultiviewInstanceIndex", [(1 << 27) - 1; 3]),
    least("maxMemoryAllocationSize", [1 << 30; 3]),
    least("maxBufferSize", [1 << 30; 3]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_once_and_a_level_asks_no_less_than_the_one_before() {
        for row in ROWS {
            assert_eq!(
                ROWS.iter().filter(|other| other.name == row.name).count(),
                1,
                "{}",
                row.name
            );
            let [core, y2022, y2024] = row.values;
            assert!(row.holds(y2022, core) && row.holds(y2024, y2022), "{}", row.name);
            assert!(row.feature.is_empty() || vixen_plan::feature::is_feature(row.feature));
        }
    }

    #[test]
    fn known_answers() {
        let value = |name, level| row(name).map(|row| row.value(level, |_| false));
        assert_eq!(value("maxImageDimension3D", Level::Roadmap2022), Some(256));
        assert_eq!(value("maxComputeWorkGroupInvocations", Level::Core), Some(128));
        assert_eq!(value("maxColorAttachments", Level::Roadmap2024), Some(8));
        assert_eq!(value("storageImageSampleCounts", Level::Roadmap2024), Some(1));
        assert_eq!(names().filter(|name| *name == "maxComputeWorkGroupSize").count(), 1);
    }
}
