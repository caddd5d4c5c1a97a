//! The way of a need through the cuts, remembered.
//!
//! After every change of a cut it is asked whether the needs that pass it are still met. Some are met only many cuts
//! behind their start, so each of them keeps its way: what was known behind each cut. What a change does to it begins at
//! the changed cut, and ends where the same is known again as before.

use super::entries::Entries;
use super::needs::Need;
use super::reach::{Question, Reach};

/// What was known of a need's operation, from the operation itself to the cut at which the need is met. What is known
/// only grows, by one of few bits at a time, so that the cuts at which it does are few.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Walk {
    /// Times, ascending, and what was known from each of them on. The first is the operation's, the last one suffices.
    changes: Vec<(i64, Reach)>,
}

/// What becomes of a way when cuts change.
#[derive(Debug)]
pub(super) enum Retraced {
    /// It stays as it is.
    Same,
    /// The need is met on another way.
    Other(Walk),
    /// The need is not met any more.
    Unmet,
}

impl From<Option<Walk>> for Retraced {
    fn from(walk: Option<Walk>) -> Self {
        walk.map_or(Self::Unmet, Self::Other)
    }
}

impl Walk {
    /// The way of a need; `None` where it is not met.
    pub(super) fn of(need: &Need, entries: &Entries) -> Option<Self> {
        let question = Question::new(need);
        let first = (question.start, question.first(entries)?);
        Self { changes: Vec::new() }.on(first, &question, entries, None)
    }

    /// Time at which the need is met.
    pub(super) fn met(&self) -> i64 {
        self.changes.last().map_or(i64::MIN, |(time, _)| *time)
    }

    /// How many times it remembers.
    pub(super) fn len(&self) -> usize {
        self.changes.len()
    }

    /// Bytes that it keeps.
    pub(super) fn bytes(&self) -> usize {
        self.changes.capacity() * size_of::<(i64, Reach)>()
    }

    /// Gives back what it does not need, before it is kept.
    pub(super) fn shrink(&mut self) {
        self.changes.shrink_to_fit();
    }

    /// The way after a change of barriers in some cuts of the frame.
    pub(super) fn retraced(&self, need: &Need, dirty: &[usize], entries: &Entries) -> Retraced {
        entries.step(1);
        let question = Question::new(need);
        let difference = self.first_difference(&question, dirty, entries);
        if question.ends_in(dirty) {
            return match difference {
                Some(_) => Self::of(need, entries).into(),
                None => self.answered_anew(&question, entries),
            };
        }
        let Some((time, reach)) = difference else { return Retraced::Same };
        let settled = dirty.iter().map(|cut| last_until(self.met(), *cut, entries.frame()));
        let old = Old { changes: &self.changes, at: 0, settled: settled.max().unwrap_or(time) };
        let kept = self.changes.partition_point(|(before, _)| *before < time);
        let walk = Self { changes: self.changes[..kept].to_vec() };
        walk.on((time, reach), &question, entries, Some(old)).into()
    }

    /// Where something else is known than before: the first time, and what is known then.
    fn first_difference(
        &self,
        question: &Question,
        dirty: &[usize],
        entries: &Entries,
    ) -> Option<(i64, Reach)> {
        let mut time = question.start;
        if question.begins_in(dirty) {
            let first = question.first(entries).unwrap_or_default();
            if first != self.at(time) {
                return Some((time, first));
            }
        }
        loop {
            let after = |cut: &usize| first_from(time + 1, *cut, entries.frame());
            time = dirty.iter().map(after).min().filter(|time| *time <= self.met())?;
            let reach = question.next(time, self.at(time - 1), entries);
            if reach != self.at(time) {
                return Some((time, reach));
            }
        }
    }

    /// What was known at a time from the operation's on.
    fn at(&self, time: i64) -> Reach {
        let behind = self.changes.partition_point(|(change, _)| *change <= time);
        self.changes[..behind].last().map_or_else(Reach::default, |(_, reach)| *reach)
    }

