//! Barriers: what they wait for, what waits for them, and what they do to ranges and layouts.

use vixen_plan::vk::ImageLayout;

use super::cell::{AliasCell, Domain, Event, Release, Source, View};
use super::clock::Clock;
use super::{Judged, State};
use crate::bits::{
    ALL_WRITES, PairSet, SYNC, StageSet, each, each_pair, pair_set, stage_set, unknown_access,
    unknown_stages, with_earlier, with_later,
};
use crate::stream::{Barrier, Memory, Shape, Target, Value};
use crate::verdict::{Missing, Place, Verdict};

/// The first half of a barrier.
#[derive(Clone, Debug)]
pub(super) struct Gathered {
    /// What has happened before it, its own availability operation apart.
    clock: Clock,
    /// The writes that it makes available itself.
    own: PairSet,
    /// The position at which it did.
    position: u32,
}

/// The sets that a barrier's masks stand for.
#[derive(Clone, Copy, Debug)]
struct Masks {
    /// Stages behind the barrier that wait for it.
    after: StageSet,
    /// Accesses to which it shows what is available.
    shown: PairSet,
}

/// What a barrier is about to do to a cell.
#[derive(Clone, Copy)]
struct Doing<'a> {
    queue: usize,
    position: u32,
    source: Source,
    gathered: &'a Gathered,
    masks: Masks,
    target: &'a Target,
}

impl Doing<'_> {
    /// The barrier's own operation on a cell: what waits for the barrier's second scope waits for it.
    fn itself(self) -> Event {
        Event {
            agent: self.queue,
            position: self.position,
            stages: self.masks.after,
            pairs: 0,
            domain: Domain::Own,
        }
    }
}

impl State {
    /// Executes a pipeline barrier. Its barriers look at what was before it, none at what another one of them
    /// does.
    pub(super) fn barrier(&mut self, judged: Judged<'_>, queue: usize, dependency: usize) {
        let gathered = self.first_half(judged, queue, dependency);
        self.second_half(judged, queue, dependency, &gathered);
    }

    /// What the barriers of a dependency wait for.
    pub(super) fn first_half(
        &mut self,
        judged: Judged<'_>,
        queue: usize,
        dependency: usize,
    ) -> Vec<Gathered> {
        let position = self.queues[queue].position;
        let barriers = &judged.stream.dependencies[dependency].barriers;
        for barrier in barriers {
            self.check_masks(judged, dependency, barrier);
        }
        barriers
            .iter()
            .map(|barrier| {
                let acquires = barrier.target.is_some_and(|target| {
                    target.queues.0 != target.queues.1 && target.queues.1 == queue
                });
                // Of an acquire, the first scope does not apply: only a wait for all commands orders it.
                let stages =
                    if acquires { 1 << SYNC } else { with_earlier(stage_set(barrier.src_stages)) };
                let own = if acquires {
                    0
                } else {
                    pair_set(barrier.src_stages, barrier.src_access) & ALL_WRITES
                };
                let mut clock = self.gather(queue, stages);
                // Whatever its masks, the barrier's own operations wait for what operations of synchronization
                // commands wait for: the submission, and all that names all commands.
                clock.join(&self.queues[queue].before[SYNC]);
                Gathered { clock, own, position }
            })
            .collect()
    }

