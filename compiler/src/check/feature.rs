//! V0703: features that shaders and passes ask for are the profile's, or named by the graph.

use std::collections::BTreeSet;

use ash::vk;

use super::Rules;
use crate::diagnostic::Code;
use crate::ir::{Access, Graph, Pass, Role};
use crate::profile;

pub(super) fn check(rules: &Rules<'_>, pass: &Pass) {
    capabilities(rules, pass);
    for (feature, what) in uses(pass) {
        if !allowed(rules.graph, feature) {
            missing(rules, pass, feature, &format!("`{}` {what}", pass.name));
        }
    }
    input_attachments(rules, pass);
}

fn allowed(graph: &Graph, feature: &str) -> bool {
    profile::has_feature(feature) || graph.features.iter().any(|allowed| allowed == feature)
}

/// What the modules declare.
fn capabilities(rules: &Rules<'_>, pass: &Pass) {
    for stage in &pass.stages {
        let Some(module) = rules.graph.modules.get(stage.shader as usize) else { continue };
        let file = rules.graph.shaders.get(stage.shader as usize);
        let file = file.map_or("the shader", |shader| shader.name.as_ref());
        for capability in &module.capabilities {
            let name = profile::capability_name(*capability);
            match profile::feature_of(*capability) {
                Some(feature) if feature.is_empty() || allowed(rules.graph, feature) => {}
                Some(feature) => {
                    missing(
                        rules,
                        pass,
                        feature,
                        &format!("{file} declares the capability {name}"),
                    );
                }
                None => unknown(rules, pass, file, &name),
            }
        }
    }
}

fn missing(rules: &Rules<'_>, pass: &Pass, feature: &str, what: &str) {
    rules.error(
        Code::FeatureMissing,
        pass.name.site,
        format!(
            "{what}, which needs the feature `{feature}`, and {} does not guarantee it",
            profile::NAME
        ),
        format!(
            "do without it, or name it in the graph: `#[graph(features = \"{feature}\")]`; set-up then refuses \
             devices that lack it"
        ),
    );
}

fn unknown(rules: &Rules<'_>, pass: &Pass, file: &str, name: &str) {
    rules.error(
        Code::FeatureMissing,
        pass.name.site,
        format!("{file} declares the capability {name}, and Vixen knows no feature for it"),
        "compile the shader for Vulkan 1.3 without that extension",
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
    let blends = pass.raster.as_ref().map_or(&[][..], |raster| &raster.blends);
    if blends.windows(2).any(|pair| pair.first() != pair.last()) {
        uses.push(("independentBlend", "blends its attachments differently"));
    }
    if pass.view_mask != 0 {
        uses.push(("multiview", "renders to several views"));
    }
    uses
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
                profile::NAME
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

/// The features that the passes of a graph need, by the names of the structures' members, ascending.
pub(crate) fn needed<'g>(
    graph: &'g Graph,
    passes: impl IntoIterator<Item = &'g Pass>,
) -> Vec<&'g str> {
    let mut needed: BTreeSet<&str> = graph.features.iter().map(String::as_str).collect();
    for pass in passes {
        let modules = pass.stages.iter().filter_map(|s| graph.modules.get(s.shader as usize));
        let of_shaders = modules.flat_map(|module| &module.capabilities);
        needed.extend(of_shaders.filter_map(|capability| profile::feature_of(*capability)));
        needed.extend(uses(pass).into_iter().map(|(feature, _)| feature));
    }
    needed.remove("");
    needed.into_iter().collect()
}
