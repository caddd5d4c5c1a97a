//! Stages, accesses and layouts by Vulkan's names.

use std::sync::LazyLock;

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use crate::diagnostic::{Code, Site, did_you_mean};
use crate::syntax::ast::StateDecl;

/// Names that ash gives to the bits of a mask.
fn bit_names<T: std::fmt::Debug>(make: impl Fn(u64) -> T) -> Vec<(String, u64)> {
    let bits = (0..u64::BITS).map(|bit| 1u64 << bit);
    let named = bits.map(|bit| (format!("{:?}", make(bit)), bit));
    named.filter(|(name, _)| name.starts_with(|c: char| c.is_ascii_alphabetic())).collect()
}

static STAGES: LazyLock<Vec<(String, u64)>> =
    LazyLock::new(|| bit_names(vk::PipelineStageFlags2::from_raw));
static ACCESSES: LazyLock<Vec<(String, u64)>> =
    LazyLock::new(|| bit_names(vk::AccessFlags2::from_raw));
static LAYOUTS: LazyLock<Vec<(String, u64)>> = LazyLock::new(|| {
    [
        vk::ImageLayout::UNDEFINED,
        vk::ImageLayout::GENERAL,
        vk::ImageLayout::COLOR_ATTACHMENT_OPTIMAL,
        vk::ImageLayout::DEPTH_STENCIL_ATTACHMENT_OPTIMAL,
        vk::ImageLayout::DEPTH_STENCIL_READ_ONLY_OPTIMAL,
        vk::ImageLayout::SHADER_READ_ONLY_OPTIMAL,
        vk::ImageLayout::TRANSFER_SRC_OPTIMAL,
        vk::ImageLayout::TRANSFER_DST_OPTIMAL,
        vk::ImageLayout::READ_ONLY_OPTIMAL,
        vk::ImageLayout::ATTACHMENT_OPTIMAL,
        vk::ImageLayout::PRESENT_SRC_KHR,
    ]
    .iter()
    .map(|layout| (format!("{layout:?}"), u64::from(layout.as_raw().cast_unsigned())))
    .collect()
});

/// Endings that may be left out.
const ENDINGS: [&str; 5] = ["", "_SHADER", "_KHR", "_OPTIMAL", "_SRC_KHR"];

/// A state as written.
pub(super) fn state(context: &Context<'_>, decl: &StateDecl, site: Site) -> Option<plan::State> {
    Some(plan::State {
        stages: stages(context, &decl.stages, site)?,
        access: vk::AccessFlags2::from_raw(mask(context, &decl.access, &ACCESSES, "access", site)?),
        layout: layout(context, &decl.layout, site)?,
    })
}

/// Stages as written, joined by `|`.
pub(super) fn stages(
    context: &Context<'_>,
    text: &str,
    site: Site,
) -> Option<vk::PipelineStageFlags2> {
    mask(context, text, &STAGES, "stage", site).map(vk::PipelineStageFlags2::from_raw)
}

fn layout(context: &Context<'_>, text: &str, site: Site) -> Option<vk::ImageLayout> {
    if text.trim().is_empty() {
        return Some(vk::ImageLayout::UNDEFINED);
    }
    let raw = find(context, text, &LAYOUTS, "layout", site)?;
    Some(vk::ImageLayout::from_raw((raw as u32).cast_signed()))
}

fn mask(
    context: &Context<'_>,
    text: &str,
    known: &[(String, u64)],
    what: &str,
    site: Site,
) -> Option<u64> {
    let mut mask = 0;
    for name in text.split('|').map(str::trim).filter(|name| !matches!(*name, "" | "none")) {
        mask |= find(context, name, known, what, site)?;
    }
    Some(mask)
}

fn find(
    context: &Context<'_>,
    name: &str,
    known: &[(String, u64)],
    what: &str,
    site: Site,
) -> Option<u64> {
    let upper = name.trim().to_uppercase();
    let is = |(known, _): &&(String, u64)| {
        ENDINGS.iter().any(|ending| *known == format!("{upper}{ending}"))
    };
    if let Some((_, raw)) = known.iter().find(is) {
        return Some(*raw);
    }
    context.error(
        Code::MalformedValue,
        site,
        format!("`{name}` is not a {what} of Vulkan"),
        did_you_mean(
            &upper,
            known.iter().map(|(name, _)| name.as_str()),
            "write the Vulkan name without its prefix, in lower case, several joined by `|`",
        ),
    );
    None
}
