//! Takes every barrier and every bit away that nothing needs.
//!
//! Each is tried once. Taking something away never makes another thing superfluous, only needed, so a
//! second round would find nothing.

use vixen_plan::Scope;

use super::entries::{Entries, narrowed};
use super::needs::{From, Need, To};
use super::reach::met;

/// What a note of a need at a cut counts for, in barriers looked at: it stays in memory.
const REGISTERING: usize = 256;

/// Narrows all barriers as far as the needs allow.
pub(super) fn minimize(needs: &[Need], entries: &mut Entries) {
    let mut watch = Watch::new(needs, entries);
    for cut in 0..entries.cuts.len() {
        for index in 0..entries.cuts[cut].len() {
            if entries.exhausted() {
                return;
            }
            let entry = &entries.cuts[cut][index];
            let removable = entry.transition.is_none() && !entry.is_dead();
            if removable && watch.tried((cut, index), Scope::default(), entries) {
                continue;
            }
            while narrow_once((cut, index), &mut watch, entries) {}
        }
    }
}

/// Takes one bit away; whether one could go.
fn narrow_once(at: (usize, usize), watch: &mut Watch<'_>, entries: &mut Entries) -> bool {
    let scope = entries.cuts[at.0][at.1].scope();
    narrowed(scope).any(|narrower| watch.tried(at, narrower, entries))
}

/// For each cut, the needs that the barriers there may serve.
struct Watch<'a> {
    needs: &'a [Need],
    by_cut: Vec<Vec<u32>>,
}

impl<'a> Watch<'a> {
    fn new(needs: &'a [Need], entries: &Entries) -> Self {
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
        let mut met_at = Vec::with_capacity(self.by_cut[at.0].len());
        for index in &self.by_cut[at.0] {
            if entries.exhausted() {
                break;
            }
            let Some(time) = met(&self.needs[*index as usize], entries) else {
                entries.cuts[at.0][at.1].set(before);
                return false;
            };
            met_at.push((*index, time));
        }
        for (index, time) in met_at {
            self.register(index, time);
        }
        true
    }
}
