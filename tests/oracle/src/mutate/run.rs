//! Judging mutants. What comes before the first change is the same for all that change it, and is executed
//! once.

use std::sync::Arc;

use vixen_plan::Plan;

use super::cut::Barriers;
use super::{Change, Edit, Report, Survivor, edit, fair};
use crate::from_plan::{self, Lowered};
use crate::judge::{Judged, Known, State};
use crate::verdict::Verdicts;

/// Judges all mutants of a plan.
pub(super) fn run(plan: &Plan) -> Report {
    let lowered = from_plan::lower(plan);
    let judged = Judged { stream: &lowered.stream, space: &lowered.space };
    let objections = Verdicts(crate::judge::judge(judged));
    let known: Known = Arc::new(objections.0.iter().cloned().collect());
    let mut report = Report { objections, ..Report::default() };
    let mut bench = Bench::new(plan, lowered, known);
    for edit in edit::edits(plan) {
        let survives = bench.survives(&edit);
        let kind = edit.kind;
        let survivor = survives.then(|| Survivor {
            reason: fair::reason(plan, &edit),
            description: edit.description,
            kind,
        });
        report.count(kind, survivor);
    }
    report
}

/// A plan as a stream, into which a mutant's barriers are put and taken out again.
struct Bench<'a> {
    plan: &'a Plan,
    lowered: Lowered,
    known: Known,
    /// States before the barriers of a cut in frame 0, with its number: the last two.
    states: [Option<(usize, State)>; 2],
}

impl<'a> Bench<'a> {
    fn new(plan: &'a Plan, lowered: Lowered, known: Known) -> Self {
        Self { plan, lowered, known, states: [None, None] }
    }

    fn survives(&mut self, edit: &Edit) -> bool {
        match &edit.change {
            Change::Cuts(cuts) => self.survives_cuts(cuts),
            other => {
                let plan = other.apply(self.plan);
                let lowered = from_plan::lower_frames(&plan, self.lowered.frames);
                let judged = Judged { stream: &lowered.stream, space: &lowered.space };
                let mut state = State::new(judged);
                state.ignore(self.known.clone());
                state.run(judged, true, None);
                state.into_verdicts().is_empty()
            }
        }
    }

    fn survives_cuts(&mut self, cuts: &[(usize, Barriers)]) -> bool {
        let first = cuts.iter().map(|(cut, _)| *cut).min().unwrap_or(0);
        let mut state = self.before(first);
        let kept = self.exchange(cuts);
        let judged = Judged { stream: &self.lowered.stream, space: &self.lowered.space };
        state.run(judged, true, None);
        let survives = state.into_verdicts().is_empty();
        for (index, barriers) in kept {
            self.lowered.stream.dependencies[index].barriers = barriers;
        }
        survives
    }

    /// The state before the barriers of a cut in frame 0. Cuts are asked for in order, or one behind.
    fn before(&mut self, cut: usize) -> State {
        let found = self.states.iter().flatten().find(|(other, _)| *other == cut);
        if let Some((_, state)) = found {
            return state.clone();
        }
        let judged = Judged { stream: &self.lowered.stream, space: &self.lowered.space };
        let behind = self.states.iter().flatten().filter(|(other, _)| *other < cut);
        let start = behind.max_by_key(|(other, _)| *other).map(|(_, state)| state.clone());
        let mut state = start.unwrap_or_else(|| {
            let mut state = State::new(judged);
            state.ignore(self.known.clone());
            state
        });
        state.run(judged, false, Some(self.lowered.first_cut + cut));
        self.states.swap(0, 1);
        self.states[1] = Some((cut, state.clone()));
        state
    }

    /// Puts other barriers into every frame's cuts; gives back those that were there.
    fn exchange(
        &mut self,
        cuts: &[(usize, Barriers)],
    ) -> Vec<(usize, Vec<crate::stream::Barrier>)> {
        let mut kept = Vec::new();
        for (cut, barriers) in cuts {
            for frame in 0..self.lowered.frames as usize {
                let index = self.lowered.first_cut + frame * self.plan.cuts.len() + cut;
                let changed = from_plan::barriers_of(
                    self.plan,
                    &self.lowered.layout,
                    (&barriers.memory, &barriers.buffers, &barriers.images),
                    frame as i64,
                );
                let slot = &mut self.lowered.stream.dependencies[index].barriers;
                kept.push((index, std::mem::replace(slot, changed)));
            }
        }
        kept
    }
}
