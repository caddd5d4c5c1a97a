//! Block-compressed formats, each family behind a feature (Vulkan specification, "Required Format Support", tables of
//! formats "with mandatory `textureCompression…`").

use ash::vk::{self, FormatFeatureFlags2 as F};

/// The feature that makes a compressed format sampled, filtered and a source of blits; `None` for other formats.
#[must_use]
pub fn feature_of(format: vk::Format) -> Option<&'static str> {
    let within = |first: vk::Format, last: vk::Format| {
        (first.as_raw()..=last.as_raw()).contains(&format.as_raw())
    };
    if within(vk::Format::BC1_RGB_UNORM_BLOCK, vk::Format::BC7_SRGB_BLOCK) {
        return Some("textureCompressionBC");
    }
    if within(vk::Format::ETC2_R8G8B8_UNORM_BLOCK, vk::Format::EAC_R11G11_SNORM_BLOCK) {
        return Some("textureCompressionETC2");
    }
    if within(vk::Format::ASTC_4X4_UNORM_BLOCK, vk::Format::ASTC_12X12_SRGB_BLOCK) {
        return Some("textureCompressionASTC_LDR");
    }
    let hdr = within(vk::Format::ASTC_4X4_SFLOAT_BLOCK, vk::Format::ASTC_12X12_SFLOAT_BLOCK);
    hdr.then_some("textureCompressionASTC_HDR")
}

/// What the feature of a compressed format promises of it.
pub(super) fn offered() -> F {
    F::SAMPLED_IMAGE | F::BLIT_SRC | F::SAMPLED_IMAGE_FILTER_LINEAR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_family_has_its_feature() {
        assert_eq!(feature_of(vk::Format::BC1_RGB_UNORM_BLOCK), Some("textureCompressionBC"));
        assert_eq!(feature_of(vk::Format::BC7_SRGB_BLOCK), Some("textureCompressionBC"));
        assert_eq!(feature_of(vk::Format::EAC_R11_UNORM_BLOCK), Some("textureCompressionETC2"));
        assert_eq!(feature_of(vk::Format::ASTC_8X8_SRGB_BLOCK), Some("textureCompressionASTC_LDR"));
        assert_eq!(
            feature_of(vk::Format::ASTC_4X4_SFLOAT_BLOCK),
            Some("textureCompressionASTC_HDR")
        );
        assert_eq!(feature_of(vk::Format::R8_UNORM), None);
    }
}
