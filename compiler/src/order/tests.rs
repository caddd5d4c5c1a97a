//! Culling, dependencies, levels and refusals, on graphs built by hand and on random ones.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test fails by panicking.

use vixen_plan::{Contract, Lifetime, MemoryClass, State};

use super::flow::Flow;
use super::sample::{
    buffer, host, image, mips, overwrite, pass, previous, read, relaxed, update, write,
};
use super::{Schedule, order, verify};
use crate::diagnostic::{Code, Diagnostics};
use crate::diagnostic::{Name, Site};
use crate::ir::sample::Sample;
use crate::ir::{Access, Graph, PassId, QueueKind, ResourceId};
use crate::syntax::ast::{PassKind, Rate};

mod random;

const STATE: State = State {
    stages: ash::vk::PipelineStageFlags2::NONE,
    access: ash::vk::AccessFlags2::NONE,
    layout: ash::vk::ImageLayout::UNDEFINED,
};
const IMPORT: Lifetime = Lifetime::Import(Contract { entry: STATE, exit: STATE, keep: true });

/// The schedule, which must keep its invariants, and the diagnostics, a line each.
fn ordered(graph: &Graph) -> (Option<Schedule>, String) {
    crate::ir::verify(graph).unwrap();
    let diags = Diagnostics::new();
    let schedule = order(graph, &diags);
    if let Some(schedule) = &schedule {
        verify(graph, schedule).unwrap();
    }
    let texts: Vec<String> = diags.into_vec().iter().map(ToString::to_string).collect();
    (schedule, texts.join("\n"))
}

/// Names of the passes of each level, in order.
fn levels(graph: &Graph) -> Vec<Vec<String>> {
    let (schedule, diagnostics) = ordered(graph);
    let schedule = schedule.expect(&diagnostics);
    let mut levels = vec![Vec::new(); schedule.level_count() as usize];
    for (id, level) in schedule.iter() {
        levels[level as usize].push(graph.pass(id).name.text.clone());
    }
    levels
}

fn codes(graph: &Graph) -> Vec<Code> {
    let diags = Diagnostics::new();
    let _ = order(graph, &diags);
    diags.into_vec().iter().map(|diagnostic| diagnostic.code).collect()
}

/// A graph with an output buffer, to which `out` hands a resource on.
fn with_output() -> (Sample, ResourceId) {
    let mut g = Sample::new();
    let output = buffer(&mut g, "output", IMPORT, 256);
    (g, output)
}

fn copy(g: &mut Sample, text: &str, from: ResourceId, to: ResourceId) -> PassId {
    let accesses = vec![read(g, from), write(g, to)];
    pass(g, text, accesses)
}

fn add(g: &mut Sample, text: &str, access: Access) -> PassId {
    pass(g, text, vec![access])
}

#[test]
fn a_write_that_nobody_reads_is_culled_with_all_that_leads_to_it() {
    let (mut g, output) = with_output();
    let [a, b, c] = ["a", "b", "c"].map(|text| buffer(&mut g, text, Lifetime::Transient, 64));
    let first = overwrite(&g, a);
    add(&mut g, "first", first);
    copy(&mut g, "second", a, b);
    copy(&mut g, "dead", b, c);
    copy(&mut g, "last", a, output);
    let reader = read(&g, output);
    add(&mut g, "idle", reader);
    let (schedule, diagnostics) = ordered(&g.0);
    assert_eq!(schedule.unwrap().culled, [PassId(1), PassId(2), PassId(4)]);
    insta::assert_snapshot!(diagnostics);
}

#[test]
fn an_overwritten_content_is_dead_and_one_that_shows_through_is_not() {
    for (last, kept) in [(true, vec!["over", "out"]), (false, vec!["under", "over", "out"])] {
        let (mut g, output) = with_output();
        let a = buffer(&mut g, "a", Lifetime::Transient, 64);
        let (under, over) = (overwrite(&g, a), if last { overwrite(&g, a) } else { write(&g, a) });
        add(&mut g, "under", under);
        add(&mut g, "over", over);
        copy(&mut g, "out", a, output);
        assert_eq!(levels(&g.0).concat(), kept);
    }
}

