//! V0305: blocks within the limits that the graph may rely on.

use super::context::Context;
use super::node::Element;
use super::shader::{self, Union};
use crate::diagnostic::Code;
use crate::reflect::{BindingKind, Block};

/// Checks the blocks of a node's shaders, once for all elements of an array.
pub(super) fn check(context: &Context<'_>, element: &Element<'_>) {
    if element.index.is_some_and(|index| index > 0) {
        return;
    }
    let shaders = &element.pass.shaders;
    let file = |shader: usize| shaders.get(shader).map_or("the shader", |s| s.file.as_str());
    // What the stages do not agree in was said of the pass.
    if let Some(Union { block, files, .. }) = shader::push_union(element.pass).ok().flatten() {
        let what = (files.as_str(), "push-constant block");
        within(context, element, what, &block, "maxPushConstantsSize");
    }
    for found in shader::matches(element.pass).slots.iter().flatten() {
        if let BindingKind::UniformBuffer(block) = &found.binding.kind {
            let what = (file(found.shader), "uniform block");
            within(context, element, what, block, "maxUniformBufferRange");
        }
    }
}

fn within(
    context: &Context<'_>,
    element: &Element<'_>,
    (file, what): (&str, &str),
    block: &Block,
    limit: &'static str,
) {
    if u64::from(block.size) <= context.profile.limit(limit) {
        return;
    }
    let asked = block.size.next_multiple_of(4);
    context.error(
        Code::BlockTooLarge,
        element.node.name.site,
        format!(
            "the {what} `{}` of {file}, which `{}` runs, has {} bytes, and {} ({limit})",
            block.name,
            element.node.name,
            block.size,
            context.profile.promise(limit)
        ),
        format!(
            "move what is large into a storage buffer; or ask for more, `#[graph(limits({limit} = {asked}))]`: \
             set-up then refuses devices that have less"
        ),
    );
}
