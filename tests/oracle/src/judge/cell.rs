//! What is known of a cell: who wrote it last, who read it since, and to whom the write was shown.

use vixen_plan::vk::ImageLayout;

use super::clock::{Agent, Agents, Clock};
use crate::bits::{HOST, PAIRS, PairSet, SYNC, StageSet, each, each_pair};
use crate::stream::{Range, Value};

/// An operation of a synchronization command that took place at a position of a queue and is in the scope of
/// whatever waits for one of these stages behind it: a layout transition, or an availability operation
/// limited to a range.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) agent: Agent,
    pub(super) position: u32,
    pub(super) stages: StageSet,
    /// Writes that it made available.
    pub(super) pairs: PairSet,
    /// The memory of which it did.
    pub(super) domain: Domain,
}

/// The memory of which an operation limited to a range makes writes available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Domain {
    /// All of the cell's.
    Own,
    /// As the barrier of all of an alias, these bytes of the pool; the alias by its first cell.
    Alias(Bytes, usize),
    /// As the barrier of one cell of an alias. Where in those bytes that cell lies is not known: they are all
    /// available where the barriers of all of its cells are known.
    AliasCell(Bytes, AliasCell),
}

/// A cell, and those of the same resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AliasCell {
    pub(super) cell: usize,
    pub(super) first: usize,
    pub(super) end: usize,
}

impl Domain {
    /// Bytes of the pool; `None` is all of them.
    fn bytes(self) -> Option<Bytes> {
        match self {
            Self::Own => None,
            Self::Alias(bytes, _) | Self::AliasCell(bytes, _) => Some(bytes),
        }
    }

    /// Whether it is all of a resource's memory, whatever its size.
    fn is_of(self, owner: usize) -> bool {
        match self {
            Self::Own => true,
            Self::Alias(_, first) => first == owner,
            Self::AliasCell(_, part) => part.first == owner,
        }
    }
}

/// Bytes that a resource asks about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) bytes: Bytes,
    /// The first cell of the resource.
    pub(super) owner: usize,
    /// Whether the bytes are known, its own and those of its aliases.
    pub(super) exact: bool,
}

/// First byte in a pool and the byte behind the last.
pub(super) type Bytes = (u64, u64);

/// Who did it: a work and one of its uses, or a dependency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Nobody yet.
    None,
    /// Index of the work, and of the use in it.
    Work(usize, usize),
    /// Index of the dependency, and the frame that it was executed in.
    Barrier(usize),
}

/// Accesses among which there is no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Equal {
    pub(super) group: i64,
    pub(super) pairs: PairSet,
    pub(super) layout: ImageLayout,
}

/// A write, by an access or by a layout transition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Write {
    pub(super) agent: Agent,
    pub(super) position: u32,
    /// Accesses that wrote; none for a transition, which is the first event of its layer.
    pub(super) pairs: PairSet,
    pub(super) source: Source,
    pub(super) sequence: u32,
    pub(super) relaxed: Option<Equal>,
    /// Whether it wrote the other aspect of the image, and of this one wrote back what was there.
    pub(super) beside: bool,
}

/// The latest read of a stage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    pub(super) agent: Agent,
    pub(super) stage: usize,
    pub(super) position: u32,
    pub(super) source: Source,
    pub(super) sequence: u32,
    pub(super) relaxed: Option<Equal>,
    /// Whether it has seen the write: a read beside the write, in one command, need not have.
    pub(super) sees: bool,
}

/// A write and all that happened to it.
#[derive(Clone, Debug, Default)]
pub(super) struct Layer {
    pub(super) write: Option<Write>,
    pub(super) events: Vec<Event>,
    /// For each queue, the accesses to which barriers of this range showed the write.
    pub(super) seen: Vec<(Agent, PairSet)>,
    /// Where it was shown to the host.
    pub(super) host: Option<(Agent, u32)>,
    pub(super) reads: Vec<Read>,
}

/// A release that waits for its acquire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Release {
    pub(super) queues: (usize, usize),
    pub(super) layouts: (ImageLayout, ImageLayout),
    pub(super) range: Range,
    pub(super) position: u32,
}

/// The state of a cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) layout: ImageLayout,
    pub(super) owner: Option<usize>,
    pub(super) released: Option<Release>,
    pub(super) value: Value,
    pub(super) top: Layer,
    /// What relaxed writes of one kind lie on.
    pub(super) under: Option<Box<Layer>>,
    /// Sequence number of the barrier that showed it last.
    pub(super) shown: u32,
    /// Up to where its aliases were looked at.
    pub(super) aliases: u32,
    /// Whether one of them has written since: what was in the cell is gone, and nobody need see it.
    pub(super) taken: bool,
}

/// A point from which the past is looked at: what has happened before, and, for an operation of a queue, its
/// stages and position.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) agents: Agents,
    pub(super) clock: &'a Clock,
    pub(super) own: Option<(Agent, StageSet, u32)>,
}

