//! Chooses a cut for what the layout transitions do not order already.

use std::collections::HashMap;

use ash::vk::{AccessFlags2 as A, PipelineStageFlags2 as S};
use vixen_plan::Scope;

use super::entries::{Entries, Entry};
use super::needs::{From, Need, To};
use super::reach::met;

/// How many cuts are looked through for one that already orders the same stages.
const REACH_BACK: i64 = 32;

/// Adds barriers until every need is met.
///
/// Needs within a frame come first, by the time of their later side, so that each is asked with all barriers
/// before it in place; then those from frame to frame, which find the whole frame.
pub(super) fn place(needs: &[Need], entries: &mut Entries) {
    let frame = entries.frame();
    let mut batches: HashMap<u32, Vec<usize>> = HashMap::new();
    for (index, need) in needs.iter().enumerate() {
        batches.entry(need.batch).or_default().push(index);
    }
    let mut order: Vec<usize> = (0..needs.len()).collect();
    order.sort_by_key(|index| {
        let (from, to) = times(&needs[*index]);
        (from.div_euclid(frame) != to.div_euclid(frame), to, *index)
    });
    for index in order {
        if entries.exhausted() {
            return;
        }
        if met(&needs[index], entries).is_none() {
            let batch = batches.get(&needs[index].batch).map_or(&[][..], Vec::as_slice);
            meet(index, needs, batch, entries);
        }
    }
}

fn times(need: &Need) -> (i64, i64) {
    let from = match need.from {
        From::Use { time, .. } => time,
        From::Transition(id) => id.time,
    };
    let to = match need.to {
        To::Use { time, .. } => time,
        To::Transition(id) => id.time,
    };
    (from, to)
}

/// Adds a barrier for a need, and for the other readers of the same write that are not served yet: what reads
/// later then needs no barrier of its own.
fn meet(index: usize, needs: &[Need], batch: &[usize], entries: &mut Entries) {
    let need = &needs[index];
    let (time, mut scope) = source(need, entries);
    let mut reasons = Vec::new();
    let mut high = i64::MAX;
    for other in batch.iter().map(|b| &needs[*b]) {
        let To::Use { time: at, stage, access } = other.to else { continue };
        if same_source(need, other) && met(other, entries).is_none() {
            scope.dst_stages |= stage;
            scope.dst_access |= access;
            high = high.min(at);
            reasons.push(other.reason);
        }
    }
    if scope.dst_access.is_empty() {
        scope.src_access = A::NONE;
    }
    let at = cut_for(scope, time + 1, high, entries);
    entries.push(at, Entry::new(scope, None, reasons));
}

/// Time and source half of a barrier for a need. What a transition left is available: a barrier that chains to it, by
/// the stages that it orders itself, makes it visible.
fn source(need: &Need, entries: &Entries) -> (i64, Scope) {
    match need.from {
        From::Use { time, stage, written } => {
            (time, Scope { src_stages: stage, src_access: written, ..Scope::default() })
        }
        From::Transition(id) => {
            let src_stages = entries.get(id).map_or(S::NONE, |entry| entry.scope().dst_stages);
            (id.time, Scope { src_stages, ..Scope::default() })
        }
    }
}

fn same_source(a: &Need, b: &Need) -> bool {
    a.from == b.from
}

/// The time, from `low` to `high`, at which the barrier costs least: where the same stages are ordered
/// anyway; else at the frame's first cut if the dependency comes from the frame before; else as late as
/// possible.
fn cut_for(scope: Scope, low: i64, high: i64, entries: &Entries) -> i64 {
    let otherwise = entries.edge(low, high);
    let low = low.max(otherwise.min(high));
    let orders = |time: &i64| {
        entries.at(*time).iter().any(|entry| {
            let there = entry.scope();
            there.src_stages.contains(scope.src_stages)
                && there.dst_stages.contains(scope.dst_stages)
        })
    };
    (low.max(high - REACH_BACK)..=high).rev().find(orders).unwrap_or(otherwise)
}