    /// Lets what comes behind a dependency wait for it.
    pub(super) fn second_half(
        &mut self,
        judged: Judged<'_>,
        queue: usize,
        dependency: usize,
        gathered: &[Gathered],
    ) {
        let barriers = &judged.stream.dependencies[dependency].barriers;
        let mut cells = std::mem::take(&mut self.scratch);
        for (barrier, gathered) in barriers.iter().zip(gathered) {
            let releases = barrier.target.is_some_and(|target| {
                target.queues.0 != target.queues.1 && target.queues.0 == queue
            });
            let masks = if releases {
                Masks { after: 1 << SYNC, shown: 0 }
            } else {
                Masks {
                    after: with_later(stage_set(barrier.dst_stages)) | 1 << SYNC,
                    shown: pair_set(barrier.dst_stages, barrier.dst_access),
                }
            };
            if let Some(target) = &barrier.target {
                judged.space.cells(target.resource, target.range, &mut cells);
                let doing = Doing {
                    queue,
                    position: self.queues[queue].position,
                    source: Source::Barrier(dependency),
                    gathered,
                    masks,
                    target,
                };
                self.range(judged, doing, &cells);
            }
        }
        self.scratch = cells;
        // Only now, so that no barrier of the dependency waits for another one.
        for (barrier, gathered) in barriers.iter().zip(gathered) {
            self.extend(queue, barrier, gathered);
        }
        self.sequence += 1;
    }

    fn check_masks(&mut self, judged: Judged<'_>, dependency: usize, barrier: &Barrier) {
        let stages = unknown_stages(barrier.src_stages | barrier.dst_stages);
        let access = unknown_access(barrier.src_access | barrier.dst_access);
        if !stages.is_empty() || !access.is_empty() {
            let declared = &judged.stream.dependencies[dependency];
            self.report(Verdict {
                at: Place { frame: declared.frame, what: declared.name.clone() },
                earlier: None,
                resource: String::new(),
                range: String::new(),
                missing: Missing::Model,
                detail: format!("the barrier has {stages:?} {access:?}"),
            });
        }
    }

    /// The second scope: later operations come after all of the first one; what was made available by a
    /// global barrier, or before, is shown to the accesses that a global barrier names.
    fn extend(&mut self, queue: usize, barrier: &Barrier, gathered: &Gathered) {
        let agents = self.agents;
        let mut clock = gathered.clock.clone();
        if barrier.target.is_none() {
            clock.make(agents, queue, gathered.own, gathered.position);
        }
        let releases =
            barrier.target.is_some_and(|t| t.queues.0 != t.queues.1 && t.queues.0 == queue);
        let state = &mut self.queues[queue];
        let after = if releases { 0 } else { with_later(stage_set(barrier.dst_stages)) };
        for stage in each(after | 1 << SYNC) {
            // Operations of synchronization commands wait for a barrier only where it names all commands.
            if stage != SYNC || after >> SYNC & 1 == 1 {
                state.before[stage].join(&clock);
            }
        }
        if barrier.target.is_none() {
            for pair in each_pair(pair_set(barrier.dst_stages, barrier.dst_access)) {
                state.shown[pair].join(&clock);
            }
        }
    }

    /// A buffer or image barrier.
    fn range(&mut self, judged: Judged<'_>, doing: Doing<'_>, cells: &[usize]) {
        let target = doing.target;
        let image = matches!(judged.stream.resources[target.resource].shape, Shape::Image { .. });
        let moves = target.queues.0 != target.queues.1;
        let transitions = image && target.layouts.0 != target.layouts.1;
        self.make_aliases_available(judged, doing, cells);
        for cell in cells {
            let place = (target.resource, *cell);
            if moves && target.queues.0 == doing.queue {
                self.release(judged, doing, place);
            } else if moves {
                self.acquire(judged, doing, place);
            } else if transitions {
                self.take_over(judged, place);
                self.transition(judged, doing, place);
            } else {
                self.show(doing, place);
            }
        }
        if transitions || moves {
            let activity = &mut self.activity[target.resource];
            activity.used = self.sequence;
            activity.written = self.sequence;
        }
    }

