//! What a Vulkan format name says.

use ash::vk;

use super::{Info, Numeric};

/// Reads a name such as `R16G16B16A16_SFLOAT`. `None` for formats of several planes and for names that
/// follow no rule of Vulkan's.
pub(super) fn info(name: &str) -> Option<Info> {
    depth_stencil(name).or_else(|| block(name)).or_else(|| color(name))
}

fn depth_stencil(name: &str) -> Option<Info> {
    let (depth, stencil) = (vk::ImageAspectFlags::DEPTH, vk::ImageAspectFlags::STENCIL);
    let (bytes, aspects, numeric) = match name {
        "D16_UNORM" => (2, depth, Numeric::Unorm),
        "X8_D24_UNORM_PACK32" => (4, depth, Numeric::Unorm),
        "D32_SFLOAT" => (4, depth, Numeric::Sfloat),
        "S8_UINT" => (1, stencil, Numeric::Uint),
        "D16_UNORM_S8_UINT" | "D24_UNORM_S8_UINT" => (4, depth | stencil, Numeric::Unorm),
        "D32_SFLOAT_S8_UINT" => (8, depth | stencil, Numeric::Sfloat),
        _ => return None,
    };
    Some(Info { bytes, block: [1, 1], aspects, numeric, components: 1 })
}

fn block(name: &str) -> Option<Info> {
    let (family, suffix) = name.strip_suffix("_BLOCK")?.rsplit_once('_')?;
    let (bytes, block, components) = match family {
        "BC1_RGB" | "ETC2_R8G8B8" => (8, [4, 4], 3),
        "BC1_RGBA" | "ETC2_R8G8B8A1" => (8, [4, 4], 4),
        "BC4" | "EAC_R11" => (8, [4, 4], 1),
        "BC5" | "EAC_R11G11" => (16, [4, 4], 2),
        "BC6H" => (16, [4, 4], 3),
        "BC2" | "BC3" | "BC7" | "ETC2_R8G8B8A8" => (16, [4, 4], 4),
        _ => {
            // ash spells them `ASTC_4X4`, the specification `ASTC_4x4`.
            let (x, y) = family.strip_prefix("ASTC_")?.split_once(['X', 'x'])?;
            (16, [x.parse().ok()?, y.parse().ok()?], 4)
        }
    };
    let aspects = vk::ImageAspectFlags::COLOR;
    Some(Info { bytes, block, aspects, numeric: numeric(suffix)?, components })
}

fn color(name: &str) -> Option<Info> {
    let mut parts = name.split('_');
    let (bits, components) = components(parts.next()?)?;
    let numeric = numeric(parts.next()?)?;
    let bits = match parts.next() {
        None => bits,
        Some(pack) => pack.strip_prefix("PACK")?.parse().ok()?,
    };
    let aspects = vk::ImageAspectFlags::COLOR;
    let whole = parts.next().is_none() && bits % 8 == 0;
    whole.then_some(Info { bytes: bits / 8, block: [1, 1], aspects, numeric, components })
}

/// Bits and number of the components in `R5G6B5`. A shared exponent (`E5`) is no component.
fn components(text: &str) -> Option<(u32, u32)> {
    let (mut bits, mut count) = (0, 0);
    for part in text.split_inclusive(|c: char| c.is_ascii_digit()).fold(Vec::new(), join) {
        let (letter, width) = part.split_at_checked(1)?;
        if !"RGBAE".contains(letter) {
            return None;
        }
        bits += width.parse::<u32>().ok()?;
        count += u32::from(letter != "E");
    }
    (count > 0).then_some((bits, count))
}

/// Joins the digits of one component: `R1`, `6` to `R16`.
fn join(mut parts: Vec<String>, piece: &str) -> Vec<String> {
    match parts.last_mut() {
        Some(last) if piece.starts_with(|c: char| c.is_ascii_digit()) => last.push_str(piece),
        _ => parts.push(piece.to_owned()),
    }
    parts
}

fn numeric(suffix: &str) -> Option<Numeric> {
    Some(match suffix {
        "UNORM" => Numeric::Unorm,
        "SNORM" => Numeric::Snorm,
        "USCALED" => Numeric::Uscaled,
        "SSCALED" => Numeric::Sscaled,
        "UINT" => Numeric::Uint,
        "SINT" => Numeric::Sint,
        "UFLOAT" => Numeric::Ufloat,
        "SFLOAT" => Numeric::Sfloat,
        "SRGB" => Numeric::Srgb,
        _ => return None,
    })
}
