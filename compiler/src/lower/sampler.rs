//! Samplers.

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use crate::diagnostic::{Code, Site, did_you_mean};
use crate::syntax::ast::SamplerDecl;

/// Comparisons by name.
pub(super) const COMPARISONS: &[(&str, vk::CompareOp)] = &[
    ("never", vk::CompareOp::NEVER),
    ("less", vk::CompareOp::LESS),
    ("equal", vk::CompareOp::EQUAL),
    ("less_or_equal", vk::CompareOp::LESS_OR_EQUAL),
    ("greater", vk::CompareOp::GREATER),
    ("not_equal", vk::CompareOp::NOT_EQUAL),
    ("greater_or_equal", vk::CompareOp::GREATER_OR_EQUAL),
    ("always", vk::CompareOp::ALWAYS),
];

/// A sampler as declared; linear, clamped to the edge where nothing is said.
pub(super) fn lower(
    context: &Context<'_>,
    decl: Option<&SamplerDecl>,
    site: Site,
) -> Option<plan::Sampler> {
    let word = |text: fn(&SamplerDecl) -> &str| decl.map_or("", text);
    let filters = [("linear", vk::Filter::LINEAR), ("nearest", vk::Filter::NEAREST)];
    let mipmaps =
        [("linear", vk::SamplerMipmapMode::LINEAR), ("nearest", vk::SamplerMipmapMode::NEAREST)];
    let addresses = [
        ("repeat", vk::SamplerAddressMode::REPEAT),
        ("mirrored_repeat", vk::SamplerAddressMode::MIRRORED_REPEAT),
        ("clamp_to_edge", vk::SamplerAddressMode::CLAMP_TO_EDGE),
        ("clamp_to_border", vk::SamplerAddressMode::CLAMP_TO_BORDER),
    ];
    let filter = pick(context, word(|s| &s.filter), "filter", &filters, filters[0].1, site)?;
    // Without a word of its own, mips are filtered as texels are.
    let same = if filter == vk::Filter::LINEAR { mipmaps[0].1 } else { mipmaps[1].1 };
    let compare = match word(|s| &s.compare) {
        "" => None,
        text => Some(pick(context, text, "comparison", COMPARISONS, vk::CompareOp::ALWAYS, site)?),
    };
    Some(plan::Sampler {
        filter,
        mipmap: pick(context, word(|s| &s.mipmap), "mipmap mode", &mipmaps, same, site)?,
        address: pick(
            context,
            word(|s| &s.address),
            "address mode",
            &addresses,
            vk::SamplerAddressMode::CLAMP_TO_EDGE,
            site,
        )?,
        border: vk::BorderColor::FLOAT_TRANSPARENT_BLACK,
        compare,
        anisotropy: 0.0,
    })
}

/// The value of a word; the default for an empty one.
pub(super) fn pick<T: Copy>(
    context: &Context<'_>,
    word: &str,
    what: &str,
    known: &[(&str, T)],
    default: T,
    site: Site,
) -> Option<T> {
    if word.is_empty() {
        return Some(default);
    }
    if let Some((_, value)) = known.iter().find(|(name, _)| *name == word) {
        return Some(*value);
    }
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    context.error(
        Code::MalformedValue,
        site,
        format!("`{word}` is not a {what}"),
        did_you_mean(word, names.iter().copied(), &format!("write one of {}", names.join(", "))),
    );
    None
}
