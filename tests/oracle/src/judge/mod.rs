//! The judge: executes a stream in an order that its semaphores allow, and asks of every access whether the
//! specification promises that it finds what it expects.

mod access;
mod alias;
mod barrier;
mod beside;
mod cell;
mod clock;
mod host;
mod operations;
mod queue;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use crate::bits::{PAIR_COUNT, PAIRS, STAGE_COUNT, StageSet, each};
use crate::space::Space;
use crate::stream::{Command, HostCall, Semaphore, Stream};
use crate::verdict::{Missing, Place, Verdict};

use barrier::Gathered;
use cell::{Cell, Source};
use clock::{Agents, Clock};

/// The most verdicts that are kept: what is wrong in one frame is wrong in all.
const MAX_VERDICTS: usize = 1000;

/// Verdicts that are not told again.
pub(crate) type Known = Arc<HashSet<Verdict>>;

/// What a stream holds that does not change while it is judged.
#[derive(Clone, Copy)]
pub(crate) struct Judged<'a> {
    pub(crate) stream: &'a Stream,
    pub(crate) space: &'a Space,
}

/// The past of a queue.
#[derive(Clone, Debug)]
struct QueueState {
    /// Position of the next command, from 1.
    position: u32,
    /// For each stage, what has happened before whatever executes in it from now on.
    before: Vec<Clock>,
    /// For each pair, what was shown to whatever performs it from now on.
    shown: Vec<Clock>,
    /// What has happened before the latest signal.
    signalled: Clock,
    /// Batches to execute: index of the host call, and the next command of it.
    batches: VecDeque<(usize, usize)>,
    /// For each batch, what the host knew when it submitted it.
    submitted: VecDeque<Arc<Clock>>,
    /// Whether the first batch has begun.
    begun: bool,
}

/// What a semaphore hands on.
#[derive(Debug)]
struct Payload {
    clock: Clock,
    /// What was shown to the host.
    host: Clock,
}

#[derive(Clone, Debug)]
struct SemaphoreState {
    /// Values signalled, in order. A binary one has one entry while it is signalled.
    signals: Vec<(u64, Arc<Payload>)>,
}

/// Sequence numbers of the last use and the last write of a resource, for its aliases.
#[derive(Clone, Copy, Debug, Default)]
struct Activity {
    used: u32,
    written: u32,
    /// As an image of a swapchain: position of the presentation engine behind its last presentation.
    presented: u32,
}

/// Everything that changes while a stream is judged.
#[derive(Clone, Debug)]
pub(crate) struct State {
    agents: Agents,
    /// Next host call.
    next: usize,
    queues: Vec<QueueState>,
    /// Presentations that wait: index of the host call.
    presents: VecDeque<usize>,
    semaphores: Vec<SemaphoreState>,
    events: Vec<Option<Arc<Vec<Gathered>>>>,
    /// Position of the host's next access, and what it knows and may see.
    host: (u32, Clock, Clock),
    /// Position of the presentation engine's next operation.
    engine: u32,
    cells: Vec<Cell>,
    activity: Vec<Activity>,
    sequence: u32,
    verdicts: Vec<Verdict>,
    known: Known,
    scratch: Vec<usize>,
}

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Done,
    Waits,
    End,
}

impl State {
    /// The state before the first host call.
    pub(crate) fn new(judged: Judged<'_>) -> Self {
        let stream = judged.stream;
        let agents = Agents::new(stream.queues.len());
        let clock = Clock::new(agents);
        let queue = QueueState {
            position: 1,
            before: vec![clock.clone(); STAGE_COUNT],
            shown: vec![clock.clone(); PAIR_COUNT],
            signalled: clock.clone(),
            batches: VecDeque::new(),
            submitted: VecDeque::new(),
            begun: false,
        };
        Self {
            agents,
            next: 0,
            queues: vec![queue; stream.queues.len()],
            presents: VecDeque::new(),
            semaphores: vec![SemaphoreState { signals: Vec::new() }; stream.semaphores.len()],
            events: vec![None; stream.events],
            host: (1, clock.clone(), clock),
            engine: 1,
            cells: vec![Cell::default(); judged.space.len()],
            activity: vec![Activity::default(); stream.resources.len()],
            sequence: 1,
            verdicts: Vec::new(),
            known: Known::default(),
            scratch: Vec::new(),
        }
    }

    /// Takes verdicts that are not to be told.
    pub(crate) fn ignore(&mut self, known: Known) {
        self.known = known;
    }

    /// Executes until the end, the first verdict where `first` is set, or the barriers of one of `stop`,
    /// which are then next.
    pub(crate) fn run(&mut self, judged: Judged<'_>, first: bool, stop: Option<usize>) {
        loop {
            if first && !self.verdicts.is_empty() {
                return;
            }
            if stop.is_some() && self.coming(judged) == stop {
                return;
            }
            match self.step(judged) {
                Step::Done => {}
                Step::Waits => {
                    self.stuck(judged);
                    return;
                }
                Step::End => return,
            }
        }
    }

