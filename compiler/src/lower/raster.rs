//! Fixed-function state of raster passes.

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use super::node::Element;
use super::sampler::pick;
use super::usage::effect;
use crate::diagnostic::Site;
use crate::ir::{Raster, Role};
use crate::reflect::Stage;
use crate::syntax::ast::{PassKind, RasterDecl, SlotDecl, StencilDecl};
use crate::vocabulary::{
    BLENDS, COMPARISONS, CULLS, FRONT_FACES, POLYGONS, STENCIL_OPS, TOPOLOGIES,
};

/// Vertices of a patch where nothing is said: a triangle.
const TRIANGLE: u32 = 3;

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
    let tessellates =
        pass.shaders.iter().any(|shader| shader.stage == Stage::TessellationEvaluation);
    let default = if tessellates { vk::PrimitiveTopology::PATCH_LIST } else { TOPOLOGIES[0].1 };
    let topology = pick(context, &decl.topology, "topology", TOPOLOGIES, default, site)?;
    let patches = topology == vk::PrimitiveTopology::PATCH_LIST;
    let [constant, slope, clamp] = decl.depth_bias.unwrap_or_default();
    Some(Raster {
        topology,
        cull: pick(context, &decl.cull, "cull mode", CULLS, CULLS[0].1, site)?,
        front_face: pick(
            context,
            &decl.front_face,
            "front face",
            FRONT_FACES,
            FRONT_FACES[0].1,
            site,
        )?,
        polygon: pick(context, &decl.polygon, "polygon mode", POLYGONS, POLYGONS[0].1, site)?,
        primitive_restart: decl.primitive_restart,
        patch_vertices: if patches { decl.patch_vertices.unwrap_or(TRIANGLE) } else { 0 },
        depth_bias: decl.depth_bias.map(|_| plan::DepthBias { constant, slope, clamp }),
        depth_clamp: decl.depth_clamp,
        depth_compare,
        stencil: match &decl.stencil {
            Some(front) => Some(stencil(context, decl, front, site)?),
            None => None,
        },
        sample_shading: decl.sample_shading,
        alpha_to_coverage: decl.alpha_to_coverage,
        alpha_to_one: decl.alpha_to_one,
        blends: blends(context, element)?,
        masks: masks(element),
    })
}

/// The stencil test of both sides; the back is as the front where nothing is said of it.
fn stencil(
    context: &Context<'_>,
    decl: &RasterDecl,
    front: &StencilDecl,
    site: Site,
) -> Option<plan::StencilState> {
    let back = decl.stencil_back.as_ref().unwrap_or(front);
    Some(plan::StencilState {
        front: face(context, front, site)?,
        back: face(context, back, site)?,
        by_frame: front.reference.is_none(),
    })
}

fn face(context: &Context<'_>, decl: &StencilDecl, site: Site) -> Option<plan::StencilFace> {
    let op =
        |word: &str| pick(context, word, "stencil operation", STENCIL_OPS, STENCIL_OPS[0].1, site);
    // Stencil values have eight bits (specification, "Depth/Stencil Formats").
    let all = u32::from(u8::MAX);
    Some(plan::StencilFace {
        fail: op(&decl.fail)?,
        pass: op(&decl.pass)?,
        depth_fail: op(&decl.depth_fail)?,
        compare: pick(
            context,
            &decl.compare,
            "comparison",
            COMPARISONS,
            vk::CompareOp::ALWAYS,
            site,
        )?,
        read_mask: decl.read_mask.unwrap_or(all),
        write_mask: decl.write_mask.unwrap_or(all),
        reference: decl.reference.unwrap_or(0),
    })
}

fn is_color(slot: &SlotDecl) -> bool {
    matches!(effect(&slot.usage).role, Role::Color(_))
}

/// The blend of each colour attachment, by location.
fn blends(context: &Context<'_>, element: &Element<'_>) -> Option<Vec<plan::Blend>> {
    let mut blends = Vec::new();
    for slot in element.pass.slots.iter().filter(|slot| is_color(slot)) {
        let site = element.node.name.site;
        let blend = pick(context, &slot.blend, "blend mode", BLENDS, plan::Blend::Replace, site)?;
        blends.extend((0..slot.count.unwrap_or(1)).map(|_| blend));
    }
    Some(blends)
}

/// The components of each colour attachment that are written, by location.
fn masks(element: &Element<'_>) -> Vec<vk::ColorComponentFlags> {
    let slots = element.pass.slots.iter().filter(|slot| is_color(slot));
    slots.flat_map(|slot| vec![mask(&slot.mask); slot.count.unwrap_or(1) as usize]).collect()
}

/// The components that a text names; all where it is empty.
fn mask(text: &str) -> vk::ColorComponentFlags {
    use vk::ColorComponentFlags as C;
    let bit = |letter| match letter {
        'r' => C::R,
        'g' => C::G,
        'b' => C::B,
        _ => C::A,
    };
    if text.is_empty() {
        return C::RGBA;
    }
    text.chars().fold(C::empty(), |mask, letter| mask | bit(letter))
}
