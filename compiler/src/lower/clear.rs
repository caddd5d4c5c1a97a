//! Clear values by the format that they clear.

use ash::vk::ImageAspectFlags;
use vixen_plan::{self as plan, ClearValue};

use super::context::Context;
use crate::diagnostic::{Code, Name};
use crate::format;
use crate::reflect::ScalarKind;
use crate::syntax::ast::ClearDecl;

/// What a format takes, and how that is written.
pub(super) struct Takes(&'static str, &'static str);

const NOTHING: Takes =
    Takes("no clear value at all", "leave the clear value out, and write all of it in a pass");
const COMPRESSED: Takes = Takes(
    "no clear value at all: it is block-compressed",
    "leave the clear value out, and fill it by `#[copy(write)]`",
);
const FLOATS: Takes =
    Takes("numbers, one for each component", "write numbers: `[0.0, 0.0, 0.0, 1.0]`");
const INTEGERS: Takes =
    Takes("whole numbers, one for each component", "write whole numbers: `[0, 0, 0, 1]`");
const SIGNED: Takes =
    Takes("whole numbers from -2147483648 to 2147483647", "write numbers within: `[0, 0, 0, 1]`");
const UNSIGNED: Takes =
    Takes("whole numbers from 0 to 4294967295", "write numbers within: `[0, 0, 0, 1]`");
const DEPTH: Takes =
    Takes("a depth from 0.0 to 1.0", "write a depth, `1.0`, or with a stencil `(1.0, 0)`");
const STENCIL: Takes = Takes("a stencil, a whole number from 0 to 255", "write the stencil: `1`");
const WORD: Takes = Takes("one word of 32 bits", "write the word: `0`, or a number such as `1.0`");

/// The value of a resource's clear at set-up.
pub(super) fn resource(
    context: &Context<'_>,
    name: &Name,
    shape: &plan::Shape,
    value: &ClearDecl,
) -> Option<ClearValue> {
    let lowered = match shape {
        plan::Shape::Image(image) => of_part((image.format, image.aspects), value),
        plan::Shape::Buffer(_) => fill(value),
        plan::Shape::AccelerationStructure { .. } => Err(NOTHING),
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
    Takes(wanted, remedy): &Takes,
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
        *remedy,
    );
}

/// A clear value of some aspects of an image: of the stencil alone, a whole number is the stencil.
pub(super) fn of_part(
    (format, aspects): (ash::vk::Format, ImageAspectFlags),
    value: &ClearDecl,
) -> Result<ClearValue, Takes> {
    match (aspects, value) {
        (ImageAspectFlags::STENCIL, ClearDecl::Int([stencil, ..])) => u8::try_from(*stencil)
            .map(|s| ClearValue::DepthStencil(0.0, s.into()))
            .map_err(|_| STENCIL),
        (ImageAspectFlags::STENCIL, ClearDecl::DepthStencil(_, stencil)) => {
            Ok(ClearValue::DepthStencil(0.0, *stencil))
        }
        (ImageAspectFlags::STENCIL, ClearDecl::Float(_)) => Err(STENCIL),
        _ => of_format(format, value),
    }
}

/// A clear value of an image; the error says what the format takes.
#[allow(clippy::cast_possible_truncation)] // components are f32 in Vulkan
pub(super) fn of_format(format: ash::vk::Format, value: &ClearDecl) -> Result<ClearValue, Takes> {
    // The swapchain's own format is a normalized one.
    let info = format::info(format);
    if info.is_some_and(|info| info.is_compressed()) {
        return Err(COMPRESSED);
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
            components(v, SIGNED, i32::try_from).map(ClearValue::Sint)
        }
        (ScalarKind::Uint, ClearDecl::Int(v)) => {
            components(v, UNSIGNED, u32::try_from).map(ClearValue::Uint)
        }
        (ScalarKind::Float, _) => Err(FLOATS),
        _ => Err(INTEGERS),
    }
}

fn components<T, E>(
    values: &[i64; 4],
    takes: Takes,
    convert: impl Fn(i64) -> Result<T, E>,
) -> Result<[T; 4], Takes> {
    let [Ok(a), Ok(b), Ok(c), Ok(d)] = values.map(convert) else { return Err(takes) };
    Ok([a, b, c, d])
}

#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // depth is f32 in Vulkan
fn depth_stencil(value: &ClearDecl) -> Result<ClearValue, Takes> {
    let (depth, stencil) = match value {
        ClearDecl::DepthStencil(depth, stencil) => (*depth, *stencil),
        ClearDecl::Float([depth, ..]) => (*depth, 0),
        ClearDecl::Int([depth, ..]) => (*depth as f64, 0),
    };
    if (0.0..=1.0).contains(&depth) {
        Ok(ClearValue::DepthStencil(depth as f32, stencil))
    } else {
        Err(DEPTH)
    }
}

/// The word that fills a buffer.
#[allow(clippy::cast_possible_truncation)] // a float fills by its 32 bits
pub(super) fn fill(value: &ClearDecl) -> Result<ClearValue, Takes> {
    match value {
        ClearDecl::Int([word, ..]) => u32::try_from(*word)
            .or_else(|_| i32::try_from(*word).map(i32::cast_unsigned))
            .map(ClearValue::Fill)
            .map_err(|_| WORD),
        ClearDecl::Float([value, ..]) => Ok(ClearValue::Fill((*value as f32).to_bits())),
        ClearDecl::DepthStencil(..) => Err(WORD),
    }
}
