//! Fixed-function state of raster passes.

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use super::node::Element;
use super::sampler::{COMPARISONS, pick};
use super::usage::effect;
use crate::ir::{Raster, Role};
use crate::syntax::ast::{PassKind, SlotDecl};

const TOPOLOGIES: &[(&str, vk::PrimitiveTopology)] = &[
    ("triangle_list", vk::PrimitiveTopology::TRIANGLE_LIST),
    ("triangle_strip", vk::PrimitiveTopology::TRIANGLE_STRIP),
    ("triangle_fan", vk::PrimitiveTopology::TRIANGLE_FAN),
    ("line_list", vk::PrimitiveTopology::LINE_LIST),
    ("line_strip", vk::PrimitiveTopology::LINE_STRIP),
    ("point_list", vk::PrimitiveTopology::POINT_LIST),
];
const CULLS: &[(&str, vk::CullModeFlags)] = &[
    ("none", vk::CullModeFlags::NONE),
    ("front", vk::CullModeFlags::FRONT),
    ("back", vk::CullModeFlags::BACK),
];
const FRONT_FACES: &[(&str, vk::FrontFace)] = &[
    ("counter_clockwise", vk::FrontFace::COUNTER_CLOCKWISE),
    ("clockwise", vk::FrontFace::CLOCKWISE),
];
const BLENDS: &[(&str, plan::Blend)] = &[
    ("replace", plan::Blend::Replace),
    ("alpha", plan::Blend::Alpha),
    ("premultiplied", plan::Blend::Premultiplied),
    ("add", plan::Blend::Add),
    ("multiply", plan::Blend::Multiply),
];

/// The state of a raster pass. `None` for other kinds, and where an error was reported.
pub(super) fn lower(context: &Context<'_>, element: &Element<'_>) -> Option<Raster> {
    let pass = element.pass;
    if pass.kind != PassKind::Raster {
        return None;
    }
    let site = element.node.name.site;
    let decl = &pass.raster;
    let has_depth = pass.slots.iter().any(|slot| effect(&slot.usage).role == Role::Depth);
    let depth_compare = match decl.depth_compare.as_str() {
        "" if has_depth => Some(vk::CompareOp::LESS_OR_EQUAL),
        "" => None,
        text => Some(pick(context, text, "comparison", COMPARISONS, vk::CompareOp::ALWAYS, site)?),
    };
    Some(Raster {
        topology: pick(context, &decl.topology, "topology", TOPOLOGIES, TOPOLOGIES[0].1, site)?,
        cull: pick(context, &decl.cull, "cull mode", CULLS, CULLS[0].1, site)?,
        front_face: pick(
            context,
            &decl.front_face,
            "front face",
            FRONT_FACES,
            FRONT_FACES[0].1,
            site,
        )?,
        depth_compare,
        blends: blends(context, element)?,
    })
}

/// The blend of each colour attachment, by location.
fn blends(context: &Context<'_>, element: &Element<'_>) -> Option<Vec<plan::Blend>> {
    let is_color = |slot: &&SlotDecl| matches!(effect(&slot.usage).role, Role::Color(_));
    let mut blends = Vec::new();
    for slot in element.pass.slots.iter().filter(is_color) {
        let site = element.node.name.site;
        let blend = pick(context, &slot.blend, "blend mode", BLENDS, plan::Blend::Replace, site)?;
        blends.extend((0..slot.count.unwrap_or(1)).map(|_| blend));
    }
    Some(blends)
}