    /// "If buffer or image memory barriers are used, the scope of the barrier must contain the entire range
    /// and/or set of image subresources that overlap" (Memory Aliasing): one that does makes the aliases'
    /// writes available as well, and so do several that do together.
    fn make_aliases_available(&mut self, judged: Judged<'_>, doing: Doing<'_>, cells: &[usize]) {
        let Some(since) = cells.iter().map(|cell| self.cells[*cell].aliases).min() else { return };
        for alias in &judged.space.aliases[doing.target.resource] {
            let alias = *alias as usize;
            if self.activity[alias].written <= since {
                continue;
            }
            let resource = &judged.stream.resources[doing.target.resource];
            let Some(bytes) = resource.memory.map(Memory::bytes) else { continue };
            let own = judged.space.of(doing.target.resource);
            for cell in judged.space.of(alias) {
                if cells.len() == own.len() {
                    self.make_available(doing, cell, Domain::Alias(bytes, own.start));
                    continue;
                }
                for part in cells {
                    let part = AliasCell { cell: *part, first: own.start, end: own.end };
                    self.make_available(doing, cell, Domain::AliasCell(bytes, part));
                }
            }
        }
    }

    /// Makes a cell's last write available by the barrier's own masks.
    fn make_available(&mut self, doing: Doing<'_>, cell: usize, domain: Domain) {
        let layer = &mut self.cells[cell].top;
        let Some(write) = layer.write.filter(|write| write.agent == doing.queue) else { return };
        let pairs = write.pairs & doing.gathered.own;
        if pairs != 0 {
            layer.events.push(Event {
                agent: doing.queue,
                position: doing.gathered.position,
                stages: doing.masks.after,
                pairs,
                domain,
            });
        }
    }

    /// A barrier that changes no layout: what is available is shown.
    fn show(&mut self, doing: Doing<'_>, (_, cell): (usize, usize)) {
        self.make_available(doing, cell, Domain::Own);
        let view = View { agents: self.agents, clock: &doing.gathered.clock, own: None };
        let sequence = self.sequence;
        let cell = &mut self.cells[cell];
        let layer = &mut cell.top;
        let available = layer.write.is_none_or(|write| {
            let own = if write.agent == doing.queue { doing.gathered.own } else { 0 };
            view.after(layer, &write) && view.available(layer, &write, own)
        });
        if available {
            layer.show(doing.queue, doing.masks.shown, doing.position);
            cell.shown = sequence;
        }
    }

    /// A layout transition: a read and a write of all of the range, behind what the barrier makes available
    /// and before what it shows it to.
    fn transition(&mut self, judged: Judged<'_>, doing: Doing<'_>, place: (usize, usize)) {
        let (old, new) = doing.target.layouts;
        let found = self.cells[place.1].layout;
        let earlier = self.cells[place.1].top.write.map_or(Source::None, |write| write.source);
        if old != ImageLayout::UNDEFINED && old != found {
            let detail = format!("it is in {found:?} and is taken from {old:?} to {new:?}");
            self.object(judged, (doing.source, earlier), place, (Missing::Layout, detail));
        }
        let foreign = self.cells[place.1].owner.filter(|owner| *owner != doing.queue);
        if let Some(owner) = foreign.filter(|_| old != ImageLayout::UNDEFINED) {
            let detail =
                format!("it belongs to {} and its content is kept", judged.stream.queues[owner]);
            self.object(judged, (doing.source, earlier), place, (Missing::Ownership, detail));
        }
        self.check_transition(judged, doing, place);
        let sequence = self.sequence;
        let cell = &mut self.cells[place.1];
        cell.transition(doing.itself(), doing.source, sequence);
        cell.top.show(doing.queue, doing.masks.shown, doing.position);
        cell.layout = new;
        cell.owner = Some(doing.queue);
        cell.aliases = sequence;
        if old == ImageLayout::UNDEFINED {
            cell.value = Value::UNDEFINED;
            cell.released = None;
        }
    }

