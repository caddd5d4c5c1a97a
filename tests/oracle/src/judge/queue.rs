//! Batches: waits, commands in order, signals.

use std::sync::Arc;

use super::clock::Clock;
use super::{Judged, Payload, State};
use crate::bits::{
    ALL_WRITES, HOST, PAIRS, SYNC, each, each_pair, stage_set, with_earlier, with_later,
};
use crate::stream::{Batch, Command, HostCall, Semaphore, SemaphoreOp};
use crate::verdict::{Missing, Place, Verdict};

impl State {
    /// Executes the next command of a queue's first batch, or ends the batch.
    pub(super) fn advance(&mut self, judged: Judged<'_>, queue: usize, call: usize) {
        let HostCall::Submit(batch) = &judged.stream.program[call] else { return };
        if !self.queues[queue].begun {
            self.begin(judged, queue, batch);
            return;
        }
        let next = self.queues[queue].batches.front().map_or(0, |(_, next)| *next);
        match batch.commands.get(next) {
            Some(command) => {
                self.command(judged, queue, *command);
                let state = &mut self.queues[queue];
                state.position += 1;
                if let Some((_, next)) = state.batches.front_mut() {
                    *next += 1;
                }
            }
            None => self.end(judged, queue, batch),
        }
    }

    fn command(&mut self, judged: Judged<'_>, queue: usize, command: Command) {
        match command {
            Command::Work(work) => self.work(judged, queue, self.queues[queue].position, work),
            Command::Foreign(work) => self.foreign(judged, queue, work),
            Command::Barrier(dependency) => self.barrier(judged, queue, dependency),
            Command::SetEvent(event, dependency) => {
                let gathered = self.first_half(judged, queue, dependency);
                self.events[event] = Some(Arc::new(gathered));
            }
            Command::WaitEvent(event, dependency) => match self.events[event].clone() {
                Some(gathered) => self.second_half(judged, queue, dependency, &gathered),
                None => self.unsignalled("an event is waited for that was not set".to_owned()),
            },
        }
    }

    /// Submitting makes what the host wrote visible to the batch and all behind it ("Host Write Ordering Guarantees"), and so
    /// what the signals that the host waited for had made available: it "performs a memory domain operation from host to device,
    /// and a visibility operation with source scope of the device domain and destination scope of all agents and references on
    /// the device" (Memory Model, "Availability, Visibility, and Domain Operations"). Then come the semaphores.
    fn begin(&mut self, judged: Judged<'_>, queue: usize, batch: &Batch) {
        if let Some(submitted) = self.queues[queue].submitted.pop_front() {
            let state = &mut self.queues[queue];
            state.before.iter_mut().for_each(|clock| clock.join(&submitted));
            state.shown.iter_mut().for_each(|clock| clock.join(&submitted));
        }
        for wait in &batch.waits {
            self.wait(judged, queue, *wait);
        }
        self.queues[queue].begun = true;
    }

    fn wait(&mut self, judged: Judged<'_>, queue: usize, wait: SemaphoreOp) {
        let Some(payload) = self.take(judged, wait.semaphore, wait.value) else { return };
        let explicit = stage_set(wait.stages);
        let state = &mut self.queues[queue];
        for stage in each(with_later(explicit)) {
            state.before[stage].join(&payload.clock);
        }
        for (pair, shown) in PAIRS.iter().zip(&mut state.shown) {
            if explicit >> pair.stage & 1 == 1 {
                shown.join(&payload.clock);
            }
            if pair.stage == HOST && explicit >> SYNC & 1 == 1 {
                shown.join(&payload.host);
            }
        }
    }

    /// What a signalled semaphore hands to one that waits: of a timeline, the lowest of the values that
    /// satisfy it, since any of them may.
    pub(super) fn take(
        &mut self,
        judged: Judged<'_>,
        semaphore: usize,
        value: u64,
    ) -> Option<Arc<Payload>> {
        let signals = &mut self.semaphores[semaphore].signals;
        match judged.stream.semaphores[semaphore] {
            Semaphore::Binary => signals.pop().map(|(_, payload)| payload),
            Semaphore::Timeline => {
                let reached = signals.iter().filter(|(signal, _)| *signal >= value);
                reached.min_by_key(|(signal, _)| *signal).map(|(_, payload)| payload.clone())
            }
        }
    }

