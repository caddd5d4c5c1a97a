//! Puts barriers where there are others anyway.
//!
//! A cut with barriers is a call of `vkCmdPipelineBarrier2`, and the device drains at it. Where the barriers of a cut
//! have room, each of them goes to the cut with barriers before it or behind it, and the call is saved. Layout
//! transitions stay: the needs of their image are told in terms of their cut.

use super::entries::{Entries, Entry};
use super::needs::Need;
use super::watch::Watch;

/// Empties the cuts that can be emptied; whether there were any.
pub(super) fn gather(needs: &[Need], entries: &mut Entries) -> bool {
    let mut watch = Watch::new(needs, entries);
    let mut moved = false;
    for cut in 0..entries.cuts.len() {
        if entries.exhausted() {
            break;
        }
        let stays = entries.cuts[cut].iter().any(|entry| entry.transition.is_some());
        if !stays && !is_empty(&entries.cuts[cut]) {
            moved |= emptied(cut, &mut watch, entries);
        }
    }
    moved
}

fn is_empty(cut: &[Entry]) -> bool {
    cut.iter().all(Entry::is_dead)
}

/// The nearest cuts with barriers, the earlier one first.
fn neighbours(cut: usize, entries: &Entries) -> Vec<usize> {
    let before = (0..cut).rev().find(|other| !is_empty(&entries.cuts[*other]));
    let behind = (cut + 1..entries.cuts.len()).find(|other| !is_empty(&entries.cuts[*other]));
    before.into_iter().chain(behind).collect()
}

/// Moves all barriers of a cut away, or none.
fn emptied(cut: usize, watch: &mut Watch<'_>, entries: &mut Entries) -> bool {
    let neighbours = neighbours(cut, entries);
    let before = entries.cuts[cut].clone();
    let lengths: Vec<usize> = neighbours.iter().map(|other| entries.cuts[*other].len()).collect();
    for index in 0..before.len() {
        if !before[index].is_dead() && !moves((cut, index), &neighbours, watch, entries) {
            entries.cuts[cut] = before;
            for (other, length) in neighbours.iter().zip(lengths) {
                entries.cuts[*other].truncate(length);
            }
            return false;
        }
    }
    // What came into a cut changes the ways of those that it served before, too.
    let dirty: Vec<usize> = neighbours.into_iter().chain([cut]).collect();
    for served in &dirty {
        if let Some(changed) = watch.retraced(*served, &dirty, entries) {
            watch.note(changed, entries);
        }
    }
    true
}

/// Moves a barrier to the first of the cuts from which it serves as well; whether there is one.
fn moves(
    (cut, index): (usize, usize),
    neighbours: &[usize],
    watch: &mut Watch<'_>,
    entries: &mut Entries,
) -> bool {
    let entry = entries.cuts[cut][index].clone();
    entries.cuts[cut][index].set(vixen_plan::Scope::default());
    let dirty: Vec<usize> = neighbours.iter().copied().chain([cut]).collect();
    neighbours.iter().any(|other| {
        entries.cuts[*other].push(entry.clone());
        let serves = watch.retraced(cut, &dirty, entries).is_some();
        if !serves {
            entries.cuts[*other].pop();
        }
        serves
    })
}
