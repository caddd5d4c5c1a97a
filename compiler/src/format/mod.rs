//! Formats: names, texel sizes, aspects and numeric classes.
//!
//! Vulkan's names say all that is needed (`R16G16B16A16_SFLOAT`), so the table is read off the names
//! that ash carries for the formats of Vulkan 1.3, instead of being written a second time. Formats of
//! several planes are not among them.

mod parse;
mod short;

use std::collections::HashMap;
use std::sync::LazyLock;

use ash::vk;

/// What a format's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    /// Bytes of a texel block. Combined depth and stencil formats count as the specification's
    /// compatibility table has them: `D16_UNORM_S8_UINT` 4, `D24_UNORM_S8_UINT` 4, `D32_SFLOAT_S8_UINT` 8.
    pub bytes: u32,
    /// Width and height of a texel block in texels; `[1, 1]` where it is not compressed.
    pub block: [u32; 2],
    /// Aspects.
    pub aspects: vk::ImageAspectFlags,
    /// How a component is read.
    pub numeric: Numeric,
    /// Components of a texel, 1 to 4.
    pub components: u32,
}

/// How a component's bits are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names are those of Vulkan's format suffixes
pub enum Numeric {
    Unorm,
    Snorm,
    Uscaled,
    Sscaled,
    Uint,
    Sint,
    Ufloat,
    Sfloat,
    Srgb,
}

impl Numeric {
    /// The kind of number that a shader sees.
    #[must_use]
    pub const fn scalar(self) -> crate::reflect::ScalarKind {
        use crate::reflect::ScalarKind;
        match self {
            Self::Uint => ScalarKind::Uint,
            Self::Sint => ScalarKind::Sint,
            _ => ScalarKind::Float,
        }
    }
}

impl Info {
    /// Whether it has a depth or a stencil aspect.
    #[must_use]
    pub fn is_depth_stencil(&self) -> bool {
        self.aspects.intersects(vk::ImageAspectFlags::DEPTH | vk::ImageAspectFlags::STENCIL)
    }

    /// Whether it is block-compressed.
    #[must_use]
    pub fn is_compressed(&self) -> bool {
        self.block != [1, 1]
    }
}

/// The formats of Vulkan 1.3 that have one plane.
static FORMATS: LazyLock<Formats> = LazyLock::new(Formats::new);

struct Formats {
    by_name: HashMap<String, vk::Format>,
    by_format: HashMap<vk::Format, (String, Info)>,
}

impl Formats {
    fn new() -> Self {
        // Core formats are 1 to 184; 1.3 took A4R4G4B4 and its mirror, and the ASTC float formats, at
        // their extensions' numbers.
        let raw =
            (1..=184).chain(1_000_066_000..=1_000_066_013).chain([1_000_340_000, 1_000_340_001]);
        let mut formats = Self { by_name: HashMap::new(), by_format: HashMap::new() };
        for format in raw.map(vk::Format::from_raw) {
            let name = format!("{format:?}");
            if let Some(info) = parse::info(&name) {
                formats.by_name.insert(name.clone(), format);
                formats.by_format.insert(format, (name, info));
            }
        }
        formats
    }
}

/// The format of a name: Vulkan's, with or without `VK_FORMAT_`, or a short form (`rgba8unorm`).
#[must_use]
pub fn by_name(name: &str) -> Option<vk::Format> {
    let name = name.trim();
    let long = name.strip_prefix("VK_FORMAT_").unwrap_or(name);
    let find = |name: &str| FORMATS.by_name.get(name).copied();
    // ash spells `ASTC_4X4` what the specification spells `ASTC_4x4`.
    find(long).or_else(|| find(&long.to_uppercase())).or_else(|| find(&short::long_name(name)?))
}

/// Whether a name is Vulkan's for a format of one plane.
fn is_known(name: &str) -> bool {
    FORMATS.by_name.contains_key(name)
}