    /// The same way where what has to be known at its end changed: shorter, or longer.
    fn answered_anew(&self, question: &Question, entries: &Entries) -> Retraced {
        let suffices = |(_, reach): &(i64, Reach)| question.answered(*reach, entries);
        let mut walk = self.clone();
        match (self.changes.iter().position(suffices), self.changes.last()) {
            (Some(at), _) if at + 1 == self.changes.len() => Retraced::Same,
            (Some(at), _) => {
                walk.changes.truncate(at + 1);
                Retraced::Other(walk)
            }
            (None, Some(last)) => walk.on(*last, question, entries, None).into(),
            (None, None) => Retraced::Unmet,
        }
    }

    /// Goes on with what is known at a time until that suffices, or is what was known then on the old way, which goes on
    /// from there. `None` where it never suffices.
    fn on(
        mut self,
        (mut time, mut reach): (i64, Reach),
        question: &Question,
        entries: &Entries,
        mut old: Option<Old<'_>>,
    ) -> Option<Self> {
        loop {
            if self.changes.last().is_none_or(|(_, last)| *last != reach) {
                self.changes.push((time, reach));
            }
            if question.answered(reach, entries) {
                return Some(self);
            }
            if let Some(rest) = old.as_mut().and_then(|old| old.rest(time, reach)) {
                self.changes.extend_from_slice(rest);
                return Some(self);
            }
            time += 1;
            if time > question.last {
                return None;
            }
            reach = question.next(time, reach, entries);
        }
    }
}

/// A way from before cuts changed.
struct Old<'a> {
    changes: &'a [(i64, Reach)],
    /// How many of the changes lie at the time asked about or before.
    at: usize,
    /// Time of the last cut on it that changed.
    settled: i64,
}

impl<'a> Old<'a> {
    /// How it goes on behind a time, where the same was known then and no cut behind it changed.
    fn rest(&mut self, time: i64, reach: Reach) -> Option<&'a [(i64, Reach)]> {
        while self.changes.get(self.at).is_some_and(|(change, _)| *change <= time) {
            self.at += 1;
        }
        let known = self.changes[..self.at].last();
        let rest = &self.changes[self.at..];
        let joins = time >= self.settled && known.is_some_and(|(_, known)| *known == reach);
        (joins && !rest.is_empty()).then_some(rest)
    }
}

/// The first time of a cut that is not before another time.
fn first_from(time: i64, cut: usize, frame: i64) -> i64 {
    time + (cut as i64 - time).rem_euclid(frame.max(1))
}

/// The last time of a cut that is not behind another time.
fn last_until(time: i64, cut: usize, frame: i64) -> i64 {
    time - (time - cut as i64).rem_euclid(frame.max(1))
}

#[cfg(test)]
mod tests {
    use ash::vk::{AccessFlags2 as A, ImageLayout, PipelineStageFlags2 as S};
    use proptest::prelude::*;
    use vixen_plan::{Hazard, Reason, Scope};

    use super::super::entries::{EntryId, Transition};
    use super::super::needs::{From, To};
    use super::*;
    use crate::sync::entries::Entry;

    /// Cuts of a frame.
    const CUTS: usize = 5;

    fn stages() -> impl Strategy<Value = S> {
        prop::sample::subsequence(vec![S::COMPUTE_SHADER, S::FRAGMENT_SHADER, S::COPY], 0..=2)
            .prop_map(|stages| stages.into_iter().fold(S::NONE, |all, stage| all | stage))
    }

    fn access(all: A) -> impl Strategy<Value = A> {
        prop::bool::ANY.prop_map(move |some| if some { all } else { A::NONE })
    }

    fn scopes() -> impl Strategy<Value = Scope> {
        let writes = A::SHADER_STORAGE_WRITE | A::TRANSFER_WRITE;
        let reads = A::SHADER_STORAGE_READ | A::TRANSFER_READ;
        (stages(), access(writes), stages(), access(reads)).prop_map(
            |(src_stages, src_access, dst_stages, dst_access)| Scope {
                src_stages,
                src_access,
                dst_stages,
                dst_access,
            },
        )
    }

