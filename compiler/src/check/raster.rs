//! V0611 to V0613: fixed-function state against attachments and shaders.

use ash::vk;

use super::{Rules, seen_format};
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{Access, Pass, Raster, Role};

pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    let Some(raster) = &pass.raster else { return };
    stencil(rules, pass, raster);
    primitives(rules, pass, raster);
    coverage(rules, pass, raster);
}

/// V0611: a stencil test has a stencil, and writes it only where it may.
fn stencil(rules: &Rules<'_>, pass: &Pass, raster: &Raster) {
    let Some(state) = raster.stencil else { return };
    let attached = || pass.accesses.iter().filter(|access| access.role == Role::Depth);
    let depth = attached().next();
    let Some(access) = attached().find(|access| has_stencil(rules, access)) else {
        let site = depth.map_or(pass.name.site, |access| access.site);
        let (what, help) = match depth {
            None => (
                "has no attachment with one".to_owned(),
                "add a slot `#[depth_stencil(load)] name: Image`, or take `stencil(..)` out of the pass",
            ),
            Some(access) => (
                format!("{} shows none", rules.slot(pass, access)),
                "declare the slot `#[depth_stencil(..)]` and wire an image of a format with stencil, such as \
                 D32_SFLOAT_S8_UINT",
            ),
        };
        let message = format!("`{}` tests a stencil, and {what}", pass.name);
        return rules.error(Code::StencilMissing, site, message, help);
    };
    let writes = [state.front, state.back].iter().any(|face| {
        let operations = [face.fail, face.pass, face.depth_fail];
        face.write_mask != 0 && operations.iter().any(|one| *one != vk::StencilOp::KEEP)
    });
    if writes && !access.writes {
        rules.error(
            Code::StencilMissing,
            access.site,
            format!(
                "`{}` writes a stencil, and {} only reads",
                pass.name,
                rules.slot(pass, access)
            ),
            "declare the slot `#[depth_stencil(load)]`, or leave the operations at `keep`",
        );
    }
}

fn has_stencil(rules: &Rules<'_>, access: &Access) -> bool {
    let format = seen_format(rules.resource(access), access);
    let stencil = |info: format::Info| info.aspects.contains(vk::ImageAspectFlags::STENCIL);
    access.aspects().contains(vk::ImageAspectFlags::STENCIL)
        && format::info(format).is_some_and(stencil)
}

/// V0612: what is assembled, and who assembles it (VUID-VkPipelineInputAssemblyStateCreateInfo-topology-06252,
/// VUID-VkGraphicsPipelineCreateInfo-pStages-00729, -00730, -08888 and -topology-08889).
fn primitives(rules: &Rules<'_>, pass: &Pass, raster: &Raster) {
    use vk::PrimitiveTopology as T;
    use vk::ShaderStageFlags as S;
    let error = |message: String, help: &str| {
        rules.error(Code::PrimitiveAssembly, pass.name.site, message, help);
    };
    let strip = matches!(raster.topology, T::TRIANGLE_STRIP | T::TRIANGLE_FAN | T::LINE_STRIP);
    if raster.primitive_restart && !strip {
        error(
            format!("`{}` restarts a list, in which each primitive stands alone", pass.name),
            "write `topology = \"triangle_strip\"`, `\"triangle_fan\"` or `\"line_strip\"`, or take \
             `primitive_restart` out",
        );
    }
    let stages = pass.stages.iter().fold(S::empty(), |all, stage| all | stage.stage);
    let both = S::TESSELLATION_CONTROL | S::TESSELLATION_EVALUATION;
    let patches = raster.topology == T::PATCH_LIST;
    match stages & both {
        some if some != both && !some.is_empty() => error(
            format!("`{}` has one of the two tessellation shaders", pass.name),
            "name both: `tessellation_control = \"….tesc\", tessellation_evaluation = \"….tese\"`",
        ),
        some if !stages.is_empty() && patches != (some == both) => error(
            format!(
                "`{}` {}",
                pass.name,
                if patches {
                    "draws patches without tessellation shaders"
                } else {
                    "tessellates what are no patches"
                }
            ),
            "tessellation shaders go with `topology = \"patch_list\"`, which is meant where nothing is said",
        ),
        _ => {}
    }
}

/// V0613: there is an alpha that thins out the coverage (VUID-VkGraphicsPipelineCreateInfo-alphaToCoverageEnable-08891).
fn coverage(rules: &Rules<'_>, pass: &Pass, raster: &Raster) {
    let fragment = pass.stages.iter().find(|stage| stage.stage == vk::ShaderStageFlags::FRAGMENT);
    let Some(fragment) = fragment.filter(|_| raster.alpha_to_coverage) else { return };
    if fragment.outputs.iter().any(|output| output.location == 0 && output.components == 4) {
        return;
    }
    let file = rules.graph.shaders.get(fragment.shader as usize);
    let file = file.map_or("the fragment shader", |shader| shader.name.as_ref());
    rules.error(
        Code::CoverageWithoutAlpha,
        pass.name.site,
        format!(
            "`{}` makes coverage of alpha, and {file} writes no alpha at location 0",
            pass.name
        ),
        "declare `layout(location = 0) out vec4 color;`, or take `alpha_to_coverage` out",
    );
}
