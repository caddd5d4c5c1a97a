//! Format features that every device has for vertex and texel buffers (Vulkan specification, "Required Format
//! Support").

use ash::vk::{self, FormatFeatureFlags2 as F};

use crate::format;

const VERTEX: &[&str] = &[
    "R8_UNORM",
    "R8_SNORM",
    "R8_UINT",
    "R8_SINT",
    "R8G8_UNORM",
    "R8G8_SNORM",
    "R8G8_UINT",
    "R8G8_SINT",
    "R8G8B8A8_UNORM",
    "R8G8B8A8_SNORM",
    "R8G8B8A8_UINT",
    "R8G8B8A8_SINT",
    "B8G8R8A8_UNORM",
    "A8B8G8R8_UNORM_PACK32",
    "A8B8G8R8_SNORM_PACK32",
    "A8B8G8R8_UINT_PACK32",
    "A8B8G8R8_SINT_PACK32",
    "A2B10G10R10_UNORM_PACK32",
    "R16_UNORM",
    "R16_SNORM",
    "R16_UINT",
    "R16_SINT",
    "R16_SFLOAT",
    "R16G16_UNORM",
    "R16G16_SNORM",
    "R16G16_UINT",
    "R16G16_SINT",
    "R16G16_SFLOAT",
    "R16G16B16A16_UNORM",
    "R16G16B16A16_SNORM",
    "R16G16B16A16_UINT",
    "R16G16B16A16_SINT",
    "R16G16B16A16_SFLOAT",
    "R32_UINT",
    "R32_SINT",
    "R32_SFLOAT",
    "R32G32_UINT",
    "R32G32_SINT",
    "R32G32_SFLOAT",
    "R32G32B32_UINT",
    "R32G32B32_SINT",
    "R32G32B32_SFLOAT",
    "R32G32B32A32_UINT",
    "R32G32B32A32_SINT",
    "R32G32B32A32_SFLOAT",
];

/// Formats of storage texel buffers; uniform ones have these and [`UNIFORM_ONLY`].
const STORAGE: &[&str] = &[
    "R8G8B8A8_UNORM",
    "R8G8B8A8_SNORM",
    "R8G8B8A8_UINT",
    "R8G8B8A8_SINT",
    "A8B8G8R8_UNORM_PACK32",
    "A8B8G8R8_SNORM_PACK32",
    "A8B8G8R8_UINT_PACK32",
    "A8B8G8R8_SINT_PACK32",
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

const UNIFORM_ONLY: &[&str] = &[
    "R8_UNORM",
    "R8_SNORM",
    "R8_UINT",
    "R8_SINT",
    "R8G8_UNORM",
    "R8G8_SNORM",
    "R8G8_UINT",
    "R8G8_SINT",
    "B8G8R8A8_UNORM",
    "A2B10G10R10_UNORM_PACK32",
    "A2B10G10R10_UINT_PACK32",
    "R16_UINT",
    "R16_SINT",
    "R16_SFLOAT",
    "R16G16_UINT",
    "R16G16_SINT",
    "R16G16_SFLOAT",
    "B10G11R11_UFLOAT_PACK32",
];

/// Whether every device of the profile supports these uses of a format in buffers.
#[must_use]
pub fn supports(format: vk::Format, features: F) -> bool {
    let name = format::name(format);
    let name = name.as_str();
    let mut offered = F::empty();
    if VERTEX.contains(&name) {
        offered |= F::VERTEX_BUFFER;
    }
    if STORAGE.contains(&name) {
        offered |= F::STORAGE_TEXEL_BUFFER | F::UNIFORM_TEXEL_BUFFER;
        offered |= F::STORAGE_READ_WITHOUT_FORMAT | F::STORAGE_WRITE_WITHOUT_FORMAT;
    }
    if UNIFORM_ONLY.contains(&name) {
        offered |= F::UNIFORM_TEXEL_BUFFER;
    }
    offered.contains(features)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_format() {
        for name in VERTEX.iter().chain(STORAGE).chain(UNIFORM_ONLY) {
            assert!(format::by_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn known_answers() {
        assert!(supports(vk::Format::R32G32B32_SFLOAT, F::VERTEX_BUFFER));
        assert!(!supports(vk::Format::R8G8B8_UNORM, F::VERTEX_BUFFER));
        assert!(!supports(vk::Format::R32G32B32_SFLOAT, F::UNIFORM_TEXEL_BUFFER));
        assert!(supports(vk::Format::R16_SFLOAT, F::UNIFORM_TEXEL_BUFFER));
        assert!(!supports(vk::Format::R16_SFLOAT, F::STORAGE_TEXEL_BUFFER));
    }
}