    /// Barriers of a frame: cut, masks, and whether it is the transition of the one image.
    fn barriers() -> impl Strategy<Value = Vec<(usize, Scope, bool)>> {
        prop::collection::vec((0..CUTS, scopes(), prop::bool::ANY), 1..12)
    }

    fn single_stage() -> impl Strategy<Value = S> {
        prop::sample::select(vec![S::COMPUTE_SHADER, S::FRAGMENT_SHADER, S::COPY])
    }

    /// Entries of the barriers; the ids of the transitions in frame 0.
    fn entries(barriers: &[(usize, Scope, bool)]) -> (Entries, Vec<EntryId>) {
        let mut entries = Entries::new(CUTS, false);
        let mut transitions = Vec::new();
        for (cut, scope, moves) in barriers {
            let layouts = (ImageLayout::UNDEFINED, ImageLayout::GENERAL);
            let transition = moves.then_some(Transition { track: 0, age: 0, layouts });
            let id = entries.push(*cut as i64, Entry::new(*scope, transition, Vec::new()));
            transitions.extend(moves.then_some(id));
        }
        (entries, transitions)
    }

    /// Needs of the image between random times, and between its transitions.
    fn needs(uses: &[(i64, i64, S, S, bool)], transitions: &[EntryId]) -> Vec<Need> {
        let reason = Reason {
            resource: 0,
            from: None,
            to: None,
            frames_back: 0,
            hazard: Hazard::WriteAfterWrite,
        };
        let need = |from, to| Need { from, to, track: 0, copies: 1, batch: 0, reason };
        let mut all = Vec::new();
        for (index, (start, length, stage, to_stage, memory)) in uses.iter().enumerate() {
            let (time, stage) = (*start, *stage);
            let written = if *memory { supported_write(stage) } else { A::NONE };
            let from = From::Use { time, stage, written };
            let (time, stage) = (start + length, *to_stage);
            let access = if *memory { supported_read(stage) } else { A::NONE };
            all.push(need(from, To::Use { time, stage, access }));
            if let Some(id) = transitions.get(index) {
                let later = EntryId { time: id.time + CUTS as i64, ..*id };
                all.push(need(from, To::Transition(later)));
                all.push(need(
                    From::Transition(*id),
                    To::Use { time: id.time + length, stage, access },
                ));
            }
        }
        all
    }

    fn supported_write(stage: S) -> A {
        if stage == S::COPY { A::TRANSFER_WRITE } else { A::SHADER_STORAGE_WRITE }
    }

    fn supported_read(stage: S) -> A {
        if stage == S::COPY { A::TRANSFER_READ } else { A::SHADER_STORAGE_READ }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..<_>::default() })]

        /// Retracing finds what walking anew finds, whatever changed in which cuts, also where a way is longer than a
        /// frame and passes a cut several times.
        #[test]
        fn retracing_is_walking_anew(
            before in barriers(),
            changes in prop::collection::vec((0..12usize, scopes()), 1..3),
            uses in prop::collection::vec(
                (0..CUTS as i64, 1..3 * CUTS as i64, single_stage(), single_stage(), prop::bool::ANY),
                1..8,
            ),
        ) {
            let (mut entries, transitions) = entries(&before);
            let needs = needs(&uses, &transitions);
            let walks: Vec<_> = needs.iter().map(|need| Walk::of(need, &entries)).collect();
            let mut dirty = Vec::new();
            let places: Vec<(usize, usize)> = (0..CUTS)
                .flat_map(|cut| (0..entries.cuts[cut].len()).map(move |index| (cut, index)))
                .collect();
            for (at, scope) in changes {
                let (cut, index) = places[at % places.len()];
                entries.cuts[cut][index].set(scope);
                dirty.push(cut);
            }
            for (need, walk) in needs.iter().zip(walks) {
                let Some(walk) = walk else { continue };
                let found = match walk.retraced(need, &dirty, &entries) {
                    Retraced::Same => Some(walk),
                    Retraced::Other(other) => {
                        prop_assert_ne!(&other, &walk);
                        Some(other)
                    }
                    Retraced::Unmet => None,
                };
                prop_assert_eq!(found, Walk::of(need, &entries), "{:?}", need);
            }
        }
    }
}
