//! Operations of transfer passes: copies and blits pair their sides in order of the slots, clears stand alone.

mod blit;

use ash::vk;
use vixen_plan as plan;

use super::access::is_transfer;
use super::context::Context;
use super::node::Element;
use super::wire::Wired;
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{self, Access, Range, Transfer};
use crate::syntax::ast::Usage;

/// The operations of a pass; none for other kinds. `None` where an error was reported.
pub(super) fn lower(
    context: &Context<'_>,
    element: &Element<'_>,
    wired: &Wired,
) -> Option<Vec<Transfer>> {
    if !is_transfer(element) || context.graph().lenient {
        return Some(Vec::new());
    }
    let mut transfers = copies(context, element, wired)?;
    transfers.extend(blits(context, element, wired)?);
    for (to, _) in of(element, wired, |usage| *usage == Usage::Clear) {
        let access = wired.accesses.get(to)?;
        transfers.push(Transfer::Clear(to, access.clear.or_else(|| zero(context, access))?));
    }
    Some(transfers)
}

/// The accesses of the slots of a usage, in order, with that usage.
fn of<'e>(
    element: &'e Element<'_>,
    wired: &Wired,
    is: impl Fn(&Usage) -> bool,
) -> Vec<(usize, &'e Usage)> {
    let slots = element.pass.slots.iter().zip(&wired.slots).filter(|(slot, _)| is(&slot.usage));
    let accesses = slots.flat_map(|(slot, (start, len))| {
        (*start..start + len).map(move |access| (access, &slot.usage))
    });
    accesses.collect()
}

fn copies(context: &Context<'_>, element: &Element<'_>, wired: &Wired) -> Option<Vec<Transfer>> {
    let reads = of(element, wired, |usage| *usage == Usage::TransferRead);
    let writes = of(element, wired, |usage| *usage == Usage::TransferWrite);
    paired(context, element, "copy", reads.len(), writes.len())?;
    let mut transfers = Vec::new();
    for ((from, _), (to, _)) in reads.into_iter().zip(writes) {
        copy_fits(context, element, wired.accesses.get(from)?, wired.accesses.get(to)?)?;
        transfers.push(Transfer::Copy(from, to));
    }
    Some(transfers)
}

fn blits(context: &Context<'_>, element: &Element<'_>, wired: &Wired) -> Option<Vec<Transfer>> {
    let reads = of(element, wired, |usage| *usage == Usage::BlitRead);
    let writes = of(element, wired, |usage| matches!(usage, Usage::BlitWrite { .. }));
    paired(context, element, "blit", reads.len(), writes.len())?;
    let mut transfers = Vec::new();
    for ((from, _), (to, usage)) in reads.into_iter().zip(writes) {
        let linear = *usage == Usage::BlitWrite { linear: true };
        let filter = if linear { vk::Filter::LINEAR } else { vk::Filter::NEAREST };
        let side = |index: usize| {
            let access = wired.accesses.get(index)?;
            Some((context.resources.get(access.resource.index())?, access))
        };
        blit::fits(context, element, (side(from)?, side(to)?), filter)?;
        transfers.push(Transfer::Blit(from, to, filter));
    }
    Some(transfers)
}

/// Each side that is read has one that is written.
fn paired(
    context: &Context<'_>,
    element: &Element<'_>,
    word: &str,
    reads: usize,
    writes: usize,
) -> Option<()> {
    if reads == writes {
        return Some(());
    }
    let code = if word == "copy" { Code::TransferShapes } else { Code::BlitMismatch };
    context.error(
        code,
        element.node.name.site,
        format!(
            "the {word} `{}` does not fit: `{}` has {reads} sides to read and {writes} to write",
            element.node.name, element.pass.name
        ),
        format!("give each `#[{word}(read)]` its `#[{word}(write)]`, in the same order"),
    );
    None
}

fn zero(context: &Context<'_>, access: &Access) -> Option<plan::ClearValue> {
    let resource = context.resources.get(access.resource.index())?;
    super::clear::zero(&resource.shape)
}

/// The two sides of a copy have one size, one sample count and texels of as many bytes.
fn copy_fits(
    context: &Context<'_>,
    element: &Element<'_>,
    from: &Access,
    to: &Access,
) -> Option<()> {
    let side = |access: &Access| context.resources.get(access.resource.index());
    let (source, target) = (side(from)?, side(to)?);
    let problem = match (source.image(), target.image()) {
        (Some(a), Some(b)) => images((source, a, from), (target, b, to)),
        (None, None) => buffers((source, from), (target, to)),
        (Some(a), None) => image_and_buffer((source, a, from), (target, to), "is copied into"),
        (None, Some(b)) => image_and_buffer((target, b, to), (source, from), "is filled from"),
    };
    let Some((problem, help)) = problem else { return Some(()) };
    mismatch(context, element, &problem, help);
    None
}

/// What does not fit, and what to do.
type Problem = Option<(String, &'static str)>;

type Side<'a> = (&'a ir::Resource, &'a Access);
type Image<'a> = (&'a ir::Resource, &'a plan::Image, &'a Access);

