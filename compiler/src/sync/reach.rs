//! Whether a need is met by the barriers chosen so far.
//!
//! It follows one operation through the cuts: which stages of later commands are ordered after it
//! (execution dependency chains, 7.1), whether its writes are available, and to which accesses they are
//! visible (7.1.1). Barriers of one cut are recorded by one command and do not chain to each other. A
//! barrier's stage masks order all commands, whatever object it names; its access masks reach the
//! memory of that object alone, or all memory for a global one.

use ash::vk::{AccessFlags2 as A, PipelineStageFlags2 as S};

use super::entries::{Entries, Entry};
use super::needs::{From, Need, To};

/// What is known of an operation after some cuts.
#[derive(Clone, Copy)]
struct Reach {
    /// Stages of later commands that are ordered after it.
    ordered: S,
    /// Its writes that are available.
    available: A,
    /// Accesses, of the stage asked about, to which they are visible.
    visible: A,
}

/// The operation that is followed, and what is asked of it.
struct Question {
    stage: S,
    written: A,
    track: u32,
    to_stage: S,
    to_access: A,
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
    let question = Question { stage, written, track: need.track, to_stage, to_access };
    let mut reach = Reach { ordered: S::NONE, available: A::NONE, visible: A::NONE };
    if let From::Transition(id) = need.from {
        let entry = entries.get(id)?;
        reach.ordered = entry.second;
        reach.visible = seen(entry, &question);
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
        reach = pass(entries.at(time), &question, reach);
    }
}

/// Whether what is known suffices.
fn answered(need: &Need, question: &Question, reach: Reach, entries: &Entries) -> bool {
    match need.to {
        To::Use { .. } => {
            reach.ordered.contains(question.to_stage) && reach.visible.contains(question.to_access)
        }
        To::Transition(id) => entries.get(id).is_some_and(|entry| {
            let available = reach.available | made_available(entry, question);
            entry.first.intersects(reach.ordered | question.stage)
                && available.contains(question.written)
        }),
    }
}

/// What is known behind a cut.
fn pass(cut: &[Entry], question: &Question, before: Reach) -> Reach {
    let mut after = before;
    for entry in cut {
        if !entry.first.intersects(before.ordered | question.stage) {
            continue;
        }
        after.ordered |= entry.second;
        if entry.transition.is_some_and(|t| t.track != question.track) {
            continue;
        }
        let available = before.available | made_available(entry, question);
        after.available |= available;
        if available.contains(question.written) {
            after.visible |= seen(entry, question);
        }
    }
    after
}

fn made_available(entry: &Entry, question: &Question) -> A {
    let scope = entry.scope();
    if !question.stage.is_empty() && scope.src_stages.contains(question.stage) {
        scope.src_access & question.written
    } else {
        A::NONE
    }
}

fn seen(entry: &Entry, question: &Question) -> A {
    let scope = entry.scope();
    if scope.dst_stages.contains(question.to_stage) {
        scope.dst_access & question.to_access
    } else {
        A::NONE
    }
}
