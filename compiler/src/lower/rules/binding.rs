//! V0201 to V0207: bindings and slots find each other, and agree in kind, access and number.

use super::{Rules, field_for, kind_words};
use crate::diagnostic::Code;
use crate::lower::binding::Found;
use crate::lower::shader::{self, Matches};
use crate::lower::usage::effect;
use crate::reflect::{Binding, BindingKind, Count};
use crate::syntax::ast::{SlotDecl, SlotKind, Usage};

pub(super) fn check(rules: &Rules<'_>) {
    let matches = shader::matches(rules.pass);
    // A slot of the variable's name that is bound to another number is told about that number.
    let misbound = |found: &Found<'_>| {
        let named = |slot: &SlotDecl| shader::shader_name(slot) == found.binding.name;
        rules.pass.slots.iter().any(|slot| slot.binding.is_some() && named(slot))
    };
    for found in matches.rest.iter().filter(|found| !misbound(found)) {
        without_slot(rules, found);
    }
    for (index, (slot, found)) in rules.pass.slots.iter().zip(&matches.slots).enumerate() {
        match found {
            // What is no one descriptor is told as that.
            Some(found) if found.clash().is_some() => {}
            Some(found) if !fits(slot, &found.binding.kind) => kind(rules, index, slot, found),
            Some(found) => {
                access(rules, index, slot, found);
                count(rules, index, slot, found);
            }
            None if shader::is_bound(slot) => without_binding(rules, index, slot, &matches),
            None => {}
        }
    }
}

/// V0207 alone.
pub(super) fn check_counts(rules: &Rules<'_>) {
    let matches = shader::matches(rules.pass);
    for (index, (slot, found)) in rules.pass.slots.iter().zip(&matches.slots).enumerate() {
        if let Some(found) = found {
            count(rules, index, slot, found);
        }
    }
}

/// V0201: every binding has a slot.
fn without_slot(rules: &Rules<'_>, found: &Found<'_>) {
    let binding = &found.binding;
    let name = match shader::block(&binding.kind) {
        Some(block) if binding.name.is_empty() => &block.name,
        _ => &binding.name,
    };
    let field = field_for(&binding.kind, name, found.access.write, found.access.read);
    rules.error(
        Code::BindingWithoutSlot,
        crate::diagnostic::Site::Whole,
        format!(
            "{} is {}, and `{}` has no slot for it",
            rules.place(found),
            kind_words(&binding.kind),
            rules.pass.name
        ),
        if name.is_empty() {
            format!(
                "add `{field}` with `binding = ({}, {})` in its attribute: the module is stripped of names",
                binding.set, binding.binding
            )
        } else {
            format!("add the field `{field}`")
        },
    );
}

/// V0202: every slot that is bound by descriptor has a binding.
fn without_binding(rules: &Rules<'_>, index: usize, slot: &SlotDecl, matches: &Matches<'_>) {
    if let Some((first, found)) = filled(rules, slot, matches) {
        return filled_already(rules, (index, slot), first, found);
    }
    let help = match (matches.rest.as_slice(), slot.binding) {
        ([one], Some(_)) => format!(
            "write `binding = ({}, {})`: {} has no slot",
            one.binding.set,
            one.binding.binding,
            rules.place(one)
        ),
        ([one], None) => format!(
            "{} has no slot: call the field by that name, or add `name = \"{}\"` to its attribute",
            rules.place(one),
            one.binding.name
        ),
        (_, Some(_)) => "correct the pair in `binding = (set, number)`".to_owned(),
        _ => "give the field the variable's name, add `name = \"...\"`, or remove the field; a variable \
              that the shader declares and never uses does not count"
            .to_owned(),
    };
    let wanted = match slot.binding {
        Some((set, number)) => format!("set {set}, binding {number}"),
        None => format!("`{}`", shader::shader_name(slot)),
    };
    rules.error(
        Code::SlotWithoutBinding,
        rules.site(index),
        format!("{} has no binding: {} uses no {wanted}", rules.slot(slot), rules.files()),
        help,
    );
}

