//! Transfers: copies, blits, clears and fills, each of all that its two accesses name.

use ash::vk;

use super::record::{Recording, Target};
use crate::plan::{Access, ClearValue, Subresources, Transfer};
use crate::setup::{Handle, clear_image, fill_word, packed_bytes};

/// As many mips as an image of 32,768 texels has, the largest of any known device.
const MAX_MIPS: usize = 16;

/// One side of a transfer.
#[derive(Clone, Copy)]
struct Side<'a> {
    access: &'a Access,
    handle: Handle,
}

impl Side<'_> {
    fn is_image(self) -> bool {
        self.handle.image != vk::Image::null()
    }

    /// First byte and number of bytes of a buffer.
    fn bytes(self) -> (u64, u64) {
        let (first, count) = self.access.bytes;
        (first, count.min(self.handle.bytes.saturating_sub(first)))
    }
}

/// Records the transfers of a pass.
pub(super) fn record(recording: &Recording<'_>, target: Target<'_>) {
    for transfer in target.pass.transfers.of(&recording.plan.transfers) {
        match *transfer {
            Transfer::Copy { from, to } => {
                if let (Some(from), Some(to)) = (side(recording, from), side(recording, to)) {
                    copy(recording, target.commands, from, to);
                }
            }
            Transfer::Blit { from, to, filter } => {
                if let (Some(from), Some(to)) = (side(recording, from), side(recording, to)) {
                    blit(recording, target.commands, from, to, filter);
                }
            }
            Transfer::Clear { to, value } => {
                if let Some(to) = side(recording, to) {
                    clear(recording, target.commands, to, value);
                }
            }
        }
    }
}

fn side<'a>(recording: &Recording<'a>, access: u32) -> Option<Side<'a>> {
    let access = recording.plan.accesses.get(access as usize)?;
    let handle = recording.tables.resources.handle(access.resource, access.ring, recording.at);
    Some(Side { access, handle })
}

fn copy(recording: &Recording<'_>, commands: vk::CommandBuffer, from: Side<'_>, to: Side<'_>) {
    match (from.is_image(), to.is_image()) {
        (false, false) => copy_buffer(recording, commands, from, to),
        (true, true) => copy_image(recording, commands, from, to),
        (false, true) => copy_between(recording, commands, (from, to), true),
        (true, false) => copy_between(recording, commands, (to, from), false),
    }
}

fn copy_buffer(
    recording: &Recording<'_>,
    commands: vk::CommandBuffer,
    from: Side<'_>,
    to: Side<'_>,
) {
    let ((src, readable), (dst, writable)) = (from.bytes(), to.bytes());
    let size = readable.min(writable);
    let regions = [vk::BufferCopy2::default().src_offset(src).dst_offset(dst).size(size)];
    let info = vk::CopyBufferInfo2::default()
        .src_buffer(from.handle.buffer)
        .dst_buffer(to.handle.buffer)
        .regions(&regions);
    // SAFETY: the command buffer is being recorded outside rendering; both ranges lie in their buffers.
    unsafe { recording.device.raw().cmd_copy_buffer2(commands, &info) };
}

fn copy_image(
    recording: &Recording<'_>,
    commands: vk::CommandBuffer,
    from: Side<'_>,
    to: Side<'_>,
) {
    let mut regions = [vk::ImageCopy2::default(); MAX_MIPS];
    let count = mip_count(from, to);
    for (region, mip) in regions.iter_mut().zip(0..count) {
        *region = region
            .src_subresource(layers(from.access.range, mip))
            .dst_subresource(layers(to.access.range, mip))
            .extent(smaller(extent(recording, from, mip), extent(recording, to, mip)));
    }
    let info = vk::CopyImageInfo2::default()
        .src_image(from.handle.image)
        .src_image_layout(from.access.layout)
        .dst_image(to.handle.image)
        .dst_image_layout(to.access.layout)
        .regions(&regions[..count as usize]);
    // SAFETY: the command buffer is being recorded outside rendering; the images are in these layouts and the
    // regions within both.
    unsafe { recording.device.raw().cmd_copy_image2(commands, &info) };
}

