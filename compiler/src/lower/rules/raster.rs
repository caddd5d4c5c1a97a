//! V0214, V0601 and V0602: what a raster pass's stages hand on and write.

use super::{Rules, stages::stage_word};
use crate::diagnostic::{Code, Site};
use crate::ir::Role;
use crate::lower::shader::entry_point;
use crate::lower::spec::scalar_words;
use crate::lower::usage::effect;
use crate::reflect::{InterfaceVariable, ScalarKind, Stage};
use crate::syntax::ast::{PassKind, ShaderDecl};

pub(super) fn check(rules: &Rules<'_>) {
    if rules.pass.kind != PassKind::Raster {
        return;
    }
    attachments(rules);
    if rules.pass.shaders.is_empty() {
        return;
    }
    stage_interface(rules);
}

fn shader<'a>(rules: &Rules<'a>, stage: Stage) -> Option<&'a ShaderDecl> {
    rules.pass.shaders.iter().find(|shader| shader.stage == stage)
}

fn io<'a>(
    shader: &'a ShaderDecl,
    of: fn(&'a crate::reflect::EntryPoint) -> &'a Vec<InterfaceVariable>,
) -> &'a [InterfaceVariable] {
    entry_point(shader).map(of).map_or(&[], Vec::as_slice)
}

/// Locations that a variable takes.
fn locations(variable: &InterfaceVariable) -> std::ops::Range<u32> {
    variable.location..variable.location.saturating_add(variable.locations.max(1))
}

pub(super) fn name(variable: &InterfaceVariable) -> String {
    if variable.name.is_empty() {
        "without a name".to_owned()
    } else {
        format!("`{}`", variable.name)
    }
}

/// Colour slots with the first location of each.
fn colors(rules: &Rules<'_>) -> Vec<(usize, u32, u32)> {
    let mut next = 0;
    let mut colors = Vec::new();
    for (index, slot) in rules.pass.slots.iter().enumerate() {
        if matches!(effect(&slot.usage).role, Role::Color(_)) {
            let count = slot.count.unwrap_or(1);
            colors.push((index, next, next + count));
            next += count;
        }
    }
    colors
}

/// Fragment outputs and colour slots, each with the other.
fn attachments(rules: &Rules<'_>) {
    let Some(fragment) = shader(rules, Stage::Fragment) else { return };
    let outputs = io(fragment, |point| &point.outputs);
    let colors = colors(rules);
    let end = colors.last().map_or(0, |(.., end)| *end);
    for output in outputs.iter().filter(|output| output.index == 0) {
        if locations(output).end > end {
            output_without_attachment(rules, fragment, output, end);
        }
    }
    for (index, start, color_end) in colors {
        let written = |at: u32| outputs.iter().any(|output| locations(output).contains(&at));
        if let Some(missing) = (start..color_end).find(|at| !written(*at)) {
            attachment_without_output(rules, fragment, index, missing);
        }
    }
}

/// V0601: a fragment output has a colour attachment.
fn output_without_attachment(
    rules: &Rules<'_>,
    fragment: &ShaderDecl,
    output: &InterfaceVariable,
    count: u32,
) {
    rules.error(
        Code::AttachmentMissing,
        Site::Whole,
        format!(
            "{} writes the output {} at location {}, and `{}` has {count} colour attachment{}",
            fragment.file,
            name(output),
            output.location,
            rules.pass.name,
            if count == 1 { "" } else { "s" }
        ),
        format!(
            "add a `#[color] {}: Image` field; colour slots take locations 0, 1, ... in order",
            if output.name.is_empty() { "name" } else { &output.name }
        ),
    );
}

/// V0602: a colour attachment is written.
fn attachment_without_output(
    rules: &Rules<'_>,
    fragment: &ShaderDecl,
    index: usize,
    location: u32,
) {
    let Some(slot) = rules.pass.slots.get(index) else { return };
    rules.error(
        Code::AttachmentUnused,
        rules.site(index),
        format!(
            "{} is the colour attachment of location {location}, and {} writes no output there",
            rules.slot(slot),
            fragment.file
        ),
        format!(
            "declare `layout(location = {location}) out vec4 {};` and write it, or remove the field",
            slot.name
        ),
    );
}

/// V0214: the fragment shader reads what the stage before it writes.
fn stage_interface(rules: &Rules<'_>) {
    let before = [Stage::Mesh, Stage::Geometry, Stage::TessellationEvaluation, Stage::Vertex];
    let Some(before) = before.iter().find_map(|stage| shader(rules, *stage)) else { return };
    let Some(fragment) = shader(rules, Stage::Fragment) else { return };
    let outputs = io(before, |point| &point.outputs);
    for input in io(fragment, |point| &point.inputs) {
        let writer = outputs.iter().find(|output| locations(output).contains(&input.location));
        match writer {
            None => input_without_output(rules, fragment, before, input),
            Some(output) if output.scalar.kind != input.scalar.kind => {
                types_differ(rules, (fragment, input), (before, output));
            }
            Some(_) => {}
        }
    }
}

fn input_without_output(
    rules: &Rules<'_>,
    fragment: &ShaderDecl,
    before: &ShaderDecl,
    input: &InterfaceVariable,
) {
    rules.error(
        Code::StageInterface,
        Site::Whole,
        format!(
            "{} reads the input {} at location {}, and {} writes nothing there",
            fragment.file,
            name(input),
            input.location,
            before.file
        ),
        format!(
            "declare `layout(location = {}) out {} {};` in {} and write it",
            input.location,
            glsl_type(input),
            if input.name.is_empty() { "name" } else { &input.name },
            before.file
        ),
    );
}

/// The type of one location, as GLSL writes it.
pub(super) fn glsl_type(variable: &InterfaceVariable) -> String {
    let (scalar, prefix) = match variable.scalar.kind {
        ScalarKind::Float if variable.scalar.bits == 64 => ("double", "d"),
        ScalarKind::Float => ("float", ""),
        ScalarKind::Sint => ("int", "i"),
        ScalarKind::Uint | ScalarKind::Bool => ("uint", "u"),
    };
    match variable.components {
        0 | 1 => scalar.to_owned(),
        components => format!("{prefix}vec{components}"),
    }
}

fn types_differ(
    rules: &Rules<'_>,
    (fragment, input): (&ShaderDecl, &InterfaceVariable),
    (before, output): (&ShaderDecl, &InterfaceVariable),
) {
    rules.error(
        Code::StageInterface,
        Site::Whole,
        format!(
            "{} reads {} at location {} as {}, and {} ({} stage) writes it as {}",
            fragment.file,
            name(input),
            input.location,
            scalar_words(input.scalar),
            before.file,
            stage_word(before.stage),
            scalar_words(output.scalar)
        ),
        "give both sides one type",
    );
}
