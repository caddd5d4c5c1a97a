//! Barriers of a cut as few structures as say the same.

use std::collections::BTreeMap;

use ash::vk::{AccessFlags2 as A, PipelineStageFlags2 as S};
use vixen_plan::{Reason, Scope};

use super::entries::{Entries, Entry};
use super::stages::bits;

/// Joins the global barriers of each cut into rectangles of stages, so that no pair of stages is ordered
/// that was not ordered before. Image barriers come first and stay as they are.
pub(super) fn merge(entries: &mut Entries) {
    for cut in &mut entries.cuts {
        let (transitions, rest): (Vec<Entry>, Vec<Entry>) =
            std::mem::take(cut).into_iter().partition(|e| e.transition.is_some());
        let pairs = pairs(&rest);
        let by_source = rectangles(&pairs, |(s, d)| (s, d));
        let by_destination = rectangles(&pairs, |(s, d)| (d, s));
        let fewer = if by_destination.len() < by_source.len() { by_destination } else { by_source };
        // Transitions keep their indices: needs refer to them.
        *cut = transitions;
        cut.extend(fewer);
    }
}

/// Where barriers with several stages on both sides stand in `entries`, each as one for each pair of them; their cuts and
/// indices are returned. Each pair alone may be superfluous where neither of its stages is.
pub(super) fn split(entries: &mut Entries) -> Vec<(usize, usize)> {
    let several = |entry: &Entry| {
        let scope = entry.scope();
        let both =
            scope.src_stages.as_raw().count_ones().min(scope.dst_stages.as_raw().count_ones());
        entry.transition.is_none() && both > 1
    };
    let mut made = Vec::new();
    for (number, cut) in entries.cuts.iter_mut().enumerate() {
        if !cut.iter().any(several) {
            continue;
        }
        let (wide, mut kept): (Vec<Entry>, Vec<Entry>) =
            std::mem::take(cut).into_iter().partition(several);
        for entry in wide {
            let scope = entry.scope();
            for src_stages in bits(scope.src_stages) {
                for dst_stages in bits(scope.dst_stages) {
                    made.push((number, kept.len()));
                    let pair = Scope { src_stages, dst_stages, ..scope };
                    kept.push(Entry::new(pair, None, entry.reasons.clone()));
                }
            }
        }
        *cut = kept;
    }
    made
}

/// What is ordered between two stages.
#[derive(Clone, Default)]
struct Pair {
    src_access: A,
    dst_access: A,
    reasons: Vec<Reason>,
}

/// Pairs of stages by their raw bits.
fn pairs(entries: &[Entry]) -> BTreeMap<(u64, u64), Pair> {
    let mut pairs: BTreeMap<(u64, u64), Pair> = BTreeMap::new();
    for entry in entries.iter().filter(|e| !e.is_dead()) {
        let scope = entry.scope();
        for src in bits(scope.src_stages) {
            for dst in bits(scope.dst_stages) {
                let pair = pairs.entry((src.as_raw(), dst.as_raw())).or_default();
                pair.src_access |= scope.src_access;
                pair.dst_access |= scope.dst_access;
                pair.reasons.extend(&entry.reasons);
            }
        }
    }
    pairs
}

/// Joins rows with equal columns. `view` gives a pair as (row, column), or (column, row).
fn rectangles(
    pairs: &BTreeMap<(u64, u64), Pair>,
    view: impl Fn((u64, u64)) -> (u64, u64),
) -> Vec<Entry> {
    let mut rows: BTreeMap<u64, u64> = BTreeMap::new();
    for key in pairs.keys() {
        let (row, column) = view(*key);
        *rows.entry(row).or_default() |= column;
    }
    let mut joined: BTreeMap<u64, u64> = BTreeMap::new();
    for (row, columns) in rows {
        *joined.entry(columns).or_default() |= row;
    }
    joined
        .into_iter()
        .map(|(columns, rows)| {
            let (src, dst) = if view((1, 2)) == (1, 2) { (rows, columns) } else { (columns, rows) };
            rectangle(pairs, src, dst)
        })
        .collect()
}

fn rectangle(pairs: &BTreeMap<(u64, u64), Pair>, src: u64, dst: u64) -> Entry {
    let mut all = Pair::default();
    for ((s, d), pair) in pairs {
        if s & src != 0 && d & dst != 0 {
            all.src_access |= pair.src_access;
            all.dst_access |= pair.dst_access;
            all.reasons.extend(&pair.reasons);
        }
    }
    let mut reasons: Vec<Reason> = Vec::new();
    for reason in all.reasons {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    let scope = Scope {
        src_stages: S::from_raw(src),
        src_access: all.src_access,
        dst_stages: S::from_raw(dst),
        dst_access: all.dst_access,
    };
    Entry::new(scope, None, reasons)
}
