//! Takes every barrier and every bit away that nothing needs.
//!
//! Each is tried once. Taking something away never makes another thing superfluous, only needed, so a
//! second round would find nothing. Merging may: what was ordered for one access is then ordered for others.

use vixen_plan::Scope;

use super::entries::{Entries, narrowed};
use super::merge::{merge, split};
use super::needs::{From, Need, To};
use super::reach::met;

/// What a note of a need at a cut counts for, in barriers looked at: it stays in memory.
const REGISTERING: usize = 256;

/// Takes away whole barriers, then single bits of the rest, as far as the needs allow.
pub(super) fn minimize(needs: &[Need], entries: &mut Entries) {
    let mut watch = Watch::new(needs, entries);
    for at in all(entries) {
        if entries.exhausted() {
            return;
        }
        let entry = &entries.cuts[at.0][at.1];
        if entry.transition.is_none() && !entry.is_dead() {
            watch.tried(at, Scope::default(), entries);
        }
    }
    for at in all(entries) {
        while !entries.exhausted() && narrow_once(at, &mut watch, entries) {}
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

/// Takes one bit away; whether one could go.
fn narrow_once(at: (usize, usize), watch: &mut Watch<'_>, entries: &mut Entries) -> bool {
    let scope = entries.cuts[at.0][at.1].scope();
    narrowed(scope).any(|narrower| watch.tried(at, narrower, entries))
}

/// For each cut, the needs that the barriers there may serve.
pub(super) struct Watch<'a> {
    needs: &'a [Need],
    by_cut: Vec<Vec<u32>>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(needs: &'a [Need], entries: &Entries) -> Self {
        let mut watch = Self { needs, by_cut: vec![Vec::new(); entries.cuts.len()] };
        for (index, need) in needs.iter().enumerate() {
            if entries.exhausted() {
                break;
            }
            if let Some(time) = met(need, entries) {
                entries.step(REGISTERING * watch.register(index as u32, time));
            }
        }
        watch
    }

    /// When the needs that the barriers of a cut may serve are met; `None` where one is not.
    pub(super) fn met(&self, cut: usize, entries: &Entries) -> Option<Vec<(u32, i64)>> {
        let mut all = Vec::with_capacity(self.by_cut[cut].len());
        for index in &self.by_cut[cut] {
            if entries.exhausted() {
                break;
            }
            all.push((*index, met(&self.needs[*index as usize], entries)?));
        }
        Some(all)
    }

    /// Notes when needs are met, after a change.
    pub(super) fn note_met(&mut self, met: Vec<(u32, i64)>) {
        for (index, time) in met {
            self.register(index, time);
        }
    }

    /// Notes that a need is met at a time, by barriers from its earlier side on. Returns how many cuts took note.
    fn register(&mut self, index: u32, time: i64) -> usize {
        let need = &self.needs[index as usize];
        let frame = self.by_cut.len() as i64;
        let start = match need.from {
            From::Use { time, .. } => time + 1,
            From::Transition(id) => id.time,
        };
        let end = match need.to {
            To::Use { .. } => time,
            To::Transition(id) => {
                self.note(index, i64::from(id.cut));
                time
            }
        };
        let end = end.min(start + frame - 1);
        for time in start..=end {
            self.note(index, time.rem_euclid(frame));
        }
        usize::try_from(end - start + 1).unwrap_or(0)
    }

    fn note(&mut self, index: u32, cut: i64) {
        let list = usize::try_from(cut).ok().and_then(|cut| self.by_cut.get_mut(cut));
        if let Some(list) = list
            && let Err(at) = list.binary_search(&index)
        {
            list.insert(at, index);
        }
    }

    /// Sets a barrier's masks if all needs stay met; whether it did.
    fn tried(&mut self, at: (usize, usize), scope: Scope, entries: &mut Entries) -> bool {
        let before = entries.cuts[at.0][at.1].scope();
        entries.cuts[at.0][at.1].set(scope);
        let Some(met) = self.met(at.0, entries) else {
            entries.cuts[at.0][at.1].set(before);
            return false;
        };
        self.note_met(met);
        true
    }
}