fn image_of((resource, access): Side<'_>) -> Option<Image<'_>> {
    Some((resource, resource.image()?, access))
}

fn images((source, left, from): Image<'_>, (target, right, to): Image<'_>) -> Problem {
    let names = format!("`{}` is copied into `{}`", source.name, target.name);
    let (read, written) = (extent(source, from), extent(target, to));
    if read != written {
        return Some((
            format!("{names}, and their extents are {} and {}", words(read), words(written)),
            "give both sides one size, or scale: `#[blit(read)]` and `#[blit(write)]` in place of the copies",
        ));
    }
    if left.samples != right.samples {
        let (read, written) = (left.samples.as_raw(), right.samples.as_raw());
        return Some((
            format!("{names}, and they have {read} and {written} samples"),
            "give both images one `samples`, or resolve: `#[resolve(of = \"...\")]` in the pass that draws them",
        ));
    }
    let (read, written) = (subresources(from), subresources(to));
    if read != written {
        let (read, written) = (counts_words(read), counts_words(written));
        return Some((
            format!("{names}, and they are {read} and {written}"),
            "wire as many mips and layers on both sides: `.mip(k)`, `.layers(a..b)`",
        ));
    }
    let bytes = |format| format::info(format).map(|info| info.bytes);
    let depth = |image: &plan::Image| image.aspects != vk::ImageAspectFlags::COLOR;
    let unlike = bytes(left.format) != bytes(right.format)
        || (depth(left) || depth(right)) && left.format != right.format;
    let known = left.format != vk::Format::UNDEFINED && right.format != vk::Format::UNDEFINED;
    (known && unlike).then(|| {
        (
            format!("{names}, and {}", words_of(left.format, right.format)),
            "give both formats texels of as many bytes (depth one format), or convert: `#[blit(read)]` and \
             `#[blit(write)]` in place of the copies",
        )
    })
}

fn buffers(
    (source, from): (&ir::Resource, &Access),
    (target, to): (&ir::Resource, &Access),
) -> Problem {
    let (x, y) = (bytes(source, from), bytes(target, to));
    (x != y).then(|| {
        (
            format!(
                "`{}` is copied into `{}`, and they have {x} and {y} bytes",
                source.name, target.name
            ),
            "give both one size, or wire a part of the larger one: `.bytes(a..b)`",
        )
    })
}

fn image_and_buffer(
    (image_resource, image, view): Image<'_>,
    (buffer, range): (&ir::Resource, &Access),
    how: &str,
) -> Problem {
    if image.samples != vk::SampleCountFlags::TYPE_1 {
        return Some((
            format!("`{}` is multisampled and {how} a buffer", image_resource.name),
            "resolve it first: `#[resolve(of = \"...\")]` in the pass that draws it",
        ));
    }
    let aspects = view.view.map_or(image.aspects, |view| view.aspects);
    if aspects.as_raw().count_ones() > 1 {
        return Some((
            format!(
                "`{}` has depth and stencil and {how} a buffer, which takes one of them",
                image_resource.name
            ),
            "say which: `.aspect(depth)` or `.aspect(stencil)`",
        ));
    }
    let needed = packed_bytes(image_resource, image, view)?;
    let given = bytes(buffer, range);
    (given < needed).then(|| {
        (
            format!(
                "`{}` {how} `{}`, which has {given} bytes where {needed} are needed",
                image_resource.name, buffer.name
            ),
            "give the buffer as many bytes: texels lie tightly packed, mip after mip",
        )
    })
}

/// Extent of the first mip of a view, at the declared maximum.
fn extent(resource: &ir::Resource, access: &Access) -> [u64; 3] {
    let mip = match access.range {
        Range::Image { mips, .. } => mips.0,
        Range::Bytes(..) => 0,
    };
    resource.max_extent.map(|side| side.checked_shr(mip).unwrap_or(0).max(1))
}

fn subresources(access: &Access) -> (u32, u32) {
    match access.range {
        Range::Image { mips, layers } => (mips.1 - mips.0, layers.1 - layers.0),
        Range::Bytes(..) => (0, 0),
    }
}

fn bytes(resource: &ir::Resource, access: &Access) -> u64 {
    match access.range {
        Range::Bytes(start, end) => end.min(resource.max_bytes).saturating_sub(start),
        Range::Image { .. } => resource.max_bytes,
    }
}

/// Bytes of a view's texels, tightly packed. `None` for the swapchain's own format.
fn packed_bytes(resource: &ir::Resource, image: &plan::Image, view: &Access) -> Option<u64> {
    let info = format::info(image.format)?;
    let aspects = view.view.map_or(image.aspects, |view| view.aspects);
    let bytes = format::aspect_bytes(image.format, aspects)?;
    let Range::Image { mips, layers } = view.range else { return None };
    let mut sum = 0u64;
    for mip in mips.0..mips.1 {
        let [w, h, d] = resource.max_extent.map(|side| side.checked_shr(mip).unwrap_or(0).max(1));
        let blocks = w
            .div_ceil(u64::from(info.block[0]))
            .checked_mul(h.div_ceil(u64::from(info.block[1])))?
            .checked_mul(d)?;
        sum = sum.checked_add(blocks.checked_mul(u64::from(bytes))?)?;
    }
    sum.checked_mul(u64::from(layers.1 - layers.0))
}

fn words_of(read: vk::Format, written: vk::Format) -> String {
    format!("their formats are {} and {}", format::name(read), format::name(written))
}

fn counts_words((mips, layers): (u32, u32)) -> String {
    let many = |count: u32, what: &str| match count {
        1 => format!("one {what}"),
        _ => format!("{count} {what}s"),
    };
    format!("{} of {}", many(mips, "mip"), many(layers, "layer"))
}

fn words([x, y, z]: [u64; 3]) -> String {
    if z == 1 { format!("{x} x {y}") } else { format!("{x} x {y} x {z}") }
}

fn mismatch(context: &Context<'_>, element: &Element<'_>, what: &str, help: &str) {
    context.error(
        Code::TransferShapes,
        element.node.name.site,
        format!("the copy `{}` does not fit: {what}", element.node.name),
        help,
    );
}
