//! Attachments, with their load and store operations derived from what happens before and after.

use ash::vk::{AttachmentLoadOp, AttachmentStoreOp, ImageAspectFlags as Aspects};
use vixen_plan::{self as plan, Expr, Lifetime, Raster, SizeOp};

use super::{Binder, append};
use crate::ir::{Access, Part, Pass, Range, Role};

impl Binder<'_> {
    /// What a raster pass renders to; `None` for a pass without attachments. An aspect that no slot names is no
    /// attachment: the rendering neither loads nor stores it, and its content stays as it is.
    pub(super) fn raster(&mut self, position: usize, pass: &Pass) -> Option<Raster> {
        let mut colors: Vec<(u32, usize)> = Vec::new();
        for (index, access) in pass.accesses.iter().enumerate() {
            if let Role::Color(location) = access.role {
                colors.push((location, index));
            }
        }
        let (depth, stencil) = (attached(pass, Aspects::DEPTH), attached(pass, Aspects::STENCIL));
        let first = colors.first().map(|(_, index)| *index).or(depth).or(stencil)?;
        colors.sort_unstable();
        let entries: Vec<_> = colors
            .iter()
            .filter_map(|(location, index)| {
                self.attachment(position, pass, *index, Attached::Color(*location))
            })
            .collect();
        let colors = append(&mut self.made.attachments, entries);
        let depth = self.aspect(position, pass, (depth, Aspects::DEPTH));
        let stencil = self.aspect(position, pass, (stencil, Aspects::STENCIL));
        let target = &pass.accesses[first];
        let (mip, layers) = match target.range {
            Range::Image { mips, layers } => (mips.0, layers.1 - layers.0),
            Range::Bytes(..) => (0, 1),
        };
        let op = SizeOp::Resource { resource: target.resource.0, mip };
        let area = Expr(append(&mut self.made.size_ops, [op]));
        let layers = if pass.view_mask == 0 { layers } else { 1 };
        Some(Raster { colors, depth, stencil, area, layers, view_mask: pass.view_mask })
    }

    /// The attachment of an aspect, as an index of the plan's.
    fn aspect(
        &mut self,
        position: usize,
        pass: &Pass,
        (access, aspect): (Option<usize>, Aspects),
    ) -> Option<u32> {
        let made = self.attachment(position, pass, access?, Attached::Aspect(aspect))?;
        Some(append(&mut self.made.attachments, [made]).start)
    }

    fn attachment(
        &mut self,
        position: usize,
        pass: &Pass,
        index: usize,
        attached: Attached,
    ) -> Option<plan::Attachment> {
        let access = &pass.accesses[index];
        let resolve = self.resolve(position, pass, attached);
        let part = match attached {
            Attached::Color(_) => access.part(),
            Attached::Aspect(aspects) => Part { aspects, ..access.part() },
        };
        Some(plan::Attachment {
            view: self.view(access)?,
            ring: access.ring,
            layout: self.layouts.of(position, index),
            load: load(access),
            store: self.store(position, access, part),
            clear: access.clear,
            resolve,
        })
    }

    /// The resolve target of an attachment.
    fn resolve(
        &mut self,
        position: usize,
        pass: &Pass,
        attached: Attached,
    ) -> Option<plan::Resolve> {
        let is_target = |access: &Access, of: Option<u32>| match attached {
            Attached::Color(location) => of == Some(location),
            Attached::Aspect(aspect) => of.is_none() && access.aspects().contains(aspect),
        };
        let mut accesses = pass.accesses.iter().enumerate();
        let (index, access, mode) = accesses.find_map(|(index, access)| match access.role {
            Role::Resolve { color, mode } if is_target(access, color) => {
                Some((index, access, mode))
            }
            _ => None,
        })?;
        Some(plan::Resolve {
            view: self.view(access)?,
            ring: access.ring,
            layout: self.layouts.of(position, index),
            mode,
        })
    }

    fn store(&self, position: usize, access: &Access, part: Part) -> AttachmentStoreOp {
        if !access.writes {
            AttachmentStoreOp::NONE
        } else if self.is_read_later(position, access, part) {
            AttachmentStoreOp::STORE
        } else {
            AttachmentStoreOp::DONT_CARE
        }
    }

    /// Whether what an access leaves in a part is read: by a later pass of the frame, or outside of it.
    fn is_read_later(&self, position: usize, access: &Access, part: Part) -> bool {
        let later = self.schedule.passes.iter().skip(position + 1);
        for other in later.flat_map(|id| &self.graph.pass(*id).accesses) {
            let same = other.resource == access.resource && other.ring == access.ring;
            if !same || !other.part().overlaps(&part) {
                continue;
            }
            if !other.discards {
                return true;
            }
            if other.part().contains(&part) {
                return false;
            }
        }
        let resource = self.graph.resource(access.resource);
        resource.is_output()
            || matches!(resource.lifetime, Lifetime::Persistent | Lifetime::History)
    }
}

/// What an access is in its pass: the colour attachment of a location, or the attachment of an aspect.
#[derive(Clone, Copy)]
enum Attached {
    Color(u32),
    Aspect(Aspects),
}

/// The access that attaches an aspect of the depth/stencil image.
fn attached(pass: &Pass, aspect: Aspects) -> Option<usize> {
    let is = |access: &Access| access.role == Role::Depth && access.aspects().contains(aspect);
    pass.accesses.iter().position(is)
}

fn load(access: &Access) -> AttachmentLoadOp {
    match access {
        Access { clear: Some(_), .. } => AttachmentLoadOp::CLEAR,
        Access { discards: true, .. } => AttachmentLoadOp::DONT_CARE,
        _ => AttachmentLoadOp::LOAD,
    }
}
