//! V0413: copies between images and buffers, which hold texels tightly packed, mip after mip.

use ash::vk;
use vixen_plan as plan;

use super::{Image, Problem, bytes, subresources};
use crate::format;
use crate::ir::{self, Access, Range};

/// What keeps a view of an image from being copied into, or filled from, a buffer.
pub(super) fn and_image(
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
    let names = format!("`{}` {how} `{}`", image_resource.name, buffer.name);
    let needed = packed_bytes(image_resource, image, view)?;
    let given = bytes(buffer, range);
    if given < needed {
        return Some((
            format!("{names}, which has {given} bytes where {needed} are needed"),
            "give the buffer as many bytes: texels lie tightly packed, mip after mip",
        ));
    }
    offsets(&names, (image, view, aspects), range)
}

/// Where a mip's texels begin: a multiple of a texel's bytes, or of 4 for depth and stencil
/// (VUID-VkCopyImageToBufferInfo2-srcImage-07975 and 07978).
fn offsets(
    names: &str,
    (image, view, aspects): (&plan::Image, &Access, vk::ImageAspectFlags),
    range: &Access,
) -> Problem {
    let Range::Bytes(start, _) = range.range else { return None };
    let texel = u64::from(format::aspect_bytes(image.format, aspects)?);
    let depth = format::info(image.format)?.is_depth_stencil();
    let unit = if depth { 4 } else { texel };
    if !start.is_multiple_of(unit) {
        return Some((
            format!(
                "{names} from byte {start} on, where texels begin at multiples of {unit} bytes"
            ),
            "start the range at such a byte, or give the texels a buffer of their own",
        ));
    }
    let (mips, _) = subresources(view);
    (depth && texel < 4 && mips > 1).then(|| {
        (
            format!("{names}, its {mips} mips one after the other at texels of {texel} bytes, and each must begin at a multiple of 4"),
            "copy each mip by a pass of its own into a range that begins at a multiple of 4: `.mip(k)`, `.bytes(a..b)`",
        )
    })
}

/// Bytes of a view's texels, tightly packed. `None` for the swapchain's own format.
pub(super) fn packed_bytes(
    resource: &ir::Resource,
    image: &plan::Image,
    view: &Access,
) -> Option<u64> {
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