#[test]
fn mips_live_and_die_one_by_one() {
    let (mut g, output) = with_output();
    let a = image(&mut g, "a", Lifetime::Transient, 65536);
    for mip in 0..3 {
        let access = mips(overwrite(&g, a), mip, mip + 1);
        add(&mut g, &format!("mip{mip}"), access);
    }
    let accesses = vec![mips(read(&g, a), 1, 3), write(&g, output)];
    pass(&mut g, "out", accesses);
    assert_eq!(levels(&g.0), [vec!["mip1", "mip2"], vec!["out"]]);
}

#[test]
fn persistent_content_is_kept_for_the_next_frame_that_reads_it_first() {
    for (lifetime, kept) in [(Lifetime::Persistent, 2), (Lifetime::Transient, 1)] {
        let (mut g, output) = with_output();
        let a = buffer(&mut g, "a", lifetime, 64);
        copy(&mut g, "out", a, output);
        let access = overwrite(&g, a);
        add(&mut g, "next", access);
        assert_eq!(levels(&g.0).concat().len(), kept);
    }
}

#[test]
fn history_is_kept_by_its_readers_and_orders_nothing() {
    let (mut g, output) = with_output();
    let [a, b] = ["a", "b"].map(|text| buffer(&mut g, text, Lifetime::History, 64));
    let accesses = vec![previous(&g, a, 1), write(&g, output)];
    pass(&mut g, "out", accesses);
    for (text, resource) in [("read", a), ("unread", b)] {
        let access = overwrite(&g, resource);
        add(&mut g, text, access);
    }
    assert_eq!(levels(&g.0), [["out", "read"]]);
}

/// What a pass leaves in an earlier copy is read by later passes of its frame, and by the next frame a copy further back;
/// it has nothing to do with the current copy.
#[test]
fn a_write_to_an_earlier_copy_is_ordered_with_that_copy_and_lives_on() {
    let (mut g, output) = with_output();
    let a = buffer(&mut g, "a", Lifetime::History, 64);
    g.0.resources[a.index()].copies = 3;
    let again = |g: &Sample, ring| Access { ring, ..update(g, a) };
    let accesses = [again(&g, 1), previous(&g, a, 1), overwrite(&g, a), again(&g, 2)];
    let out = [write(&g, output)];
    let [validate, seen, current, lost] = accesses;
    add(&mut g, "validate", validate);
    pass(&mut g, "see", [seen, out[0].clone()].to_vec());
    add(&mut g, "write", current);
    add(&mut g, "lost", lost);
    // `see` waits for `validate`, nobody for `write`; what `lost` leaves becomes the current copy and is gone.
    assert_eq!(levels(&g.0), [vec!["validate", "write"], vec!["see"]]);
    // Read a frame later, and never in its own frame.
    let accesses = vec![previous(&g, a, 2), out[0].clone()];
    g.0.passes.truncate(1);
    let access = overwrite(&g, a);
    add(&mut g, "write", access);
    pass(&mut g, "old", accesses);
    assert_eq!(levels(&g.0), [["validate", "write", "old"]]);
}

#[test]
fn host_passes_stand_at_the_ends_and_take_no_level() {
    let mut g = Sample::new();
    let up = buffer(&mut g, "up", Lifetime::Upload, 64);
    let unread = buffer(&mut g, "unread", Lifetime::Upload, 64);
    let down = buffer(&mut g, "down", Lifetime::Readback, 64);
    let (fill, waste) = (overwrite(&g, up), overwrite(&g, unread));
    copy(&mut g, "never", unread, unread);
    g.0.passes.clear();
    host(&mut g, "fill", vec![fill]);
    host(&mut g, "waste", vec![waste]);
    copy(&mut g, "work", up, down);
    let look = read(&g, down);
    host(&mut g, "look", vec![look]);
    assert_eq!(levels(&g.0), [["fill", "work", "look"]]);
}

