//! Buffers that the screen's texels are copied to or from: how many bytes those are is known only at set-up, with the
//! screen's format.

use ash::vk;

use super::Screen;
use crate::error::Place;
use crate::plan::{Access, Lifetime, Plan, Resource, Shape, Transfer};
use crate::setup::{Extents, packed_bytes};
use crate::{Error, Result};

impl Screen {
    /// Whether each such buffer holds all of the texels, which lie tightly packed in it
    /// (VUID-VkCopyImageToBufferInfo2-pRegions-00183, VUID-VkCopyBufferToImageInfo2-pRegions-00171).
    pub(crate) fn check_buffers(&self, plan: &Plan, extents: &Extents) -> Result<()> {
        let [width, height] = self.extent();
        let extent = vk::Extent3D { width, height, depth: 1 };
        let Some(needed) = packed_bytes(self.format(), extent) else { return Ok(()) };
        for (access, buffer) in copied(plan) {
            let (first, count) = access.bytes;
            let [bytes, ..] = extents.of(access.resource);
            let given = count.min(bytes.saturating_sub(first));
            if given < needed {
                let format = self.format();
                return Err(Error::Invalid {
                    what: format!(
                        "{given} bytes for the {needed} of a screen of {width} x {height} texels in {format:?}"
                    ),
                    remedy: "give it as many, or name a screen format with smaller texels in \
                             Options::screen_formats"
                        .to_owned(),
                    place: Place::object(&buffer.name),
                });
            }
        }
        Ok(())
    }
}

/// The buffers that are copied to the screen or from it.
fn copied(plan: &Plan) -> impl Iterator<Item = (&Access, &Resource)> {
    let side = |access: u32| {
        let access = plan.accesses.get(access as usize)?;
        Some((access, plan.resources.get(access.resource as usize)?))
    };
    plan.transfers.iter().filter_map(move |transfer| {
        let Transfer::Copy { from, to } = *transfer else { return None };
        let (from, to) = (side(from)?, side(to)?);
        let is_screen = |side: (_, &Resource)| side.1.lifetime == Lifetime::Swapchain;
        let other = if is_screen(from) { to } else { Some(from).filter(|_| is_screen(to))? };
        matches!(other.1.shape, Shape::Buffer(_)).then_some(other)
    })
}
