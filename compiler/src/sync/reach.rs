//! Whether a need is met by the barriers chosen so far.
//!
//! It follows one operation through the cuts: which stages of later commands are ordered after it
//! (execution dependency chains, 7.1), whether its writes are available, and to which accesses they are
//! visible (7.1.1). Barriers of one cut are recorded by one command and do not chain to each other. A
//! barrier's stage masks order all commands, whatever object it names; its access masks reach the
//! memory of that object alone, or all memory for a global one.

use ash::vk::{AccessFlags2 as A, PipelineStageFlags2 as S};

use super::entries::{Entries, Entry, Transition};
use super::needs::{From, Need, To};

/// What is known of an operation after some cuts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach {
    /// Stages of later commands that are ordered after it.
    ordered: S,
    /// Those of them that are ordered after its writes became available, too: only a barrier that chains to the
    /// availability operation can make what it left visible.
    available: S,
    /// Accesses, of the stage asked about, to which its writes are visible.
    visible: A,
}

/// The operation that is followed, from when to when, and what is asked of it.
pub(super) struct Question {
    from: From,
    to: To,
    stage: S,
    written: A,
    track: u32,
    copies: i64,
    to_stage: S,
    to_access: A,
    /// Time of the operation.
    pub start: i64,
    /// Time of the last cut that may serve.
    pub last: i64,
}

impl Question {
    pub(super) fn new(need: &Need) -> Self {
        let (to_stage, to_access, last) = match need.to {
            To::Use { time, stage, access } => (stage, access, time),
            To::Transition(id) => (S::NONE, A::NONE, id.time - 1),
        };
        let (stage, written, start) = match need.from {
            From::Use { time, stage, written } => (stage, written, time),
            From::Transition(id) => (S::NONE, A::NONE, id.time),
        };
        let (from, to, copies) = (need.from, need.to, i64::from(need.copies));
        let track = need.track;
        Self { from, to, stage, written, track, copies, to_stage, to_access, start, last }
    }

    /// Whether the earlier side is a transition in one of these cuts.
    pub(super) fn begins_in(&self, cuts: &[usize]) -> bool {
        matches!(self.from, From::Transition(id) if cuts.contains(&(id.cut as usize)))
    }

    /// Whether the later side is a transition in one of these cuts.
    pub(super) fn ends_in(&self, cuts: &[usize]) -> bool {
        matches!(self.to, To::Transition(id) if cuts.contains(&(id.cut as usize)))
    }

    /// Whether a transition in a frame is one of the cell asked about: of that copy of it which was the current one in
    /// frame 0.
    fn is_of(&self, transition: Transition, frame: i64) -> bool {
        let current = frame - transition.age;
        transition.track == self.track && current.rem_euclid(self.copies.max(1)) == 0
    }

    /// What is known right behind the operation; `None` where there is no such operation.
    pub(super) fn first(&self, entries: &Entries) -> Option<Reach> {
        let From::Transition(id) = self.from else { return Some(Reach::default()) };
        let entry = entries.get(id)?;
        // A transition makes what it wrote available by itself.
        let (ordered, available) = (entry.second, entry.second);
        Some(Reach { ordered, available, visible: seen(entry, self) })
    }

    /// What is known behind the cut of a time, of what was known before it.
    pub(super) fn next(&self, time: i64, before: Reach, entries: &Entries) -> Reach {
        let cut = entries.at(time);
        entries.step(cut.len() + 1);
        pass(cut, time.div_euclid(entries.frame().max(1)), self, before)
    }

    /// Whether what is known suffices.
    pub(super) fn answered(&self, reach: Reach, entries: &Entries) -> bool {
        match self.to {
            To::Use { .. } => {
                reach.ordered.contains(self.to_stage) && reach.visible.contains(self.to_access)
            }
            To::Transition(id) => entries.get(id).is_some_and(|entry| {
                entry.first.intersects(reach.ordered | self.stage)
                    && (self.written.is_empty() || is_available(entry, self, reach))
            }),
        }
    }
}

/// The time of the cut at which the need is met; `None` where it is not.
pub(super) fn met(need: &Need, entries: &Entries) -> Option<i64> {
    let question = Question::new(need);
    let mut reach = question.first(entries)?;
    let mut time = question.start;
    while !question.answered(reach, entries) {
        time += 1;
        if time > question.last {
            return None;
        }
        reach = question.next(time, reach, entries);
    }
    Some(time)
}

/// What is known behind a cut of a frame.
fn pass(cut: &[Entry], frame: i64, question: &Question, before: Reach) -> Reach {
    let mut after = before;
    for entry in cut {
        if !entry.first.intersects(before.ordered | question.stage) {
            continue;
        }
        after.ordered |= entry.second;
        let reaches_memory = entry.transition.is_none_or(|t| question.is_of(t, frame));
        if entry.first.intersects(before.available)
            || (reaches_memory && is_available(entry, question, before))
        {
            after.available |= entry.second;
            if reaches_memory {
                after.visible |= seen(entry, question);
            }
        }
    }
    after
}

/// Whether the writes are available behind a barrier: it makes them so, or it chains to what did.
fn is_available(entry: &Entry, question: &Question, reach: Reach) -> bool {
    let scope = entry.scope();
    entry.first.intersects(reach.available)
        || (!question.stage.is_empty()
            && scope.src_stages.contains(question.stage)
            && scope.src_access.contains(question.written))
        || (question.written.is_empty() && entry.first.intersects(reach.ordered | question.stage))
}

fn seen(entry: &Entry, question: &Question) -> A {
    let scope = entry.scope();
    if scope.dst_stages.contains(question.to_stage) {
        scope.dst_access & question.to_access
    } else {
        A::NONE
    }
}
