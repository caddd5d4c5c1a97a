//! Clear values by the format that they clear.

use vixen_plan::{self as plan, ClearValue};

use super::context::Context;
use crate::diagnostic::{Code, Name};
use crate::format;
use crate::reflect::ScalarKind;
use crate::syntax::ast::ClearDecl;

/// The value of a resource's clear at set-up.
pub(super) fn resource(
    context: &Context<'_>,
    name: &Name,
    shape: &plan::Shape,
    value: &ClearDecl,
) -> Option<ClearValue> {
    let lowered = match shape {
        plan::Shape::Image(image) => of_format(image.format, value),
        plan::Shape::Buffer(_) => fill(value),
        plan::Shape::AccelerationStructure { .. } => Err("no clear value at all".to_owned()),
    };
    lowered.map_err(|wanted| mismatch(context, name, &format!("`{name}`"), value, &wanted)).ok()
}

/// Zero, for what can be cleared.
pub(super) fn zero(shape: &plan::Shape) -> Option<ClearValue> {
    match shape {
        plan::Shape::Image(image) => of_format(image.format, &ClearDecl::Int([0; 4])).ok(),
        plan::Shape::Buffer(_) => Some(ClearValue::Fill(0)),
        plan::Shape::AccelerationStructure { .. } => None,
    }
}

/// Reports a value that does not fit; `at` has the place, `what` names the thing cleared.
pub(super) fn mismatch(
    context: &Context<'_>,
    at: &Name,
    what: &str,
    value: &ClearDecl,
    wanted: &str,
) {
    let given = match value {
        ClearDecl::Float(_) => "numbers with a decimal point",
        ClearDecl::Int(_) => "whole numbers",
        ClearDecl::DepthStencil(..) => "a depth and a stencil",
    };
    context.error(
        Code::ClearValueMismatch,
        at.site,
        format!("the clear value of {what} is {given}, and its format takes {wanted}"),
        "write a value of the format's kind: `[0.0, 0.0, 0.0, 1.0]`, `[0, 0, 0, 0]`, or `1.0` for depth",
    );
}

/// A clear value of an image; the error says what the format takes.
#[allow(clippy::cast_possible_truncation)] // components are f32 in Vulkan
pub(super) fn of_format(format: ash::vk::Format, value: &ClearDecl) -> Result<ClearValue, String> {
    // The swapchain's own format is a normalized one.
    let info = format::info(format);
    if info.is_some_and(|info| info.is_compressed()) {
        return Err("no clear value at all: it is block-compressed".to_owned());
    }
    if info.is_some_and(|info| info.is_depth_stencil()) {
        return depth_stencil(value);
    }
    let kind = info.map_or(ScalarKind::Float, |info| info.numeric.scalar());
    match (kind, value) {
        (ScalarKind::Float, ClearDecl::Float(v)) => Ok(ClearValue::Float(v.map(|v| v as f32))),
        // Whole numbers are exact floats up to 2^24, and nobody clears a colour to more.
        #[allow(clippy::cast_precision_loss)]
        (ScalarKind::Float, ClearDecl::Int(v)) => Ok(ClearValue::Float(v.map(|v| v as f32))),
        (ScalarKind::Sint, ClearDecl::Int(v)) => {
            components(v, "whole numbers of 32 bits", i32::try_from).map(ClearValue::Sint)
        }
        (ScalarKind::Uint, ClearDecl::Int(v)) => {
            components(v, "whole numbers from 0 to 4294967295", u32::try_from).map(ClearValue::Uint)
        }
        (ScalarKind::Float, _) => Err("numbers, one for each component".to_owned()),
        _ => Err("whole numbers, one for each component".to_owned()),
    }
}

fn components<T, E>(
    values: &[i64; 4],
    wanted: &str,
    convert: impl Fn(i64) -> Result<T, E>,
) -> Result<[T; 4], String> {
    let [a, b, c, d] = values.map(|v| convert(v).map_err(|_| wanted.to_owned()));
    Ok([a?, b?, c?, d?])
}

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // depth is f32 in Vulkan
fn depth_stencil(value: &ClearDecl) -> Result<ClearValue, String> {
    let (depth, stencil) = match value {
        ClearDecl::DepthStencil(depth, stencil) => (*depth, *stencil),
        ClearDecl::Float([depth, ..]) => (*depth, 0),
        ClearDecl::Int([depth, ..]) => (*depth as f64, 0),
    };
    if (0.0..=1.0).contains(&depth) {
        Ok(ClearValue::DepthStencil(depth as f32, stencil))
    } else {
        Err("a depth from 0.0 to 1.0".to_owned())
    }
}

/// The word that fills a buffer.
#[allow(clippy::cast_possible_truncation)] // a float fills by its 32 bits
pub(super) fn fill(value: &ClearDecl) -> Result<ClearValue, String> {
    match value {
        ClearDecl::Int([word, ..]) => u32::try_from(*word)
            .or_else(|_| i32::try_from(*word).map(i32::cast_unsigned))
            .map(ClearValue::Fill)
            .map_err(|_| "one word of 32 bits".to_owned()),
        ClearDecl::Float([value, ..]) => Ok(ClearValue::Fill((*value as f32).to_bits())),
        ClearDecl::DepthStencil(..) => Err("one word of 32 bits".to_owned()),
    }
}
