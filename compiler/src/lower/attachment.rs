//! Depth and stencil attachments: which aspects a slot attaches, and what a test reads.

use ash::vk::ImageAspectFlags as Aspects;
use ash::vk::ImageLayout as Layout;

use super::context::Context;
use super::node::Element;
use super::usage::effect;
use crate::ir::{Access, Resource, Role};
use crate::syntax::ast::{PassDecl, SlotDecl, StencilDecl, Usage};

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

/// Whether a slot that neither loads nor clears reads what is there, for the pass tests against it or keeps some of it. The
/// pipelines of a pass with code are its own, so that only a `depth_compare` or a `stencil(..)` that it gives says what they
/// do; graph JSON says of each access what it does.
pub(super) fn reads_what_it_tests(
    context: &Context<'_>,
    element: &Element<'_>,
    (slot, resource): (&SlotDecl, &Resource),
) -> bool {
    let writes = effect(&slot.usage).role == Role::Depth && effect(&slot.usage).discards;
    if !writes || slot.clear.is_some() || context.graph().lenient {
        return false;
    }
    let of_image = resource.image().map_or(Aspects::empty(), |image| image.aspects);
    let attached = of_usage(&slot.usage).unwrap_or_default() & of_image;
    let has = |aspect| attached.contains(aspect);
    has(Aspects::DEPTH) && compares_depth(element.pass)
        || has(Aspects::STENCIL) && reads_stencil(element.pass)
}

/// "Depth Test": the sample's depth is compared with the one in the attachment. `always` and `never` compare nothing.
fn compares_depth(pass: &PassDecl) -> bool {
    match pass.raster.depth_compare.as_str() {
        "" => !pass.code,
        "always" | "never" => false,
        _ => true,
    }
}

/// "Stencil Test": without one, "the coverage mask is unchanged" and no operation writes what is there.
fn reads_stencil(pass: &PassDecl) -> bool {
    let Some(front) = &pass.raster.stencil else { return !pass.code };
    let back = pass.raster.stencil_back.as_ref().unwrap_or(front);
    let depth = DepthTest::of(pass);
    [front, back].iter().any(|face| reads_face(face, &depth))
}

/// Whether one side's test depends on the stored value, or leaves bits of it: the comparison takes it where it compares
/// any bits; of the operations that can come to pass only `zero` and `replace` take nothing of it; and a bit outside of
/// the write mask stays.
fn reads_face(face: &StencilDecl, depth: &DepthTest) -> bool {
    let compares = !matches!(face.compare.as_str(), "" | "always" | "never");
    let passes = face.compare != "never";
    let come_to_pass = [
        (compares || !passes, &face.fail),
        (passes && depth.passes, &face.pass),
        (passes && depth.fails, &face.depth_fail),
    ];
    let takes =
        |(comes, op): &(bool, &String)| *comes && !matches!(op.as_str(), "zero" | "replace");
    let whole = face.write_mask.is_none_or(|mask| mask == u32::from(u8::MAX));
    compares && face.read_mask != Some(0) || !whole || come_to_pass.iter().any(takes)
}

/// How a depth test can end; without a depth attachment every fragment passes.
struct DepthTest {
    passes: bool,
    fails: bool,
}

impl DepthTest {
    fn of(pass: &PassDecl) -> Self {
        let mut attached = pass.slots.iter().filter_map(|slot| of_usage(&slot.usage));
        let tests = attached.any(|aspects| aspects.contains(Aspects::DEPTH));
        let compare = pass.raster.depth_compare.as_str();
        Self { passes: !tests || compare != "never", fails: tests && compare != "always" }
    }
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
