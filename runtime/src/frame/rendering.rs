//! Dynamic rendering around the work of raster passes.

use ash::vk;

use super::record::{Recording, Target};
use crate::plan::{Attachment, Raster};
use crate::setup::{color_value, depth_value};

/// As many colour attachments as a pass may have: `maxColorAttachments` is 8 on every known device.
const MAX_COLORS: usize = 8;

/// Begins rendering, with viewport and scissor over the whole area. Nothing where the pass is no raster pass.
pub(super) fn begin(recording: &Recording<'_>, target: Target<'_>) {
    let Some(raster) = target.pass.raster else { return };
    let area = vk::Rect2D { offset: vk::Offset2D::default(), extent: target.counts.area };
    let (colors, count) = color_attachments(recording, raster);
    let depth = raster.depth.and_then(|index| depth_attachment(recording, index));
    let stencil = raster.stencil.and_then(|index| depth_attachment(recording, index));
    let mut info = vk::RenderingInfo::default()
        .render_area(area)
        .layer_count(raster.layers)
        .view_mask(raster.view_mask)
        .color_attachments(&colors[..count]);
    // An aspect without an attachment keeps its content: nothing loads, stores or writes it.
    if let Some(depth) = &depth {
        info = info.depth_attachment(depth);
    }
    if let Some(stencil) = &stencil {
        info = info.stencil_attachment(stencil);
    }
    let raw = recording.device.raw();
    // SAFETY: the command buffer is being recorded outside rendering; views are alive, in the layouts that
    // the plan's barriers brought them to.
    unsafe {
        raw.cmd_begin_rendering(target.commands, &info);
        raw.cmd_set_viewport(target.commands, 0, &[viewport(area.extent)]);
        raw.cmd_set_scissor(target.commands, 0, &[area]);
    }
}

/// Ends what [`begin`] began.
pub(super) fn end(recording: &Recording<'_>, target: Target<'_>) {
    if target.pass.raster.is_some() {
        // SAFETY: `begin` began rendering under the same condition.
        unsafe { recording.device.raw().cmd_end_rendering(target.commands) };
    }
}

fn color_attachments(
    recording: &Recording<'_>,
    raster: Raster,
) -> ([vk::RenderingAttachmentInfo<'static>; MAX_COLORS], usize) {
    let mut colors = [vk::RenderingAttachmentInfo::default(); MAX_COLORS];
    let attachments = raster.colors.of(&recording.plan.attachments);
    for (color, attachment) in colors.iter_mut().zip(attachments) {
        *color = attachment_info(recording, attachment);
        if let Some(value) = attachment.clear {
            color.clear_value.color = color_value(value);
        }
    }
    (colors, attachments.len().min(MAX_COLORS))
}

/// A depth or a stencil attachment.
fn depth_attachment(
    recording: &Recording<'_>,
    index: u32,
) -> Option<vk::RenderingAttachmentInfo<'static>> {
    let attachment = recording.plan.attachments.get(index as usize)?;
    let mut info = attachment_info(recording, attachment);
    if let Some(value) = attachment.clear {
        info.clear_value.depth_stencil = depth_value(value);
    }
    Some(info)
}

fn attachment_info(
    recording: &Recording<'_>,
    attachment: &Attachment,
) -> vk::RenderingAttachmentInfo<'static> {
    let views = &recording.tables.views;
    let info = vk::RenderingAttachmentInfo::default()
        .image_view(views.at(attachment.view, attachment.ring, recording.at))
        .image_layout(attachment.layout)
        .load_op(attachment.load)
        .store_op(attachment.store);
    match attachment.resolve {
        Some(resolve) => info
            .resolve_mode(resolve.mode)
            .resolve_image_view(views.at(resolve.view, resolve.ring, recording.at))
            .resolve_image_layout(resolve.layout),
        None => info,
    }
}

#[allow(clippy::cast_precision_loss, reason = "a viewport is far below 2^24 pixels wide")]
fn viewport(extent: vk::Extent2D) -> vk::Viewport {
    vk::Viewport {
        width: extent.width as f32,
        height: extent.height as f32,
        max_depth: 1.0,
        ..vk::Viewport::default()
    }
}
