//! Images: format, extent, and bytes at the declared maximum.

use ash::vk;
use vixen_plan::{self as plan, SizeOp};

use super::super::context::Context;
use super::super::size::{self, Size};
use super::Measured;
use crate::diagnostic::{Code, Name, Site, did_you_mean};
use crate::format;
use crate::syntax::ast::{ImageDecl, ImageDimension, ResourceDecl};

/// Images are measured, and planned for, in blocks of this many bytes.
const IMAGE_GRANULARITY: u64 = 64 * 1024;

/// Lowers an image. `None` where an error was reported.
pub(super) fn lower(
    context: &mut Context<'_>,
    decl: &ResourceDecl,
    image: &ImageDecl,
    index: Option<u64>,
) -> Option<Measured> {
    let swapchain = size::is_swapchain(&decl.lifetime);
    let format = lower_format(context, &decl.name, &image.format, swapchain)?;
    let size = if swapchain {
        let ops = vec![SizeOp::Swapchain];
        Size { max: context.maximum(&ops, decl.name.site)?, ops }
    } else {
        flat(context, context.size(&image.extent, index)?, image)?
    };
    let layers = match image.dimension {
        ImageDimension::Cube if image.layers <= 1 => 6,
        _ => image.layers,
    };
    let image = ImageDecl { layers, ..image.clone() };
    check_counts(context, &decl.name, &image, size.max)?;
    let info = format::info(format);
    let shape = plan::Image {
        ty: match image.dimension {
            ImageDimension::D1 => vk::ImageType::TYPE_1D,
            ImageDimension::D3 => vk::ImageType::TYPE_3D,
            ImageDimension::D2 | ImageDimension::Cube => vk::ImageType::TYPE_2D,
        },
        format,
        extent: context.sizes.intern(&size.ops),
        mips: image.mips,
        layers,
        samples: vk::SampleCountFlags::from_raw(image.samples),
        usage: vk::ImageUsageFlags::empty(),
        flags: match image.dimension {
            ImageDimension::Cube => vk::ImageCreateFlags::CUBE_COMPATIBLE,
            _ => vk::ImageCreateFlags::empty(),
        },
        aspects: info.map_or(vk::ImageAspectFlags::COLOR, |info| info.aspects),
    };
    let Some(bytes) = image_bytes(&shape, image.samples, size.max) else {
        context.error(
            Code::MalformedExpression,
            image.extent.site,
            format!("the bytes of `{}` exceed 64 bits at the declared maximum", decl.name),
            "make the image smaller, or lower `max_extent` and the maxima of its parameters",
        );
        return None;
    };
    Some(Measured { shape: plan::Shape::Image(shape), extent: size.max, bytes })
}

/// Sets the components to 1 that the dimension does not have.
fn flat(context: &Context<'_>, mut size: Size, image: &ImageDecl) -> Option<Size> {
    let dimensions = match image.dimension {
        ImageDimension::D1 => 1,
        ImageDimension::D2 | ImageDimension::Cube => 2,
        ImageDimension::D3 => return Some(size),
    };
    // Images of the graph have 1 there already, and arithmetic among them keeps it so.
    let may_vary = size.ops.iter().any(|op| matches!(op, SizeOp::Param(_)));
    if !may_vary && size.max.iter().skip(dimensions).all(|component| *component == 1) {
        return Some(size);
    }
    let mut ops = Vec::new();
    for component in 0..3u8 {
        if usize::from(component) < dimensions {
            ops.extend_from_slice(&size.ops);
            ops.push(SizeOp::Component(component));
        } else {
            ops.push(SizeOp::Scalar(1));
        }
    }
    ops.push(SizeOp::Compose);
    size.max = context.maximum(&ops, image.extent.site)?;
    let constant = !ops.iter().any(|op| size::reads_something(*op));
    size.ops = if constant { vec![SizeOp::Vector(size.max)] } else { ops };
    Some(size)
}

