//! Placement of small graphs, of random ones, and the budget.
#![allow(clippy::unwrap_used)] // A test fails by panicking.

use proptest::prelude::*;
use vixen_plan::{self as plan, Extent, Lifetime};

use super::{Item, Memory, live_peak, place, search, verify};
use crate::diagnostic::{Diagnostics, Site};
use crate::ir::sample::Sample;
use crate::ir::{Graph, ResourceId};
use crate::order::sample::{buffer, image, overwrite, pass, read, write};
use crate::order::{Schedule, order};

mod files;

const KIB: u64 = 1 << 10;

fn placed(graph: &Graph) -> (Schedule, Memory) {
    let diags = Diagnostics::new();
    let schedule = order(graph, &diags);
    let memory = schedule.as_ref().and_then(|schedule| place(graph, schedule, &diags));
    assert!(!diags.has_errors(), "{:#?}", diags.into_vec());
    let (schedule, memory) = schedule.zip(memory).unwrap();
    verify(graph, &schedule, &memory).unwrap();
    (schedule, memory)
}

/// A chain of passes from the first resource to the last, which is read back.
fn chain(resources: &[ResourceId], g: &mut Sample) {
    for (index, pair) in resources.windows(2).enumerate() {
        let accesses = vec![read(g, pair[0]), overwrite(g, pair[1])];
        pass(g, &format!("p{index}"), accesses);
    }
}

/// Three images and two buffers in a chain from an upload to a readback.
fn sample() -> Sample {
    let mut g = Sample::new();
    let up = buffer(&mut g, "up", Lifetime::Upload, 64);
    let images = ["a", "b", "c"].map(|name| image(&mut g, name, Lifetime::Transient, 256 * KIB));
    let buffers = ["d", "e"].map(|name| buffer(&mut g, name, Lifetime::Transient, 1000));
    let down = buffer(&mut g, "down", Lifetime::Readback, 64);
    chain(&[&[up], &images[..], &buffers, &[down]].concat(), &mut g);
    g
}

#[test]
fn transients_share_one_pool_in_time() {
    let (_, memory) = placed(&sample().0);
    let pools: Vec<_> = memory.pools.iter().map(|pool| (pool.images, pool.bytes)).collect();
    assert_eq!(pools, [(true, 512 * KIB)]);
    assert_eq!(memory.transient_bytes, 512 * KIB);
    assert_eq!(memory.without_aliasing, 768 * KIB + 2000);
    assert_eq!(memory.live_peak, 512 * KIB);
    let pairs: Vec<_> = memory
        .may_alias
        .iter()
        .map(|&(a, b)| [a, b].map(|index| memory.placements[index as usize].resource))
        .collect();
    // `c` and then `e` lie where `a` was, and `d` where `b` was.
    assert_eq!(pairs, [[1, 3], [1, 5], [3, 5], [2, 4]]);
}

#[test]
fn what_no_kept_pass_uses_takes_no_memory() {
    let mut g = sample();
    let unread = image(&mut g, "unread", Lifetime::Transient, 1 << 30);
    let accesses = vec![overwrite(&g, unread)];
    pass(&mut g, "culled", accesses);
    let (_, memory) = placed(&g.0);
    assert_eq!(memory.placements.len(), 5);
}

#[test]
fn the_budget_counts_all_that_is_owned_and_names_the_largest() {
    let mut g = sample();
    let (pool, out) = (
        image(&mut g, "pool", Lifetime::Persistent, 1024 * KIB),
        image(&mut g, "ring", Lifetime::History, 512 * KIB),
    );
    let accesses = vec![read(&g, pool), read(&g, out), write(&g, ResourceId(6))];
    pass(&mut g, "more", accesses);
    let total = 512 * KIB + 1024 * KIB + 2 * 512 * KIB + 2 * 64 + 2 * 64;
    for (budget, fits) in [(total, true), (total - 1, false)] {
        g.0.budget = Some((budget, Site::Whole));
        let diags = Diagnostics::new();
        let schedule = order(&g.0, &diags).unwrap();
        assert_eq!(place(&g.0, &schedule, &diags).is_some(), fits);
        let texts: Vec<String> = diags.into_vec().iter().map(ToString::to_string).collect();
        if fits {
            assert_eq!(texts, Vec::<String>::new());
        } else {
            insta::assert_snapshot!(texts.join("\n"));
        }
    }
}

#[test]
fn the_verifier_objects_to_what_is_broken() {
    let g = sample().0;
    let (schedule, good) = placed(&g);
    let broken = |change: fn(&mut Memory)| {
        let mut memory = good.clone();
        change(&mut memory);
        verify(&g, &schedule, &memory).is_err()
    };
    assert!(broken(|memory| memory.may_alias.clear()));
    assert!(broken(|memory| memory.pools[0].bytes -= 1));
    assert!(broken(|memory| memory.placements[0].offset += 1));
    assert!(broken(|memory| memory.placements[0].levels.1 += 1));
    assert!(broken(|memory| memory.placements.iter_mut().for_each(|p| p.offset = 0)));
    assert!(broken(|memory| memory.placements.swap(0, 4)));
    assert!(broken(|memory| memory.pools[0].images = false));
    assert!(broken(|memory| {
        memory.placements.pop();
        memory.pools[0].placements.len -= 1;
    }));
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let item = (0..2000u64, 0..5u32, 0..12u32, 0..6u32);
    prop::collection::vec(item, 0..20).prop_map(|items| {
        let item = |(size, align, first, length)| Item {
            size,
            align: 1u64 << align,
            levels: (first, first + length),
        };
        items.into_iter().map(item).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..<_>::default() })]

    /// The runtime repeats the placement by the order alone.
    #[test]
    fn set_up_finds_the_same_offsets(items in items()) {
        let found = search(&items, 50);
        let ordered: Vec<Item> = found.order.iter().map(|&index| items[index]).collect();
        let extents: Vec<Extent> =
            ordered.iter().map(|item| Extent { size: item.size, align: item.align }).collect();
        let mut offsets = vec![0; items.len()];
        let bytes = plan::place(&extents, &mut offsets, |a, b| {
            ordered[a].levels.1 < ordered[b].levels.0 || ordered[b].levels.1 < ordered[a].levels.0
        });
        prop_assert_eq!(bytes, found.bytes);
        prop_assert!(bytes >= live_peak(&items));
        for (&index, offset) in found.order.iter().zip(offsets) {
            prop_assert_eq!(offset, found.offsets[index]);
        }
    }

    #[test]
    fn random_graphs_are_placed_soundly(
        passes in prop::collection::vec((0..8u32, 0..8u32, 0..8u32), 1..24)
    ) {
        let mut g = Sample::new();
        for index in 0..4u64 {
            image(&mut g, &format!("image{index}"), Lifetime::Transient, 65536 * (index + 1));
            buffer(&mut g, &format!("buffer{index}"), Lifetime::Transient, 300 << index);
        }
        for (index, (a, b, c)) in passes.into_iter().enumerate() {
            let mut accesses = vec![overwrite(&g, ResourceId(a))];
            for id in [b, c].map(ResourceId) {
                if accesses.iter().all(|access| access.resource != id) {
                    accesses.push(read(&g, id));
                }
            }
            let id = pass(&mut g, &format!("p{index}"), accesses);
            g.0.passes[id.index()].side_effect = index % 3 == 0;
        }
        let (_, memory) = placed(&g.0);
        prop_assert!(memory.live_peak <= memory.transient_bytes);
        prop_assert!(memory.live_peak <= memory.without_aliasing);
    }
}
