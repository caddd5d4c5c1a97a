//! What the cases share is sound: a graph of all their passes compiles, without a warning.

#![deny(deprecated)] // warnings of the derives

#[path = "../passes.rs"]
mod passes;

use passes::{Accumulate, Blur, Copy, Draw, Fill, List, Sum, Zero};
use vixen::plan::{SizeOp, Work};
use vixen::{Buffer, Image};

#[derive(vixen::Graph)]
#[graph(frames_in_flight = 2, max_extent = "1920x1080", budget = "128 MiB")]
struct Frame {
    #[import(swapchain)]
    screen: Image,
    #[import(format = "R16G16B16A16_SFLOAT", size = "screen")]
    kept: [Image; 3],
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    drawn: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    counts: Image,
    #[transient(size = "64 * 1024")]
    list: Buffer,
    #[readback(size = "4")]
    total: Buffer,
    #[pass(dst = "kept[0]", groups = "screen / 8", spec(RADIUS = 4))]
    fill: Fill,
    #[pass(color = drawn, vertices = 3)]
    draw: Draw,
    #[pass(src = drawn, dst = "kept[1]", groups = "screen / 8")]
    blur: Blur,
    #[pass(target = counts)]
    zero: Zero,
    #[pass(sum = counts, groups = "screen / 8")]
    add: Accumulate,
    #[pass(src = counts, dst = "kept[2]", groups = "screen / 8")]
    keep: Blur,
    #[pass(list = list, groups = "256")]
    produce: List,
    #[pass(list = list, sum = total, groups = "1")]
    sum: Sum,
    #[pass(from = drawn, to = screen)]
    show: Copy,
}

#[test]
fn the_shared_passes_make_a_plan() {
    let family = <Frame as vixen::Graph>::FAMILY;
    assert_eq!(family.plans.len(), 1);
    assert_eq!(family.plans[0].passes.len(), 9);
}

#[test]
fn one_number_of_groups_counts_along_x() {
    let plan = &<Frame as vixen::Graph>::FAMILY.plans[0];
    let produce = plan.passes.iter().find(|pass| pass.name == "produce").map(|pass| pass.work);
    let Some(Work::Dispatch(groups)) = produce else { unreachable!("{produce:?}") };
    assert_eq!(groups.0.of(&plan.size_ops), [SizeOp::Vector([256, 1, 1])]);
}
