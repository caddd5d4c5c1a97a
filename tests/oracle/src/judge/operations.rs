//! What a use of a resource does, operation by operation.

use vixen_plan::vk::{
    AccessFlags2 as Access, AttachmentLoadOp, AttachmentStoreOp, PipelineStageFlags2 as Stages,
};

use crate::bits::{ALL_WRITES, PairSet, pair_set};
use crate::stream::{Attachment, Use};

/// What a use does, operation by operation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Operations {
    /// Accesses that come first and must see what was there.
    pub(super) enter: PairSet,
    /// Accesses that follow them within the command: they need order, and are shown what the first ones saw.
    pub(super) follow: PairSet,
    /// Writes that later commands wait for.
    pub(super) leave: PairSet,
    /// Reads that later writes wait for.
    pub(super) reads: PairSet,
    /// Reads that nothing orders with those writes.
    pub(super) beside: PairSet,
    /// Whether what was there is undefined to the command itself.
    pub(super) forgets: bool,
    /// Whether what it leaves is undefined.
    pub(super) discards: bool,
}

impl Operations {
    pub(super) fn of(used: &Use) -> Self {
        if let Some(attachment) = used.attachment {
            return Self::attachment(attachment);
        }
        let pairs = pair_set(used.stages, used.access);
        Self {
            enter: pairs,
            leave: pairs & ALL_WRITES,
            reads: pairs & !ALL_WRITES,
            ..Self::default()
        }
    }

    /// Load operations happen before, and store operations after, any access to the sample by the commands
    /// between.
    fn attachment(attachment: Attachment) -> Self {
        let (first, last, read, write) = if attachment.depth {
            (
                Stages::EARLY_FRAGMENT_TESTS,
                Stages::LATE_FRAGMENT_TESTS,
                Access::DEPTH_STENCIL_ATTACHMENT_READ,
                Access::DEPTH_STENCIL_ATTACHMENT_WRITE,
            )
        } else {
            let stage = Stages::COLOR_ATTACHMENT_OUTPUT;
            (stage, stage, Access::COLOR_ATTACHMENT_READ, Access::COLOR_ATTACHMENT_WRITE)
        };
        let loads = attachment.load == AttachmentLoadOp::LOAD;
        let stores = attachment.writes || attachment.store != AttachmentStoreOp::NONE;
        let clears =
            matches!(attachment.load, AttachmentLoadOp::CLEAR | AttachmentLoadOp::DONT_CARE);
        let kept = attachment.store == AttachmentStoreOp::STORE;
        let left = if stores {
            pair_set(last, write)
        } else if clears {
            pair_set(first, write)
        } else {
            0
        };
        let enter = if loads {
            pair_set(first, read)
        } else if clears {
            pair_set(first, write)
        } else {
            // Nothing is loaded: the commands themselves come first.
            pair_set(first | last, if attachment.writes { read | write } else { read })
        };
        // "Multisample resolve operations [...] execute in the color attachment output stage" for depth, too, and read
        // the attachment there; its store operation is in the late tests.
        let resolves = attachment.resolved && attachment.depth;
        let beside = if resolves {
            pair_set(Stages::COLOR_ATTACHMENT_OUTPUT, Access::COLOR_ATTACHMENT_READ)
        } else {
            0
        };
        Self {
            beside,
            enter,
            follow: left & !enter,
            leave: left,
            reads: if left == 0 { pair_set(first | last, read) } else { 0 },
            forgets: !loads,
            discards: stores && !kept,
        }
    }
}
