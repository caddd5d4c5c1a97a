//! Ranges and views of resources, and the rules about them.

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use super::target::{Shape, Target};
use crate::diagnostic::Code;
use crate::format;
use crate::ir::{self, Range, ViewShape};
use crate::reflect::Dimension;

/// What an access will look at.
pub(super) struct Looked {
    pub(super) range: Range,
    pub(super) view: Option<ViewShape>,
}

/// What a usage asks of a view.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    /// The shader's dimension, where a shader says one.
    pub(super) dimension: Option<Dimension>,
    /// One mip alone: attachments and storage images.
    pub(super) one_mip: bool,
    /// Aspects.
    pub(super) aspects: Wants,
}

/// Which aspects of an image a usage touches, where the wire does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Wants {
    /// All that it has.
    #[default]
    All,
    /// One: a shader sees one, and what one means by a depth image is its depth.
    One,
    /// These of a depth/stencil image, and no other.
    Only(vk::ImageAspectFlags),
}

/// Range and view of a target; errors where the resource cannot have them.
pub(super) fn look(context: &Context<'_>, target: &Target, wanted: Wanted) -> Option<Looked> {
    let resource = context.resources.get(target.resource.index())?;
    match resource.image() {
        Some(image) => look_at_image(context, resource, image, target, wanted),
        None => look_at_bytes(context, resource, target),
    }
}

fn look_at_bytes(
    context: &Context<'_>,
    resource: &ir::Resource,
    target: &Target,
) -> Option<Looked> {
    let image_only = [
        (target.mips.is_some(), "mips"),
        (target.layers.is_some(), "layers"),
        (target.aspects.is_some(), "aspects"),
        (target.shape.is_some(), "dimensions"),
    ];
    if let Some((_, what)) = image_only.iter().find(|(asked, _)| *asked) {
        incompatible(
            context,
            target,
            format!("`{}` is no image and has no {what}", resource.name),
            "a part of a buffer is `.bytes(a..b)`",
        );
        return None;
    }
    let range = match target.bytes {
        None => resource.whole(),
        Some((start, end)) => {
            within(context, target, resource, "bytes", (start, end), resource.max_bytes)?;
            let last = end == resource.max_bytes && is_constant(context, resource);
            Range::Bytes(start, if last { u64::MAX } else { end })
        }
    };
    Some(Looked { range, view: None })
}

/// Whether a buffer has one size at run time, so that a range which ends where it does ends at its end.
fn is_constant(context: &Context<'_>, resource: &ir::Resource) -> bool {
    match resource.shape {
        plan::Shape::Buffer(buffer) => context.sizes.is_constant(buffer.size),
        _ => false,
    }
}

fn look_at_image(
    context: &Context<'_>,
    resource: &ir::Resource,
    image: &plan::Image,
    target: &Target,
    wanted: Wanted,
) -> Option<Looked> {
    if target.bytes.is_some() {
        incompatible(
            context,
            target,
            format!("`{}` is an image and has no byte ranges", resource.name),
            "a part of an image is `.mips(a..b)` and `.layers(a..b)`",
        );
        return None;
    }
    let mips = target.mips.unwrap_or((0, u64::from(image.mips)));
    let layers = target.layers.unwrap_or((0, u64::from(image.layers)));
    within(context, target, resource, "mips", mips, u64::from(image.mips))?;
    within(context, target, resource, "layers", layers, u64::from(image.layers))?;
    if wanted.one_mip && mips.1 - mips.0 > 1 && !context.graph().lenient {
        incompatible(
            context,
            target,
            format!(
                "`{}` has {} mips, and an attachment or a storage image is one of them",
                resource.name, image.mips
            ),
            "say which: `.mip(0)`",
        );
        return None;
    }
    let count = (layers.1 - layers.0) as u32;
    let ty = view_type(context, resource, image, target, count, wanted.dimension)?;
    let range = Range::Image {
        mips: (mips.0 as u32, mips.1 as u32),
        layers: (layers.0 as u32, layers.1 as u32),
    };
    let view = ViewShape {
        ty,
        format: view_format(context, resource, image, target)?,
        aspects: aspects(context, resource, image, target, wanted.aspects)?,
    };
    Some(Looked { range, view: Some(view) })
}