    fn check_transition(&mut self, judged: Judged<'_>, doing: Doing<'_>, place: (usize, usize)) {
        let view = View { agents: self.agents, clock: &doing.gathered.clock, own: None };
        let cell = &self.cells[place.1];
        let layer = &cell.top;
        let bytes = super::alias::own_bytes(judged, place.0);
        let mut found = None;
        if let Some(read) = layer.reads.iter().find(|read| !view.after_read(read)) {
            let stage = crate::bits::STAGES[read.stage];
            let detail =
                format!("the layout transition is not ordered after the read in {stage:?}");
            found = Some((read.source, (Missing::Execution, detail)));
        } else if let Some(write) = layer.write {
            // Transitions of a queue are executed in the order in which they were submitted.
            let ordered = write.pairs == 0 && write.agent == doing.queue;
            let own = if write.agent == doing.queue { doing.gathered.own } else { 0 };
            if !ordered && !view.after(layer, &write) {
                let detail = "the layout transition is not ordered after the write".to_owned();
                found = Some((write.source, (Missing::Execution, detail)));
            } else if !ordered && !view.available_in(layer, &write, own, bytes) {
                let detail =
                    "the write was not made available before the layout transition".to_owned();
                found = Some((write.source, (Missing::Availability, detail)));
            }
        }
        let since = cell.aliases;
        for alias in &judged.space.aliases[place.0] {
            let alias = *alias as usize;
            if found.is_some() || self.activity[alias].used <= since {
                continue;
            }
            if let Some((earlier, missing, what)) =
                self.alias_lacks(judged, (alias, place.0), since, view, doing.gathered.own)
            {
                let name = &judged.stream.resources[alias].name;
                let detail = format!(
                    "`{name}` lies in the same memory, and {what} before the layout transition"
                );
                found = Some((earlier, (missing, detail)));
            }
        }
        if let Some((earlier, objection)) = found {
            self.object(judged, (doing.source, earlier), place, objection);
        }
    }

    /// The first half of an ownership transfer: its queue gives up the content.
    fn release(&mut self, judged: Judged<'_>, doing: Doing<'_>, place: (usize, usize)) {
        self.check_transition(judged, doing, place);
        let found = self.cells[place.1].layout;
        let old = doing.target.layouts.0;
        let image = matches!(judged.stream.resources[place.0].shape, Shape::Image { .. });
        if image && old != ImageLayout::UNDEFINED && old != found {
            let detail = format!("it is in {found:?} and is released in {old:?}");
            self.object(judged, (doing.source, Source::None), place, (Missing::Layout, detail));
        }
        let sequence = self.sequence;
        let cell = &mut self.cells[place.1];
        cell.transition(doing.itself(), doing.source, sequence);
        cell.aliases = sequence;
        cell.released = Some(Release {
            queues: doing.target.queues,
            layouts: doing.target.layouts,
            range: doing.target.range,
            position: doing.position,
        });
    }

    /// The second half: another queue takes the content over.
    fn acquire(&mut self, judged: Judged<'_>, doing: Doing<'_>, place: (usize, usize)) {
        let cell = &self.cells[place.1];
        let view = View { agents: self.agents, clock: &doing.gathered.clock, own: None };
        let target = doing.target;
        let matches = cell.released.is_some_and(|release| {
            release.queues == target.queues
                && release.layouts == target.layouts
                && release.range == target.range
        });
        let earlier = cell.top.write.map_or(Source::None, |write| write.source);
        let objection = if !matches {
            Some((Missing::Ownership, "no release matches this acquire".to_owned()))
        } else if !cell.top.write.is_some_and(|write| view.after(&cell.top, &write)) {
            Some((Missing::Execution, "the acquire is not ordered after the release".to_owned()))
        } else {
            None
        };
        if let Some(objection) = objection {
            self.object(judged, (doing.source, earlier), place, objection);
        }
        let sequence = self.sequence;
        let cell = &mut self.cells[place.1];
        cell.transition(doing.itself(), doing.source, sequence);
        cell.top.show(doing.queue, doing.masks.shown, doing.position);
        cell.aliases = sequence;
        cell.released = None;
        cell.owner = Some(doing.queue);
        let (old, new) = target.layouts;
        let discards = old != new && old == ImageLayout::UNDEFINED;
        if discards || !matches {
            cell.value = Value::UNDEFINED;
        }
        if old != new {
            cell.layout = new;
        }
    }
}
