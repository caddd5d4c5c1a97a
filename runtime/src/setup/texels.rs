//! What a format says about its texels.

use ash::vk;

use crate::plan;

/// Bytes of a texel; `None` for formats of blocks or planes.
pub(crate) fn texel_bytes(format: vk::Format) -> Option<u64> {
    plan::texel_block(format).filter(|(_, edge)| *edge == 1).map(|(bytes, _)| bytes)
}

/// Bytes of an image's part of this extent, tightly packed.
pub(crate) fn packed_bytes(format: vk::Format, extent: vk::Extent3D) -> Option<u64> {
    plan::packed_bytes(format, [extent.width, extent.height, extent.depth].map(u64::from))
}
