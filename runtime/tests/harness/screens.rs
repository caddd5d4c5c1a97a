//! Graphs that reach the screen by transfers: what its format has to serve.

use ash::vk::{
    AccessFlags2 as Access, Filter, Format, ImageLayout as Layout, ImageUsageFlags as Usage,
    PipelineStageFlags2 as Stage,
};
use vixen::plan::{ClearValue, Lifetime, Recorded, SizeOp, Transfer, Work};

use super::Graph;
use super::build::{Build, COLOR, scope};

const RED: ClearValue = ClearValue::Float([1.0, 0.0, 0.0, 1.0]);
const NOTHING: (Stage, Access) = (Stage::NONE, Access::NONE);
const CLEAR: (Stage, Access) = (Stage::CLEAR, Access::TRANSFER_WRITE);

/// How the picture gets to the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Copy,
    Blit,
}

/// A picture of this format, cleared to red and brought to the screen.
pub(crate) fn shown(format: Format, way: Way) -> Graph {
    let mut b = Build::new("shown", 2);
    b.plan.needs.swapchain_usage = Usage::TRANSFER_DST;
    let whole = [SizeOp::Swapchain];
    let usage = Usage::TRANSFER_SRC | Usage::TRANSFER_DST;
    let picture = b.image("picture", (Lifetime::Transient, 1), format, &whole, usage);
    let screen = screen(&mut b);
    let (src, dst, none) =
        (Layout::TRANSFER_SRC_OPTIMAL, Layout::TRANSFER_DST_OPTIMAL, Layout::UNDEFINED);
    let to = b.access("target", picture, dst, None);
    // Integers are cleared by their bits: red in the lowest byte.
    let value = if format == Format::R32_UINT { ClearValue::Uint([0xff00_00ff; 4]) } else { RED };
    b.transfer(("paint", 0), &[Transfer::Clear { to, value }]);
    let (from, to) = (b.access("from", picture, src, None), b.access("to", screen, dst, None));
    let (transfer, stage) = match way {
        Way::Copy => (Transfer::Copy { from, to }, Stage::COPY),
        Way::Blit => (Transfer::Blit { from, to, filter: Filter::NEAREST }, Stage::BLIT),
    };
    b.transfer(("show", 1), &[transfer]);
    b.add(b.pass("present", 2, Work::Present));
    let (read, written) = ((stage, Access::TRANSFER_READ), (stage, Access::TRANSFER_WRITE));
    let waits = (stage, Access::NONE);
    b.cut(&[], &[(picture, 0, COLOR, scope(waits, CLEAR), [none, dst])]);
    b.cut(
        &[],
        &[
            (picture, 0, COLOR, scope(CLEAR, read), [dst, src]),
            (screen, 0, COLOR, scope(waits, written), [none, dst]),
        ],
    );
    b.cut(&[], &[(screen, 0, COLOR, scope(written, NOTHING), [dst, Layout::PRESENT_SRC_KHR])]);
    b.cut(&[], &[]);
    b.segment((0, 3), Recorded::Once, 2, true);
    b.finish(stage)
}

/// The screen itself, cleared to red.
pub(crate) fn painted() -> Graph {
    let mut b = Build::new("painted", 2);
    b.plan.needs.swapchain_usage = Usage::TRANSFER_DST;
    let screen = screen(&mut b);
    let to = b.access("target", screen, Layout::TRANSFER_DST_OPTIMAL, None);
    b.transfer(("paint", 0), &[Transfer::Clear { to, value: RED }]);
    b.add(b.pass("present", 1, Work::Present));
    let dst = Layout::TRANSFER_DST_OPTIMAL;
    let waits = (Stage::CLEAR, Access::NONE);
    b.cut(&[], &[(screen, 0, COLOR, scope(waits, CLEAR), [Layout::UNDEFINED, dst])]);
    b.cut(&[], &[(screen, 0, COLOR, scope(CLEAR, NOTHING), [dst, Layout::PRESENT_SRC_KHR])]);
    b.cut(&[], &[]);
    b.segment((0, 2), Recorded::Once, 2, true);
    b.finish(Stage::CLEAR)
}

/// The screen, cleared to red and copied into a readback of so many bytes.
pub(crate) fn taken(bytes: u64) -> (Graph, u32) {
    let mut b = Build::new("taken", 2);
    b.plan.needs.swapchain_usage = Usage::TRANSFER_DST | Usage::TRANSFER_SRC;
    let screen = screen(&mut b);
    let out = b.readback(bytes);
    let (src, dst) = (Layout::TRANSFER_SRC_OPTIMAL, Layout::TRANSFER_DST_OPTIMAL);
    let to = b.access("target", screen, dst, None);
    b.transfer(("paint", 0), &[Transfer::Clear { to, value: RED }]);
    let (from, to) =
        (b.access("from", screen, src, None), b.access("to", out, Layout::UNDEFINED, None));
    b.transfer(("take", 1), &[Transfer::Copy { from, to }]);
    b.add(b.pass("present", 2, Work::Present));
    let (read, written) =
        ((Stage::COPY, Access::TRANSFER_READ), (Stage::COPY, Access::TRANSFER_WRITE));
    let waits = (Stage::CLEAR, Access::NONE);
    b.cut(&[], &[(screen, 0, COLOR, scope(waits, CLEAR), [Layout::UNDEFINED, dst])]);
    b.cut(&[], &[(screen, 0, COLOR, scope(CLEAR, read), [dst, src])]);
    let shown = (Stage::COPY, Access::NONE);
    b.cut(
        &[scope(written, (Stage::HOST, Access::HOST_READ))],
        &[(screen, 0, COLOR, scope(shown, NOTHING), [src, Layout::PRESENT_SRC_KHR])],
    );
    b.cut(&[], &[]);
    b.segment((0, 3), Recorded::Once, 2, true);
    (b.finish(Stage::CLEAR), out)
}

fn screen(b: &mut Build) -> u32 {
    let swapchain = (Lifetime::Swapchain, 1);
    b.image("screen", swapchain, Format::UNDEFINED, &[SizeOp::Swapchain], Usage::TRANSFER_DST)
}
