//! V0703: features that shaders and passes ask for are the profile's, or named by the graph.

use std::collections::BTreeSet;

use ash::vk;

use super::Rules;
use crate::diagnostic::Code;
use crate::ir::{Access, Graph, Pass, Raster, Role};
use crate::profile;

pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    capabilities(rules, pass);
    for (feature, what) in uses(pass) {
        if !rules.graph.profile.has_feature(feature) {
            missing(rules, pass, &[feature], &format!("`{}` {what}", pass.name));
        }
    }
    input_attachments(rules, pass);
}

/// What the modules declare.
fn capabilities(rules: &Rules<'_>, pass: &Pass) {
    for stage in &pass.stages {
        let Some(module) = rules.graph.modules.get(stage.shader as usize) else { continue };
        let file = rules.graph.shaders.get(stage.shader as usize);
        let file = file.map_or("the shader", |shader| shader.name.as_ref());
        for capability in &module.capabilities {
            let name = profile::capability_name(*capability);
            let graph = &rules.graph.profile;
            let Some(features) = graph.features_of(*capability) else {
                unknown(rules, pass, file, (*capability, &name));
                continue;
            };
            let has = |feature: &&str| graph.has_feature(feature);
            let allowed = features.is_empty() || features.iter().any(has);
            if !allowed && !graph.names_capability(*capability) {
                let what = format!("{file} declares the capability {name}");
                missing(rules, pass, &features, &what);
            }
        }
    }
}

fn missing(rules: &Rules<'_>, pass: &Pass, features: &[&str], what: &str) {
    let first = features.first().copied().unwrap_or_default();
    let one_of = if features.len() == 1 { "the feature" } else { "one of the features" };
    let listed = features.join("`, `");
    let title = rules.graph.profile.title();
    let (several, it) = if features.len() == 1 { ("it", "it") } else { ("any of them", "one") };
    rules.error(
        Code::FeatureMissing,
        pass.name.site,
        format!("{what}, which needs {one_of} `{listed}`, and {title} does not guarantee {several}"),
        format!(
            "do without it, or name {it} in the graph: `#[graph(features = \"{first}\")]`; set-up then refuses \
             devices that lack it"
        ),
    );
}

fn unknown(rules: &Rules<'_>, pass: &Pass, file: &str, (number, name): (u32, &str)) {
    rules.error(
        Code::FeatureMissing,
        pass.name.site,
        format!("{file} declares the capability {name}, and Vixen knows no feature for it"),
        format!(
            "compile the shader without that extension, or name the feature that the program turns on itself: \
             `#[graph(capabilities = \"{number}: featureName\")]`, with `Device::new_with` at set-up"
        ),
    );
}

/// Features that a pass asks for by what it does.
fn uses(pass: &Pass) -> Vec<(&'static str, &'static str)> {
    use vk::PipelineStageFlags2 as P;
    let mut uses = Vec::new();
    let writes_in = |stages: vk::PipelineStageFlags2| {
        let shader_write = vk::AccessFlags2::SHADER_STORAGE_WRITE;
        pass.accesses
            .iter()
            .any(|access| access.access.contains(shader_write) && access.stages.intersects(stages))
    };
    let vertex = P::VERTEX_SHADER
        | P::TESSELLATION_CONTROL_SHADER
        | P::TESSELLATION_EVALUATION_SHADER
        | P::GEOMETRY_SHADER;
    if writes_in(vertex) {
        uses.push(("vertexPipelineStoresAndAtomics", "stores from a vertex stage"));
    }
    if writes_in(P::FRAGMENT_SHADER) {
        uses.push(("fragmentStoresAndAtomics", "stores from the fragment stage"));
    }
    if pass
        .accesses
        .iter()
        .any(|access| access.view.is_some_and(|view| view.ty == vk::ImageViewType::CUBE_ARRAY))
    {
        uses.push(("imageCubeArray", "looks at an array of cubes"));
    }
    uses.extend(pass.raster.iter().flat_map(of_raster));
    if pass.view_mask != 0 {
        uses.push(("multiview", "renders to several views"));
    }
    uses
}

