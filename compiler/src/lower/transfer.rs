//! Operations of transfer passes: copies and blits pair their sides in order of the slots, clears stand alone.

mod blit;
mod buffer;

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
    wired: &mut Wired,
) -> Option<Vec<Transfer>> {
    if !is_transfer(element) || context.graph().lenient {
        return Some(Vec::new());
    }
    let mut transfers = copies(context, element, wired)?;
    transfers.extend(blits(context, element, wired)?);
    for (to, _) in of(element, wired, |usage| *usage == Usage::Clear) {
        let access = wired.accesses.get(to)?;
        fill_fits(context, access)?;
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

fn copies(
    context: &Context<'_>,
    element: &Element<'_>,
    wired: &mut Wired,
) -> Option<Vec<Transfer>> {
    let reads = of(element, wired, |usage| *usage == Usage::TransferRead);
    let writes = of(element, wired, |usage| *usage == Usage::TransferWrite);
    paired(context, element, "copy", reads.len(), writes.len())?;
    let mut transfers = Vec::new();
    for ((from, _), (to, _)) in reads.into_iter().zip(writes) {
        copy_fits(context, element, wired.accesses.get(from)?, wired.accesses.get(to)?)?;
        narrow(context, wired, [from, to]);
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

/// A buffer is filled by whole words. `None` where an error was reported.
fn fill_fits(context: &Context<'_>, access: &Access) -> Option<()> {
    let resource = context.resources.get(access.resource.index())?;
    let Range::Bytes(start, end) = access.range else { return Some(()) };
    let end = end.min(resource.max_bytes);
    if start.is_multiple_of(4) && end.is_multiple_of(4) {
        return Some(());
    }
    context.error(
        Code::ViewIncompatible,
        access.site,
        format!(
            "the bytes {start} to {end} of `{}` are cleared, and clears fill whole words of 4 bytes",
            resource.name
        ),
        "start and end the range at multiples of 4, or give the buffer as many bytes",
    );
    None
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
        (Some(a), None) => buffer::and_image((source, a, from), (target, to), "is copied into"),
        (None, Some(b)) => buffer::and_image((target, b, to), (source, from), "is filled from"),
    };
    let Some((problem, help)) = problem else { return Some(()) };
    mismatch(context, element, &problem, help);
    None
}

/// Of a buffer that has more bytes than the image's texels take, a copy touches those bytes alone. Where the image's
/// size follows the screen the wire stays as it is: which bytes they are is known at run time.
fn narrow(context: &Context<'_>, wired: &mut Wired, [from, to]: [usize; 2]) {
    for [buffer, image] in [[from, to], [to, from]] {
        let touched = wired.accesses.get(image).and_then(|access| {
            let resource = context.resources.get(access.resource.index())?;
            let image = resource.image().filter(|image| context.sizes.is_constant(image.extent))?;
            buffer::packed_bytes(resource, image, access)
        });
        if let Some(touched) = touched {
            wired.touches(context, buffer, touched);
        }
    }
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
    if depth(left) != depth(right) {
        // A depth or stencil format is compatible with itself alone (specification, "Format Compatibility Classes"); the
        // screen, whose format set-up chooses, has colours in any.
        return Some((
            format!("{names}, and one of them has depth or stencil, the other colours"),
            "write the depth as a colour: sample it, `.aspect(depth)`, in a compute or raster pass",
        ));
    }
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

fn words_of(read: vk::Format, written: vk::Format) -> String {
    if read == written {
        return format!("both are {}", format::name(read));
    }
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