impl View<'_> {
    fn knows(self, event: &Event) -> bool {
        let own = self.own.is_some_and(|(agent, stages, position)| {
            agent == event.agent && stages & event.stages != 0 && event.position < position
        });
        own || each(event.stages)
            .any(|stage| self.clock.has(self.agents, (event.agent, stage), event.position))
    }

    /// Whether a read has happened.
    pub(super) fn after_read(self, read: &Read) -> bool {
        self.clock.has(self.agents, (read.agent, read.stage), read.position)
    }

    /// Whether a write has happened.
    pub(super) fn after(self, layer: &Layer, write: &Write) -> bool {
        if write.pairs == 0 {
            return layer.events.first().is_some_and(|event| self.knows(event));
        }
        each_pair(write.pairs).all(|pair| {
            let stage = PAIRS[pair].stage;
            self.clock.has(self.agents, (write.agent, stage), write.position)
        })
    }

    /// Whether a write was made available before, or is by one's own masks.
    pub(super) fn available(self, layer: &Layer, write: &Write, own: PairSet) -> bool {
        self.available_in(layer, write, own, None)
    }

    /// The same for some bytes of the pool alone.
    pub(super) fn available_in(
        self,
        layer: &Layer,
        write: &Write,
        own: PairSet,
        wanted: Option<Wanted>,
    ) -> bool {
        if write.pairs == 0 {
            return self.after(layer, write);
        }
        each_pair(write.pairs & !own).all(|pair| {
            if self.clock.made(self.agents, (write.agent, pair), write.position) {
                return true;
            }
            let known = layer.events.iter().filter(|event| {
                event.pairs >> pair & 1 == 1
                    && event.agent == write.agent
                    && event.position > write.position
                    && self.knows(event)
            });
            let domains = known.map(|event| event.domain);
            let is_there = |cell: usize| {
                domains
                    .clone()
                    .any(|one| matches!(one, Domain::AliasCell(_, part) if part.cell == cell))
            };
            let mut complete = domains.clone().filter(|domain| match domain {
                Domain::AliasCell(_, part) => (part.first..part.end).all(is_there),
                Domain::Own | Domain::Alias(..) => true,
            });
            match wanted {
                Some(Wanted { owner, exact: false, .. }) => complete.any(|one| one.is_of(owner)),
                _ => covers(complete.map(Domain::bytes), wanted.map(|wanted| wanted.bytes)),
            }
        })
    }
}

/// Whether some of the ranges, of which `None` is all of the pool, hold all of one together.
pub(super) fn covers(ranges: impl Iterator<Item = Option<Bytes>>, wanted: Option<Bytes>) -> bool {
    let mut parts: Vec<Bytes> = Vec::new();
    for range in ranges {
        match range {
            None => return true,
            Some(part) => parts.push(part),
        }
    }
    let Some((mut from, to)) = wanted else { return false };
    parts.sort_unstable();
    for (first, end) in parts {
        if first <= from {
            from = from.max(end);
        }
    }
    from >= to
}

impl Layer {
    /// Whether an access belongs to the relaxed ones that wrote this, with nobody else between them.
    pub(super) fn is_among(&self, relaxed: Option<Equal>) -> bool {
        relaxed.is_some()
            && self.write.is_some_and(|write| write.relaxed == relaxed)
            && self.reads.iter().all(|read| read.relaxed == relaxed)
    }

    /// The reads that have seen the write. Those of relaxed writers are as unordered as their writes, and so are those
    /// beside the write.
    pub(super) fn seen_by(&self) -> impl Iterator<Item = &Read> {
        let writers = self.write.and_then(|write| write.relaxed);
        let apart = move |read: &&Read| writers.is_none() || read.relaxed != writers;
        self.reads.iter().filter(|read| read.sees).filter(apart)
    }

    /// Shows the write to accesses of a queue.
    pub(super) fn show(&mut self, agent: Agent, pairs: PairSet, position: u32) {
        match self.seen.iter_mut().find(|(queue, _)| *queue == agent) {
            Some((_, seen)) => *seen |= pairs,
            None => self.seen.push((agent, pairs)),
        }
        if each_pair(pairs).any(|pair| PAIRS[pair].stage == HOST) {
            self.host = Some((agent, position));
        }
    }

    /// Whether barriers of this range showed it to an access of a queue.
    pub(super) fn shown(&self, agent: Agent, pair: usize) -> bool {
        self.seen.iter().any(|(queue, seen)| *queue == agent && seen >> pair & 1 == 1)
    }

    /// Whether it was shown to the host by something that the host has waited for.
    pub(super) fn shown_to_host(&self, view: View<'_>) -> bool {
        self.host.is_some_and(|(agent, position)| {
            view.clock.has(view.agents, (agent, SYNC), position)
                || view.clock.has(view.agents, (agent, HOST), position)
        })
    }

    /// Notes a read, in place of an earlier one of the same stage.
    pub(super) fn read(&mut self, read: Read) {
        let same = |other: &&mut Read| {
            (other.agent, other.stage) == (read.agent, read.stage)
                && (other.relaxed, other.sees) == (read.relaxed, read.sees)
        };
        match self.reads.iter_mut().find(same) {
            Some(other) => *other = read,
            None => self.reads.push(read),
        }
    }
}

impl Cell {
    /// Notes a write.
    pub(super) fn write(&mut self, write: Write) {
        self.taken = false;
        let same_agent = self.top.write.is_some_and(|last| last.agent == write.agent);
        if same_agent && self.top.is_among(write.relaxed) {
            self.top.write = Some(write);
            self.top.seen.clear();
            self.top.host = None;
            return;
        }
        let top = std::mem::take(&mut self.top);
        self.under = write.relaxed.is_some().then(|| Box::new(top));
        self.top.write = Some(write);
    }

    /// Notes a layout transition, or another write that is available at once.
    pub(super) fn transition(&mut self, event: Event, source: Source, sequence: u32) {
        self.under = None;
        self.taken = false;
        self.top = Layer {
            write: Some(Write {
                agent: event.agent,
                position: event.position,
                pairs: 0,
                source,
                sequence,
                relaxed: None,
                beside: false,
            }),
            events: vec![event],
            ..Layer::default()
        };
    }
}
