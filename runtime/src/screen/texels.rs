//! What formats say of their texels when pictures are copied or converted.

use ash::vk;

use crate::setup::texel_bytes;

/// How the numbers of a colour format stand for light when a blit converts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As they are: normalized and float formats.
    Plain,
    /// Decoded from sRGB when read, and encoded when written.
    Srgb,
}

/// The encoding of a colour format that blits convert into every other one; `None` for integers, scaled integers,
/// compressed, multi-planar and depth formats.
pub(super) fn encoding(format: vk::Format) -> Option<Encoding> {
    let (plain, srgb) = (Some(Encoding::Plain), Some(Encoding::Srgb));
    // The specification lists a layout's formats one after the other: UNORM, SNORM, USCALED, SSCALED, UINT, SINT, and
    // SRGB or SFLOAT where there is one.
    let first = |from: i32, run: i32| (format.as_raw() - from) % run;
    match format.as_raw() {
        // R4G4 to A1R5G5B5, UNORM alone; B10G11R11_UFLOAT and E5B9G9R9_UFLOAT.
        1..=8 | 122 | 123 => plain,
        9..=57 => match first(9, 7) {
            0 | 1 => plain,
            6 => srgb,
            _ => None,
        },
        // A2R10G10B10 and A2B10G10R10.
        58..=69 => plain.filter(|_| first(58, 6) < 2),
        70..=97 => plain.filter(|_| matches!(first(70, 7), 0 | 1 | 6)),
        // R32 to R32G32B32A32: UINT, SINT, SFLOAT.
        98..=109 => plain.filter(|_| first(98, 3) == 2),
        _ => None,
    }
}

/// Whether the texels of two formats are the same bits for the same picture: channels of one size in one order. An sRGB
/// format and its UNORM twin are alike, for a copy moves bits, and the sRGB colour space of a surface takes them as
/// encoded ones either way.
pub(super) fn are_alike(a: vk::Format, b: vk::Format) -> bool {
    order(a) == order(b)
}

/// One format for all that have its bits.
fn order(format: vk::Format) -> vk::Format {
    match format {
        vk::Format::R8G8B8A8_SRGB => vk::Format::R8G8B8A8_UNORM,
        // Packed formats are words of the host: red in the lowest byte, which comes first in little-endian memory.
        vk::Format::A8B8G8R8_UNORM_PACK32 | vk::Format::A8B8G8R8_SRGB_PACK32
            if cfg!(target_endian = "little") =>
        {
            vk::Format::R8G8B8A8_UNORM
        }
        vk::Format::B8G8R8A8_SRGB => vk::Format::B8G8R8A8_UNORM,
        format => format,
    }
}

/// Whether texels of two formats can be copied into each other at all.
pub(super) fn have_as_many_bytes(a: vk::Format, b: vk::Format) -> bool {
    texel_bytes(a).is_some() && texel_bytes(a) == texel_bytes(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_format_has_the_encoding_that_its_name_says() {
        for raw in 1..=123 {
            let format = vk::Format::from_raw(raw);
            let name = format!("{format:?}");
            let says = |word: &str| name.contains(word);
            let expected = match () {
                () if says("SRGB") => Some(Encoding::Srgb),
                () if says("NORM") || says("FLOAT") => Some(Encoding::Plain),
                () => None,
            };
            // Formats of 64 bits a channel are not filtered or blitted.
            let expected = expected.filter(|_| !says("64"));
            assert_eq!(encoding(format), expected, "{name}");
        }
    }

    #[test]
    fn swapped_channels_are_another_picture() {
        use vk::Format as F;
        assert!(are_alike(F::R8G8B8A8_UNORM, F::R8G8B8A8_SRGB));
        assert!(are_alike(F::B8G8R8A8_UNORM, F::B8G8R8A8_SRGB));
        assert!(!are_alike(F::R8G8B8A8_UNORM, F::B8G8R8A8_UNORM));
        assert!(!are_alike(F::A2B10G10R10_UNORM_PACK32, F::A2R10G10B10_UNORM_PACK32));
        assert!(!are_alike(F::R8G8B8A8_UNORM, F::R8G8B8A8_SNORM));
        assert!(have_as_many_bytes(F::R32_UINT, F::B8G8R8A8_UNORM));
        assert!(!have_as_many_bytes(F::R16G16B16A16_SFLOAT, F::B8G8R8A8_UNORM));
    }
}