fn within(
    context: &Context<'_>,
    target: &Target,
    resource: &ir::Resource,
    what: &str,
    (start, end): (u64, u64),
    count: u64,
) -> Option<()> {
    if start < end && end <= count {
        return Some(());
    }
    context.error(
        Code::RangeOutOfBounds,
        target.site,
        format!(
            "the wire names {what} {start}..{end} of `{}`, which has {what} 0..{count}",
            resource.name
        ),
        match resource.image() {
            // It has one layer, and can be given no more.
            Some(image) if what == "layers" && image.ty == vk::ImageType::TYPE_3D => format!(
                "slices of a volume have no views of their own: write them in a compute pass (`image3D`), or declare `{}` as an \
                 array, with its depth as `layers`",
                resource.name
            ),
            _ => format!("stay within 0..{count}, or give `{}` more {what}", resource.name),
        },
    );
    None
}

fn view_format(
    context: &Context<'_>,
    resource: &ir::Resource,
    image: &plan::Image,
    target: &Target,
) -> Option<vk::Format> {
    let Some(asked) = target.format.filter(|format| *format != image.format) else {
        return Some(vk::Format::UNDEFINED);
    };
    if format::compatible(asked, image.format) {
        return Some(asked);
    }
    incompatible(
        context,
        target,
        format!(
            "`{}` has the format {}, and a view of it cannot have {}",
            resource.name,
            format::name(image.format),
            format::name(asked)
        ),
        "choose a format whose texel has as many bytes (depth formats have no other)",
    );
    None
}

fn aspects(
    context: &Context<'_>,
    resource: &ir::Resource,
    image: &plan::Image,
    target: &Target,
    wants: Wants,
) -> Option<vk::ImageAspectFlags> {
    if let Some(asked) = target.aspects.filter(|asked| !image.aspects.contains(*asked)) {
        incompatible(
            context,
            target,
            format!("`{}` ({}) has no aspect {asked:?}", resource.name, format::name(image.format)),
            format!("its aspects are {:?}", image.aspects),
        );
        return None;
    }
    match wants {
        Wants::Only(only) if image.aspects.intersects(DEPTH_STENCIL) => {
            attached(context, resource, image, target, only)
        }
        Wants::One if image.aspects.contains(vk::ImageAspectFlags::DEPTH) => {
            Some(target.aspects.unwrap_or(vk::ImageAspectFlags::DEPTH))
        }
        _ => Some(target.aspects.unwrap_or(image.aspects)),
    }
}

const DEPTH_STENCIL: vk::ImageAspectFlags = vk::ImageAspectFlags::from_raw(
    vk::ImageAspectFlags::DEPTH.as_raw() | vk::ImageAspectFlags::STENCIL.as_raw(),
);

/// The aspects that a depth or stencil slot attaches of an image.
fn attached(
    context: &Context<'_>,
    resource: &ir::Resource,
    image: &plan::Image,
    target: &Target,
    only: vk::ImageAspectFlags,
) -> Option<vk::ImageAspectFlags> {
    // In graph JSON an access names its aspect, whatever its kind is called.
    let asked = target.aspects.unwrap_or(only & image.aspects);
    let both = asked & only;
    if !both.is_empty() || (context.graph().lenient && !asked.is_empty()) {
        return Some(if both.is_empty() { asked } else { both });
    }
    let word = if only == vk::ImageAspectFlags::DEPTH { "depth" } else { "stencil" };
    let other = if word == "depth" { "stencil" } else { "depth" };
    if target.aspects.is_some() {
        incompatible(
            context,
            target,
            format!(
                "the slot attaches the {word} of `{}`, and the wire names its {other}",
                resource.name
            ),
            format!("wire `{}` itself, or declare the slot `#[{other}(..)]`", resource.name),
        );
    } else {
        context.error(
            Code::DepthFormat,
            target.site,
            format!(
                "the slot is a {word} attachment, and `{}` has the format {}",
                resource.name,
                format::name(image.format)
            ),
            format!("wire an image of a format with a {word}, such as D32_SFLOAT_S8_UINT, or declare the slot `#[{other}(..)]`"),
        );
    }
    None
}

