//! Takes every barrier and every bit away that nothing needs.
//!
//! Each is tried once. Taking something away never makes another thing superfluous, only needed, so a
//! second round would find nothing. Merging may: what was ordered for one access is then ordered for others.

use vixen_plan::Scope;

use super::entries::{Entries, single_bits, without};
use super::merge::{merge, split};
use super::needs::Need;
use super::watch::Watch;

/// Takes away whole barriers, then single bits of the rest, as far as the needs allow.
pub(super) fn minimize(needs: &[Need], entries: &mut Entries) {
    let mut watch = Watch::new(needs, entries);
    for at in all(entries) {
        if entries.exhausted() {
            return;
        }
        let entry = &entries.cuts[at.0][at.1];
        if entry.transition.is_none() && !entry.is_dead() {
            tried(at, Scope::default(), &mut watch, entries);
        }
    }
    for at in all(entries) {
        narrow(at, &mut watch, entries);
    }
}

/// Cut and index of every barrier.
fn all(entries: &Entries) -> Vec<(usize, usize)> {
    let cuts = entries.cuts.iter().enumerate();
    cuts.flat_map(|(cut, list)| (0..list.len()).map(move |index| (cut, index))).collect()
}

/// The same for the single pairs of stages in barriers that have several on both sides.
pub(super) fn minimize_pairs(needs: &[Need], entries: &mut Entries) {
    while !entries.exhausted() {
        let merged = entries.cuts.clone();
        let pairs = split(entries);
        if !pairs.is_empty() {
            minimize(needs, entries);
        }
        let superfluous = pairs.iter().any(|(cut, index)| entries.cuts[*cut][*index].is_dead());
        if !superfluous {
            entries.cuts = merged;
            return;
        }
        merge(entries);
        minimize(needs, entries);
    }
}

/// Takes single bits away, each tried once.
fn narrow(at: (usize, usize), watch: &mut Watch<'_>, entries: &mut Entries) {
    let scope = entries.cuts[at.0][at.1].scope();
    for bit in single_bits(scope) {
        if entries.exhausted() {
            return;
        }
        let scope = entries.cuts[at.0][at.1].scope();
        // An access goes with the last stage that supports it.
        let narrower = without(scope, bit);
        if narrower != scope {
            tried(at, narrower, watch, entries);
        }
    }
}

/// Sets a barrier's masks if all needs stay met.
fn tried(at: (usize, usize), scope: Scope, watch: &mut Watch<'_>, entries: &mut Entries) {
    let before = entries.cuts[at.0][at.1].scope();
    entries.cuts[at.0][at.1].set(scope);
    match watch.retraced(at.0, &[at.0], entries) {
        Some(changed) => watch.note(changed, entries),
        None => entries.cuts[at.0][at.1].set(before),
    }
}
