//! Image views, each once.

use std::collections::HashMap;

use vixen_plan::{Subresources, View};

use super::Binder;
use crate::ir::{Access, Range, Role};

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
            range: Subresources { aspects: shape.aspects, ..subresources(access) },
            usage: access.image_usage,
        };
        let made = &mut self.made.views;
        Some(*self.views.known.entry(view).or_insert_with(|| {
            made.push(view);
            made.len() as u32 - 1
        }))
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