    /// Signals, in the scope of which are all commands of the batch and before it, and the signals before it.
    fn end(&mut self, judged: Judged<'_>, queue: usize, batch: &Batch) {
        let mut all = self.queues[queue].signalled.clone();
        for signal in &batch.signals {
            let payload = self.payload(queue, *signal);
            all.join(&payload.clock);
            self.signal(judged, signal.semaphore, signal.value, payload);
        }
        let state = &mut self.queues[queue];
        state.signalled = all;
        state.position += 1;
        state.batches.pop_front();
        state.begun = false;
    }

    fn payload(&self, queue: usize, signal: SemaphoreOp) -> Payload {
        let state = &self.queues[queue];
        let explicit = stage_set(signal.stages);
        let all = explicit >> SYNC & 1 == 1;
        let stages = if all { explicit | 1 << HOST } else { explicit };
        let mut clock = self.gather(queue, with_earlier(stages));
        clock.join(&state.signalled);
        let made = (0..ALL_WRITES.count_ones() as usize)
            .filter(|pair| explicit >> PAIRS[*pair].stage & 1 == 1)
            .fold(0, |set, pair| set | 1 << pair);
        clock.make(self.agents, queue, made, state.position);
        let mut host = Clock::new(self.agents);
        if stages >> HOST & 1 == 1 {
            for pair in each_pair((1 << PAIRS.len()) - 1) {
                if PAIRS[pair].stage == HOST {
                    host.join(&state.shown[pair]);
                }
            }
        }
        Payload { clock, host }
    }

    /// Signals a semaphore. A timeline's value must grow, a binary one must have been waited for.
    pub(super) fn signal(
        &mut self,
        judged: Judged<'_>,
        semaphore: usize,
        value: u64,
        payload: Payload,
    ) {
        let signals = &mut self.semaphores[semaphore].signals;
        let wrong = match judged.stream.semaphores[semaphore] {
            Semaphore::Binary => !signals.is_empty(),
            Semaphore::Timeline => value == 0 || signals.iter().any(|(signal, _)| *signal >= value),
        };
        signals.push((value, Arc::new(payload)));
        if wrong {
            let what =
                format!("semaphore {semaphore} is signalled with {value}, which it has reached");
            self.unsignalled(what);
        }
    }

    /// Reports what can never go on.
    pub(super) fn stuck(&mut self, judged: Judged<'_>) {
        let waiting: Vec<String> = self
            .queues
            .iter()
            .enumerate()
            .filter_map(|(index, queue)| {
                let (call, _) = *queue.batches.front()?;
                let HostCall::Submit(batch) = &judged.stream.program[call] else { return None };
                let wait = batch
                    .waits
                    .iter()
                    .find(|wait| !self.is_signalled(judged, wait.semaphore, wait.value))?;
                let name = &judged.stream.queues[index];
                Some(format!(
                    "{name} waits for semaphore {} to reach {}",
                    wait.semaphore, wait.value
                ))
            })
            .collect();
        let host = match judged.stream.program.get(self.next) {
            Some(HostCall::Wait { semaphore, value }) => {
                Some(format!("the host waits for semaphore {semaphore} to reach {value}"))
            }
            _ => None,
        };
        let presents = (!self.presents.is_empty())
            .then(|| "the presentation engine waits for a semaphore".to_owned());
        let all: Vec<_> = waiting.into_iter().chain(host).chain(presents).collect();
        self.unsignalled(format!("{}: nothing signals that", all.join(", ")));
    }

    pub(super) fn unsignalled(&mut self, detail: String) {
        self.report(Verdict {
            at: Place { frame: -1, what: "a wait".to_owned() },
            earlier: None,
            resource: String::new(),
            range: String::new(),
            missing: Missing::Signal,
            detail,
        });
    }
}
