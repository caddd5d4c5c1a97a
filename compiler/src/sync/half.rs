//! What of a use comes after others, and what others come after.

use ash::vk;

use super::stages::WRITES;
use crate::ir::{Access, Role};

/// One side of a use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Half {
    /// Stages.
    pub stages: vk::PipelineStageFlags2,
    /// Accesses.
    pub access: vk::AccessFlags2,
}

/// How an access comes after others. Of an attachment it is the load operation alone, which happens before all else
/// that the pass does to it (8.5 "Render Pass Load Operations"): in the early tests for depth, reading where it
/// loads and writing where it does not.
pub(super) fn enter(access: &Access) -> Half {
    let loads = !access.discards && access.clear.is_none();
    match access.role {
        Role::Color(_) => Half {
            stages: vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT,
            access: if loads {
                vk::AccessFlags2::COLOR_ATTACHMENT_READ
            } else {
                vk::AccessFlags2::COLOR_ATTACHMENT_WRITE
            },
        },
        Role::Depth => Half {
            stages: vk::PipelineStageFlags2::EARLY_FRAGMENT_TESTS,
            access: if loads {
                vk::AccessFlags2::DEPTH_STENCIL_ATTACHMENT_READ
            } else {
                vk::AccessFlags2::DEPTH_STENCIL_ATTACHMENT_WRITE
            },
        },
        _ => Half { stages: access.stages, access: access.access },
    }
}

/// How others come after an access. Of an attachment it is the store operation alone, which happens after all else
/// (8.6 "Render Pass Store Operations"): in the late tests for depth. Depth that is resolved is also read where
/// colours are written, without an order between that and its store operation (8.7 "Render Pass Multisample Resolve
/// Operations").
pub(super) fn leave(access: &Access) -> Half {
    let stages = match access.role {
        Role::Color(_) => vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT,
        Role::Depth => access.stages & !vk::PipelineStageFlags2::EARLY_FRAGMENT_TESTS,
        _ => access.stages,
    };
    Half { stages, access: access.access & WRITES }
}
