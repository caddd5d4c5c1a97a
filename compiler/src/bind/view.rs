//! Views of images and of buffers as texels, each once.

use std::collections::HashMap;

use ash::vk;
use vixen_plan::{BufferView, Subresources, View};

use super::Binder;
use crate::ir::{Access, Range, Role, ViewShape};

/// Views by value.
#[derive(Default)]
pub(super) struct Views {
    known: HashMap<View, u32>,
}

impl Binder<'_> {
    /// The view of an access; `None` for buffers and for what transfers address without one.
    pub(super) fn view(&mut self, access: &Access) -> Option<u32> {
        let shape = access.view?;
        if matches!(access.role, Role::Transfer | Role::Host | Role::Present) {
            return None;
        }
        let view = View {
            resource: access.resource.0,
            ty: shape.ty,
            format: shape.format,
            range: Subresources { aspects: self.seen(access, shape), ..subresources(access) },
            usage: access.image_usage,
        };
        let made = &mut self.made.views;
        Some(*self.views.known.entry(view).or_insert_with(|| {
            made.push(view);
            made.len() as u32 - 1
        }))
    }
}

impl Binder<'_> {
    /// Aspects of an access's view. Depth and stencil are attached by one view of the image, whichever of them an access
    /// touches (VUID-VkRenderingInfo-pDepthAttachment-06085).
    fn seen(&self, access: &Access, shape: ViewShape) -> vk::ImageAspectFlags {
        match access.role {
            Role::Depth | Role::Resolve { color: None, .. } => {
                self.graph.resource(access.resource).aspects()
            }
            _ => shape.aspects,
        }
    }

    /// The view of a buffer's access as texels of a format.
    pub(super) fn buffer_view(&mut self, access: &Access, format: vk::Format) -> u32 {
        let (offset, size) = bytes(access);
        let view = BufferView { resource: access.resource.0, format, offset, size };
        let made = &mut self.made.buffer_views;
        let known = made.iter().position(|known| *known == view);
        known.unwrap_or_else(|| {
            made.push(view);
            made.len() - 1
        }) as u32
    }
}

/// First byte and number of bytes of an access; `u64::MAX` for all that follows.
pub(super) fn bytes(access: &Access) -> (u64, u64) {
    match access.range {
        Range::Bytes(start, u64::MAX) => (start, u64::MAX),
        Range::Bytes(start, end) => (start, end - start),
        Range::Image { .. } => (0, u64::MAX),
    }
}

/// The range of an access as Vulkan takes it; nothing for a buffer.
pub(super) fn subresources(access: &Access) -> Subresources {
    let aspects = access.view.map(|v| v.aspects).unwrap_or_default();
    match access.range {
        Range::Image { mips, layers } => Subresources {
            aspects,
            base_mip: mips.0,
            mips: mips.1 - mips.0,
            base_layer: layers.0,
            layers: layers.1 - layers.0,
        },
        Range::Bytes(..) => {
            Subresources { aspects, base_mip: 0, mips: 0, base_layer: 0, layers: 0 }
        }
    }
}
