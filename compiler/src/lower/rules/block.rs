//! V0215 and V0306: variables of one binding and blocks of one place, as all stages of a pass declare them.

use super::stages::stage_word;
use super::{Rules, kind_words};
use crate::block::Disagreement;
use crate::diagnostic::{Code, Site};
use crate::lower::binding::{Found, Variable};
use crate::lower::shader::{self, blocks_of_slot, push_union};

pub(super) fn check(rules: &Rules<'_>) {
    let matches = shader::matches(rules.pass);
    for (index, found) in matches.slots.iter().enumerate() {
        if let Some(found) = found {
            clash(rules, rules.site(index), found);
        }
    }
    for found in &matches.rest {
        clash(rules, Site::Whole, found);
    }
    check_unions(rules);
}

/// V0306 alone.
pub(super) fn check_unions(rules: &Rules<'_>) {
    let matches = shader::matches(rules.pass);
    for (index, found) in matches.slots.iter().enumerate() {
        let Some(found) = found else { continue };
        let slot = rules.pass.slots.get(index);
        let union = slot.map(|slot| blocks_of_slot(rules.pass, slot, found));
        if let Some(Err(disagreement)) = union {
            disagree(rules, rules.site(index), &place(found), &disagreement);
        }
    }
    if let Err(disagreement) = push_union(rules.pass) {
        let push = rules.pass.push.is_some();
        let site = if push { rules.site(rules.pass.slots.len()) } else { Site::Whole };
        disagree(rules, site, "push constants", &disagreement);
    }
}

/// V0215: the variables of a binding are one descriptor.
fn clash(rules: &Rules<'_>, site: Site, found: &Found<'_>) {
    let Some((a, b)) = found.clash() else { return };
    let declared = |variable: Variable<'_>| {
        let name = &variable.binding.name;
        let name = if name.is_empty() { "a variable".to_owned() } else { format!("`{name}`") };
        let image = shader::image_type(&variable.binding.kind);
        let shape = image.map_or_else(String::new, |image| format!(" ({:?})", image.dimension));
        format!(
            "{} declares {name} as {}{shape}",
            rules.file(variable.shader),
            kind_words(&variable.binding.kind)
        )
    };
    rules.error(
        Code::BindingShared,
        site,
        format!("{} holds one kind of descriptor: {}, and {}", place(found), declared(a), declared(b)),
        "give one of them a binding of its own in its `layout(...)` or `[[vk::binding(...)]]`; an image and a \
         sampler alone may share one, and blocks of one storage class",
    );
}

fn place(found: &Found<'_>) -> String {
    format!("set {}, binding {}", found.binding.set, found.binding.binding)
}

/// V0306: one struct serves all stages.
fn disagree(rules: &Rules<'_>, site: Site, place: &str, disagreement: &Disagreement) {
    let [a, b] = &disagreement.sides;
    rules.error(
        Code::StagesDisagree,
        site,
        format!("no struct serves both stages of `{}` ({place}): {a}, and {b}", rules.pass.name),
        "declare the block alike in both, in a file that both `#include`, or move one member to bytes of its own: \
         `layout(offset = ...)`",
    );
}

/// A stage as messages name it beside a shader's file.
pub(crate) fn stage_of(shader: &crate::syntax::ast::ShaderDecl) -> &'static str {
    stage_word(shader.stage)
}
