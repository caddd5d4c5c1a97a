//! V0416: the two sides of a blit fit (specification, `vkCmdBlitImage2`). A blit scales and converts, within
//! the kinds of numbers.

use ash::vk;
use vixen_plan as plan;

use super::{Image, Side, counts_words, image_of, subresources, words_of};
use crate::diagnostic::Code;
use crate::format::{self, Info, Numeric};
use crate::lower::context::Context;
use crate::lower::node::Element;

/// The sides of a blit fit each other and the filter. `None` where an error was reported.
pub(super) fn fits(
    context: &Context<'_>,
    element: &Element<'_>,
    (from, to): (Side<'_>, Side<'_>),
    filter: vk::Filter,
) -> Option<()> {
    let (source, target) = (image_of(from)?, image_of(to)?);
    let problem = samples(source, target)
        .or_else(|| counts(source, target))
        .or_else(|| volume(source, target))
        .or_else(|| formats(source, target, filter));
    let Some((what, help)) = problem else { return Some(()) };
    let message = format!(
        "the blit `{}` does not fit: `{}` (slot `{}`) is scaled into `{}` (slot `{}`), and {what}",
        element.node.name, source.0.name, source.2.slot, target.0.name, target.2.slot
    );
    context.error(Code::BlitMismatch, element.node.name.site, message, help);
    None
}

/// What does not fit, and what to do.
type Problem = Option<(String, &'static str)>;

fn samples(source: Image<'_>, target: Image<'_>) -> Problem {
    let multisampled =
        [source, target].into_iter().find(|side| side.1.samples != vk::SampleCountFlags::TYPE_1)?;
    Some((
        format!(
            "`{}` has {} samples a texel",
            multisampled.0.name,
            multisampled.1.samples.as_raw()
        ),
        "resolve it first: a raster pass has `#[resolve(of = \"...\")]`, and the blit reads what it wrote",
    ))
}

fn counts(source: Image<'_>, target: Image<'_>) -> Problem {
    let (read, written) = (subresources(source.2), subresources(target.2));
    (read != written).then(|| {
        (
            format!("they are {} and {}", counts_words(read), counts_words(written)),
            "wire as many mips and layers on both sides, such as `.mip(i)` and `.mip(i + 1)`: the extents alone may differ",
        )
    })
}

/// A volume has no layers, and so neither has what it is scaled from or into.
fn volume(source: Image<'_>, target: Image<'_>) -> Problem {
    let is_volume = |side: Image<'_>| side.1.ty == vk::ImageType::TYPE_3D;
    let (_, layers) = subresources(target.2);
    (is_volume(source) != is_volume(target) && layers != 1).then(|| {
        (
            format!("one of them is a volume and the other has {layers} layers"),
            "scale one layer: `.layer(k)`",
        )
    })
}

fn formats(source: Image<'_>, target: Image<'_>, filter: vk::Filter) -> Problem {
    let (read, written) = (info(source.1)?, info(target.1)?);
    let names = words_of(source.1.format, target.1.format);
    if read.is_depth_stencil() || written.is_depth_stencil() {
        if source.1.format != target.1.format {
            let help = "give both one depth format, or write the depth from a fragment shader";
            return Some((format!("{names}: depth and stencil are never converted"), help));
        }
        return (filter == vk::Filter::LINEAR).then(|| {
            let help = "write `#[blit(write, filter = \"nearest\")]`";
            (format!("{names}: depth and stencil are not filtered linearly"), help)
        });
    }
    (class(read) != class(written)).then(|| {
        (
            format!("{names}: {} are not converted into {}", class(read), class(written)),
            "give both sides formats of one kind, or convert in a compute pass",
        )
    })
}

/// `None` for the swapchain's own, which set-up chooses among the normalized ones.
fn info(image: &plan::Image) -> Option<Info> {
    format::info(image.format)
}

fn class(info: Info) -> &'static str {
    match info.numeric {
        Numeric::Uint => "unsigned integers",
        Numeric::Sint => "signed integers",
        _ => "float or normalized components",
    }
}
