//! What a format says about the bytes of its texels.

use ash::vk;

/// Bytes of a texel, or of a block of texels with its edge, when copied to a buffer; of the depth aspect of
/// a depth format. `None` for formats whose planes are copied apart, and for `UNDEFINED`.
#[must_use]
pub fn texel_block(format: vk::Format) -> Option<(u64, u32)> {
    let bytes = match format.as_raw() {
        // Vulkan numbers its formats by size; the names stand in the specification's table of formats.
        1 | 9..=15 | 127 => 1,
        2..=8 | 16..=22 | 70..=76 | 124 | 128 => 2,
        23..=36 => 3,
        37..=69 | 77..=83 | 98..=100 | 122..=123 | 125..=126 | 129..=130 => 4,
        84..=90 => 6,
        91..=97 | 101..=103 | 110..=112 => 8,
        104..=106 => 12,
        107..=109 | 113..=115 => 16,
        116..=118 => 24,
        119..=121 => 32,
        // BC1 and BC4, then the other BC formats.
        131..=134 | 139..=140 => return Some((8, 4)),
        135..=138 | 141..=146 => return Some((16, 4)),
        _ => return None,
    };
    Some((bytes, 1))
}

/// Bytes of an image's part of this extent, tightly packed.
#[must_use]
pub fn packed_bytes(format: vk::Format, [width, height, depth]: [u64; 3]) -> Option<u64> {
    let (bytes, edge) = texel_block(format)?;
    let across = width.div_ceil(u64::from(edge));
    let down = height.div_ceil(u64::from(edge));
    bytes.checked_mul(across)?.checked_mul(down)?.checked_mul(depth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_format() {
        let size = |format| texel_block(format).map(|(bytes, _)| bytes);
        assert_eq!(size(vk::Format::R8_UNORM), Some(1));
        assert_eq!(size(vk::Format::R5G6B5_UNORM_PACK16), Some(2));
        assert_eq!(size(vk::Format::B8G8R8A8_SRGB), Some(4));
        assert_eq!(size(vk::Format::A2B10G10R10_UNORM_PACK32), Some(4));
        assert_eq!(size(vk::Format::R16G16_SFLOAT), Some(4));
        assert_eq!(size(vk::Format::R16G16B16A16_SFLOAT), Some(8));
        assert_eq!(size(vk::Format::R32G32B32A32_UINT), Some(16));
        assert_eq!(size(vk::Format::R64_UINT), Some(8));
        assert_eq!(size(vk::Format::B10G11R11_UFLOAT_PACK32), Some(4));
        assert_eq!(size(vk::Format::D16_UNORM), Some(2));
        assert_eq!(size(vk::Format::D32_SFLOAT), Some(4));
        assert_eq!(size(vk::Format::D24_UNORM_S8_UINT), Some(4));
        assert_eq!(texel_block(vk::Format::BC1_RGB_UNORM_BLOCK), Some((8, 4)));
        assert_eq!(texel_block(vk::Format::BC7_SRGB_BLOCK), Some((16, 4)));
        assert_eq!(texel_block(vk::Format::G8_B8R8_2PLANE_420_UNORM), None);
    }

    #[test]
    fn a_block_covers_what_is_left_of_the_edge() {
        assert_eq!(packed_bytes(vk::Format::BC1_RGB_UNORM_BLOCK, [5, 4, 1]), Some(16));
        assert_eq!(packed_bytes(vk::Format::R8G8B8A8_UNORM, [5, 4, 1]), Some(80));
    }
}