/// Between a buffer, texels tightly packed and mip after mip, and an image.
fn copy_between(
    recording: &Recording<'_>,
    commands: vk::CommandBuffer,
    (buffer, image): (Side<'_>, Side<'_>),
    to_image: bool,
) {
    let mut regions = [vk::BufferImageCopy2::default(); MAX_MIPS];
    let count = image.access.range.mips.min(MAX_MIPS as u32);
    let format = recording.tables.resources.format(image.access.resource);
    let stencil = image.access.range.aspects == vk::ImageAspectFlags::STENCIL;
    // A stencil aspect takes a byte a texel in the buffer, whatever stands beside it in the image.
    let format = if stencil { vk::Format::S8_UINT } else { format };
    let mut offset = buffer.bytes().0;
    for (region, mip) in regions.iter_mut().zip(0..count) {
        let extent = extent(recording, image, mip);
        *region = region
            .buffer_offset(offset)
            .image_subresource(layers(image.access.range, mip))
            .image_extent(extent);
        let layer = packed_bytes(format, extent).unwrap_or(0);
        offset += layer * u64::from(image.access.range.layers);
    }
    let regions = &regions[..count as usize];
    let raw = recording.device.raw();
    // SAFETY: the command buffer is being recorded outside rendering; the image is in this layout, the
    // regions lie in both.
    unsafe {
        if to_image {
            let info = vk::CopyBufferToImageInfo2::default()
                .src_buffer(buffer.handle.buffer)
                .dst_image(image.handle.image)
                .dst_image_layout(image.access.layout)
                .regions(regions);
            raw.cmd_copy_buffer_to_image2(commands, &info);
        } else {
            let info = vk::CopyImageToBufferInfo2::default()
                .src_image(image.handle.image)
                .src_image_layout(image.access.layout)
                .dst_buffer(buffer.handle.buffer)
                .regions(regions);
            raw.cmd_copy_image_to_buffer2(commands, &info);
        }
    }
}

fn blit(
    recording: &Recording<'_>,
    commands: vk::CommandBuffer,
    from: Side<'_>,
    to: Side<'_>,
    filter: vk::Filter,
) {
    let mut regions = [vk::ImageBlit2::default(); MAX_MIPS];
    let count = mip_count(from, to);
    for (region, mip) in regions.iter_mut().zip(0..count) {
        *region = region
            .src_subresource(layers(from.access.range, mip))
            .src_offsets(corners(extent(recording, from, mip)))
            .dst_subresource(layers(to.access.range, mip))
            .dst_offsets(corners(extent(recording, to, mip)));
    }
    let info = vk::BlitImageInfo2::default()
        .src_image(from.handle.image)
        .src_image_layout(from.access.layout)
        .dst_image(to.handle.image)
        .dst_image_layout(to.access.layout)
        .regions(&regions[..count as usize])
        .filter(filter);
    // SAFETY: as for copies; the plan's needs name the format's blit features.
    unsafe { recording.device.raw().cmd_blit_image2(commands, &info) };
}

fn clear(recording: &Recording<'_>, commands: vk::CommandBuffer, to: Side<'_>, value: ClearValue) {
    let raw = recording.device.raw();
    if to.is_image() {
        let place = (to.access.range, to.access.layout);
        clear_image(raw, commands, to.handle.image, place, value);
        return;
    }
    let (first, count) = to.bytes();
    // SAFETY: the command buffer is being recorded outside rendering; the range lies in the buffer, whole
    // words of it are filled.
    unsafe {
        raw.cmd_fill_buffer(commands, to.handle.buffer, first, count / 4 * 4, fill_word(value));
    };
}

fn mip_count(from: Side<'_>, to: Side<'_>) -> u32 {
    from.access.range.mips.min(to.access.range.mips).min(MAX_MIPS as u32)
}

/// The layers of the range's mip of this number.
fn layers(range: Subresources, mip: u32) -> vk::ImageSubresourceLayers {
    vk::ImageSubresourceLayers {
        aspect_mask: range.aspects,
        mip_level: range.base_mip + mip,
        base_array_layer: range.base_layer,
        layer_count: range.layers,
    }
}

fn extent(recording: &Recording<'_>, side: Side<'_>, mip: u32) -> vk::Extent3D {
    let access = side.access;
    recording.tables.resources.mip_extent(access.resource, access.range.base_mip + mip)
}

fn smaller(a: vk::Extent3D, b: vk::Extent3D) -> vk::Extent3D {
    vk::Extent3D {
        width: a.width.min(b.width),
        height: a.height.min(b.height),
        depth: a.depth.min(b.depth),
    }
}

fn corners(extent: vk::Extent3D) -> [vk::Offset3D; 2] {
    let far = vk::Offset3D {
        x: extent.width.cast_signed(),
        y: extent.height.cast_signed(),
        z: extent.depth.cast_signed(),
    };
    [vk::Offset3D::default(), far]
}
