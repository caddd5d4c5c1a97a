//! What the host does, and the presentation engine.

use std::sync::Arc;

use vixen_plan::vk::ImageLayout;

use super::cell::{Read, Source, View};
use super::clock::{ALONE, Clock};
use super::{Judged, Payload, State};
use crate::bits::{PAIRS, WRITE_PAIRS};
use crate::stream::HostCall;
use crate::verdict::Missing;

impl State {
    /// Makes a host call; false where it has to wait.
    pub(super) fn call(&mut self, judged: Judged<'_>, call: &HostCall) -> bool {
        match call {
            HostCall::Submit(batch) => {
                let known = Arc::new(self.known_to_host());
                let queue = &mut self.queues[batch.queue];
                queue.batches.push_back((self.next, 0));
                queue.submitted.push_back(known);
            }
            HostCall::Wait { semaphore, value } => {
                if !self.is_signalled(judged, *semaphore, *value) {
                    return false;
                }
                if let Some(payload) = self.take(judged, *semaphore, *value) {
                    self.host.1.join(&payload.clock);
                    self.host.2.join(&payload.host);
                }
            }
            HostCall::Access(work) => {
                self.work(judged, self.agents.host(), self.host.0, *work);
                self.host.0 += 1;
                // The host's own accesses are in program order.
                self.host.1 = self.known_to_host();
                self.host.2.join(&self.own_writes());
            }
            HostCall::Acquire { resource, semaphore } => {
                let mut clock = Clock::new(self.agents);
                // "Its first synchronization scope includes acquisition of the image", and nothing else: the
                // presentation of this image has ended, and of those that were presented before it.
                let presented = self.activity[*resource].presented;
                clock.take(self.agents, self.agents.engine(), 1 << ALONE, presented);
                let host = Clock::new(self.agents);
                self.signal(judged, *semaphore, 0, Payload { clock, host });
            }
            HostCall::Present { .. } => self.presents.push_back(self.next),
        }
        true
    }

    /// What the host knows, with all that it has written itself.
    fn known_to_host(&self) -> Clock {
        let mut clock = self.host.1.clone();
        clock.join(&self.own_writes());
        clock
    }

    fn own_writes(&self) -> Clock {
        let host = self.agents.host();
        let mut clock = Clock::new(self.agents);
        clock.take(self.agents, host, 1 << ALONE, self.host.0);
        let writes = (0..WRITE_PAIRS).filter(|pair| PAIRS[*pair].stage == ALONE);
        clock.make(self.agents, host, writes.fold(0, |set, pair| set | 1 << pair), self.host.0);
        clock
    }

    /// Presents the next image whose semaphore is signalled.
    pub(super) fn present_next(&mut self, judged: Judged<'_>) -> bool {
        let Some(call) = self.presents.front() else { return false };
        let HostCall::Present { resource, semaphore, work } = judged.stream.program[*call] else {
            return false;
        };
        let Some(payload) = self.take(judged, semaphore, 0) else { return false };
        self.presents.pop_front();
        self.engine += 1;
        let (source, position, sequence) = (Source::Work(work, 0), self.engine, self.sequence);
        for (number, cell) in judged.space.of(resource).enumerate() {
            if let Some(used) = judged.stream.works[work].uses.first() {
                self.check_content(judged, used, source, (resource, cell), (number, false));
            }
            self.check_present(judged, &payload.clock, (resource, cell), source);
            self.cells[cell].top.read(Read {
                agent: self.agents.engine(),
                stage: ALONE,
                position,
                source,
                sequence,
                relaxed: None,
                sees: true,
            });
        }
        self.engine += 1;
        self.activity[resource].presented = self.engine;
        true
    }

    /// The image must be in its layout, and what was written to it available; the engine sees to visibility.
    fn check_present(
        &mut self,
        judged: Judged<'_>,
        clock: &Clock,
        place: (usize, usize),
        source: Source,
    ) {
        let view = View { agents: self.agents, clock, own: None };
        let cell = &self.cells[place.1];
        let earlier = cell.top.write.map_or(Source::None, |write| write.source);
        let objection = if cell.layout == ImageLayout::PRESENT_SRC_KHR {
            cell.top.write.and_then(|write| {
                if !view.after(&cell.top, &write) {
                    Some((
                        Missing::Execution,
                        "it is presented before its last write has ended".to_owned(),
                    ))
                } else if !view.available(&cell.top, &write, 0) {
                    Some((
                        Missing::Availability,
                        "its last write was not made available".to_owned(),
                    ))
                } else {
                    None
                }
            })
        } else {
            Some((Missing::Layout, format!("it is presented in {:?}", cell.layout)))
        };
        if let Some(objection) = objection {
            self.object(judged, (source, earlier), place, objection);
        }
    }
}
