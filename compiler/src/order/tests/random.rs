//! Random graphs, run on paper: in order of declaration with every pass, and as scheduled without the
//! culled ones. What is seen from outside must be the same, frame after frame.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use proptest::prelude::*;

use super::{
    IMPORT, image, longest_path, mips, ordered, overwrite, pass, read, relaxed, starts_empty,
    update, write,
};
use crate::ir::sample::Sample;
use crate::ir::{Access, Graph, Pass, PassId, Range, ResourceId};
use vixen_plan::Lifetime;

const RESOURCES: u32 = 6;
const FRAMES: u32 = 7;

/// Resource, kind of access, first mip, number of mips.
type Use = (u32, u8, u32, u32);

fn sample(passes: &[(Vec<Use>, bool)]) -> Sample {
    let mut g = Sample::new();
    for (index, lifetime) in [
        Lifetime::Transient,
        Lifetime::Transient,
        Lifetime::Transient,
        Lifetime::Persistent,
        Lifetime::History,
        IMPORT,
    ]
    .into_iter()
    .enumerate()
    {
        let id = image(&mut g, &format!("r{index}"), lifetime, 65536 << index);
        if lifetime == Lifetime::History {
            g.0.resources[id.index()].copies = 3;
        }
    }
    for (index, (uses, side_effect)) in passes.iter().enumerate() {
        let mut accesses: Vec<Access> = Vec::new();
        for &u in uses {
            let access = access(&g, u);
            // One pass, one role: the graph's invariants allow no conflict within a pass.
            let copy = |of: &Access| (of.resource, of.ring);
            if accesses.iter().all(|other| copy(other) != copy(&access)) {
                accesses.push(access);
            }
        }
        let id = pass(&mut g, &format!("p{index}"), accesses);
        g.0.passes[id.index()].side_effect = *side_effect;
    }
    g
}

fn access(g: &Sample, (resource, kind, first, count): Use) -> Access {
    let id = ResourceId(resource);
    let is_ring = g.0.resource(id).lifetime == Lifetime::History;
    let ring = 1 + first % 2;
    let made = match kind {
        0 | 1 if is_ring => Access { ring, ..read(g, id) },
        9 if is_ring => Access { ring, ..overwrite(g, id) },
        10 if is_ring => Access { ring, ..write(g, id) },
        11 if is_ring => Access { ring, ..update(g, id) },
        0..=3 => read(g, id),
        4 | 5 | 9 => overwrite(g, id),
        6 | 10 => write(g, id),
        7 | 11 => update(g, id),
        8 => relaxed(write(g, id)),
        _ => relaxed(update(g, id)),
    };
    if count == 0 { made } else { mips(made, first, (first + count).min(4)) }
}

/// What every mip of every layer of every copy holds.
type Contents = BTreeMap<(ResourceId, u32, u32, u32), u64>;

/// A frame's passes in order of execution; returns what can be seen of it.
fn run(g: &Graph, passes: &[PassId], frame: u32, contents: &mut Contents) -> Vec<u64> {
    contents.retain(|&(id, ..), _| !starts_empty(g, id));
    let mut seen = BTreeMap::new();
    for &id in passes {
        let pass = g.pass(id);
        let read = inputs(g, pass, frame, contents);
        if pass.side_effect {
            seen.insert(id, read);
        }
        for access in pass.accesses.iter().filter(|access| access.writes) {
            for cell in cells(g, access, frame) {
                let new = hash(&(id, read, cell));
                let old = contents.get(&cell).copied().unwrap_or(0);
                let value = match (access.relaxed, access.discards) {
                    (true, _) => old.wrapping_add(new),
                    (false, true) => new,
                    (false, false) => hash(&(old, new)),
                };
                contents.insert(cell, value);
            }
        }
    }
    let output = |(cell, value): (&(ResourceId, u32, u32, u32), &u64)| {
        g.resource(cell.0).is_output().then_some(hash(&(cell, value)))
    };
    seen.into_values().chain(contents.iter().filter_map(output)).collect()
}

/// A hash of what a pass reads. What relaxed updates see depends on their order, so it counts for nothing.
fn inputs(g: &Graph, pass: &Pass, frame: u32, contents: &Contents) -> u64 {
    let reads = pass.accesses.iter().filter(|access| access.reads && !access.relaxed);
    let values = reads.flat_map(|access| cells(g, access, frame));
    hash(&values.map(|cell| contents.get(&cell).copied().unwrap_or(0)).collect::<Vec<_>>())
}

fn cells(g: &Graph, access: &Access, frame: u32) -> Vec<(ResourceId, u32, u32, u32)> {
    let copies = g.resource(access.resource).copies;
    let copy = (frame + copies - access.ring) % copies;
    let Range::Image { mips, layers } = access.range else { return Vec::new() };
    let layer = |mip| (layers.0..layers.1).map(move |layer| (access.resource, copy, mip, layer));
    (mips.0..mips.1).flat_map(layer).collect()
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// `kinds` as [`access`] numbers them.
fn uses(kinds: std::ops::Range<u8>) -> impl Strategy<Value = Vec<Use>> {
    prop::collection::vec((0..RESOURCES, kinds, 0..4u32, 0..3u32), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..<_>::default() })]

    #[test]
    fn schedules_mean_what_the_declarations_mean(
        passes in prop::collection::vec((uses(0..13), prop::bool::weighted(0.1)), 1..14)
    ) {
        let g = sample(&passes).0;
        let (Some(schedule), _) = ordered(&g) else { return Ok(()) };
        prop_assert_eq!(schedule.level_count(), longest_path(&g, &schedule));
        let declared: Vec<PassId> = g.pass_ids().collect();
        // Whatever runs first within a level.
        let mut reversed: Vec<(PassId, u32)> = schedule.iter().collect();
        reversed.sort_by_key(|&(id, level)| (level, std::cmp::Reverse(id)));
        let reversed: Vec<PassId> = reversed.into_iter().map(|(id, _)| id).collect();
        let [mut a, mut b, mut c] = [Contents::new(), Contents::new(), Contents::new()];
        for frame in 0..FRAMES {
            let seen = run(&g, &declared, frame, &mut a);
            prop_assert_eq!(&seen, &run(&g, &schedule.passes, frame, &mut b));
            prop_assert_eq!(&seen, &run(&g, &reversed, frame, &mut c));
        }
    }

    /// Nothing more can be left out: without any one of the kept passes, something seen changes.
    #[test]
    fn every_kept_pass_is_needed(
        // Without relaxed updates: what they see counts for nothing here, yet may matter.
        passes in prop::collection::vec((uses(0..12), Just(false)), 1..8)
    ) {
        let g = sample(&passes).0;
        let (Some(schedule), _) = ordered(&g) else { return Ok(()) };
        for &left_out in &schedule.passes {
            let fewer: Vec<PassId> =
                schedule.passes.iter().copied().filter(|&id| id != left_out).collect();
            let [mut a, mut b] = [Contents::new(), Contents::new()];
            let differs = (0..FRAMES).any(|frame| {
                run(&g, &schedule.passes, frame, &mut a) != run(&g, &fewer, frame, &mut b)
            });
            prop_assert!(differs, "{} is not needed", g.pass(left_out).name);
        }
    }
}
