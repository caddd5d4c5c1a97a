//! Attachments, with their load and store operations derived from what happens before and after.

use ash::vk::{AttachmentLoadOp, AttachmentStoreOp};
use vixen_plan::{self as plan, Expr, Lifetime, Raster, SizeOp};

use super::{Binder, append};
use crate::ir::{Access, Pass, Range, Role};

impl Binder<'_> {
    /// What a raster pass renders to; `None` for a pass without attachments.
    pub(super) fn raster(&mut self, position: usize, pass: &Pass) -> Option<Raster> {
        let mut colors: Vec<(u32, usize)> = Vec::new();
        let mut depth = None;
        for (index, access) in pass.accesses.iter().enumerate() {
            match access.role {
                Role::Color(location) => colors.push((location, index)),
                Role::Depth => depth = Some(index),
                _ => {}
            }
        }
        let first = colors.first().map(|(_, index)| *index).or(depth)?;
        colors.sort_unstable();
        let entries: Vec<_> = colors
            .iter()
            .filter_map(|(location, index)| {
                self.attachment(position, pass, *index, Some(*location))
            })
            .collect();
        let colors = append(&mut self.made.attachments, entries);
        let depth = depth.and_then(|index| self.attachment(position, pass, index, None));
        let depth = depth.map(|entry| append(&mut self.made.attachments, [entry]).start);
        let target = &pass.accesses[first];
        let (mip, layers) = match target.range {
            Range::Image { mips, layers } => (mips.0, layers.1 - layers.0),
            Range::Bytes(..) => (0, 1),
        };
        let op = SizeOp::Resource { resource: target.resource.0, mip };
        let area = Expr(append(&mut self.made.size_ops, [op]));
        let layers = if pass.view_mask == 0 { layers } else { 1 };
        Some(Raster { colors, depth, area, layers, view_mask: pass.view_mask })
    }

    fn attachment(
        &mut self,
        position: usize,
        pass: &Pass,
        index: usize,
        location: Option<u32>,
    ) -> Option<plan::Attachment> {
        let access = &pass.accesses[index];
        let resolve = self.resolve(position, pass, location);
        Some(plan::Attachment {
            view: self.view(access)?,
            ring: access.ring,
            layout: self.layouts.of(position, index),
            load: load(access),
            store: self.store(position, access),
            clear: access.clear,
            resolve,
        })
    }

    /// The resolve target of a colour attachment, or of the depth attachment.
    fn resolve(
        &mut self,
        position: usize,
        pass: &Pass,
        location: Option<u32>,
    ) -> Option<plan::Resolve> {
        let mut accesses = pass.accesses.iter().enumerate();
        let (index, access, mode) = accesses.find_map(|(index, access)| match access.role {
            Role::Resolve { color, mode } if color == location => Some((index, access, mode)),
            _ => None,
        })?;
        Some(plan::Resolve {
            view: self.view(access)?,
            ring: access.ring,
            layout: self.layouts.of(position, index),
            mode,
        })
    }

    fn store(&self, position: usize, access: &Access) -> AttachmentStoreOp {
        if !access.writes {
            AttachmentStoreOp::NONE
        } else if self.is_read_later(position, access) {
            AttachmentStoreOp::STORE
        } else {
            AttachmentStoreOp::DONT_CARE
        }
    }

    /// Whether what an access leaves is read: by a later pass of the frame, or outside of it.
    fn is_read_later(&self, position: usize, access: &Access) -> bool {
        let later = self.schedule.passes.iter().skip(position + 1);
        for other in later.flat_map(|id| &self.graph.pass(*id).accesses) {
            let same = other.resource == access.resource && other.ring == access.ring;
            if !same || !other.range.overlaps(&access.range) {
                continue;
            }
            if !other.discards {
                return true;
            }
            if other.range.contains(&access.range) {
                return false;
            }
        }
        let resource = self.graph.resource(access.resource);
        resource.is_output()
            || matches!(resource.lifetime, Lifetime::Persistent | Lifetime::History)
    }
}

fn load(access: &Access) -> AttachmentLoadOp {
    match access {
        Access { clear: Some(_), .. } => AttachmentLoadOp::CLEAR,
        Access { discards: true, .. } => AttachmentLoadOp::DONT_CARE,
        _ => AttachmentLoadOp::LOAD,
    }
}
