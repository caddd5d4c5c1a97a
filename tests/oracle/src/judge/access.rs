//! Accesses: what must hold before one, and what it leaves behind.

use vixen_plan::vk::ImageLayout;

use super::alias::own_bytes;
use super::cell::{Domain, Equal, Event, Layer, Read, Source, View, Wanted, Write};
use super::clock::Agent;
use super::operations::Operations;
use super::{Judged, State, pair_name};
use crate::bits::{
    ALL_WRITES, ATTACHMENT, PAIRS, STAGES, SYNC, each_pair, pair_set, stage_set, unknown_access,
    unknown_stages, with_later,
};
use crate::stream::{Expect, Leaves, Shape, Use, Value};
use crate::verdict::Missing;

/// What is done with the uses of a work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Check,
    Beside,
    Note,
}

/// Who accesses, and from where it looks back.
#[derive(Clone, Copy)]
pub(super) struct Accessor {
    pub(super) agent: Agent,
    pub(super) position: u32,
    pub(super) source: Source,
    pub(super) relaxed: Option<Equal>,
}

impl State {
    /// Executes the uses of a work: first all are checked, then all are noted, for they have no order among
    /// them.
    pub(super) fn work(&mut self, judged: Judged<'_>, agent: Agent, position: u32, index: usize) {
        let work = &judged.stream.works[index];
        let mut cells = std::mem::take(&mut self.scratch);
        self.check_within(judged, index);
        for step in [Step::Check, Step::Beside, Step::Note] {
            for (number, used) in work.uses.iter().enumerate() {
                let relaxed = free_of_order(used).map(|group| Equal {
                    group,
                    pairs: pair_set(used.stages, used.access),
                    layout: used.layout,
                });
                let accessor =
                    Accessor { agent, position, source: Source::Work(index, number), relaxed };
                if step == Step::Beside {
                    judged.space.beside(used.resource, used.range, &mut cells);
                    self.note_beside(judged, used, accessor, &cells);
                    continue;
                }
                judged.space.cells(used.resource, used.range, &mut cells);
                if step == Step::Note {
                    self.note(judged, used, accessor, &cells);
                } else {
                    self.check(judged, used, accessor, &cells);
                    judged.space.beside(used.resource, used.range, &mut cells);
                    self.check_beside(judged, used, accessor, &cells);
                }
            }
        }
        self.sequence += 1;
        self.scratch = cells;
    }

    /// Executes foreign commands: whatever was before, they have waited for it.
    pub(super) fn foreign(&mut self, judged: Judged<'_>, queue: usize, index: usize) {
        let mut cells = std::mem::take(&mut self.scratch);
        let (position, sequence) = (self.queues[queue].position, self.sequence);
        for (number, used) in judged.stream.works[index].uses.iter().enumerate() {
            let operations = Operations::of(used);
            let source = Source::Work(index, number);
            let accessor = Accessor { agent: queue, position, source, relaxed: None };
            judged.space.cells(used.resource, used.range, &mut cells);
            for cell in &cells {
                let cell = &mut self.cells[*cell];
                cell.top = Layer::default();
                cell.under = None;
                if !used.stages.is_empty() && operations.leave == 0 {
                    // It has only read, and what it read is visible to what reads as it does.
                    let stages = with_later(stage_set(used.stages)) | 1 << SYNC;
                    let event =
                        Event { agent: queue, position, stages, pairs: 0, domain: Domain::Own };
                    cell.transition(event, source, sequence);
                    cell.top.show(queue, operations.reads, position);
                }
                cell.layout = used.layout;
                cell.released = None;
                cell.value = match used.leaves {
                    Leaves::Value(value) => value,
                    Leaves::Same | Leaves::Mixed(_) | Leaves::Undefined => Value::UNDEFINED,
                };
            }
            self.note(judged, used, accessor, &cells);
        }
        self.sequence += 1;
        self.scratch = cells;
    }

    fn check(&mut self, judged: Judged<'_>, used: &Use, accessor: Accessor, cells: &[usize]) {
        let unknown = (unknown_stages(used.stages), unknown_access(used.access));
        if !unknown.0.is_empty() || !unknown.1.is_empty() {
            let detail = format!("the access has {:?} {:?}", unknown.0, unknown.1);
            let place = (used.resource, judged.space.of(used.resource).start);
            self.object(judged, (accessor.source, Source::None), place, (Missing::Model, detail));
        }
        let operations = Operations::of(used);
        for (number, cell) in cells.iter().enumerate() {
            let place = (used.resource, *cell);
            self.take_over(judged, place);
            self.check_layout(judged, used, accessor, place);
            for pair in each_pair(operations.enter | operations.follow) {
                let follows = operations.enter >> pair & 1 == 0;
                self.check_pair(judged, accessor, place, (pair, follows));
            }
            self.check_owner(judged, used, accessor, place);
            self.check_content(judged, used, accessor.source, place, (number, operations.forgets));
        }
    }