/// The slot that fills the binding of a variable that this one means.
fn filled<'a>(
    rules: &'a Rules<'_>,
    slot: &SlotDecl,
    matches: &'a Matches<'_>,
) -> Option<(&'a SlotDecl, &'a Found<'a>)> {
    let mut pairs = rules.pass.slots.iter().zip(&matches.slots);
    pairs.find_map(|(first, found)| {
        let found = found.as_ref()?;
        let here = (found.binding.set, found.binding.binding);
        let meant = slot.binding.map_or_else(|| found.has_variable(slot), |place| place == here);
        meant.then_some((first, found))
    })
}

/// V0202: several variables stand at one binding, which has one slot.
fn filled_already(
    rules: &Rules<'_>,
    (index, slot): (usize, &SlotDecl),
    first: &SlotDecl,
    found: &Found<'_>,
) {
    let combined = matches!(found.binding.kind, BindingKind::CombinedImageSampler(_));
    let help = if combined && slot.usage == Usage::Sampler {
        format!("remove the field, and write the filter in `#[sampled(...)]` of `{}`", first.name)
    } else {
        "remove the field, or give its variable a binding of its own in the shader".to_owned()
    };
    rules.error(
        Code::SlotWithoutBinding,
        rules.site(index),
        format!(
            "{} has no binding of its own: its variable stands at set {}, binding {}, {}, and the slot `{}` fills it",
            rules.slot(slot),
            found.binding.set,
            found.binding.binding,
            kind_words(&found.binding.kind),
            first.name
        ),
        help,
    );
}

/// Whether a usage is what a binding of this kind is for.
fn fits(slot: &SlotDecl, kind: &BindingKind) -> bool {
    let wants = match kind {
        BindingKind::Sampler => return slot.usage == Usage::Sampler,
        BindingKind::AccelerationStructure => return slot.usage == Usage::AccelerationRead,
        BindingKind::CombinedImageSampler(_) | BindingKind::SampledImage(_) => {
            return slot.usage == Usage::Sampled;
        }
        BindingKind::InputAttachment { .. } => return slot.usage == Usage::InputAttachment,
        BindingKind::UniformBuffer(_) => return slot.usage == Usage::Uniform,
        BindingKind::UniformTexelBuffer(_) => return slot.usage == Usage::TexelRead,
        BindingKind::StorageTexelBuffer(_) => {
            return matches!(
                slot.usage,
                Usage::TexelRead | Usage::TexelWrite | Usage::TexelReadWrite
            );
        }
        BindingKind::StorageImage(_) => SlotKind::Image,
        BindingKind::StorageBuffer(_) => SlotKind::Buffer,
    };
    let storage =
        matches!(slot.usage, Usage::StorageRead | Usage::StorageWrite | Usage::StorageReadWrite);
    storage && (slot.kind == wants || slot.kind == SlotKind::Any)
}

/// V0203: slot and binding are of one kind.
fn kind(rules: &Rules<'_>, index: usize, slot: &SlotDecl, found: &Found<'_>) {
    let binding = &found.binding;
    let field = field_for(&binding.kind, &slot.name, found.access.write, found.access.read);
    let help = match slot.binding.and_then(|_| namesake(rules, slot)) {
        Some(own) => format!(
            "write `binding = ({}, {})`, where {} has `{}`, or leave the numbers out",
            own.set,
            own.binding,
            rules.files(),
            own.name
        ),
        None => format!("declare the field as `{field}`, or change the shader"),
    };
    rules.error(
        Code::KindMismatch,
        rules.site(index),
        format!(
            "{} is {}, and {} is {}",
            rules.slot(slot),
            slot_words(slot),
            rules.place(found),
            kind_words(&binding.kind)
        ),
        help,
    );
}

/// The binding of a slot's name.
fn namesake<'a>(rules: &Rules<'a>, slot: &SlotDecl) -> Option<&'a Binding> {
    let points = rules.pass.shaders.iter().filter_map(shader::entry_point);
    let mut bindings = points.flat_map(|point| &point.bindings);
    bindings.find(|binding| binding.name == shader::shader_name(slot))
}

