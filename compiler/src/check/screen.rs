//! V0715: the screen has one format, which set-up chooses for all that the graph does with it.

use ash::vk;
use vixen_plan::Lifetime;

use super::Rules;
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{Access, Graph, Pass};

/// Shaders that name a format for the screen name one: the image format of a shader's storage image is that of the view,
/// unless it is `Unknown` (specification, "Image Format and Type Matching").
pub(super) fn check(rules: &Rules<'_>) {
    let mut first: Option<(vk::Format, &Pass, &Access)> = None;
    for (named, pass, access) in named(rules.graph) {
        match first {
            Some((known, other, before)) if known != named => {
                let (known, named) = (format::name(known), format::name(named));
                rules.error(
                    Code::ScreenFormats,
                    access.site,
                    format!(
                        "{} stores to the screen as {named}, and {} as {known}: it has one format",
                        rules.slot(pass, access),
                        rules.slot(other, before),
                    ),
                    format!(
                        "write `layout({})` in both shaders, or let one write a transient and blit that to the screen",
                        qualifier(&known)
                    ),
                );
            }
            _ => first = Some((named, pass, access)),
        }
    }
}

/// The format that the screen must have, `UNDEFINED` where any serves: the graph's own word, or a shader's.
pub(crate) fn named_format<'g>(
    graph: &'g Graph,
    passes: impl Iterator<Item = &'g Pass>,
) -> vk::Format {
    let screen = graph.resources.iter().filter(|one| one.lifetime == Lifetime::Swapchain);
    let own = screen.filter_map(|screen| screen.image()).map(|image| image.format);
    let own = own.filter(|format| *format != vk::Format::UNDEFINED);
    let by_shaders = passes.flat_map(|pass| named_by(graph, pass)).map(|(format, _)| format);
    own.chain(by_shaders).next().unwrap_or_default()
}

fn named(graph: &Graph) -> impl Iterator<Item = (vk::Format, &Pass, &Access)> {
    let of = move |pass| named_by(graph, pass).map(move |(format, access)| (format, pass, access));
    graph.passes.iter().flat_map(of)
}

/// The formats that a pass's shaders name for the screen, with the accesses.
fn named_by<'g>(
    graph: &'g Graph,
    pass: &'g Pass,
) -> impl Iterator<Item = (vk::Format, &'g Access)> {
    let storage = |ty| ty == vk::DescriptorType::STORAGE_IMAGE;
    pass.bindings.iter().filter(move |binding| storage(binding.ty)).filter_map(|binding| {
        let access = pass.accesses.get(binding.access?)?;
        let is_screen = graph.resource(access.resource).lifetime == Lifetime::Swapchain;
        let named = vk::Format::from_raw(binding.image?.format);
        (is_screen && named != vk::Format::UNDEFINED).then_some((named, access))
    })
}

/// GLSL's word for a format, as far as the screen's formats go.
fn qualifier(name: &str) -> &str {
    match name {
        "R8G8B8A8_UNORM" => "rgba8",
        "R16G16B16A16_SFLOAT" => "rgba16f",
        "A2B10G10R10_UNORM_PACK32" => "rgb10_a2",
        name => name,
    }
}