/// What is known of a format; `None` for `UNDEFINED` and for formats of several planes.
#[must_use]
pub fn info(format: vk::Format) -> Option<Info> {
    FORMATS.by_format.get(&format).map(|(_, info)| *info)
}

/// Bytes of a texel block in a buffer that one aspect of a format is copied from or to (specification, "Copying Data
/// Between Buffers and Images").
#[must_use]
pub fn aspect_bytes(format: vk::Format, aspect: vk::ImageAspectFlags) -> Option<u32> {
    let info = info(format)?;
    Some(match (aspect, format) {
        (vk::ImageAspectFlags::STENCIL, _) => 1,
        (vk::ImageAspectFlags::DEPTH, vk::Format::D16_UNORM | vk::Format::D16_UNORM_S8_UINT) => 2,
        (vk::ImageAspectFlags::DEPTH, _) => 4,
        _ => info.bytes,
    })
}

/// Bytes of what a vertex attribute's address is a multiple of: a component, or the texel of a packed format
/// (specification, "Vertex Input Address Calculation").
#[must_use]
pub fn unit(format: vk::Format) -> Option<u32> {
    let info = info(format)?;
    let packed = name(format).contains("_PACK");
    Some(if packed { info.bytes } else { (info.bytes / info.components.max(1)).max(1) })
}

/// The resolve mode that every device has for a format: the average of what has one, else the first sample.
#[must_use]
pub fn resolve_mode(format: vk::Format) -> vk::ResolveModeFlags {
    let integer = |info: Info| matches!(info.numeric, Numeric::Uint | Numeric::Sint);
    match info(format) {
        Some(info) if info.is_depth_stencil() || integer(info) => vk::ResolveModeFlags::SAMPLE_ZERO,
        _ => vk::ResolveModeFlags::AVERAGE,
    }
}

/// Vulkan's name without `VK_FORMAT_`.
#[must_use]
pub fn name(format: vk::Format) -> String {
    if format == vk::Format::UNDEFINED {
        return "the swapchain's format".to_owned();
    }
    format!("{format:?}")
}

/// All names, for suggestions.
pub fn names() -> impl Iterator<Item = &'static str> {
    FORMATS.by_name.keys().map(String::as_str)
}