#[test]
fn a_host_write_after_its_reader_is_a_cycle() {
    let mut g = Sample::new();
    let up = buffer(&mut g, "up", Lifetime::Upload, 64);
    let down = buffer(&mut g, "down", Lifetime::Readback, 64);
    copy(&mut g, "work", up, down);
    let refill = write(&g, up);
    host(&mut g, "refill", vec![refill]);
    g.0.passes[1].side_effect = true;
    insta::assert_snapshot!(ordered(&g.0).1);
}

#[test]
fn every_hazard_makes_a_level() {
    let (mut g, output) = with_output();
    let a = buffer(&mut g, "a", Lifetime::Transient, 64);
    let (first, again) = (write(&g, a), write(&g, a));
    add(&mut g, "w1", first);
    copy(&mut g, "r1", a, output);
    add(&mut g, "w2", again);
    copy(&mut g, "r2", a, output);
    assert_eq!(levels(&g.0), [["w1"], ["r1"], ["w2"], ["r2"]]);
}

#[test]
fn relaxed_equals_share_a_level_and_others_wait_for_all_of_them() {
    let (mut g, output) = with_output();
    let a = buffer(&mut g, "a", Lifetime::Transient, 64);
    let clear = overwrite(&g, a);
    add(&mut g, "clear", clear);
    for text in ["x", "y", "z"] {
        let access = relaxed(update(&g, a));
        add(&mut g, text, access);
    }
    let other = relaxed(write(&g, a));
    add(&mut g, "other", other);
    copy(&mut g, "out", a, output);
    assert_eq!(levels(&g.0), [vec!["clear"], vec!["x", "y", "z"], vec!["other"], vec!["out"]]);
}

#[test]
fn readers_that_share_no_layout_stand_apart() {
    let mut g = Sample::new();
    let screen = image(&mut g, "screen", Lifetime::Swapchain, 65536);
    let shot = buffer(&mut g, "shot", Lifetime::Readback, 64);
    let draw = overwrite(&g, screen);
    add(&mut g, "draw", draw);
    copy(&mut g, "capture", screen, shot);
    let mut access = read(&g, screen);
    access.layouts = vec![ash::vk::ImageLayout::PRESENT_SRC_KHR];
    let present = add(&mut g, "present", access);
    g.0.passes[present.index()].kind = PassKind::Present;
    assert_eq!(levels(&g.0), [["draw"], ["capture"], ["present"]]);
}

#[test]
fn what_leaves_the_graph_is_finished_before_the_last_level_where_that_is_free() {
    let (mut g, output) = with_output();
    let screen = image(&mut g, "screen", Lifetime::Swapchain, 65536);
    let a = buffer(&mut g, "a", Lifetime::Transient, 64);
    let (first, draw) = (overwrite(&g, a), overwrite(&g, screen));
    add(&mut g, "first", first);
    copy(&mut g, "out", a, output);
    add(&mut g, "draw", draw);
    assert_eq!(levels(&g.0), [vec!["first", "draw"], vec!["out"]]);
}

#[test]
fn merge_groups_and_kinds_stand_together() {
    let mut g = Sample::new();
    for (text, kind, group) in [
        ("a", PassKind::Compute, None),
        ("b", PassKind::Raster, Some(7)),
        ("c", PassKind::Transfer, None),
        ("d", PassKind::Raster, None),
        ("e", PassKind::Raster, Some(7)),
        ("f", PassKind::Compute, None),
    ] {
        let id = pass(&mut g, text, Vec::new());
        let pass = &mut g.0.passes[id.index()];
        (pass.kind, pass.merge_group, pass.side_effect) = (kind, group, true);
    }
    assert_eq!(levels(&g.0), [["c", "a", "f", "b", "e", "d"]]);
}

