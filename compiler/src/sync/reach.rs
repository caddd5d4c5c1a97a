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
#[derive(Clone, Copy, Default)]
struct Reach {
    /// Stages of later commands that are ordered after it.
    ordered: S,
    /// Those of them that are ordered after its writes became available, too: only a barrier that chains to the
    /// availability operation can make what it left visible.
    available: S,
    /// Accesses, of the stage asked about, to which its writes are visible.
    visible: A,
}

/// The operation that is followed, and what is asked of it.
struct Question {
    stage: S,
    written: A,
    track: u32,
    copies: i64,
    to_stage: S,
    to_access: A,
}

impl Question {
    /// Whether a transition in a frame is one of the cell asked about: of that copy of it which was the current one in
    /// frame 0.
    fn is_of(&self, transition: Transition, frame: i64) -> bool {
        let current = frame - transition.age;
        transition.track == self.track && current.rem_euclid(self.copies.max(1)) == 0
    }
}

/// The time of the cut at which the need is met; `None` where it is not.
pub(super) fn met(need: &Need, entries: &Entries) -> Option<i64> {
    let (to_stage, to_access, last) = match need.to {
        To::Use { time, stage, access } => (stage, access, time),
        To::Transition(id) => (S::NONE, A::NONE, id.time - 1),
    };
    let (stage, written, start) = match need.from {
        From::Use { time, stage, written } => (stage, written, time),
        From::Transition(id) => (S::NONE, A::NONE, id.time),
    };
    let copies = i64::from(need.copies);
    let question = Question { stage, written, track: need.track, copies, to_stage, to_access };
    let mut reach = Reach::default();
    if let From::Transition(id) = need.from {
        let entry = entries.get(id)?;
        // A transition makes what it wrote available by itself.
        reach = Reach {
            ordered: entry.second,
            available: entry.second,
            visible: seen(entry, &question),
        };
    }
    let mut time = start;
    loop {
        if answered(need, &question, reach, entries) {
            return Some(time);
        }
        time += 1;
        if time > last {
            return None;
        }
        let cut = entries.at(time);
        entries.step(cut.len() + 1);
        reach = pass(cut, time.div_euclid(entries.frame().max(1)), &question, reach);
    }
}

/// Whether what is known suffices.
fn answered(need: &Need, question: &Question, reach: Reach, entries: &Entries) -> bool {
    match need.to {
        To::Use { .. } => {
            reach.ordered.contains(question.to_stage) && reach.visible.contains(question.to_access)
        }
        To::Transition(id) => entries.get(id).is_some_and(|entry| {
            entry.first.intersects(reach.ordered | question.stage)
                && (question.written.is_empty() || is_available(entry, question, reach))
        }),
    }
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
