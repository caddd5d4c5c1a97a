//! Short names of formats, as graph JSON and shading languages write them.

/// Vulkan's name for a short one: `rgba8unorm`, `r32f`, `d24s8`.
pub(super) fn long_name(short: &str) -> Option<String> {
    let short = short.to_ascii_lowercase().replace(['-', '_'], "");
    let fixed = match short.as_str() {
        "d16" | "d16unorm" => "D16_UNORM",
        "d24" | "x8d24" => "X8_D24_UNORM_PACK32",
        "d32" | "d32f" => "D32_SFLOAT",
        "s8" | "s8ui" => "S8_UINT",
        "d16s8" => "D16_UNORM_S8_UINT",
        "d24s8" => "D24_UNORM_S8_UINT",
        "d32s8" | "d32fs8" => "D32_SFLOAT_S8_UINT",
        "b10g11r11f" | "r11g11b10f" | "rg11b10f" => "B10G11R11_UFLOAT_PACK32",
        "rgb9e5" | "rgb9e5f" | "e5b9g9r9f" => "E5B9G9R9_UFLOAT_PACK32",
        "rgb10a2" | "rgb10a2unorm" | "r10g10b10a2" | "r10g10b10a2unorm" => {
            "A2B10G10R10_UNORM_PACK32"
        }
        "rgb10a2ui" | "rgb10a2uint" => "A2B10G10R10_UINT_PACK32",
        "bgr10a2" | "bgr10a2unorm" => "A2R10G10B10_UNORM_PACK32",
        "r5g6b5" | "rgb565" | "r5g6b5unorm" => "R5G6B5_UNORM_PACK16",
        _ => return regular(&short).or_else(|| packed(&short)),
    };
    Some(fixed.to_owned())
}

/// Vulkan's own name without underscores and `PACK`: `a2b10g10r10unorm`, `b5g6r5unorm`, `a4r4g4b4`.
fn packed(short: &str) -> Option<String> {
    let mut text = short;
    let mut components = String::new();
    while let Some(letter) = text.chars().next().filter(|letter| "rgbaex".contains(*letter)) {
        let digits = text[1..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |at| at + 1);
        if digits == 1 {
            break;
        }
        components.push(letter.to_ascii_uppercase());
        components.push_str(&text[1..digits]);
        text = &text[digits..];
    }
    // The packed floats have no sign: `b10g11r11f` is UFLOAT.
    let unsigned = matches!(text, "" | "f" | "float" | "ufloat").then_some("UFLOAT");
    let classes = [class(text), unsigned].into_iter().flatten();
    let mut names = classes
        .flat_map(|class| [8, 16, 32].map(|bits| format!("{components}_{class}_PACK{bits}")));
    names.find(|name| super::is_known(name))
}

/// How the bits are read, by its short word.
fn class(word: &str) -> Option<&'static str> {
    Some(match word {
        "" | "unorm" => "UNORM",
        "snorm" => "SNORM",
        "u" | "ui" | "uint" => "UINT",
        "i" | "si" | "int" | "sint" => "SINT",
        "f" | "float" | "sfloat" => "SFLOAT",
        "uscaled" => "USCALED",
        "sscaled" => "SSCALED",
        "srgb" => "SRGB",
        _ => return None,
    })
}

/// Components, bits of each, class: `rgba` `16` `f`.
fn regular(short: &str) -> Option<String> {
    let digits = short.find(|c: char| c.is_ascii_digit())?;
    let (components, rest) = short.split_at(digits);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (bits, class) = rest.split_at(end);
    if !["r", "rg", "rgb", "rgba", "bgr", "bgra"].contains(&components) {
        return None;
    }
    let class = self::class(class)?;
    let mut name = String::new();
    for component in components.chars() {
        name.push(component.to_ascii_uppercase());
        name.push_str(bits);
    }
    Some(format!("{name}_{class}"))
}
