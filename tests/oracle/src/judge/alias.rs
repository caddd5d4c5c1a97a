//! Resources that share memory.

use vixen_plan::vk::ImageLayout;

use super::access::Accessor;
use super::cell::{Cell, Read, Source, View, Wanted, covers};
use super::operations::Operations;
use super::{Judged, State};
use crate::bits::PairSet;
use crate::stream::{Memory, Value};
use crate::verdict::Missing;

impl State {
    /// Accesses of one command have no order: none of them may write memory that another one uses by another
    /// name.
    pub(super) fn check_within(&mut self, judged: Judged<'_>, index: usize) {
        let uses = &judged.stream.works[index].uses;
        for (number, used) in uses.iter().enumerate() {
            let aliases = &judged.space.aliases[used.resource];
            if aliases.is_empty() || Operations::of(used).leave == 0 {
                continue;
            }
            let other = uses.iter().position(|other| aliases.contains(&(other.resource as u32)));
            if let Some(other) = other {
                let name = &judged.stream.resources[uses[other].resource].name;
                let detail = format!("it is written while `{name}` is used in the same memory");
                let place = (used.resource, judged.space.of(used.resource).start);
                let sources = (Source::Work(index, number), Source::Work(index, other));
                self.object(judged, sources, place, (Missing::Execution, detail));
            }
        }
    }

    /// An overlapping resource's accesses must have ended, and its writes be available.
    pub(super) fn check_aliases(
        &mut self,
        judged: Judged<'_>,
        accessor: Accessor,
        place: (usize, usize),
        pair: usize,
    ) {
        let since = self.cells[place.1].aliases;
        for alias in &judged.space.aliases[place.0] {
            let alias = *alias as usize;
            if self.activity[alias].used <= since {
                continue;
            }
            let found = self.with_view(accessor, pair, |state, view, shown| {
                let lacks = state.alias_lacks(judged, (alias, place.0), since, view, 0);
                lacks.or_else(|| {
                    let cell = &state.cells[place.1];
                    let own = cell.top.shown(accessor.agent, pair);
                    let since = since.max(if own { cell.shown } else { 0 });
                    state.alias_hidden(judged, (alias, place.0), since, shown)
                })
            });
            if let Some((earlier, missing, what)) = found {
                let name = &judged.stream.resources[alias].name;
                let detail = format!("`{name}` lies in the same memory, and {what}");
                self.object(judged, (accessor.source, earlier), place, (missing, detail));
            }
        }
    }

    /// What the uses of an alias since a sequence number lack to be over at a point.
    pub(super) fn alias_lacks(
        &self,
        judged: Judged<'_>,
        (alias, owner): (usize, usize),
        since: u32,
        view: View<'_>,
        own: PairSet,
    ) -> Option<(Source, Missing, &'static str)> {
        let shared = shared_bytes(judged, alias, owner);
        for cell in &self.cells[judged.space.of(alias)] {
            let open = |read: &&Read| read.sequence > since && !view.after_read(read);
            if let Some(read) = cell.top.reads.iter().find(open) {
                return Some((read.source, Missing::Execution, "its read may not have ended"));
            }
            if let Some(write) = cell.top.write.filter(|write| write.sequence > since) {
                if !view.after(&cell.top, &write) {
                    return Some((
                        write.source,
                        Missing::Execution,
                        "its write may not have ended",
                    ));
                }
                if !view.available_in(&cell.top, &write, own, shared) {
                    return Some((
                        write.source,
                        Missing::Availability,
                        "its write was not made available",
                    ));
                }
            }
        }
        None
    }

    /// A write of an alias since a sequence number that nobody has read and that was not shown: to write over it
    /// asks for as much as to write over one's own.
    fn alias_hidden(
        &self,
        judged: Judged<'_>,
        (alias, owner): (usize, usize),
        since: u32,
        shown: View<'_>,
    ) -> Option<(Source, Missing, &'static str)> {
        let wanted = shared_bytes(judged, alias, owner);
        let bytes = wanted.filter(|wanted| wanted.exact).map(|wanted| wanted.bytes);
        self.cells[judged.space.of(alias)].iter().find_map(|cell| {
            let write = cell.top.write.filter(|write| write.sequence > since)?;
            // Others may have written over it since, all of them that is: where in its bytes a cell lies is not known.
            let is_later =
                |cell: &Cell| cell.top.write.is_some_and(|w| w.sequence > write.sequence);
            let later = judged.space.aliases[owner].iter().filter_map(|other| {
                let other = *other as usize;
                let over = other != alias
                    && self.activity[other].written > write.sequence
                    && self.cells[judged.space.of(other)].iter().all(is_later);
                over.then(|| judged.stream.resources[other].memory.map(Memory::bytes))
            });
            let hidden = cell.top.seen_by().next().is_none()
                && !covers(later, bytes)
                && !shown.available_in(&cell.top, &write, 0, wanted);
            hidden.then_some((write.source, Missing::Visibility, "its write was not made visible"))
        })
    }

    /// Where an alias was written since, a cell is undefined and in no layout. Where those that were written in all
    /// of their cells cover it, nobody need see what was in it.
    pub(super) fn take_over(&mut self, judged: Judged<'_>, (resource, cell): (usize, usize)) {
        let since = self.cells[cell].aliases;
        let aliases = judged.space.aliases[resource].iter().map(|alias| *alias as usize);
        let mut written = aliases.filter(|alias| self.activity[*alias].written > since).peekable();
        if written.peek().is_none() {
            return;
        }
        let bytes = |resource: usize| judged.stream.resources[resource].memory.map(Memory::bytes);
        let is_written = |cell: &Cell| cell.top.write.is_some_and(|write| write.sequence > since);
        let in_all_cells =
            written.filter(|alias| self.cells[judged.space.of(*alias)].iter().all(is_written));
        let exact = own_bytes(judged, resource).filter(|wanted| wanted.exact);
        let taken = covers(in_all_cells.map(bytes), exact.map(|wanted| wanted.bytes));
        let cell = &mut self.cells[cell];
        cell.layout = ImageLayout::UNDEFINED;
        cell.value = Value::UNDEFINED;
        cell.taken |= taken;
    }
}

/// The bytes of the pool that a resource has.
pub(super) fn own_bytes(judged: Judged<'_>, owner: usize) -> Option<Wanted> {
    let memory = judged.stream.resources[owner].memory?;
    Some(Wanted { bytes: memory.bytes(), owner: judged.space.of(owner).start, exact: memory.exact })
}

/// The bytes of the pool that an alias shares with a resource.
fn shared_bytes(judged: Judged<'_>, alias: usize, owner: usize) -> Option<Wanted> {
    let (a, b) = own_bytes(judged, alias).zip(own_bytes(judged, owner))?;
    let bytes = (a.bytes.0.max(b.bytes.0), a.bytes.1.min(b.bytes.1));
    Some(Wanted { bytes, exact: a.exact && b.exact, ..b })
}
