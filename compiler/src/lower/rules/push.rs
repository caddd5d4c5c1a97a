//! V0301: push constants on both sides or on none.

use super::Rules;
use crate::diagnostic::{Code, Site};
use crate::lower::shader::entry_point;
use crate::reflect::Block;

pub(super) fn check(rules: &Rules<'_>) {
    let block = push_block(rules);
    match (block, &rules.pass.push) {
        (Some((file, block)), None) => missing(rules, file, block),
        (None, Some(_)) if !rules.pass.shaders.is_empty() => unused(rules),
        _ => {}
    }
}

/// The largest push-constant block, with the shader that has it.
fn push_block<'a>(rules: &Rules<'a>) -> Option<(&'a str, &'a Block)> {
    let blocks = rules.pass.shaders.iter().filter_map(|shader| {
        let block = entry_point(shader)?.push_constants.as_ref()?;
        Some((shader.file.as_str(), block))
    });
    blocks.max_by_key(|(_, block)| block.size)
}

/// V0301: the shader has a block, the pass no field.
fn missing(rules: &Rules<'_>, file: &str, block: &Block) {
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
