//! Fixed-function state of raster passes.

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use super::node::Element;
use super::sampler::pick;
use super::usage::effect;
use crate::ir::{Raster, Role};
use crate::syntax::ast::{PassKind, SlotDecl};
use crate::vocabulary::{BLENDS, COMPARISONS, CULLS, FRONT_FACES, TOPOLOGIES};

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
