//! Small frames with the barriers that a person would write.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::many_single_char_names, reason = "resources of small frames have no better names")]

use std::fmt::Write as _;

use ash::vk::{AccessFlags2, ImageLayout, PipelineStageFlags2, ResolveModeFlags};
use vixen_plan::{Contract, Lifetime, Placement, State};

use super::{Synchronization, synchronize};
use crate::diagnostic::Diagnostics;
use crate::ir::sample::{How, Sample};
use crate::ir::{Graph, PassId, Range, Role};
use crate::memory::Memory;
use crate::order::Schedule;

/// One level for each number; passes in order of declaration.
fn schedule(levels: &[u32]) -> Schedule {
    Schedule {
        passes: (0..levels.len() as u32).map(PassId).collect(),
        levels: levels.to_vec(),
        culled: Vec::new(),
    }
}

/// The barriers as lines: cut, what, masks, layouts.
fn lines(graph: &Graph, sync: &Synchronization) -> String {
    let mut text = String::new();
    for (index, cut) in sync.barriers.cuts.iter().enumerate() {
        for barrier in cut.memory.of(&sync.barriers.memory) {
            writeln!(text, "{index}: memory {}", masks(&barrier.scope)).unwrap();
        }
        for barrier in cut.images.of(&sync.barriers.images) {
            let resource = &graph.resources[barrier.resource as usize].name;
            let (ring, range) = (barrier.ring, barrier.range);
            writeln!(
                text,
                "{index}: {resource}.prev({ring}) mips {}+{} {} {:?} -> {:?}",
                range.base_mip,
                range.mips,
                masks(&barrier.scope),
                barrier.old_layout,
                barrier.new_layout
            )
            .unwrap();
        }
    }
    text
}

fn masks(scope: &vixen_plan::Scope) -> String {
    format!(
        "{:?} {{{:?}}} -> {:?} {{{:?}}}",
        scope.src_stages, scope.src_access, scope.dst_stages, scope.dst_access
    )
}

fn run(sample: &Sample, levels: &[u32]) -> String {
    run_placed(sample, levels, &Memory::default())
}

fn run_placed(sample: &Sample, levels: &[u32], memory: &Memory) -> String {
    crate::ir::verify(&sample.0).unwrap();
    let sync =
        synchronize(&sample.0, &schedule(levels), memory, &Diagnostics::new()).unwrap().unwrap();
    lines(&sample.0, &sync)
}

#[test]
fn a_chain_of_storage_images_stays_general() {
    let mut s = Sample::new();
    let (a, b) = (s.image("a", Lifetime::Transient, 1, 1), s.image("b", Lifetime::Transient, 1, 1));
    s.pass("first", &[(a, How::StorageWrite)]);
    s.pass("second", &[(a, How::SampledCompute), (b, How::StorageWrite)]);
    s.pass("third", &[(b, How::StorageRead)]);
    insta::assert_snapshot!(run(&s, &[0, 1, 2]));
}

/// The second `update` waits for the reader of what the first one left, and its own read has to see that, too.
#[test]
fn a_read_write_behind_readers_sees_the_write_before_them() {
    let mut s = Sample::new();
    let list = s.image("list", Lifetime::Persistent, 1, 1);
    s.pass("update", &[(list, How::StorageReadWrite)]);
    s.pass("use", &[(list, How::SampledFragment)]);
    s.pass("update_again", &[(list, How::StorageReadWrite)]);
    insta::assert_snapshot!(run(&s, &[0, 1, 2]));
}

/// The same where a layout transition stands between the write and the readers.
#[test]
fn a_read_write_behind_readers_sees_what_a_transition_left() {
    let mut s = Sample::new();
    let (image, out) =
        (s.image("image", Lifetime::Persistent, 1, 1), s.image("out", Lifetime::Swapchain, 1, 1));
    s.pass("draw", &[(image, How::Color)]);
    s.pass("use", &[(image, How::StorageRead), (out, How::Color)]);
    s.pass("update", &[(image, How::StorageReadWrite)]);
    s.pass("show", &[(image, How::SampledFragment), (out, How::ColorLoad)]);
    insta::assert_snapshot!(run(&s, &[0, 1, 2, 3]));
}