    fn check_layout(
        &mut self,
        judged: Judged<'_>,
        used: &Use,
        accessor: Accessor,
        place: (usize, usize),
    ) {
        let found = self.cells[place.1].layout;
        let image = matches!(judged.stream.resources[place.0].shape, Shape::Image { .. });
        // Who names neither a stage nor a layout looks at the content alone.
        let looks = used.stages.is_empty() && used.layout == ImageLayout::UNDEFINED;
        if image && !looks && found != used.layout {
            let earlier = self.cells[place.1].top.write.map_or(Source::None, |write| write.source);
            let detail = format!("it is in {found:?} and is accessed in {:?}", used.layout);
            self.object(judged, (accessor.source, earlier), place, (Missing::Layout, detail));
        }
    }

    fn check_owner(
        &mut self,
        judged: Judged<'_>,
        used: &Use,
        accessor: Accessor,
        place: (usize, usize),
    ) {
        if accessor.agent >= self.queues.len() {
            return;
        }
        let cell = &self.cells[place.1];
        let expects = !matches!(used.expect, Expect::Any);
        let foreign = cell.owner.is_some_and(|owner| owner != accessor.agent);
        if expects && (foreign || cell.released.is_some()) {
            let owner = cell.owner.map_or("no queue", |owner| &judged.stream.queues[owner]);
            let detail = if cell.released.is_some() {
                "it was released and not acquired".to_owned()
            } else {
                format!("it belongs to {owner}")
            };
            let earlier = cell.top.write.map_or(Source::None, |write| write.source);
            self.object(judged, (accessor.source, earlier), place, (Missing::Ownership, detail));
        }
    }

    pub(super) fn check_content(
        &mut self,
        judged: Judged<'_>,
        used: &Use,
        source: Source,
        place: (usize, usize),
        (number, forgets): (usize, bool),
    ) {
        let cell = &self.cells[place.1];
        let found =
            if forgets && used.attachment.is_some() { Value::UNDEFINED } else { cell.value };
        let wanted = match &used.expect {
            Expect::Any => return,
            Expect::Defined if found != Value::UNDEFINED => return,
            Expect::Defined => None,
            Expect::Value(value) => Some(*value),
            Expect::Cells(values) => match values.get(number) {
                None | Some(&Value::UNDEFINED) => return,
                Some(value) => Some(*value),
            },
        };
        if wanted == Some(found) {
            return;
        }
        let earlier = cell.top.write.map_or(Source::None, |write| write.source);
        let named = |value: Value| value_name(judged, value);
        let objection = match wanted {
            _ if found == Value::UNDEFINED => {
                let of =
                    wanted.map_or(String::new(), |value| format!(" what {} wrote", named(value)));
                (Missing::Contents, format!("its content is undefined where it reads{of}"))
            }
            Some(value) => (
                Missing::Meaning,
                format!(
                    "it finds what {} wrote and should find what {} wrote",
                    named(found),
                    named(value)
                ),
            ),
            None => return,
        };
        self.object(judged, (source, earlier), place, objection);
    }

    /// Order, availability and visibility of what was done before to the cell and its aliases.
    pub(super) fn check_pair(
        &mut self,
        judged: Judged<'_>,
        accessor: Accessor,
        place: (usize, usize),
        (pair, follows): (usize, bool),
    ) {
        let writes = ALL_WRITES >> pair & 1 == 1;
        let bytes = own_bytes(judged, place.0);
        let objection = self.with_view(accessor, pair, |state, view, shown| {
            let cell = &state.cells[place.1];
            let equal = |relaxed: Option<Equal>| relaxed.is_some() && relaxed == accessor.relaxed;
            let layer = if cell.top.is_among(accessor.relaxed) {
                cell.under.as_deref()
            } else {
                Some(&cell.top)
            }?;
            if writes {
                let unordered = layer.reads.iter().find(|read| {
                    !equal(read.relaxed) && !is_own(read, accessor) && !view.after_read(read)
                });
                if let Some(read) = unordered {
                    let stage = STAGES[read.stage];
                    let detail =
                        format!("{} is not ordered after the read in {stage:?}", pair_name(pair));
                    return Some((read.source, (Missing::Execution, detail)));
                }
            }
            let write = layer.write.as_ref()?;
            if write.agent == accessor.agent
                && write.position == accessor.position
                && write.pairs != 0
            {
                return None;
            }
            let shielded = follows
                || cell.taken
                || (writes && layer.seen_by().any(|read| !is_own(read, accessor)));
            let missing =
                lacks(layer, write, (view, shown), (accessor.agent, pair), (shielded, bytes))?;
            Some((write.source, (missing, lack_in_words(missing, write, pair))))
        });
        if let Some((earlier, objection)) = objection {
            self.object(judged, (accessor.source, earlier), place, objection);
        }
        if writes || self.cells[place.1].top.write.is_none() {
            self.check_aliases(judged, accessor, place, pair);
        }
    }

