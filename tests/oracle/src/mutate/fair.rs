//! Survivors that must exist, each by a rule.

use vixen_plan::vk::ImageAspectFlags;
use vixen_plan::{Plan, Shape};

use super::{Change, Edit, Kind};

/// Why a survivor is no fault; `None` where nothing says so.
pub(super) fn reason(plan: &Plan, edit: &Edit) -> Option<&'static str> {
    match edit.kind {
        Kind::Discard => Some("cost: the content could be discarded here"),
        Kind::Aspect => both_aspects(plan, edit),
        Kind::Moved => free_place(plan, edit),
        Kind::Placement => Some("cost: the two could share memory"),
        _ => None,
    }
}

/// "If image has a depth/stencil format with both depth and stencil, and separateDepthStencilLayouts is not
/// enabled, then the aspectMask must include both" (VUID-VkImageMemoryBarrier2-image-03320).
fn both_aspects(plan: &Plan, edit: &Edit) -> Option<&'static str> {
    let Change::Cuts(cuts) = &edit.change else { return None };
    let both = ImageAspectFlags::DEPTH | ImageAspectFlags::STENCIL;
    let one = cuts.iter().flat_map(|(_, barriers)| &barriers.images).any(|barrier| {
        let resource = plan.resources.get(barrier.resource as usize);
        let aspects = match resource.map(|resource| resource.shape) {
            Some(Shape::Image(image)) => image.aspects,
            _ => ImageAspectFlags::empty(),
        };
        aspects == both && barrier.range.aspects != both
    });
    one.then_some("valid usage: VUID-VkImageMemoryBarrier2-image-03320 asks for both aspects")
}

/// A barrier may stand in any cut between what it waits for and what waits for it. Where it moved into a cut
/// that already had barriers and left none behind, the plan has a call too many.
fn free_place(plan: &Plan, edit: &Edit) -> Option<&'static str> {
    let Change::Cuts(cuts) = &edit.change else { return None };
    let before = cuts.iter().filter(|(cut, _)| !plan.cuts[*cut].is_empty()).count();
    let after = cuts.iter().filter(|(_, barriers)| !barriers.is_empty()).count();
    (after >= before)
        .then_some("its place is free: both cuts lie between what it orders, and no call is saved")
}
