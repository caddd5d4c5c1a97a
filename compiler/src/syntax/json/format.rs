//! Formats: the short forms of graph JSON, and Vulkan's names.

/// Short forms that no rule makes.
const NAMED: &[(&str, &str)] = &[
    ("b10g11r11f", "B10G11R11_UFLOAT_PACK32"),
    ("r11g11b10f", "B10G11R11_UFLOAT_PACK32"),
    ("rg11b10f", "B10G11R11_UFLOAT_PACK32"),
    ("rgb9e5", "E5B9G9R9_UFLOAT_PACK32"),
    ("rgb10a2", "A2B10G10R10_UNORM_PACK32"),
    ("rgb10a2unorm", "A2B10G10R10_UNORM_PACK32"),
    ("a2b10g10r10unorm", "A2B10G10R10_UNORM_PACK32"),
    ("d16", "D16_UNORM"),
    ("d16-s8", "D16_UNORM_S8_UINT"),
    ("d24", "X8_D24_UNORM_PACK32"),
    ("d24-s8", "D24_UNORM_S8_UINT"),
    ("d32", "D32_SFLOAT"),
    ("d32f", "D32_SFLOAT"),
    ("d32f-s8", "D32_SFLOAT_S8_UINT"),
    ("s8", "S8_UINT"),
];

/// Component types by their short forms.
const TYPES: &[(&str, &str)] = &[
    ("unorm", "UNORM"),
    ("snorm", "SNORM"),
    ("srgb", "SRGB"),
    ("uint", "UINT"),
    ("ui", "UINT"),
    ("u", "UINT"),
    ("sint", "SINT"),
    ("si", "SINT"),
    ("i", "SINT"),
    ("float", "SFLOAT"),
    ("f", "SFLOAT"),
];

/// The Vulkan name without `VK_FORMAT_`. What is not a short form is taken as a Vulkan name, and
/// [`crate::lower`] says whether it is one.
pub(super) fn vulkan_name(written: &str) -> String {
    let short = written.to_ascii_lowercase();
    if let Some((_, name)) = NAMED.iter().find(|(name, _)| *name == short) {
        return (*name).to_owned();
    }
    if let Some(name) = plain(&short) {
        return name;
    }
    let name = written.to_ascii_uppercase();
    name.strip_prefix("VK_FORMAT_").unwrap_or(&name).to_owned()
}

/// `rgba16f` is `R16G16B16A16_SFLOAT`: channels, bits of each, type.
fn plain(short: &str) -> Option<String> {
    let bits_at = short.find(|c: char| c.is_ascii_digit())?;
    let (channels, rest) = short.split_at(bits_at);
    let type_at = rest.find(|c: char| !c.is_ascii_digit())?;
    let (bits, ty) = rest.split_at(type_at);
    let known = matches!(channels, "r" | "rg" | "rgb" | "rgba" | "bgr" | "bgra");
    if !known || !matches!(bits, "8" | "16" | "32" | "64") {
        return None;
    }
    let (_, ty) = TYPES.iter().find(|(name, _)| *name == ty)?;
    let channels: Vec<String> =
        channels.to_ascii_uppercase().chars().map(|channel| format!("{channel}{bits}")).collect();
    Some(format!("{}_{ty}", channels.concat()))
}

/// The aspects that clear values and views care about: whether a Vulkan name is a depth or stencil format.
pub(super) fn is_depth(name: &str) -> bool {
    name.starts_with('D') || name.starts_with("X8_D24") || name == "S8_UINT"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_and_names() {
        for (written, name) in [
            ("rgba8unorm", "R8G8B8A8_UNORM"),
            ("bgra8srgb", "B8G8R8A8_SRGB"),
            ("rg8unorm", "R8G8_UNORM"),
            ("r32f", "R32_SFLOAT"),
            ("r32ui", "R32_UINT"),
            ("d32f-s8", "D32_SFLOAT_S8_UINT"),
            ("R16_SFLOAT", "R16_SFLOAT"),
            ("VK_FORMAT_R16_SFLOAT", "R16_SFLOAT"),
            ("B10G11R11_UFLOAT_PACK32", "B10G11R11_UFLOAT_PACK32"),
            ("D16_UNORM", "D16_UNORM"),
            ("é8unorm", "é8UNORM"),
        ] {
            assert_eq!(vulkan_name(written), name);
        }
        assert!(is_depth("D16_UNORM") && !is_depth("R8_UNORM"));
    }
}