#[test]
fn a_transition_at_the_end_of_the_frame_has_been_before_the_first_one() {
    let mut s = Sample::new();
    let a = s.image("a", Lifetime::Transient, 1, 1);
    let b = s.image("b", Lifetime::Transient, 1, 1);
    let screen = s.image("screen", Lifetime::Swapchain, 1, 1);
    s.pass("first", &[(a, How::StorageWrite)]);
    s.pass("second", &[(a, How::SampledFragment), (screen, How::Color)]);
    s.pass("third", &[(b, How::StorageWrite)]);
    s.pass("fourth", &[(b, How::SampledFragment), (screen, How::ColorLoad)]);
    let place = |resource, levels| Placement { resource, offset: 0, size: 64, levels };
    let memory = Memory {
        placements: vec![place(a.0, (0, 1)), place(b.0, (2, 3))],
        may_alias: vec![(0, 1)],
        ..Memory::default()
    };
    let sync =
        synchronize(&s.0, &schedule(&[0, 1, 2, 3]), &memory, &Diagnostics::new()).unwrap().unwrap();
    // Whatever the frame's cuts bring into a layout after its last use is in that layout at first.
    let last = sync.barriers.cuts.last().unwrap().images.of(&sync.barriers.images);
    let early: Vec<_> = last.iter().filter(|barrier| barrier.resource != screen.0).collect();
    assert!(!early.is_empty(), "{}", lines(&s.0, &sync));
    for barrier in early {
        let found = sync.initial.iter().find(|i| i.resource == barrier.resource);
        assert_eq!(found.map(|i| i.state.layout), Some(barrier.new_layout));
    }
}

#[test]
fn one_transition_serves_all_readers() {
    let mut s = Sample::new();
    let (a, b) = (s.image("a", Lifetime::Transient, 1, 1), s.image("b", Lifetime::Transient, 1, 1));
    s.pass("draw", &[(a, How::Color)]);
    s.pass("near", &[(a, How::SampledCompute), (b, How::StorageWrite)]);
    s.pass("far", &[(a, How::SampledFragment), (b, How::SampledFragment)]);
    insta::assert_snapshot!(run(&s, &[0, 1, 2]));
}

