//! What has to be ordered, and how strongly.
//!
//! A [`Need`] speaks of one stage on each side, so that whether it is met is a question of single bits.
//! Where a layout changes, the transition is an operation of its own: the uses before it are one side
//! of a need, the uses after it the other.

use ash::vk::{AccessFlags2 as A, ImageAspectFlags, ImageLayout, PipelineStageFlags2 as S};
use vixen_plan::{Hazard, Reason};

use super::Input;
use super::entries::{Entries, EntryId};
use super::stages::{WRITES, bits, supported};
use super::takeover::{Predecessor, Takeover};
use super::tracks::{Group, Track, Use};

/// Needs of one graph: a graph with more is refused as one that takes too many steps.
const MAX_NEEDS: usize = 1 << 20;

/// Something that has to be ordered.
#[derive(Clone, Debug)]
pub(super) struct Need {
    /// The earlier side.
    pub from: From,
    /// The later side.
    pub to: To,
    /// Index of the track.
    pub track: u32,
    /// Copies of its resource: times are those of the one that is current in frame 0.
    pub copies: u32,
    /// Needs of one number have one source and one group of readers: one barrier serves them.
    pub batch: u32,
    /// Why.
    pub reason: Reason,
}

/// The earlier side of a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// A use in one stage, with its writes; none where the order alone matters.
    Use { time: i64, stage: S, written: A },
    /// A layout transition.
    Transition(EntryId),
}

/// The later side of a need.
#[derive(Clone, Copy, Debug)]
pub(super) enum To {
    /// A use in one stage, with the accesses that must see the memory; none where the order alone matters.
    Use { time: i64, stage: S, access: A },
    /// A layout transition.
    Transition(EntryId),
}

/// Collects the needs of all tracks and puts the layout transitions into their cuts.
pub(super) fn collect(input: &Input<'_>, entries: &mut Entries) -> Vec<Need> {
    let mut collector = Collector { input, entries, needs: Vec::new(), batch: 0 };
    for index in 0..input.tracks.len() {
        collector.track(index);
    }
    collector.needs
}

struct Collector<'a> {
    input: &'a Input<'a>,
    entries: &'a mut Entries,
    needs: Vec<Need>,
    batch: u32,
}

/// A group that something comes after, with the shift that puts it into the later side's time.
#[derive(Clone, Copy)]
struct Before<'a> {
    group: &'a Group,
    shift: i64,
    hazard: Option<Hazard>,
}

/// What left a cell's content as it is: the group that wrote it, and the layout transition since, where there
/// was one.
#[derive(Clone, Copy)]
struct Origin<'a> {
    written: Before<'a>,
    transition: Option<EntryId>,
}

impl<'a> Origin<'a> {
    fn written(group: &'a Group) -> Self {
        Self { written: Before { group, shift: 0, hazard: None }, transition: None }
    }

    fn shifted(self, shift: i64) -> Self {
        let transition = self.transition.map(|id| EntryId { time: id.time + shift, ..id });
        Self { written: Before { shift, ..self.written }, transition }
    }
}

