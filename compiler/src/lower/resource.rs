//! Resources: order of sizes, formats, extents and bytes at the declared maximum.

use ash::vk;
use vixen_plan::{self as plan, SizeOp};

use super::context::Context;
use super::scope::{Family, Named};
use super::size::{self, Size};
use super::{clear, state, switch};
use crate::diagnostic::{Code, Name, Site, did_you_mean};
use crate::format;
use crate::ir::{self, ResourceId};
use crate::syntax::ast::{
    Expr, ImageDecl, ImageDimension, LifetimeDecl, ParamDecl, ResourceDecl, ShapeDecl,
};

mod order;

/// Images are measured, and planned for, in blocks of this many bytes.
const IMAGE_GRANULARITY: u64 = 64 * 1024;

/// Fills in parameters and resources.
pub(super) fn lower(context: &mut Context<'_>) {
    let graph = context.graph();
    for param in &graph.params {
        lower_param(context, param);
    }
    let Some(order) = order::by_size(context) else { return };
    for decl in order.iter().filter_map(|at| graph.resources.get(*at)) {
        lower_family(context, decl);
    }
    for output in &graph.outputs {
        mark_output(context, output);
    }
}

fn lower_param(context: &mut Context<'_>, param: &ParamDecl) {
    let index = context.params.len() as u32;
    declare(context, &param.name, Named::Param(index));
    context.params.push(plan::Param {
        name: param.name.text.clone().into(),
        default: param.default,
        max: param.max,
    });
}

fn declare(context: &mut Context<'_>, name: &Name, named: Named) {
    if !context.scope.insert(&name.text, named) {
        context.error(
            Code::DuplicateName,
            name.site,
            format!("`{name}` is declared twice in `{}`", context.graph().name),
            "give one of the two another name",
        );
    }
}

fn lower_family(context: &mut Context<'_>, decl: &ResourceDecl) {
    let first = ResourceId(context.resources.len() as u32);
    for element in 0..decl.count.unwrap_or(1) {
        let index = decl.count.map(|_| u64::from(element));
        let Some(resource) = lower_resource(context, decl, index) else {
            // The other elements would say the same again.
            break;
        };
        context.resources.push(resource);
    }
    declare(context, &decl.name, Named::Resource(Family { first, count: decl.count }));
}

fn lower_resource(
    context: &mut Context<'_>,
    decl: &ResourceDecl,
    index: Option<u64>,
) -> Option<ir::Resource> {
    let name = match index {
        Some(index) => Name::new(format!("{}[{index}]", decl.name), decl.name.site),
        None => decl.name.clone(),
    };
    let measured = match &decl.shape {
        ShapeDecl::Image(image) => lower_image(context, decl, image, index)?,
        ShapeDecl::Buffer { size } => lower_buffer(context, &name, size, index)?,
        ShapeDecl::AccelerationStructure { size } => {
            let buffer = lower_buffer(context, &name, size, index)?;
            match buffer.shape {
                plan::Shape::Buffer(plan::Buffer { size, .. }) => {
                    Measured { shape: plan::Shape::AccelerationStructure { size }, ..buffer }
                }
                _ => buffer,
            }
        }
    };
    let lifetime = lower_lifetime(context, decl)?;
    let ours = matches!(lifetime, plan::Lifetime::Persistent | plan::Lifetime::History)
        && !is_external(&decl.lifetime);
    let clear = match &decl.clear {
        Some(value) => Some(clear::resource(context, &name, &measured.shape, value)?),
        None if ours => clear::zero(&measured.shape),
        None => None,
    };
    Some(ir::Resource {
        name,
        lifetime,
        copies: copies(decl, context.graph().frames_in_flight),
        memory: memory(&decl.lifetime),
        shape: measured.shape,
        max_extent: measured.extent,
        max_bytes: measured.bytes,
        clear,
        output: is_external(&decl.lifetime),
        when: switch::condition(context, decl.when.as_ref()),
        data: decl.data.clone(),
    })
}

