//! Depth and stencil attachments: which aspects a slot attaches, and what a test reads.

use ash::vk::ImageAspectFlags as Aspects;
use ash::vk::ImageLayout as Layout;

use super::context::Context;
use super::node::Element;
use super::usage::effect;
use crate::ir::{Access, Role};
use crate::syntax::ast::{SlotDecl, Usage};

/// The aspects that a depth or stencil slot attaches; `None` for other slots. Depth and stencil of a rendering are
/// resolved together (VUID-VkRenderingInfo-pDepthAttachment-06104): a resolve target has those that are attached.
pub(super) fn aspects(element: &Element<'_>, slot: &SlotDecl) -> Option<Aspects> {
    match slot.usage {
        Usage::Resolve => {
            let attached = element.pass.slots.iter().filter_map(|slot| of_usage(&slot.usage));
            attached.reduce(|all, one| all | one)
        }
        _ => of_usage(&slot.usage),
    }
}

fn of_usage(usage: &Usage) -> Option<Aspects> {
    match usage {
        Usage::DepthWrite | Usage::DepthReadWrite | Usage::DepthRead => Some(Aspects::DEPTH),
        Usage::StencilWrite | Usage::StencilReadWrite | Usage::StencilRead => {
            Some(Aspects::STENCIL)
        }
        Usage::DepthStencilWrite | Usage::DepthStencilReadWrite | Usage::DepthStencilRead => {
            Some(Aspects::DEPTH | Aspects::STENCIL)
        }
        _ => None,
    }
}

/// Whether a slot that neither loads nor clears reads what is there, for the pass tests against it ("Depth Test": the
/// sample's depth is compared with the one in the attachment). `always` and `never` compare nothing. The pipelines of
/// a pass with code are its own, so that only a `depth_compare` that it gives says that it tests; graph JSON says of each
/// access what it does.
pub(super) fn reads_what_it_tests(
    context: &Context<'_>,
    element: &Element<'_>,
    slot: &SlotDecl,
) -> bool {
    let writes = effect(&slot.usage).role == Role::Depth && effect(&slot.usage).discards;
    let depth = of_usage(&slot.usage).is_some_and(|aspects| aspects.contains(Aspects::DEPTH));
    let compares = match element.pass.raster.depth_compare.as_str() {
        "" => !element.pass.code,
        "always" | "never" => false,
        _ => true,
    };
    writes && depth && slot.clear.is_none() && compares && !context.graph().lenient
}

/// Depth and stencil of an image have one layout, so that the two attachments of a pass take one that serves both:
/// where one of them is written, the layout of attachments that are written.
pub(super) fn share_layouts(accesses: &mut [Access]) {
    for at in 0..accesses.len() {
        let beside = |other: &&Access| {
            let place = |access: &Access| (access.resource, access.ring, access.range);
            place(other) == place(&accesses[at]) && other.is_attached_beside(&accesses[at])
        };
        if accesses.iter().any(|other| other.writes && beside(&other)) {
            accesses[at].layouts = vec![Layout::DEPTH_STENCIL_ATTACHMENT_OPTIMAL, Layout::GENERAL];
        }
    }
}
