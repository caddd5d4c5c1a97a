//! Format features that every device of a profile has at optimal tiling (Vulkan specification, "Required
//! Format Support").

use ash::vk;

use super::compressed;
use crate::format::{self, Numeric};

/// Formats that every device stores to.
const STORAGE: &[&str] = &[
    "R8G8B8A8_UNORM",
    "R8G8B8A8_SNORM",
    "R8G8B8A8_UINT",
    "R8G8B8A8_SINT",
    "R16G16B16A16_UINT",
    "R16G16B16A16_SINT",
    "R16G16B16A16_SFLOAT",
    "R32_UINT",
    "R32_SINT",
    "R32_SFLOAT",
    "R32G32_UINT",
    "R32G32_SINT",
    "R32G32_SFLOAT",
    "R32G32B32A32_UINT",
    "R32G32B32A32_SINT",
    "R32G32B32A32_SFLOAT",
];

/// Formats that devices with `shaderStorageImageExtendedFormats` store to as well.
const EXTENDED: &[&str] = &[
    "R16G16_SFLOAT",
    "B10G11R11_UFLOAT_PACK32",
    "R16_SFLOAT",
    "R16G16B16A16_UNORM",
    "A2B10G10R10_UNORM_PACK32",
    "R16G16_UNORM",
    "R8G8_UNORM",
    "R16_UNORM",
    "R8_UNORM",
    "R16G16B16A16_SNORM",
    "R16G16_SNORM",
    "R8G8_SNORM",
    "R16_SNORM",
    "R8_SNORM",
    "R16G16_SINT",
    "R8G8_SINT",
    "R16_SINT",
    "R8_SINT",
    "A2B10G10R10_UINT_PACK32",
    "R16G16_UINT",
    "R8G8_UINT",
    "R16_UINT",
    "R8_UINT",
];

/// Formats that every device renders to.
const COLOR: &[&str] = &[
    "R5G6B5_UNORM_PACK16",
    "A1R5G5B5_UNORM_PACK16",
    "R8_UNORM",
    "R8_UINT",
    "R8_SINT",
    "R8G8_UNORM",
    "R8G8_UINT",
    "R8G8_SINT",
    "R8G8B8A8_UNORM",
    "R8G8B8A8_UINT",
    "R8G8B8A8_SINT",
    "R8G8B8A8_SRGB",
    "B8G8R8A8_UNORM",
    "B8G8R8A8_SRGB",
    "A8B8G8R8_UNORM_PACK32",
    "A8B8G8R8_UINT_PACK32",
    "A8B8G8R8_SINT_PACK32",
    "A8B8G8R8_SRGB_PACK32",
    "A2B10G10R10_UNORM_PACK32",
    "A2B10G10R10_UINT_PACK32",
    "R16_UINT",
    "R16_SINT",
    "R16_SFLOAT",
    "R16G16_UINT",
    "R16G16_SINT",
    "R16G16_SFLOAT",
    "R16G16B16A16_UINT",
    "R16G16B16A16_SINT",
    "R16G16B16A16_SFLOAT",
    "R32_UINT",
    "R32_SINT",
    "R32_SFLOAT",
    "R32G32_UINT",
    "R32G32_SINT",
    "R32G32_SFLOAT",
    "R32G32B32A32_UINT",
    "R32G32B32A32_SINT",
    "R32G32B32A32_SFLOAT",
    "B10G11R11_UFLOAT_PACK32",
];

/// Formats that every device samples, beside those that it renders to.
const SAMPLED: &[&str] = &[
    "B4G4R4A4_UNORM_PACK16",
    "R8_SNORM",
    "R8G8_SNORM",
    "R8G8B8A8_SNORM",
    "A8B8G8R8_SNORM_PACK32",
    "E5B9G9R9_UFLOAT_PACK32",
    "D16_UNORM",
    "D32_SFLOAT",
];

/// Formats beyond the mandatory ones that storage implies to be sampled.
fn sampled(name: &str, stored: bool) -> bool {
    SAMPLED.contains(&name) || COLOR.contains(&name) || stored
}

/// Whether every device with these features supports these uses of a format. `UNDEFINED`, the swapchain's own,
/// always counts as supported: set-up chooses it by its uses.
pub(super) fn supports(
    format: vk::Format,
    features: vk::FormatFeatureFlags2,
    has_feature: impl Fn(&str) -> bool,
) -> bool {
    use vk::FormatFeatureFlags2 as F;
    if format == vk::Format::UNDEFINED {
        return true;
    }
    let name = format::name(format);
    let name = name.as_str();
    let Some(info) = format::info(format) else { return false };
    let integer = matches!(info.numeric, Numeric::Uint | Numeric::Sint);
    let wide = name.starts_with("R32");
    let extended = has_feature("shaderStorageImageExtendedFormats") && EXTENDED.contains(&name);
    let stored = STORAGE.contains(&name) || extended;
    // The blocks of one of BC, ETC2 and ASTC are everywhere; which, no profile says.
    let mut offered = F::TRANSFER_SRC | F::TRANSFER_DST;
    if compressed::feature_of(format).is_some_and(&has_feature) {
        offered |= compressed::offered();
    }
    if sampled(name, stored) {
        offered |= F::SAMPLED_IMAGE | F::BLIT_SRC;
        if !integer && !wide && !info.is_depth_stencil() {
            offered |= F::SAMPLED_IMAGE_FILTER_LINEAR;
        }
        if info.is_depth_stencil() {
            offered |= F::SAMPLED_IMAGE_DEPTH_COMPARISON;
        }
    }
    if COLOR.contains(&name) {
        offered |= F::COLOR_ATTACHMENT | F::BLIT_DST;
        if !integer && !wide {
            offered |= F::COLOR_ATTACHMENT_BLEND;
        }
    }
    if stored {
        offered |= F::STORAGE_IMAGE;
        offered |= F::STORAGE_READ_WITHOUT_FORMAT | F::STORAGE_WRITE_WITHOUT_FORMAT;
    }
    // One of D24 and D32 with stencil is everywhere, and one of X8_D24 and D32: set-up says which.
    if info.is_depth_stencil() {
        offered |= F::DEPTH_STENCIL_ATTACHMENT | F::SAMPLED_IMAGE;
    }
    offered.contains(features)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_format() {
        for name in STORAGE.iter().chain(EXTENDED).chain(COLOR).chain(SAMPLED) {
            assert!(format::by_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn known_answers() {
        use vk::FormatFeatureFlags2 as F;
        let supports = |format, features| super::supports(format, features, |_| false);
        let extended = |name: &str| name == "shaderStorageImageExtendedFormats";
        assert!(super::supports(vk::Format::R16G16_SFLOAT, F::STORAGE_IMAGE, extended));
        assert!(!supports(vk::Format::R16G16_SFLOAT, F::STORAGE_IMAGE));
        assert!(!supports(vk::Format::R8G8B8A8_SRGB, F::STORAGE_IMAGE));
        assert!(!supports(vk::Format::R32_SFLOAT, F::SAMPLED_IMAGE_FILTER_LINEAR));
        assert!(supports(vk::Format::R16G16B16A16_SFLOAT, F::COLOR_ATTACHMENT_BLEND));
        assert!(!supports(vk::Format::R32G32B32_SFLOAT, F::COLOR_ATTACHMENT));
        assert!(supports(vk::Format::D32_SFLOAT, F::DEPTH_STENCIL_ATTACHMENT));
    }
}