fn lower_format(
    context: &Context<'_>,
    resource: &Name,
    name: &Name,
    swapchain: bool,
) -> Option<vk::Format> {
    if name.text.is_empty() && swapchain {
        return Some(vk::Format::UNDEFINED);
    }
    if name.text.is_empty() {
        context.error(
            Code::MissingKey,
            resource.site,
            format!("the image `{resource}` has no format"),
            "add `format = \"R8G8B8A8_UNORM\"` or another of Vulkan's formats",
        );
        return None;
    }
    let site = if matches!(name.site, Site::Whole) { resource.site } else { name.site };
    named_format(context, name, site)
}

/// The format of a name as written.
pub(in crate::lower) fn named_format(
    context: &Context<'_>,
    name: &Name,
    site: Site,
) -> Option<vk::Format> {
    let found = format::by_name(&name.text);
    if found.is_none() {
        context.error(
            Code::FormatUnknown,
            site,
            format!("`{name}` is not a format"),
            did_you_mean(
                &name.text,
                format::names(),
                "write Vulkan's name without `VK_FORMAT_`, such as `R16G16B16A16_SFLOAT`",
            ),
        );
    }
    found
}

/// Mips, layers and samples that the shape can have.
fn check_counts(
    context: &Context<'_>,
    name: &Name,
    image: &ImageDecl,
    extent: [u64; 3],
) -> Option<()> {
    let largest = extent.into_iter().max().unwrap_or(1);
    let most_mips = u64::BITS - largest.max(1).leading_zeros();
    let help = "correct the image's `mips`, `layers`, `samples` or `size`";
    let rules = [
        (extent.contains(&0), Code::MalformedExpression, "has an extent of 0".to_owned()),
        (
            !image.samples.is_power_of_two() || image.samples > 64,
            Code::MalformedValue,
            format!("has {} samples a texel; 1, 2, 4 and 8 are common", image.samples),
        ),
        (
            image.mips == 0 || image.layers == 0,
            Code::MalformedValue,
            "has no mip or no layer; both count from 1".to_owned(),
        ),
        (
            image.mips > most_mips,
            Code::RangeOutOfBounds,
            format!(
                "has {} mips, and its largest side of {largest} allows {most_mips}",
                image.mips
            ),
        ),
        (
            image.samples > 1 && image.mips > 1,
            Code::MalformedValue,
            "is multisampled and has several mips, which no image can be".to_owned(),
        ),
        (
            image.dimension == ImageDimension::Cube && !image.layers.is_multiple_of(6),
            Code::ViewIncompatible,
            format!("is a cube of {} layers, which is no multiple of six", image.layers),
        ),
        (
            image.dimension == ImageDimension::D3 && image.layers > 1,
            Code::ViewIncompatible,
            "is a volume and has layers; a volume has slices by its depth alone".to_owned(),
        ),
    ];
    for (broken, code, what) in &rules {
        if *broken {
            context.error(*code, name.site, format!("`{name}` {what}"), help);
        }
    }
    rules.iter().all(|(broken, ..)| !broken).then_some(())
}

/// The exact sum over mips and layers times samples, rounded up to [`IMAGE_GRANULARITY`]. `None` beyond 64
/// bits.
fn image_bytes(image: &plan::Image, samples: u32, extent: [u64; 3]) -> Option<u64> {
    // A swapchain's own format: eight bits for each of four components is what surfaces offer.
    let (bytes, block) =
        format::info(image.format).map_or((4, [1, 1]), |info| (info.bytes, info.block));
    let mut sum = 0u64;
    for mip in 0..image.mips {
        let [width, height, depth] = extent.map(|side| side.checked_shr(mip).unwrap_or(0).max(1));
        let blocks = width
            .div_ceil(u64::from(block[0]))
            .checked_mul(height.div_ceil(u64::from(block[1])))?
            .checked_mul(depth)?;
        sum = sum.checked_add(blocks.checked_mul(u64::from(bytes))?)?;
    }
    sum.checked_mul(u64::from(image.layers))?
        .checked_mul(u64::from(samples))?
        .checked_next_multiple_of(IMAGE_GRANULARITY)
}