#[test]
fn history_is_read_a_frame_later() {
    let mut s = Sample::new();
    let color = s.image("color", Lifetime::History, 2, 1);
    let whole = s.0.resource(color).whole();
    s.pass_on("blend", &[(color, How::SampledFragment, 1, whole), (color, How::Color, 0, whole)]);
    let sync = synchronize(&s.0, &schedule(&[0]), &Memory::default(), &Diagnostics::new())
        .unwrap()
        .unwrap();
    let mut text = lines(&s.0, &sync);
    for initial in &sync.initial {
        writeln!(text, "prev({}) starts as {:?}", initial.ring, initial.state.layout).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn mips_are_told_apart() {
    let mut s = Sample::new();
    let a = s.image("a", Lifetime::Transient, 1, 3);
    let mip = |m: u32| Range::Image { mips: (m, m + 1), layers: (0, 1) };
    s.pass_on("base", &[(a, How::Color, 0, mip(0))]);
    s.pass_on("down 1", &[(a, How::SampledFragment, 0, mip(0)), (a, How::Color, 0, mip(1))]);
    s.pass_on("down 2", &[(a, How::SampledFragment, 0, mip(1)), (a, How::Color, 0, mip(2))]);
    s.pass("use", &[(a, How::SampledFragment)]);
    insta::assert_snapshot!(run(&s, &[0, 1, 2, 3]));
}

#[test]
fn a_swapchain_image_is_acquired_and_presented() {
    let mut s = Sample::new();
    let screen = s.image("screen", Lifetime::Swapchain, 1, 1);
    s.pass("draw", &[(screen, How::Color)]);
    s.pass("hud", &[(screen, How::ColorLoad)]);
    insta::assert_snapshot!(run(&s, &[0, 1]));
}

#[test]
fn an_import_enters_and_leaves_under_contract() {
    use ash::vk::{AccessFlags2 as A, PipelineStageFlags2 as S};
    let mut s = Sample::new();
    let state = |stages, access, layout| State { stages, access, layout };
    let contract = Contract {
        entry: state(
            S::FRAGMENT_SHADER,
            A::SHADER_SAMPLED_READ,
            ImageLayout::SHADER_READ_ONLY_OPTIMAL,
        ),
        exit: state(
            S::FRAGMENT_SHADER,
            A::SHADER_SAMPLED_READ,
            ImageLayout::SHADER_READ_ONLY_OPTIMAL,
        ),
        keep: true,
    };
    let foreign = s.image("foreign", Lifetime::Import(contract), 1, 1);
    s.pass("touch", &[(foreign, How::StorageReadWrite)]);
    insta::assert_snapshot!(run(&s, &[0]));
}

/// What has no contract stays the caller's: it looks at it between two frames, so that the next frame's discard
/// stands at the beginning of that frame although the frame before has a cut at its end.
#[test]
fn an_owner_finds_what_the_frame_left() {
    let mut s = Sample::new();
    let given = s.image("given", Lifetime::Persistent, 1, 1);
    s.0.resources[given.index()].output = true;
    let screen = s.image("screen", Lifetime::Swapchain, 1, 1);
    s.pass("write", &[(given, How::Color)]);
    s.pass("read", &[(given, How::SampledFragment), (screen, How::Color)]);
    insta::assert_snapshot!(run(&s, &[0, 1]));
}

/// A ring as deep as the frames in flight: the host waited for the copy's last use.
#[test]
fn what_the_host_waited_for_needs_nothing() {
    let mut s = Sample::new();
    let ring = s.image("ring", Lifetime::History, 2, 1);
    let kept = s.image("kept", Lifetime::Persistent, 1, 1);
    s.pass("write", &[(ring, How::CopyWrite)]);
    s.pass("read", &[(ring, How::CopyRead), (kept, How::CopyWrite)]);
    insta::assert_snapshot!(run(&s, &[0, 1]));
}

/// The caller finds the import as the contract says although the frame does nothing with it.
#[test]
fn an_import_that_no_pass_uses_is_handed_over_all_the_same() {
    use ash::vk::{AccessFlags2 as A, PipelineStageFlags2 as S};
    let mut s = Sample::new();
    let state = |stages, access, layout| State { stages, access, layout };
    let entry = state(S::COPY, A::TRANSFER_WRITE, ImageLayout::TRANSFER_DST_OPTIMAL);
    let exit =
        state(S::FRAGMENT_SHADER, A::SHADER_SAMPLED_READ, ImageLayout::SHADER_READ_ONLY_OPTIMAL);
    let import = |entry, exit| Lifetime::Import(Contract { entry, exit, keep: true });
    s.image("given", import(entry, exit), 1, 1);
    s.image("returned", import(exit, exit), 1, 1);
    s.image("written", import(entry, entry), 1, 1);
    let screen = s.image("screen", Lifetime::Swapchain, 1, 1);
    s.pass("draw", &[(screen, How::Color)]);
    insta::assert_snapshot!(run(&s, &[0]));
}

#[test]
fn with_one_frame_in_flight_a_first_use_still_waits_for_who_had_it() {
    use ash::vk::{AccessFlags2 as A, PipelineStageFlags2 as S};
    let mut s = Sample::new();
    s.0.frames_in_flight = 1;
    let copied = State {
        stages: S::COPY,
        access: A::TRANSFER_WRITE,
        layout: ImageLayout::TRANSFER_DST_OPTIMAL,
    };
    let contract = Contract { entry: copied, exit: copied, keep: true };
    let foreign = s.image("foreign", Lifetime::Import(contract), 1, 1);
    let screen = s.image("screen", Lifetime::Swapchain, 1, 1);
    s.pass("draw", &[(foreign, How::SampledFragment), (screen, How::Color)]);
    let lines = run(&s, &[0]);
    let first = |name: &str| {
        lines.lines().find(|line| line.starts_with(&format!("0: {name}."))).unwrap().to_owned()
    };
    assert!(first("foreign").contains("COPY {TRANSFER_WRITE} ->"), "{lines}");
    assert!(first("screen").contains("COLOR_ATTACHMENT_OUTPUT {} ->"), "{lines}");
}

#[test]
fn what_ends_a_frame_is_not_waited_for_before_it_ends() {
    let mut s = Sample::new();
    s.0.frames_in_flight = 1;
    let result = s.buffer("result", Lifetime::Readback, 1);
    let image = s.image("image", Lifetime::Transient, 1, 1);
    s.pass("draw", &[(image, How::Color)]);
    s.pass("read", &[(image, How::SampledCompute), (result, How::StorageWrite)]);
    // The frame ends with a barrier for the host, which takes the next frame's first transition. The host waits for
    // that before it submits the next frame: nothing else has to.
    let lines = run(&s, &[0, 1]);
    let last = lines.lines().find(|line| line.starts_with("2: image.")).unwrap();
    assert!(last.contains("COMPUTE_SHADER {} ->  {} UNDEFINED"), "{lines}");
}

/// The first update writes what the frame three back read: the host has waited for that one, though not for the one
/// that the group's other reader belongs to.
#[test]
fn a_reader_of_a_later_frame_is_waited_for_by_itself() {
    let mut s = Sample::new();
    s.0.frames_in_flight = 1;
    let (kept, out) =
        (s.buffer("kept", Lifetime::Persistent, 1), s.buffer("out", Lifetime::Readback, 1));
    let sum = s.buffer("sum", Lifetime::Transient, 1);
    s.pass("copy out", &[(kept, How::CopyRead), (sum, How::StorageWrite)]);
    s.pass("update", &[(kept, How::StorageWrite)]);
    s.pass("read", &[(kept, How::StorageRead), (sum, How::StorageRead), (out, How::StorageWrite)]);
    let lines = run(&s, &[0, 1, 2]);
    let before_read = lines.lines().find(|line| line.starts_with("2:")).unwrap();
    assert!(!before_read.contains("COPY"), "{lines}");
}

/// Another copy of a history stands in the same cut: its transition makes none of this one's writes available.
#[test]
fn a_transition_of_another_copy_is_none_of_this_one() {
    let mut s = Sample::new();
    let kept = s.image("kept", Lifetime::History, 3, 1);
    let out = s.buffer("out", Lifetime::Readback, 3);
    s.pass("first", &[(kept, How::Color)]);
    s.pass("look", &[(kept, How::StorageRead), (out, How::StorageWrite)]);
    s.pass("second", &[(kept, How::Color)]);
    s.pass("old", &[(kept, How::SampledCompute), (out, How::StorageReadWrite)]);
    s.0.passes[3].accesses[0].ring = 2;
    insta::assert_snapshot!(run(&s, &[0, 1, 2, 3]));
}

/// A history that is validated in place: `validate` waits for what read the copy in the frame before and sees what `reuse` wrote
/// there; `reuse` sees what `validate` left; and where the copy becomes the current one, its write is behind both.
#[test]
fn an_earlier_copy_is_written_in_place() {
    let mut s = Sample::new();
    let kept = s.image("kept", Lifetime::History, 2, 1);
    let whole = s.0.resource(kept).whole();
    let out = s.buffer("out", Lifetime::Readback, 2);
    let bytes = s.0.resource(out).whole();
    s.pass_on("validate", &[(kept, How::StorageReadWrite, 1, whole)]);
    let reads = [(kept, How::SampledCompute, 1, whole), (kept, How::StorageWrite, 0, whole)];
    s.pass_on("reuse", &reads);
    let shows = [(kept, How::SampledFragment, 0, whole), (out, How::StorageWrite, 0, bytes)];
    s.pass_on("show", &shows);
    insta::assert_snapshot!(run(&s, &[0, 1, 2]));
}

/// A barrier for the host can be anywhere behind the write: it joins the one before the last pass.
#[test]
fn a_cut_whose_barriers_have_room_elsewhere_is_emptied() {
    let mut s = Sample::new();
    let (out, a) = (s.buffer("out", Lifetime::Readback, 1), s.buffer("a", Lifetime::Transient, 1));
    let (b, c) = (s.buffer("b", Lifetime::Persistent, 1), s.buffer("c", Lifetime::Persistent, 1));
    s.pass("write", &[(a, How::StorageWrite), (out, How::StorageWrite)]);
    s.pass("read", &[(a, How::StorageRead), (b, How::StorageWrite)]);
    s.pass("sum", &[(b, How::StorageRead), (c, How::StorageReadWrite)]);
    let lines = run(&s, &[0, 1, 2]);
    assert!(lines.contains("HOST"), "{lines}");
    assert!(!lines.lines().any(|line| line.starts_with("3:")), "{lines}");
}

#[test]
fn shared_memory_is_handed_over() {
    let mut s = Sample::new();
    let (a, b) = (s.image("a", Lifetime::Transient, 1, 1), s.image("b", Lifetime::Transient, 1, 1));
    let (x, y) = (s.buffer("x", Lifetime::Persistent, 1), s.buffer("y", Lifetime::Persistent, 1));
    s.pass("write a", &[(a, How::Color)]);
    s.pass("read a", &[(a, How::SampledCompute), (x, How::StorageWrite)]);
    s.pass("write b", &[(b, How::StorageWrite), (x, How::StorageRead)]);
    s.pass("read b", &[(b, How::SampledCompute), (y, How::StorageWrite)]);
    let place = |resource, levels| Placement { resource, offset: 0, size: 65536, levels };
    let memory = Memory {
        placements: vec![place(a.0, (0, 1)), place(b.0, (2, 3))],
        may_alias: vec![(0, 1)],
        ..Memory::default()
    };
    insta::assert_snapshot!(run_placed(&s, &[0, 1, 2, 3], &memory));
}

#[test]
fn a_depth_buffer_that_nobody_reads_follows_itself() {
    let mut s = Sample::new();
    let (color, depth) =
        (s.image("color", Lifetime::Swapchain, 1, 1), s.image("depth", Lifetime::Transient, 1, 1));
    s.pass("draw", &[(color, How::Color), (depth, How::Depth)]);
    insta::assert_snapshot!(run(&s, &[0]));
}

/// The resolve reads the depth where colours are written, and is not ordered with the store operation.
#[test]
fn a_depth_buffer_that_is_resolved_waits_for_the_resolve() {
    let mut s = Sample::new();
    let (depth, near) =
        (s.image("depth", Lifetime::Transient, 1, 1), s.image("near", Lifetime::History, 2, 1));
    s.pass("draw", &[(depth, How::Depth), (near, How::Color)]);
    let [tested, resolved] = &mut s.0.passes[0].accesses[..] else { unreachable!() };
    tested.stages |= PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT;
    tested.access |= AccessFlags2::COLOR_ATTACHMENT_READ;
    resolved.role = Role::Resolve { color: None, mode: ResolveModeFlags::SAMPLE_ZERO };
    insta::assert_snapshot!(run(&s, &[0]));
}

#[test]
fn buffers_need_no_barrier_of_their_own() {
    let mut s = Sample::new();
    let (a, b) = (s.buffer("a", Lifetime::Transient, 1), s.buffer("b", Lifetime::Persistent, 1));
    s.pass("copy in", &[(a, How::CopyWrite)]);
    s.pass("use", &[(a, How::StorageRead), (b, How::StorageReadWrite)]);
    s.pass("copy out", &[(b, How::CopyRead)]);
    insta::assert_snapshot!(run(&s, &[0, 1, 2]));
}

/// `count more` and the next frame's `count` are equals: nothing is ordered where the frame ends.
#[test]
fn relaxed_writers_of_two_frames_are_equals() {
    let mut s = Sample::new();
    let a = s.buffer("a", Lifetime::Persistent, 1);
    s.pass("count", &[(a, How::StorageReadWrite)]);
    s.pass("write", &[(a, How::StorageWrite)]);
    s.pass("count more", &[(a, How::StorageReadWrite)]);
    for pass in [0, 2] {
        s.0.passes[pass].accesses[0].relaxed = true;
    }
    insta::assert_snapshot!(run(&s, &[0, 1, 2]));
}

#[test]
fn what_is_only_read_needs_nothing() {
    let mut s = Sample::new();
    let (a, screen) =
        (s.image("a", Lifetime::Persistent, 1, 1), s.buffer("out", Lifetime::Readback, 2));
    s.pass("read", &[(a, How::SampledCompute), (screen, How::StorageWrite)]);
    s.pass("again", &[(a, How::SampledCompute)]);
    insta::assert_snapshot!(run(&s, &[0, 0]));
}