    /// The verdicts so far.
    pub(crate) fn into_verdicts(self) -> Vec<Verdict> {
        self.verdicts
    }

    /// The dependency that the next step executes.
    fn coming(&self, judged: Judged<'_>) -> Option<usize> {
        let (queue, _) = self.runnable(judged)?;
        let (call, command) = *self.queues[queue].batches.front()?;
        let HostCall::Submit(batch) = &judged.stream.program[call] else { return None };
        match batch.commands.get(command) {
            Some(Command::Barrier(dependency)) if self.queues[queue].begun => Some(*dependency),
            _ => None,
        }
    }

    /// The first queue whose first batch has begun or may begin.
    fn runnable(&self, judged: Judged<'_>) -> Option<(usize, usize)> {
        self.queues.iter().enumerate().find_map(|(index, queue)| {
            let (call, _) = *queue.batches.front()?;
            let HostCall::Submit(batch) = &judged.stream.program[call] else { return None };
            let ready = queue.begun
                || batch
                    .waits
                    .iter()
                    .all(|wait| self.is_signalled(judged, wait.semaphore, wait.value));
            ready.then_some((index, call))
        })
    }

    /// Executes one command, presentation or host call.
    fn step(&mut self, judged: Judged<'_>) -> Step {
        if let Some((queue, call)) = self.runnable(judged) {
            self.advance(judged, queue, call);
            return Step::Done;
        }
        if self.present_next(judged) {
            return Step::Done;
        }
        if let Some(call) = judged.stream.program.get(self.next) {
            if self.call(judged, call) {
                self.next += 1;
                return Step::Done;
            }
            return Step::Waits;
        }
        let idle =
            self.presents.is_empty() && self.queues.iter().all(|queue| queue.batches.is_empty());
        if idle { Step::End } else { Step::Waits }
    }

    fn is_signalled(&self, judged: Judged<'_>, semaphore: usize, value: u64) -> bool {
        let signals = &self.semaphores[semaphore].signals;
        match judged.stream.semaphores[semaphore] {
            Semaphore::Binary => !signals.is_empty(),
            Semaphore::Timeline => value == 0 || signals.iter().any(|(signal, _)| *signal >= value),
        }
    }

    /// What these stages of a queue have done, and waited for before.
    fn gather(&self, queue: usize, stages: StageSet) -> Clock {
        let mut clock = Clock::new(self.agents);
        let state = &self.queues[queue];
        for stage in each(stages) {
            clock.join(&state.before[stage]);
        }
        clock.take(self.agents, queue, stages, state.position);
        clock
    }

    fn report(&mut self, verdict: Verdict) {
        if self.verdicts.len() < MAX_VERDICTS && !self.known.contains(&verdict) {
            self.verdicts.push(verdict);
        }
    }

    /// Reports what is wrong with a cell.
    fn object(
        &mut self,
        judged: Judged<'_>,
        (at, earlier): (Source, Source),
        (resource, cell): (usize, usize),
        (missing, detail): (Missing, String),
    ) {
        let declared = &judged.stream.resources[resource];
        let verdict = Verdict {
            at: self.place(judged, at).unwrap_or(Place { frame: -1, what: String::new() }),
            earlier: self.place(judged, earlier),
            resource: declared.name.clone(),
            range: judged.space.name(declared.shape, resource, cell),
            missing,
            detail,
        };
        self.report(verdict);
    }

    /// A source in words.
    #[allow(clippy::unused_self, reason = "it reads beside the other methods")]
    fn place(&self, judged: Judged<'_>, source: Source) -> Option<Place> {
        let stream = judged.stream;
        match source {
            Source::None => None,
            Source::Barrier(index) => {
                let dependency = &stream.dependencies[index];
                Some(Place { frame: dependency.frame, what: dependency.name.clone() })
            }
            Source::Work(index, used) => {
                let work = &stream.works[index];
                let name = &stream.names[work.name];
                let slot = work.uses.get(used).map_or("", |used| &*stream.names[used.slot]);
                let what = if slot.is_empty() {
                    format!("`{name}`")
                } else {
                    format!("`{name}` ({slot})")
                };
                Some(Place { frame: work.frame, what })
            }
        }
    }
}

/// What a pair is called in verdicts.
fn pair_name(pair: usize) -> String {
    let pair = PAIRS[pair];
    format!("{:?} in {:?}", pair.access, crate::bits::STAGES[pair.stage])
}

/// Judges a stream from its beginning to its end.
pub(crate) fn judge(judged: Judged<'_>) -> Vec<Verdict> {
    let mut state = State::new(judged);
    state.run(judged, false, None);
    state.into_verdicts()
}
