//! Specialization constants of a pass: by name, of the constant's type.

use vixen_plan::SpecEntry;

use super::context::Context;
use super::node::Element;
use super::shader::Bound;
use crate::diagnostic::{Code, Name, did_you_mean};
use crate::ir;
use crate::reflect::{Scalar, ScalarKind, SpecConstant};
use crate::syntax::ast::SpecValue;

/// The pass's stages with the constants that the node sets. `None` where an error was reported.
pub(super) fn stages(
    context: &Context<'_>,
    element: &Element<'_>,
    bound: &Bound,
) -> Option<Vec<ir::Stage>> {
    let mut stages = bound.stages.clone();
    let mut sound = true;
    for (name, value) in &element.node.spec {
        let found = constants(element, name);
        if found.is_empty() {
            unknown(context, element, name);
            sound = false;
        }
        for (stage, constant) in found {
            if let (Some(entry), Some(stage)) = (entry(constant, *value), stages.get_mut(stage)) {
                stage.spec.push(entry);
            } else {
                mistyped(context, element, (name, *value), (stage, constant));
                sound = false;
            }
        }
    }
    sound.then_some(stages)
}

/// The constants of a name, in all shaders of the pass.
fn constants<'p>(element: &Element<'p>, name: &Name) -> Vec<(usize, &'p SpecConstant)> {
    let shaders = element.pass.shaders.iter().enumerate();
    let all = shaders.flat_map(|(stage, shader)| {
        shader.interface.spec_constants.iter().map(move |constant| (stage, constant))
    });
    all.filter(|(_, constant)| constant.name == name.text).collect()
}

fn unknown(context: &Context<'_>, element: &Element<'_>, name: &Name) {
    let shaders = &element.pass.shaders;
    let known = || {
        let all = shaders.iter().flat_map(|shader| &shader.interface.spec_constants);
        all.map(|constant| constant.name.as_str()).filter(|name| !name.is_empty())
    };
    let files: Vec<&str> = shaders.iter().map(|shader| shader.file.as_str()).collect();
    let listed: Vec<&str> = known().collect();
    let otherwise = if listed.is_empty() {
        "declare it in the shader: `layout(constant_id = 0) const uint NAME = 1;`".to_owned()
    } else {
        format!("the shader has `{}`", listed.join("`, `"))
    };
    context.error(
        Code::SpecConstantUnknown,
        name.site,
        format!(
            "`{}` sets the specialization constant `{name}`, which {} does not have",
            element.node.name,
            if files.is_empty() { "a pass without shaders".to_owned() } else { files.join(" or ") }
        ),
        did_you_mean(&name.text, known(), &otherwise),
    );
}

fn mistyped(
    context: &Context<'_>,
    element: &Element<'_>,
    (name, value): (&Name, SpecValue),
    (stage, constant): (usize, &SpecConstant),
) {
    let file = element.pass.shaders.get(stage).map_or("", |shader| shader.file.as_str());
    let given = match value {
        SpecValue::Bool(value) => format!("the truth value {value}"),
        SpecValue::Int(value) => format!("the whole number {value}"),
        SpecValue::Float(value) => format!("the number {value}"),
    };
    context.error(
        Code::SpecConstantType,
        name.site,
        format!(
            "`{}` sets `{name}` to {given}, and {file} declares it as {} (constant_id = {})",
            element.node.name,
            scalar_words(constant.ty),
            constant.id
        ),
        match constant.ty.kind {
            ScalarKind::Bool => "write `true` or `false`",
            ScalarKind::Float => "write a number with a decimal point",
            ScalarKind::Sint => "write a whole number that fits the type",
            ScalarKind::Uint => "write a whole number from 0 up that fits the type",
        },
    );
}

/// A scalar type in words: `a 32-bit uint`.
pub(crate) fn scalar_words(scalar: Scalar) -> String {
    match scalar.kind {
        ScalarKind::Bool => "a bool".to_owned(),
        ScalarKind::Sint => format!("a {}-bit int", scalar.bits),
        ScalarKind::Uint => format!("a {}-bit uint", scalar.bits),
        ScalarKind::Float => format!("a {}-bit float", scalar.bits),
    }
}

/// The entry of a value; `None` where the type is another one.
#[allow(clippy::cast_possible_truncation)] // a float constant of 32 bits takes the nearest value
pub(super) fn entry(constant: &SpecConstant, value: SpecValue) -> Option<SpecEntry> {
    let bits = constant.ty.bits;
    let value = match (constant.ty.kind, value) {
        (ScalarKind::Bool, SpecValue::Bool(value)) => u64::from(value),
        (ScalarKind::Uint, SpecValue::Int(value)) => {
            let value = u64::try_from(value).ok()?;
            (bits >= 64 || value < 1 << bits).then_some(value)?
        }
        (ScalarKind::Sint, SpecValue::Int(value)) => {
            let half = 1i64 << (bits.clamp(1, 63) - 1);
            let fits = bits >= 64 || (-half..half).contains(&value);
            let mask = if bits >= 64 { u64::MAX } else { (1 << bits) - 1 };
            fits.then_some(value.cast_unsigned() & mask)?
        }
        (ScalarKind::Float, SpecValue::Float(value)) if bits == 32 => {
            u64::from((value as f32).to_bits())
        }
        (ScalarKind::Float, SpecValue::Float(value)) if bits == 64 => value.to_bits(),
        _ => return None,
    };
    // A bool is a VkBool32; the others take their own width.
    let size = if constant.ty.kind == ScalarKind::Bool { 4 } else { u32::from(bits) / 8 };
    Some(SpecEntry { id: constant.id, size, value })
}
