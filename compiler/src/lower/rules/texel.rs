//! V0103, V0205, V0213 and V0409 of texel buffers: which format their texels have.

use ash::vk;

use super::Rules;
use crate::diagnostic::{Code, did_you_mean};
use crate::format;
use crate::lower::binding::Found;
use crate::lower::shader;
use crate::reflect::{ImageType, ScalarKind};
use crate::syntax::ast::{SlotDecl, Usage};

pub(super) fn check(rules: &Rules<'_>) {
    for (at, (slot, found)) in
        rules.pass.slots.iter().zip(&shader::matches(rules.pass).slots).enumerate()
    {
        let texel =
            matches!(slot.usage, Usage::TexelRead | Usage::TexelWrite | Usage::TexelReadWrite);
        let image = found.as_ref().and_then(|found| shader::image_type(&found.binding.kind));
        if let (true, Some(found), Some(image)) = (texel, found, image) {
            slot_format(rules, (at, slot), found, image);
        }
    }
}

fn slot_format(
    rules: &Rules<'_>,
    (at, slot): (usize, &SlotDecl),
    found: &Found<'_>,
    image: ImageType,
) {
    let declared = vk::Format::from_raw(image.format);
    let format = match format::by_name(&slot.texels) {
        Some(format) => format,
        None if slot.texels.is_empty() && declared == vk::Format::UNDEFINED => {
            rules.error(
                Code::MissingKey,
                rules.site(at),
                format!(
                    "{} has no format, and {} declares none",
                    rules.slot(slot),
                    rules.place(found)
                ),
                format!(
                    "write what the buffer's texels are: `#[texel(read, format = \"{}\")]`",
                    example(image.sample_type.kind)
                ),
            );
            return;
        }
        None if slot.texels.is_empty() => declared,
        None => {
            rules.error(
                Code::FormatUnknown,
                rules.site(at),
                format!("{} has the format `{}`, which is none", rules.slot(slot), slot.texels),
                did_you_mean(
                    &slot.texels,
                    format::names(),
                    "write Vulkan's name without `VK_FORMAT_`, such as `R32G32B32A32_SFLOAT`",
                ),
            );
            return;
        }
    };
    if declared != vk::Format::UNDEFINED && declared != format {
        rules.error(
            Code::FormatMismatch,
            rules.site(at),
            format!(
                "{} is {}, and {} is declared as {}",
                rules.slot(slot),
                format::name(format),
                rules.place(found),
                format::name(declared)
            ),
            "leave `format` out, which takes the shader's, or change the qualifier in its `layout(...)`",
        );
        return;
    }
    let kind = format::info(format).map_or(ScalarKind::Float, |info| info.numeric.scalar());
    if kind != image.sample_type.kind {
        rules.error(
            Code::SampledTypeMismatch,
            rules.site(at),
            format!(
                "{} is {} with {} components, and {} is declared with {} components",
                rules.slot(slot),
                format::name(format),
                words(kind),
                rules.place(found),
                words(image.sample_type.kind)
            ),
            format!(
                "choose a format such as {}, or change the variable's type in the shader",
                example(image.sample_type.kind)
            ),
        );
    }
}

fn words(kind: ScalarKind) -> &'static str {
    match kind {
        ScalarKind::Float | ScalarKind::Bool => "float",
        ScalarKind::Sint => "signed integer",
        ScalarKind::Uint => "unsigned integer",
    }
}

fn example(kind: ScalarKind) -> &'static str {
    match kind {
        ScalarKind::Float | ScalarKind::Bool => "R32G32B32A32_SFLOAT",
        ScalarKind::Sint => "R32_SINT",
        ScalarKind::Uint => "R32_UINT",
    }
}
