//! SPIR-V image formats as Vulkan formats, and the names of these.

use ash::vk::Format;
use spirq::spirv::ImageFormat;

/// Makes the two directions that are needed of one table.
macro_rules! formats {
    ($($spirv:ident => $vulkan:ident,)*) => {
        /// The format by the table "Compatibility Between SPIR-V Image Formats and Vulkan Formats" of
        /// the Vulkan specification.
        pub(super) fn vulkan_format(format: ImageFormat) -> Format {
            match format {
                $(ImageFormat::$spirv => Format::$vulkan,)*
            }
        }

        /// The name, without its prefix, of a raw `VkFormat` that an image in SPIR-V can have.
        pub(super) fn format_name(format: i32) -> Option<&'static str> {
            match Format::from_raw(format) {
                $(Format::$vulkan => Some(stringify!($vulkan)),)*
                _ => None,
            }
        }
    };
}

formats! {
    Unknown => UNDEFINED,
    Rgba32f => R32G32B32A32_SFLOAT,
    Rgba16f => R16G16B16A16_SFLOAT,
    R32f => R32_SFLOAT,
    Rgba8 => R8G8B8A8_UNORM,
    Rgba8Snorm => R8G8B8A8_SNORM,
    Rg32f => R32G32_SFLOAT,
    Rg16f => R16G16_SFLOAT,
    R11fG11fB10f => B10G11R11_UFLOAT_PACK32,
    R16f => R16_SFLOAT,
    Rgba16 => R16G16B16A16_UNORM,
    Rgb10A2 => A2B10G10R10_UNORM_PACK32,
    Rg16 => R16G16_UNORM,
    Rg8 => R8G8_UNORM,
    R16 => R16_UNORM,
    R8 => R8_UNORM,
    Rgba16Snorm => R16G16B16A16_SNORM,
    Rg16Snorm => R16G16_SNORM,
    Rg8Snorm => R8G8_SNORM,
    R16Snorm => R16_SNORM,
    R8Snorm => R8_SNORM,
    Rgba32i => R32G32B32A32_SINT,
    Rgba16i => R16G16B16A16_SINT,
    Rgba8i => R8G8B8A8_SINT,
    R32i => R32_SINT,
    Rg32i => R32G32_SINT,
    Rg16i => R16G16_SINT,
    Rg8i => R8G8_SINT,
    R16i => R16_SINT,
    R8i => R8_SINT,
    Rgba32ui => R32G32B32A32_UINT,
    Rgba16ui => R16G16B16A16_UINT,
    Rgba8ui => R8G8B8A8_UINT,
    R32ui => R32_UINT,
    Rgb10a2ui => A2B10G10R10_UINT_PACK32,
    Rg32ui => R32G32_UINT,
    Rg16ui => R16G16_UINT,
    Rg8ui => R8G8_UINT,
    R16ui => R16_UINT,
    R8ui => R8_UINT,
    R64ui => R64_UINT,
    R64i => R64_SINT,
}