/// The view's dimension: what the wire asks for, else what the shader declares where the image can have it,
/// else the image's own.
fn view_type(
    context: &Context<'_>,
    resource: &ir::Resource,
    image: &plan::Image,
    target: &Target,
    layers: u32,
    shader: Option<Dimension>,
) -> Option<vk::ImageViewType> {
    if let Some(shape) = target.shape {
        let found = shaped(image.ty, shape, layers);
        if found.is_none() {
            incompatible(
                context,
                target,
                format!(
                    "{layers} layers of `{}`, an image of type {:?}, cannot be seen as a {}",
                    resource.name,
                    image.ty,
                    shape.word()
                ),
                "a cube needs six layers of a 2D image for each face, a volume a 3D image",
            );
        }
        return found;
    }
    let can = |ty: &vk::ImageViewType| can_have(image.ty, *ty, layers);
    Some(shader.and_then(dimension_view).filter(can).unwrap_or_else(|| own(image, layers)))
}

fn shaped(ty: vk::ImageType, shape: Shape, layers: u32) -> Option<vk::ImageViewType> {
    use vk::ImageViewType as V;
    let view = match (shape, ty) {
        (Shape::Cube, _) if layers == 6 => V::CUBE,
        (Shape::Cube, _) => V::CUBE_ARRAY,
        (Shape::Array, vk::ImageType::TYPE_1D) => V::TYPE_1D_ARRAY,
        (Shape::Array, _) => V::TYPE_2D_ARRAY,
        (Shape::Volume, _) => V::TYPE_3D,
    };
    can_have(ty, view, layers).then_some(view)
}

/// The image's own dimension for this many layers.
fn own(image: &plan::Image, layers: u32) -> vk::ImageViewType {
    use vk::ImageViewType as V;
    let cube = image.flags.contains(vk::ImageCreateFlags::CUBE_COMPATIBLE);
    match image.ty {
        vk::ImageType::TYPE_1D if layers > 1 => V::TYPE_1D_ARRAY,
        vk::ImageType::TYPE_1D => V::TYPE_1D,
        vk::ImageType::TYPE_3D => V::TYPE_3D,
        _ if cube && layers == 6 => V::CUBE,
        _ if cube && layers.is_multiple_of(6) => V::CUBE_ARRAY,
        _ if layers > 1 => V::TYPE_2D_ARRAY,
        _ => V::TYPE_2D,
    }
}

fn can_have(ty: vk::ImageType, view: vk::ImageViewType, layers: u32) -> bool {
    use vk::ImageViewType as V;
    match view {
        V::TYPE_1D => ty == vk::ImageType::TYPE_1D && layers == 1,
        V::TYPE_1D_ARRAY => ty == vk::ImageType::TYPE_1D,
        V::TYPE_2D => ty == vk::ImageType::TYPE_2D && layers == 1,
        V::TYPE_2D_ARRAY => ty == vk::ImageType::TYPE_2D,
        V::TYPE_3D => ty == vk::ImageType::TYPE_3D,
        V::CUBE => ty == vk::ImageType::TYPE_2D && layers == 6,
        V::CUBE_ARRAY => ty == vk::ImageType::TYPE_2D && layers.is_multiple_of(6),
        _ => false,
    }
}

/// The view that a shader's declaration needs; `None` where it fits any.
pub(crate) fn dimension_view(dimension: Dimension) -> Option<vk::ImageViewType> {
    use vk::ImageViewType as V;
    Some(match dimension {
        Dimension::D1 => V::TYPE_1D,
        Dimension::D1Array => V::TYPE_1D_ARRAY,
        Dimension::D2 => V::TYPE_2D,
        Dimension::D2Array => V::TYPE_2D_ARRAY,
        Dimension::D3 => V::TYPE_3D,
        Dimension::Cube => V::CUBE,
        Dimension::CubeArray => V::CUBE_ARRAY,
        Dimension::Buffer | Dimension::Subpass => return None,
    })
}

fn incompatible(context: &Context<'_>, target: &Target, message: String, help: impl Into<String>) {
    context.error(Code::ViewIncompatible, target.site, message, help);
}