fn slot_words(slot: &SlotDecl) -> String {
    let word = match slot.kind {
        SlotKind::Image => "image",
        SlotKind::Buffer => "buffer",
        SlotKind::AccelerationStructure => "acceleration structure",
        SlotKind::Any => "resource",
    };
    match slot.usage {
        Usage::Sampled => "sampled".to_owned(),
        Usage::Sampler => "a sampler".to_owned(),
        Usage::StorageRead | Usage::StorageWrite | Usage::StorageReadWrite => {
            format!("a storage {word}")
        }
        Usage::TexelRead | Usage::TexelWrite | Usage::TexelReadWrite => "a texel buffer".to_owned(),
        Usage::Uniform => "a uniform buffer".to_owned(),
        Usage::InputAttachment => "an input attachment".to_owned(),
        _ => format!("an {word}"),
    }
}

/// V0204: the shader does no more than the slot declares.
fn access(rules: &Rules<'_>, index: usize, slot: &SlotDecl, found: &Found<'_>) {
    let declared = effect(&slot.usage);
    let (what, only, remedy) = if found.access.write && !declared.writes {
        ("writes", "reads", "readonly")
    } else if found.access.read && !declared.reads && is_storage(&found.binding.kind) {
        ("reads", "writes", "writeonly")
    } else {
        return;
    };
    let role = match found.binding.kind {
        BindingKind::StorageTexelBuffer(_) => "texel",
        _ => "storage",
    };
    let mode = if found.access.read { "read_write" } else { "write" };
    rules.error(
        Code::AccessMismatch,
        rules.site(index),
        format!(
            "{} only {only}, and the shader {what} {}",
            rules.slot(slot),
            rules.place(found)
        ),
        format!(
            "declare the field `#[{role}({mode})]`, or take that access out of the shader and mark the \
             variable `{remedy}`"
        ),
    );
}

fn is_storage(kind: &BindingKind) -> bool {
    matches!(
        kind,
        BindingKind::StorageImage(_)
            | BindingKind::StorageBuffer(_)
            | BindingKind::StorageTexelBuffer(_)
    )
}

/// V0207: slot and binding hold as many.
fn count(rules: &Rules<'_>, index: usize, slot: &SlotDecl, found: &Found<'_>) {
    // What a specialization constant decides is known where a graph gives it.
    if found.variables.iter().any(|variable| !variable.binding.length.is_fixed()) {
        return;
    }
    let (declared, shader) = match (found.binding.count, slot.count) {
        (Count::Runtime, Some(_)) | (Count::One, None) => return,
        (Count::Runtime, None) => (1, "an array without a length".to_owned()),
        (Count::One, Some(count)) => (count, "no array".to_owned()),
        (Count::Array(length), count) => (count.unwrap_or(1), format!("an array of {length}")),
        (Count::Specialized { default, spec_id }, count) => {
            (count.unwrap_or(1), format!("an array of {default} (constant_id = {spec_id})"))
        }
        (Count::Computed { default }, count) => {
            (count.unwrap_or(1), format!("an array of {default}"))
        }
    };
    let length = match found.binding.count {
        Count::Array(length)
        | Count::Specialized { default: length, .. }
        | Count::Computed { default: length } => Some(length),
        Count::One | Count::Runtime => None,
    };
    let ty = match slot.kind {
        SlotKind::Buffer => "Buffer",
        SlotKind::AccelerationStructure => "AccelerationStructure",
        SlotKind::Image | SlotKind::Any => "Image",
    };
    let array = slot.count.is_some();
    if length == Some(declared) && (array || declared == 1) {
        return;
    }
    let wanted = match (found.binding.count, length) {
        (Count::One, _) => "a single one".to_owned(),
        (_, Some(length)) => format!("an array: `[{ty}; {length}]`"),
        _ => format!("an array of a length of your choice: `[{ty}; N]`"),
    };
    let has = if array { format!("an array of {declared}") } else { "no array".to_owned() };
    rules.error(
        Code::CountMismatch,
        rules.site(index),
        format!("{} is {has}, and {} is {shader}", rules.slot(slot), rules.place(found)),
        format!("declare the field as {wanted}"),
    );
}