/// Features that fixed-function state asks for (specification, the VUIDs of `VkPipelineRasterizationStateCreateInfo`,
/// `VkPipelineMultisampleStateCreateInfo` and `VkPipelineColorBlendStateCreateInfo`).
fn of_raster(raster: &Raster) -> Vec<(&'static str, &'static str)> {
    fn differ<T: PartialEq>(each: &[T]) -> bool {
        each.windows(2).any(|pair| pair.first() != pair.last())
    }
    let asked = [
        (differ(&raster.blends), "independentBlend", "blends its attachments differently"),
        (differ(&raster.masks), "independentBlend", "writes other components of each attachment"),
        (
            raster.polygon != vk::PolygonMode::FILL,
            "fillModeNonSolid",
            "draws polygons as lines or points",
        ),
        (raster.depth_clamp, "depthClamp", "clamps depth"),
        (
            raster.depth_bias.is_some_and(|bias| bias.clamp != 0.0),
            "depthBiasClamp",
            "clamps its depth bias",
        ),
        (raster.sample_shading.is_some(), "sampleRateShading", "shades samples apart"),
        (raster.alpha_to_one, "alphaToOne", "sets alpha to one"),
    ];
    asked.into_iter().filter(|(asks, ..)| *asks).map(|(_, name, what)| (name, what)).collect()
}

/// V0703: dynamic rendering reads no attachment of its own in Vulkan 1.3.
fn input_attachments(rules: &Rules<'_>, pass: &Pass) {
    for access in pass.accesses.iter().filter(|access| access.role == Role::Input) {
        rules.error(
            Code::FeatureMissing,
            access.site,
            format!(
                "{} is an input attachment, and {} has none in dynamic rendering",
                rules.slot(pass, access),
                rules.graph.profile.title()
            ),
            local_read(pass, access),
        );
    }
}

/// What to write in place of an input attachment: the pass that wrote it has ended, so that a fetch of the
/// fragment's own texel reads the same.
fn local_read(pass: &Pass, access: &Access) -> String {
    let index = pass.accesses.iter().position(|other| std::ptr::eq(other, access));
    let binding = pass.bindings.iter().find(|binding| binding.access == index);
    let (name, place, multisampled) = binding
        .map_or((access.slot.text.as_str(), (0, 0), false), |b| {
            (b.name.as_str(), (b.set, b.binding), b.image.is_some_and(|image| image.multisampled))
        });
    let (suffix, sample) = if multisampled { ("MS", "gl_SampleID") } else { ("", "0") };
    format!(
        "declare the slot `#[sampled(filter = \"nearest\")]`; in the shader write `layout(set = {}, binding = {}) \
         uniform sampler2D{suffix} {name};` for the subpass input, and `texelFetch({name}, ivec2(gl_FragCoord.xy), \
         {sample})` for `subpassLoad({name})`",
        place.0, place.1
    )
}

/// Whether a pass may reach buffers by their address: a shader of it declares so, or the graph names the feature for
/// code of the program's.
pub(crate) fn uses_addresses(graph: &Graph, pass: &Pass) -> bool {
    const ADDRESSES: &str = "bufferDeviceAddress";
    let mut modules = pass.stages.iter().filter_map(|s| graph.modules.get(s.shader as usize));
    let of_shader = |capability: &u32| {
        profile::features_of(*capability).is_some_and(|features| features.contains(&ADDRESSES))
    };
    let named = graph.profile.named_features().any(|feature| feature == ADDRESSES);
    named || modules.any(|module| module.capabilities.iter().any(of_shader))
}

/// The features that the passes of a graph need, by the names of the structures' members, ascending.
pub(crate) fn needed<'g>(
    graph: &'g Graph,
    passes: impl IntoIterator<Item = &'g Pass>,
) -> Vec<&'g str> {
    let profile = &graph.profile;
    let mut needed: BTreeSet<&str> = profile.named_features().collect();
    for pass in passes {
        let modules = pass.stages.iter().filter_map(|s| graph.modules.get(s.shader as usize));
        for capability in modules.flat_map(|module| &module.capabilities) {
            let features = profile.features_of(*capability).unwrap_or_default();
            // Of several that would do, one that the graph names, or one that the profile has.
            let named = features.iter().any(|feature| needed.contains(feature));
            let promised = features.iter().find(|feature| profile.has_feature(feature));
            needed.extend(promised.or(features.first()).filter(|_| !named));
        }
        needed.extend(uses(pass).into_iter().map(|(feature, _)| feature));
    }
    needed.into_iter().collect()
}