#[test]
fn what_this_version_does_not_execute_is_refused_and_says_what_to_do() {
    let (mut g, output) = with_output();
    g.0.switches
        .push((Name::new("ssao", Site::Whole), vec!["false".to_owned(), "true".to_owned()]));
    for text in ["plain", "far", "slow", "rays", "async"] {
        let access = write(&g, output);
        add(&mut g, text, access);
    }
    g.0.passes[1].device = 1;
    g.0.passes[2].rate = Some(Rate::Seconds(1, 60));
    g.0.passes[3].kind = PassKind::RayTracing;
    g.0.passes[4].queue = QueueKind::Compute;
    let (schedule, diagnostics) = ordered(&g.0);
    assert_eq!(schedule, None);
    insta::assert_snapshot!(diagnostics);
}

#[test]
fn one_queue_of_any_kind_is_one_queue() {
    let (mut g, output) = with_output();
    let access = write(&g, output);
    let id = add(&mut g, "work", access);
    g.0.passes[id.index()].queue = QueueKind::Compute;
    assert_eq!(codes(&g.0), []);
}

#[test]
fn without_an_output_nothing_runs() {
    let mut g = Sample::new();
    let a = buffer(&mut g, "a", Lifetime::Transient, 64);
    let access = write(&g, a);
    add(&mut g, "work", access);
    assert_eq!(codes(&g.0), [Code::NothingKept]);
}

#[test]
fn a_resource_that_no_pass_uses_is_reported() {
    let (mut g, output) = with_output();
    buffer(&mut g, "spare", Lifetime::Persistent, 64);
    let access = write(&g, output);
    add(&mut g, "work", access);
    assert_eq!(ordered(&g.0).1.lines().next(), Some("V0507: no pass uses `spare`"));
}

#[test]
fn a_side_effect_keeps_what_it_reads() {
    let mut g = Sample::new();
    let a = buffer(&mut g, "a", Lifetime::Transient, 64);
    let (fill, look) = (overwrite(&g, a), read(&g, a));
    add(&mut g, "fill", fill);
    let id = add(&mut g, "look", look);
    g.0.passes[id.index()].side_effect = true;
    assert_eq!(levels(&g.0), [["fill"], ["look"]]);
}

#[test]
fn the_verifier_objects_to_what_is_broken() {
    let (mut g, output) = with_output();
    let a = buffer(&mut g, "a", Lifetime::Transient, 64);
    let fill = overwrite(&g, a);
    add(&mut g, "fill", fill);
    copy(&mut g, "out", a, output);
    let good = ordered(&g.0).0.unwrap();
    let broken = [
        Schedule { passes: vec![PassId(1), PassId(0)], ..good.clone() },
        Schedule { levels: vec![0, 0], ..good.clone() },
        Schedule { levels: vec![0, 2], ..good.clone() },
        Schedule { levels: vec![0], ..good.clone() },
        Schedule { passes: vec![PassId(0), PassId(0)], ..good.clone() },
        Schedule { culled: vec![PassId(1)], ..good.clone() },
    ];
    assert_eq!(broken.map(|schedule| verify(&g.0, &schedule).is_err()), [true; 6]);
}

/// Longest path of dependencies among passes on the device, in passes.
fn longest_path(graph: &Graph, schedule: &Schedule) -> u32 {
    let flow = Flow::new(graph, |id| schedule.passes.contains(&id));
    let mut length = vec![0; graph.passes.len()];
    for id in graph.pass_ids() {
        let on_device = graph.pass(id).kind != PassKind::Host && schedule.passes.contains(&id);
        let before = flow.dependencies.iter().filter(|(_, later)| *later == id);
        let longest = before.map(|(earlier, _)| length[earlier.index()]).max();
        length[id.index()] = if on_device { longest.unwrap_or(0) + 1 } else { 0 };
    }
    length.into_iter().max().unwrap_or(0)
}

/// Whether a resource starts each frame with nothing.
fn starts_empty(graph: &Graph, id: ResourceId) -> bool {
    let resource = graph.resource(id);
    resource.lifetime == Lifetime::Transient && resource.memory == MemoryClass::Device
}
