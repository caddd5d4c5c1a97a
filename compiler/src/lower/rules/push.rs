//! V0301: push constants on both sides or on none.

use super::Rules;
use crate::diagnostic::{Code, Site};
use crate::lower::shader::{self, Union, entry_point};

pub(super) fn check(rules: &Rules<'_>) {
    // What the stages do not agree in was said.
    let block = shader::push_union(rules.pass).ok().flatten();
    match (&block, &rules.pass.push) {
        (Some(block), None) => missing(rules, block),
        (None, Some(_)) if !rules.pass.shaders.is_empty() && !has_block(rules) => unused(rules),
        _ => {}
    }
}

fn has_block(rules: &Rules<'_>) -> bool {
    let mut points = rules.pass.shaders.iter().filter_map(entry_point);
    points.any(|point| point.push_constants.is_some())
}

/// V0301: the shader has a block, the pass no field.
fn missing(rules: &Rules<'_>, Union { block, files: file, .. }: &Union) {
    let name = if block.name.is_empty() { "Params" } else { &block.name };
    rules.error(
        Code::PushMissing,
        Site::Whole,
        format!(
            "{file} has the push-constant block `{}` of {} bytes, and `{}` has no `#[push]` field",
            block.name, block.size, rules.pass.name
        ),
        format!(
            "add `#[push] params: {name}`, with `#[derive(vixen::Block)] #[repr(C)] struct {name} {{ {} }}`",
            crate::block::fields(block)
        ),
    );
}

/// V0301: the pass has a field, the shader no block.
fn unused(rules: &Rules<'_>) {
    let Some(push) = &rules.pass.push else { return };
    // The field's place stands behind those of the slots.
    let site = rules.site(rules.pass.slots.len());
    rules.error(
        Code::PushMissing,
        site,
        format!(
            "`{}` has the push constants `{}`, and {} has no push-constant block that it uses",
            rules.pass.name,
            push.name,
            rules.files()
        ),
        "remove the field, or declare and use `layout(push_constant) uniform ...` in the shader",
    );
}