/// An import without a contract: the graph keeps its state, the caller its memory.
fn is_external(lifetime: &LifetimeDecl) -> bool {
    matches!(lifetime, LifetimeDecl::Import { entry: None, .. })
}

fn lower_lifetime(context: &Context<'_>, decl: &ResourceDecl) -> Option<plan::Lifetime> {
    let site = decl.name.site;
    Some(match &decl.lifetime {
        LifetimeDecl::Transient => plan::Lifetime::Transient,
        LifetimeDecl::History { depth: 2.. } => plan::Lifetime::History,
        LifetimeDecl::History { depth } => {
            context.error(
                Code::LifetimeMisuse,
                site,
                format!("`{}` is a history of depth {depth}, which holds no previous copy", decl.name),
                "write `depth = 2` or more, or `#[persistent(...)]` for content that lives on in place",
            );
            return None;
        }
        LifetimeDecl::Persistent | LifetimeDecl::Import { entry: None, .. } => {
            plan::Lifetime::Persistent
        }
        LifetimeDecl::Import { entry: Some(entry), exit } => {
            let entry = state::state(context, entry, site)?;
            let exit = match exit {
                Some(exit) => state::state(context, exit, site)?,
                None => entry,
            };
            let is_image = matches!(decl.shape, ShapeDecl::Image(_));
            let keep = !is_image || entry.layout != vk::ImageLayout::UNDEFINED;
            plan::Lifetime::Import(plan::Contract { entry, exit, keep })
        }
        LifetimeDecl::Swapchain => plan::Lifetime::Swapchain,
        LifetimeDecl::Upload { .. } => plan::Lifetime::Upload,
        LifetimeDecl::Readback => plan::Lifetime::Readback,
    })
}

fn copies(decl: &ResourceDecl, frames_in_flight: u32) -> u32 {
    match decl.lifetime {
        LifetimeDecl::History { depth } => depth,
        LifetimeDecl::Upload { copies } => copies.unwrap_or(frames_in_flight).max(1),
        LifetimeDecl::Readback => frames_in_flight,
        _ => 1,
    }
}

fn memory(lifetime: &LifetimeDecl) -> plan::MemoryClass {
    match lifetime {
        LifetimeDecl::Upload { .. } => plan::MemoryClass::Upload,
        LifetimeDecl::Readback => plan::MemoryClass::Readback,
        LifetimeDecl::Import { .. } | LifetimeDecl::Swapchain => plan::MemoryClass::External,
        _ => plan::MemoryClass::Device,
    }
}

/// A shape with its values at the declared maximum.
struct Measured {
    shape: plan::Shape,
    extent: [u64; 3],
    bytes: u64,
}

fn lower_buffer(
    context: &mut Context<'_>,
    name: &Name,
    size: &Expr,
    index: Option<u64>,
) -> Option<Measured> {
    let lowered = context.size(size, index)?;
    let [bytes, ..] = lowered.max;
    if bytes == 0 {
        context.error(
            Code::MalformedExpression,
            size.site,
            format!("`{name}` has a size of 0 bytes"),
            "give it at least one byte",
        );
        return None;
    }
    let size = context.sizes.intern(&lowered.ops);
    let shape = plan::Shape::Buffer(plan::Buffer { size, usage: vk::BufferUsageFlags::empty() });
    Some(Measured { shape, extent: [bytes, 1, 1], bytes })
}

fn lower_image(
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
pub(super) fn named_format(context: &Context<'_>, name: &Name, site: Site) -> Option<vk::Format> {
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
            image.dimension == ImageDimension::Cube && image.layers % 6 != 0,
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

fn mark_output(context: &mut Context<'_>, output: &Name) {
    let Some(family) = context.family(&output.text, output.site) else { return };
    let start = family.first.index();
    let end = start + family.count.unwrap_or(1) as usize;
    if let Some(resources) = context.resources.get_mut(start..end) {
        resources.iter_mut().for_each(|resource| resource.output = true);
    }
}