/// Whether a view of one format may look at an image of the other: Vulkan's compatibility classes.
#[must_use]
pub fn compatible(a: vk::Format, b: vk::Format) -> bool {
    if a == b {
        return true;
    }
    let (Some(x), Some(y)) = (info(a), info(b)) else { return false };
    if x.is_depth_stencil() || y.is_depth_stencil() {
        return false;
    }
    // A compressed format's class is its family: `BC1_RGB` and `BC1_RGBA` are two.
    let family = |format| {
        let name = name(format);
        name.rsplitn(3, '_').nth(2).unwrap_or_default().to_owned()
    };
    x.bytes == y.bytes && x.block == y.block && (!x.is_compressed() || family(a) == family(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_core_format_is_known() {
        // 184 core formats, 14 of ASTC float, two of 4444.
        assert_eq!(FORMATS.by_name.len(), 200);
    }

    #[test]
    fn sizes_are_the_specifications() {
        let bytes = |name| by_name(name).and_then(info).map(|info| info.bytes);
        assert_eq!(bytes("R8_UNORM"), Some(1));
        assert_eq!(bytes("R5G6B5_UNORM_PACK16"), Some(2));
        assert_eq!(bytes("B10G11R11_UFLOAT_PACK32"), Some(4));
        assert_eq!(bytes("E5B9G9R9_UFLOAT_PACK32"), Some(4));
        assert_eq!(bytes("R64G64B64A64_SFLOAT"), Some(32));
        assert_eq!(bytes("X8_D24_UNORM_PACK32"), Some(4));
        assert_eq!(bytes("D32_SFLOAT_S8_UINT"), Some(8));
        assert_eq!(bytes("VK_FORMAT_D16_UNORM_S8_UINT"), Some(4));
        assert_eq!(bytes("BC1_RGB_UNORM_BLOCK"), Some(8));
        assert_eq!(bytes("BC7_SRGB_BLOCK"), Some(16));
        assert_eq!(bytes("EAC_R11_UNORM_BLOCK"), Some(8));
        assert_eq!(bytes("ETC2_R8G8B8A8_SRGB_BLOCK"), Some(16));
    }

    #[test]
    fn components_are_aligned_and_packed_texels() {
        let unit = |name| by_name(name).and_then(unit);
        assert_eq!(unit("R8G8B8A8_UNORM"), Some(1));
        assert_eq!(unit("R16G16B16_SFLOAT"), Some(2));
        assert_eq!(unit("R64G64_SFLOAT"), Some(8));
        assert_eq!(unit("A2B10G10R10_UNORM_PACK32"), Some(4));
        assert_eq!(unit("R5G6B5_UNORM_PACK16"), Some(2));
    }

    #[test]
    fn blocks_and_classes() {
        let astc = by_name("ASTC_10x6_UNORM_BLOCK").and_then(info);
        assert_eq!(astc.map(|info| (info.bytes, info.block)), Some((16, [10, 6])));
        assert!(compatible(vk::Format::R8G8B8A8_UNORM, vk::Format::R32_UINT));
        assert!(!compatible(vk::Format::R8G8B8A8_UNORM, vk::Format::R16_UINT));
        assert!(compatible(vk::Format::BC7_UNORM_BLOCK, vk::Format::BC7_SRGB_BLOCK));
        assert!(!compatible(vk::Format::BC7_UNORM_BLOCK, vk::Format::BC3_UNORM_BLOCK));
        assert!(!compatible(vk::Format::D32_SFLOAT, vk::Format::R32_SFLOAT));
    }

    #[test]
    fn short_names() {
        for (short, format) in [
            ("rgba8unorm", vk::Format::R8G8B8A8_UNORM),
            ("bgra8srgb", vk::Format::B8G8R8A8_SRGB),
            ("rgba16f", vk::Format::R16G16B16A16_SFLOAT),
            ("r32ui", vk::Format::R32_UINT),
            ("rg16i", vk::Format::R16G16_SINT),
            ("rgb10a2unorm", vk::Format::A2B10G10R10_UNORM_PACK32),
            ("b10g11r11f", vk::Format::B10G11R11_UFLOAT_PACK32),
            ("d32f-s8", vk::Format::D32_SFLOAT_S8_UINT),
            ("d16", vk::Format::D16_UNORM),
            ("a2b10g10r10unorm", vk::Format::A2B10G10R10_UNORM_PACK32),
            ("a2b10g10r10ui", vk::Format::A2B10G10R10_UINT_PACK32),
            ("a2r10g10b10", vk::Format::A2R10G10B10_UNORM_PACK32),
            ("b10g11r11ufloat", vk::Format::B10G11R11_UFLOAT_PACK32),
            ("e5b9g9r9", vk::Format::E5B9G9R9_UFLOAT_PACK32),
            ("b5g6r5unorm", vk::Format::B5G6R5_UNORM_PACK16),
            ("a1r5g5b5unorm", vk::Format::A1R5G5B5_UNORM_PACK16),
            ("r4g4unorm", vk::Format::R4G4_UNORM_PACK8),
            ("a8b8g8r8srgb", vk::Format::A8B8G8R8_SRGB_PACK32),
            ("a4b4g4r4", vk::Format::A4B4G4R4_UNORM_PACK16),
        ] {
            assert_eq!(by_name(short), Some(format), "{short}");
        }
        assert_eq!(by_name("rgba8"), Some(vk::Format::R8G8B8A8_UNORM));
        assert_eq!(by_name("rgba7unorm"), None);
        assert_eq!(by_name(""), None);
    }
}