    /// Calls with the view of the accessor's past, and of what was shown to this pair of it.
    pub(super) fn with_view<R>(
        &mut self,
        accessor: Accessor,
        pair: usize,
        ask: impl FnOnce(&Self, View<'_>, View<'_>) -> R,
    ) -> R {
        let stage = PAIRS[pair].stage;
        let (clock, shown, own) = match self.queues.get(accessor.agent) {
            Some(queue) => {
                let own = Some((accessor.agent, 1 << stage, accessor.position));
                (&queue.before[stage], &queue.shown[pair], own)
            }
            None => (&self.host.1, &self.host.2, None),
        };
        let view = View { agents: self.agents, clock, own };
        ask(self, view, View { agents: self.agents, clock: shown, own: None })
    }

    fn note(&mut self, judged: Judged<'_>, used: &Use, accessor: Accessor, cells: &[usize]) {
        let operations = Operations::of(used);
        let (leave, sequence) = (operations.leave, self.sequence);
        let activity = &mut self.activity[used.resource];
        activity.used = sequence;
        if leave != 0 {
            activity.written = sequence;
        }
        let has_aliases = !judged.space.aliases[used.resource].is_empty();
        for cell in cells {
            let cell = &mut self.cells[*cell];
            if has_aliases {
                cell.aliases = sequence;
            }
            if accessor.agent < self.queues.len() {
                cell.owner = Some(accessor.agent);
            }
            let joins = cell.top.is_among(accessor.relaxed);
            for pair in each_pair(operations.reads) {
                cell.top.read(accessor.read(pair, sequence));
            }
            if leave == 0 {
                continue;
            }
            let keeps = operations.reads != 0 || joins;
            cell.value = match used.leaves {
                _ if operations.discards => Value::UNDEFINED,
                Leaves::Same => cell.value,
                Leaves::Mixed(value) if keeps => Value(cell.value.0.wrapping_add(value.0)),
                Leaves::Value(value) | Leaves::Mixed(value) => value,
                Leaves::Undefined => Value::UNDEFINED,
            };
            cell.released = None;
            cell.write(Write {
                agent: accessor.agent,
                position: accessor.position,
                pairs: leave,
                source: accessor.source,
                sequence,
                relaxed: accessor.relaxed,
                beside: false,
            });
            for pair in each_pair(operations.beside) {
                cell.top.read(Read { sees: false, ..accessor.read(pair, sequence) });
            }
        }
    }
}

/// The group in which a use has no order. What a program promises of its shaders (atomics, words of which no two
/// invocations name the same) says nothing of attachments: their load, store and resolve operations access every sample of
/// the render area, whatever was drawn, and those of two render passes have no implicit order ("Render Pass Load
/// Operations", "Render Pass Store Operations"; rasterization order is within one subpass or rendering).
fn free_of_order(used: &Use) -> Option<i64> {
    used.relaxed.filter(|_| used.attachment.is_none() && !used.access.intersects(ATTACHMENT))
}

fn is_own(read: &Read, accessor: Accessor) -> bool {
    read.agent == accessor.agent && read.position == accessor.position
}

/// What an access lacks of a write. A write that a read has seen, which is itself ordered before the access,
/// needs to be available and no more: "write-after-read hazards can be solved with just an execution
/// dependency".
fn lacks(
    layer: &Layer,
    write: &Write,
    (view, shown): (View<'_>, View<'_>),
    (agent, pair): (Agent, usize),
    (shielded, bytes): (bool, Option<Wanted>),
) -> Option<Missing> {
    if !view.after(layer, write) {
        return Some(Missing::Execution);
    }
    if !view.available_in(layer, write, 0, bytes) {
        return Some(Missing::Availability);
    }
    let visible = shielded
        || layer.shown(agent, pair)
        || (view.own.is_none() && layer.shown_to_host(view))
        || shown.available(layer, write, 0);
    (!visible).then_some(Missing::Visibility)
}

fn lack_in_words(missing: Missing, write: &Write, pair: usize) -> String {
    let now = pair_name(pair);
    let before = if write.pairs == 0 {
        "the layout transition".to_owned()
    } else {
        let names: Vec<_> = each_pair(write.pairs).map(pair_name).collect();
        format!("the write ({})", names.join(", "))
    };
    match missing {
        Missing::Execution => format!("{now} is not ordered after {before}"),
        Missing::Availability => format!("{before} was not made available before {now}"),
        _ => format!("{before} was not made visible to {now}"),
    }
}

/// Whose content a value is.
fn value_name(judged: Judged<'_>, value: Value) -> String {
    judged.stream.value_name(value)
}
