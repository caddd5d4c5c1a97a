//! Which needs the barriers of a cut serve, and how.

use super::entries::Entries;
use super::needs::{From, Need, To};
use super::walk::{Retraced, Walk};

/// Bytes of notes and ways that stay in memory at once: a graph with more is refused as one that takes too many steps.
const MAX_REMEMBERED: usize = 128 << 20;

/// The needs that are met, with their ways, and for each cut those that its barriers may serve.
pub(super) struct Watch<'a> {
    needs: &'a [Need],
    walks: Vec<Option<Walk>>,
    by_cut: Vec<Vec<u32>>,
    /// By cut: the need that objected last, which is asked first.
    objected: Vec<Option<u32>>,
    /// Bytes of `walks` and `by_cut`.
    remembered: usize,
}

impl<'a> Watch<'a> {
    pub(super) fn new(needs: &'a [Need], entries: &mut Entries) -> Self {
        let cuts = entries.cuts.len();
        let (walks, by_cut) = (vec![None; needs.len()], vec![Vec::new(); cuts]);
        let mut watch = Self { needs, walks, by_cut, objected: vec![None; cuts], remembered: 0 };
        for (index, need) in needs.iter().enumerate() {
            if entries.exhausted() {
                break;
            }
            if let Some(walk) = Walk::of(need, entries) {
                watch.register(index as u32, walk, entries);
            }
        }
        watch
    }

    /// The ways that change with the barriers of some cuts, of the needs that those of `cut` may serve. `None` where one
    /// of these is not met any more.
    pub(super) fn retraced(
        &mut self,
        cut: usize,
        dirty: &[usize],
        entries: &Entries,
    ) -> Option<Vec<(u32, Walk)>> {
        let mut changed = Vec::new();
        let first = self.objected[cut];
        let others = self.by_cut[cut].iter().copied().filter(|index| Some(*index) != first);
        for index in first.into_iter().chain(others) {
            if entries.exhausted() {
                break;
            }
            let Some(walk) = &self.walks[index as usize] else { continue };
            match walk.retraced(&self.needs[index as usize], dirty, entries) {
                Retraced::Same => {}
                Retraced::Other(walk) => changed.push((index, walk)),
                Retraced::Unmet => {
                    self.objected[cut] = Some(index);
                    return None;
                }
            }
        }
        Some(changed)
    }

    /// Notes the ways that a change of cuts gave to the needs of `retraced`.
    pub(super) fn note(&mut self, changed: Vec<(u32, Walk)>, entries: &mut Entries) {
        for (index, walk) in changed {
            self.register(index, walk, entries);
        }
    }

    /// Notes the way of a need at the cuts from its earlier side on.
    fn register(&mut self, index: u32, mut walk: Walk, entries: &mut Entries) {
        walk.shrink();
        let need = &self.needs[index as usize];
        let frame = self.by_cut.len() as i64;
        let old = self.walks[index as usize].take();
        let start = match need.from {
            From::Use { time, .. } => time + 1,
            From::Transition(id) => id.time,
        };
        let end = walk.met().min(start + frame - 1);
        // Up to where it was met before, it stands there already.
        let start = old.as_ref().map_or(start, |old| start.max(old.met() + 1));
        if let (To::Transition(id), None) = (need.to, &old) {
            self.note_at(index, i64::from(id.cut));
        }
        for time in start..=end {
            self.note_at(index, time.rem_euclid(frame));
        }
        let notes = usize::try_from(end - start + 1).unwrap_or(0);
        entries.step(notes + walk.len());
        self.remembered += size_of::<u32>() * notes + walk.bytes();
        self.remembered -= old.map_or(0, |old| old.bytes());
        self.walks[index as usize] = Some(walk);
        if self.remembered > MAX_REMEMBERED {
            entries.exhaust();
        }
    }

    fn note_at(&mut self, index: u32, cut: i64) {
        let list = usize::try_from(cut).ok().and_then(|cut| self.by_cut.get_mut(cut));
        if let Some(list) = list
            && let Err(at) = list.binary_search(&index)
        {
            list.insert(at, index);
        }
    }
}
