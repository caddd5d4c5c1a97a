//! Samplers.

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use crate::diagnostic::{Code, Site, did_you_mean};
use crate::syntax::ast::SamplerDecl;
use crate::vocabulary::{ADDRESS_MODES, COMPARISONS, FILTERS, MIPMAP_MODES};

/// A sampler as declared; linear, clamped to the edge where nothing is said.
pub(super) fn lower(
    context: &Context<'_>,
    decl: Option<&SamplerDecl>,
    site: Site,
) -> Option<plan::Sampler> {
    let word = |text: fn(&SamplerDecl) -> &str| decl.map_or("", text);
    let filter = pick(context, word(|s| &s.filter), "filter", FILTERS, FILTERS[0].1, site)?;
    // Without a word of its own, mips are filtered as texels are.
    let same = match filter {
        vk::Filter::LINEAR => vk::SamplerMipmapMode::LINEAR,
        _ => vk::SamplerMipmapMode::NEAREST,
    };
    let compare = match word(|s| &s.compare) {
        "" => None,
        text => Some(pick(context, text, "comparison", COMPARISONS, vk::CompareOp::ALWAYS, site)?),
    };
    Some(plan::Sampler {
        filter,
        mipmap: pick(context, word(|s| &s.mipmap), "mipmap mode", MIPMAP_MODES, same, site)?,
        address: pick(
            context,
            word(|s| &s.address),
            "address mode",
            ADDRESS_MODES,
            ADDRESS_MODES[0].1,
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
    known: &[(&'static str, T)],
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