impl Collector<'_> {
    fn track(&mut self, index: usize) {
        let input = self.input;
        let track = &input.tracks[index];
        let mut origin = track.groups.first().filter(|group| group.writes).map(Origin::written);
        for pair in track.groups.windows(2) {
            let before = Before { group: &pair[0], shift: 0, hazard: None };
            let transition = self.step(index, &[before], &pair[1], origin, false);
            origin = match transition {
                _ if pair[1].writes => Some(Origin::written(&pair[1])),
                Some(id) => origin.map(|origin| Origin { transition: Some(id), ..origin }),
                None => origin,
            };
        }
        let (Some(first), Some(last), Some(cycle)) =
            (track.groups.first(), track.groups.last(), track.cycle)
        else {
            return;
        };
        let shift = -i64::from(cycle) * input.frame;
        if track.keeps {
            // A cell that is only read, or that only equals write, needs nothing.
            if track.groups.len() > 1 || (first.writes && !relaxed(first)) {
                let before = Before { group: last, shift, hazard: None };
                let origin = origin.map(|origin| origin.shifted(shift));
                self.step(index, &[before], first, origin, false);
            }
            return;
        }
        let own = Before { group: last, shift, hazard: Some(Hazard::FirstUse) };
        let origin = origin.map(|origin| origin.shifted(shift));
        match input.takeover.of(track.resource) {
            None => drop(self.step(index, &[own], first, origin, false)),
            Some(takeover) => {
                let before = self.predecessors(index, takeover, own);
                self.step(index, &before, first, origin, takeover.shared);
            }
        }
    }

    /// Who used the memory before the first use in a frame, where others did in between.
    fn predecessors<'b>(
        &self,
        index: usize,
        takeover: &Takeover,
        own: Before<'b>,
    ) -> Vec<Before<'b>>
    where
        Self: 'b,
    {
        let input = self.input;
        let resource = input.tracks[index].resource;
        let mut before = Vec::new();
        for Predecessor { resource: other, frames_back } in &takeover.predecessors {
            if *other == resource {
                before.push(own);
                continue;
            }
            let shift = -i64::from(*frames_back) * input.frame;
            let hazard = Some(Hazard::Alias(other.0));
            let last = input.tracks_of(*other).flat_map(Track::ends);
            before.extend(last.map(|group| Before { group, shift, hazard }));
        }
        before
    }

    /// Orders a group after what came before it. A group that reads and writes after others have read has two reasons to
    /// wait: its writes come after those reads, and its own reads must see what `origin` left. Where the others have
    /// read one aspect alone, its writes come after a write of the other one that nobody has read.
    fn step(
        &mut self,
        index: usize,
        before: &[Before<'_>],
        after: &Group,
        origin: Option<Origin<'_>>,
        lost: bool,
    ) -> Option<EntryId> {
        let transition = self.change(index, before, after, lost);
        let only_read = transition.is_none() && !before.iter().any(|b| b.group.writes);
        if let Some(origin) = origin.filter(|_| only_read) {
            let read =
                before.iter().fold(ImageAspectFlags::empty(), |all, b| all | b.group.aspects());
            self.visibility(index, origin, after, read);
        }
        transition
    }

    /// What a group that writes reads of what `origin` left, and where only some aspects were `read` since, what it
    /// writes.
    fn visibility(
        &mut self,
        index: usize,
        origin: Origin<'_>,
        after: &Group,
        read: ImageAspectFlags,
    ) {
        let unread = !read.contains(origin.written.group.written());
        let before = Before { hazard: Some(Hazard::ReadAfterWrite), ..origin.written };
        for u in &before.group.uses {
            let written = self.input.sources(before.group, u, before.shift, after.first());
            // Where the host waited for the write, it waited for the transition behind it, too.
            let transition = origin.transition.filter(|_| !written.is_empty());
            let sources = transition.map_or(written, |id| vec![From::Transition(id)]);
            for from in sources {
                let waits = |later: &&Use| !self.input.waited_for(u, before.shift, later.time);
                for later in after.uses.iter().filter(|_| after.writes).filter(waits) {
                    let reason = self.reason(index, (before, u), later);
                    let seen = reads(later).filter(|_| !unread);
                    for to in seen.chain(sinks(later, true).filter(|_| unread)) {
                        self.push(from, to, index, reason);
                    }
                }
                self.batch += 1;
            }
        }
    }

    /// Orders a group after what came before it; the layout transition where there is one. `lost` says that the memory was somebody else's.
    fn change(
        &mut self,
        index: usize,
        before: &[Before<'_>],
        after: &Group,
        lost: bool,
    ) -> Option<EntryId> {
        let input = self.input;
        let track = &input.tracks[index];
        let new = input.layouts.of_group(after);
        let old = before.first().map_or(new, |b| input.layouts.of_group(b.group));
        let image = input.graph.resource(track.resource).image().is_some();
        if image && (lost || old != new) {
            let discards = lost || after.discards || first_use(before);
            let old = if discards { ImageLayout::UNDEFINED } else { old };
            return Some(self.transition(index, before, after, (old, new)));
        }
        for b in before {
            self.dependency(index, *b, after);
        }
        None
    }

    fn transition(
        &mut self,
        index: usize,
        before: &[Before<'_>],
        after: &Group,
        (old, new): (ImageLayout, ImageLayout),
    ) -> EntryId {
        let input = self.input;
        let track = &input.tracks[index];
        let high = after.first();
        let low = uses(before).map(|(b, u)| u.time + b.shift + 1).max().unwrap_or(i64::MIN);
        // The owner of memory of its own looks between two frames at what the first one left: nothing of it is
        // discarded before the next one begins.
        let begin = high.div_euclid(input.frame) * input.frame;
        let kept = old == ImageLayout::UNDEFINED && input.graph.resource(track.resource).output;
        let low = if kept { low.max(begin) } else { low };
        // Where it ends the frame before, the host has not waited for that frame yet.
        let time = self.entries.edge(low, high);
        let mut scope = vixen_plan::Scope::default();
        for (b, u) in uses(before) {
            if !input.waited_for(u, b.shift, time) {
                scope.src_stages |= u.leave.stages;
                scope.src_access |= if b.group.writes { u.leave.access } else { A::NONE };
            }
        }
        // Where it ends a frame, the host may wait for that frame before it submits the one that uses the image.
        let submitted = |u: &Use| input.host_waits(time, u.time);
        for u in after.uses.iter().filter(|u| !submitted(u)) {
            scope.dst_stages |= u.enter.stages;
            scope.dst_access |= u.enter.access;
        }
        scope.src_access = supported(scope.src_access, scope.src_stages);
        let reasons = before
            .iter()
            .filter_map(|b| {
                Some(self.reason(index, (*b, b.group.uses.last()?), after.uses.first()?))
            })
            .collect();
        let id = self.entries.transition(time, index as u32, scope, (old, new), reasons);
        for (b, u) in uses(before) {
            let reason = after.uses.first().map(|first| self.reason(index, (b, u), first));
            let Some(reason) = reason else { continue };
            // The transition comes after the submission, and that after all that the host waited for.
            if input.waited_for(u, b.shift, time) {
                continue;
            }
            for from in input.sources(b.group, u, b.shift, time) {
                self.push(from, To::Transition(id), index, reason);
            }
        }
        for u in after.uses.iter().filter(|u| !submitted(u)) {
            let reason = before
                .first()
                .and_then(|b| Some(self.reason(index, (*b, b.group.uses.last()?), u)));
            let Some(reason) = reason else { continue };
            for to in sinks(u, true) {
                self.push(From::Transition(id), to, index, reason);
            }
        }
        self.batch += 1;
        id
    }

    fn dependency(&mut self, index: usize, before: Before<'_>, after: &Group) {
        if !before.group.writes && (!after.writes || hands_over_reads(after)) {
            return;
        }
        let input = self.input;
        for u in &before.group.uses {
            for from in input.sources(before.group, u, before.shift, after.first()) {
                let waits = |later: &&Use| !input.waited_for(u, before.shift, later.time);
                for later in after.uses.iter().filter(waits) {
                    let reason = self.reason(index, (before, u), later);
                    for to in sinks(later, before.group.writes && !only_reads(u, from)) {
                        self.push(from, to, index, reason);
                    }
                }
                self.batch += 1;
            }
        }
    }

    fn push(&mut self, from: From, to: To, index: usize, reason: Reason) {
        let batch = self.batch;
        if self.needs.len() >= MAX_NEEDS {
            self.entries.exhaust();
            return;
        }
        let track = &self.input.tracks[index];
        let copies = self.input.graph.resource(track.resource).copies.max(1);
        self.needs.push(Need { from, to, track: index as u32, copies, batch, reason });
    }

    fn reason(&self, index: usize, (before, u): (Before<'_>, &Use), later: &Use) -> Reason {
        let frame = self.input.frame;
        let back = later.time.div_euclid(frame) - (u.time + before.shift).div_euclid(frame);
        Reason {
            resource: self.input.tracks[index].resource.0,
            from: u.position,
            to: later.position,
            frames_back: u32::try_from(back).unwrap_or(0),
            hazard: before.hazard.unwrap_or_else(|| hazard(before.group, u, later)),
        }
    }
}

/// Whether a group is the end of a contract that says that the owner reads: it need not wait for reads.
fn hands_over_reads(group: &Group) -> bool {
    group.uses.iter().all(|u| {
        u.position.is_none() && !u.enter.access.is_empty() && !u.enter.access.intersects(WRITES)
    })
}

fn relaxed(group: &Group) -> bool {
    group.uses.iter().all(|u| u.relaxed)
}

fn first_use(before: &[Before<'_>]) -> bool {
    before.iter().any(|b| b.hazard == Some(Hazard::FirstUse))
}

fn uses<'a>(before: &'a [Before<'a>]) -> impl Iterator<Item = (Before<'a>, &'a Use)> {
    before.iter().flat_map(|b| b.group.uses.iter().map(move |u| (*b, u)))
}

fn hazard(before: &Group, u: &Use, later: &Use) -> Hazard {
    match (u.position, later.position) {
        (None, _) => Hazard::Contract,
        (_, None) if later.fixed_layout == Some(ImageLayout::PRESENT_SRC_KHR) => Hazard::Present,
        (_, None) if later.is_of_host() => Hazard::Host,
        (_, None) => Hazard::Contract,
        _ => match (before.writes, later.writes) {
            (true, true) => Hazard::WriteAfterWrite,
            (true, false) => Hazard::ReadAfterWrite,
            (false, true) => Hazard::WriteAfterRead,
            (false, false) => Hazard::Layout,
        },
    }
}

/// Whether a use that writes does so in other stages alone: what comes after this one waits, and need see nothing.
fn only_reads(u: &Use, from: From) -> bool {
    matches!(from, From::Use { written: A::NONE, .. }) && u.leave.access != A::NONE
}

/// A use as the later side of needs, stage by stage.
fn sinks(u: &Use, memory: bool) -> impl Iterator<Item = To> + use<> {
    let (time, access) = (u.time, if memory { u.enter.access } else { A::NONE });
    bits(u.enter.stages).map(move |stage| To::Use { time, stage, access: supported(access, stage) })
}

/// The reads of a use as the later side of needs, stage by stage.
fn reads(u: &Use) -> impl Iterator<Item = To> + use<> {
    let (time, access) = (u.time, u.enter.access & !WRITES);
    bits(u.enter.stages)
        .map(move |stage| (stage, supported(access, stage)))
        .filter(|(_, access)| !access.is_empty())
        .map(move |(stage, access)| To::Use { time, stage, access })
}

impl Input<'_> {
    /// A use as the earlier side of needs, stage by stage: none where it is over before the frame of `later`
    /// is submitted, for the host waited for it. The signal of the semaphore that it waited for made its writes available to the
    /// device domain ("The first access scope includes all memory access performed by the device", Semaphore Signaling), and
    /// "`vkQueueSubmit` performs [...] a visibility operation with source scope of the device domain and destination scope of
    /// all agents and references on the device" (Memory Model: Availability, Visibility, and Domain Operations).
    fn sources(&self, group: &Group, u: &Use, shift: i64, later: i64) -> Vec<From> {
        let time = u.time + shift;
        // The host reads a finished frame, and is done before it submits the one that reuses the copy.
        if u.is_of_host() || self.waited_for(u, shift, later) {
            return Vec::new();
        }
        bits(u.leave.stages)
            .map(|stage| From::Use {
                time,
                stage,
                written: if group.writes { supported(u.leave.access, stage) } else { A::NONE },
            })
            .collect()
    }

    /// Whether the host waited for a use before it submitted the frame of `later`. It waits for frames alone: what
    /// an import's owner or the presentation engine did comes between them.
    fn waited_for(&self, u: &Use, shift: i64, later: i64) -> bool {
        u.position.is_some() && self.host_waits(u.time + shift, later)
    }

    /// Whether the host waits for the frame of one time before it submits that of another.
    fn host_waits(&self, earlier: i64, later: i64) -> bool {
        let back = later.div_euclid(self.frame) - earlier.div_euclid(self.frame);
        back >= i64::from(self.graph.frames_in_flight)
    }
}
