//! The uses of each cell of each resource over the frames, grouped.
//!
//! A cell has all aspects of its image: they have one layout, and a write of one may read and write back the other. What
//! is discarded is asked aspect by aspect: see [`Group::discards`].
//!
//! A cell is a range of a resource that no access cuts. Its uses, in order of execution, form groups:
//! reads between two writes are one group and need no order among each other; a write is a group of its
//! own, `relaxed` neighbours of the same kind excepted. The groups of a cell repeat every
//! [`Track::cycle`] frames, which is the length of the resource's ring.
//!
//! Time is counted in cuts. A frame of `L` levels has `L + 1` cuts; what runs in level `l` of frame `f`
//! has time `f * (L + 1) + l`: cuts up to that number come before it, later ones after it.

use ash::vk::{self, ImageAspectFlags};
use vixen_plan::{Contract, Lifetime, MemoryClass, State};

use super::half::{Half, enter, leave};
use super::stages::WRITES;
use crate::ir::{Access, Graph, Range, Resource, ResourceId, Role, each_aspect};
use crate::order::Schedule;

/// A use of a cell by an access of a pass.
#[derive(Clone, Debug)]
pub(super) struct Use {
    /// Position in the schedule; `None` for the frame's edge.
    pub position: Option<u32>,
    /// Index in the pass's accesses.
    pub access_index: u32,
    /// Time in cuts, the cell's first frame being frame 0.
    pub time: i64,
    /// What comes after something else: what it waits with, and what must see the memory.
    pub enter: Half,
    /// What something else comes after: what it ends with, and what it wrote.
    pub leave: Half,
    /// What was there is not read.
    pub discards: bool,
    /// No order among equals.
    pub relaxed: bool,
    /// Writes.
    pub writes: bool,
    /// Aspects of the image that it touches.
    pub aspects: ImageAspectFlags,
    /// What part it plays in its pass; `None` for the frame's edge.
    pub role: Option<Role>,
    /// The layout that a contract fixes.
    pub fixed_layout: Option<vk::ImageLayout>,
}

impl Use {
    pub(super) fn is_of_host(&self) -> bool {
        self.enter.stages.contains(vk::PipelineStageFlags2::HOST)
    }

    /// Whether it is a depth or a stencil attachment.
    fn is_depth(&self) -> bool {
        self.role == Some(Role::Depth)
    }
}

/// Uses that need no order among each other.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// The uses, by time.
    pub uses: Vec<Use>,
    /// Whether they write.
    pub writes: bool,
    /// Whether what was there is read neither by them nor later, in any aspect: a layout transition from `UNDEFINED` loses
    /// the content of all aspects.
    pub discards: bool,
}

impl Group {
    /// Time of the first use.
    pub(super) fn first(&self) -> i64 {
        self.uses.iter().map(|u| u.time).min().unwrap_or(0)
    }

    /// Aspects that its uses touch.
    pub(super) fn aspects(&self) -> ImageAspectFlags {
        self.uses.iter().fold(ImageAspectFlags::empty(), |all, u| all | u.aspects)
    }

    /// Aspects that its uses write.
    pub(super) fn written(&self) -> ImageAspectFlags {
        let writers = self.uses.iter().filter(|u| u.writes);
        writers.fold(ImageAspectFlags::empty(), |all, u| all | u.aspects)
    }
}

/// A cell with its groups.
#[derive(Clone, Debug)]
pub(super) struct Track {
    /// The resource.
    pub resource: ResourceId,
    /// The cell.
    pub range: Range,
    /// Groups of one cycle, by time.
    pub groups: Vec<Group>,
    /// Frames after which the groups repeat; `None` where contracts bound them on both sides.
    pub cycle: Option<u32>,
    /// Whether content passes from one cycle to the next.
    pub keeps: bool,
}

impl Track {
    /// Who has to be over before somebody else has the memory: the last group, and where that reads fewer aspects
    /// than the last write wrote, that one as well.
    pub(super) fn ends(&self) -> impl Iterator<Item = &Group> {
        let written = self.groups.iter().rev().find(|group| group.writes);
        let last = self.groups.last();
        let unread = match (last, written) {
            (Some(last), Some(written)) => {
                !last.writes && !last.aspects().contains(written.written())
            }
            _ => false,
        };
        written.filter(|_| unread).into_iter().chain(last)
    }
}

/// The tracks of all resources that the schedule uses.
pub(super) fn tracks(graph: &Graph, schedule: &Schedule) -> Vec<Track> {
    let mut accesses: Vec<Vec<Placed<'_>>> = vec![Vec::new(); graph.resources.len()];
    for (position, (id, level)) in schedule.iter().enumerate() {
        for (index, access) in graph.pass(id).accesses.iter().enumerate() {
            accesses[access.resource.index()].push(Placed {
                position: position as u32,
                index: index as u32,
                level,
                access,
            });
        }
    }
    let frame = i64::from(schedule.level_count()) + 1;
    graph
        .resource_ids()
        .flat_map(|id| {
            let placed = &accesses[id.index()];
            let bounds = handed_over(graph, id);
            let cells = cells(placed, bounds).into_iter();
            cells.map(move |cell| track(graph, id, cell, placed, frame))
        })
        .filter(|track| !track.groups.is_empty())
        .collect()
}

/// An access with its place in the schedule.
#[derive(Clone, Copy)]
struct Placed<'a> {
    position: u32,
    index: u32,
    level: u32,
    access: &'a Access,
}

/// All of an import that its contract hands over whatever the passes use of it: to another state, or from or to a
/// write. What is only read, in one state, is as its owner wants it.
fn handed_over(graph: &Graph, id: ResourceId) -> Option<Range> {
    let resource = graph.resource(id);
    match resource.lifetime {
        Lifetime::Import(Contract { entry, exit, .. })
            if entry != exit || (entry.access | exit.access).intersects(WRITES) =>
        {
            Some(resource.whole())
        }
        _ => None,
    }
}

/// The cells that the ranges of the accesses, and `whole`, cut a resource into; what none names is left out.
fn cells(accesses: &[Placed<'_>], whole: Option<Range>) -> Vec<Range> {
    let ranges: Vec<Range> = accesses.iter().map(|a| a.access.range).chain(whole).collect();
    let image = |f: fn(&Range) -> Option<(u32, u32)>| cuts(ranges.iter().filter_map(f));
    let mips = image(|r| match r {
        Range::Image { mips, .. } => Some(*mips),
        Range::Bytes(..) => None,
    });
    let layers = image(|r| match r {
        Range::Image { layers, .. } => Some(*layers),
        Range::Bytes(..) => None,
    });
    let bytes = cuts(ranges.iter().filter_map(|r| match r {
        Range::Bytes(start, end) => Some((*start, *end)),
        Range::Image { .. } => None,
    }));
    let images = mips.windows(2).flat_map(|m| {
        layers.windows(2).map(|l| Range::Image { mips: (m[0], m[1]), layers: (l[0], l[1]) })
    });
    let buffers = bytes.windows(2).map(|b| Range::Bytes(b[0], b[1]));
    images.chain(buffers).filter(|cell| ranges.iter().any(|r| r.overlaps(cell))).collect()
}

/// The bounds of intervals, ascending, each once.
fn cuts<T: Ord + Copy>(intervals: impl Iterator<Item = (T, T)>) -> Vec<T> {
    let mut bounds: Vec<T> = intervals.flat_map(|(start, end)| [start, end]).collect();
    bounds.sort_unstable();
    bounds.dedup();
    bounds
}

fn track(
    graph: &Graph,
    resource: ResourceId,
    range: Range,
    placed: &[Placed<'_>],
    frame: i64,
) -> Track {
    let declared = graph.resource(resource);
    let mut uses: Vec<Use> = placed
        .iter()
        .filter(|p| p.access.range.overlaps(&range))
        // What the host writes before submission is visible to it (7.9 "Host Write Ordering Guarantees").
        .filter(|p| !p.access.stages.contains(vk::PipelineStageFlags2::HOST) || !p.access.writes)
        // Handing over to the presentation engine is the end of the swapchain's contract.
        .filter(|p| p.access.role != Role::Present)
        .map(|p| used(p, frame))
        .collect();
    let last = frame - 1;
    let mut bounded = false;
    match declared.lifetime {
        Lifetime::Import(contract) => {
            bounded = true;
            bound_by_contract(&mut uses, contract, (last, declared.aspects()));
        }
        Lifetime::Swapchain => {
            bounded = true;
            let contract = presented(&uses);
            bound_by_contract(&mut uses, contract, (last, declared.aspects()));
        }
        Lifetime::Readback => hand_to_host(&mut uses, last),
        _ => {}
    }
    // Of the attachments of one rendering, what is written comes first: it begins the group that they share.
    uses.sort_by_key(|u| (u.time, u.position, u.is_depth() && !u.writes));
    let keeps =
        matches!(declared.lifetime, Lifetime::Persistent | Lifetime::History) || declared.output;
    let cycle = (!bounded).then_some(declared.copies.max(1));
    let mut groups = if keeps {
        joined_around(grouped(rotated(uses, cycle, frame)), cycle, frame)
    } else {
        grouped(uses)
    };
    let alive = left_alive(declared, keeps);
    for index in 0..groups.len() {
        groups[index].discards &= is_lost(&groups, index, (declared.aspects(), keeps, alive));
    }
    Track { resource, range, groups, cycle, keeps }
}

fn used(placed: &Placed<'_>, frame: i64) -> Use {
    let access = placed.access;
    let host = access.stages.contains(vk::PipelineStageFlags2::HOST);
    // The host reads once the frame has ended: after the last cut.
    let level = if host { frame - 1 } else { i64::from(placed.level) };
    Use {
        position: Some(placed.position),
        access_index: placed.index,
        time: i64::from(access.ring) * frame + level,
        enter: enter(access),
        leave: leave(access),
        discards: access.discards,
        relaxed: access.relaxed,
        writes: access.writes,
        aspects: access.aspects(),
        role: Some(access.role),
        fixed_layout: None,
    }
}

/// Whether what a cell holds behind its last use is looked at from outside.
fn left_alive(resource: &Resource, keeps: bool) -> bool {
    keeps && (resource.output || resource.memory == MemoryClass::External)
}

/// Whether nobody needs what the aspects hold before a group, beside those that it overwrites itself.
fn is_lost(
    groups: &[Group],
    index: usize,
    (all, keeps, alive): (ImageAspectFlags, bool, bool),
) -> bool {
    let overwritten =
        |group: &Group, aspect| group.uses.iter().any(|u| u.discards && u.aspects.contains(aspect));
    each_aspect(all).filter(|aspect| !overwritten(&groups[index], *aspect)).all(|aspect| {
        let wrapped = if keeps { &groups[..index] } else { &[] };
        let touches = |group: &&Group| group.aspects().contains(aspect);
        match groups[index..].iter().chain(wrapped).find(touches) {
            Some(next) => overwritten(next, aspect),
            None => !alive,
        }
    })
}

/// The contract of a swapchain image: what it held does not matter, the acquire semaphore is waited for at
/// the stages of its first use, and presentation follows.
fn presented(uses: &[Use]) -> Contract {
    let first = uses.iter().map(|u| u.time).min();
    let stages = uses
        .iter()
        .filter(|u| Some(u.time) == first)
        .fold(vk::PipelineStageFlags2::NONE, |all, u| all | u.enter.stages);
    let state = |stages, layout| State { stages, access: vk::AccessFlags2::NONE, layout };
    Contract {
        entry: state(stages, vk::ImageLayout::UNDEFINED),
        exit: state(vk::PipelineStageFlags2::NONE, vk::ImageLayout::PRESENT_SRC_KHR),
        keep: false,
    }
}

fn bound_by_contract(
    uses: &mut Vec<Use>,
    contract: Contract,
    (last, aspects): (i64, ImageAspectFlags),
) {
    let edge = |state: State, time, writes| Use {
        position: None,
        access_index: 0,
        time,
        enter: Half { stages: state.stages, access: state.access },
        leave: Half { stages: state.stages, access: state.access & WRITES },
        discards: false,
        relaxed: false,
        writes,
        aspects,
        role: None,
        fixed_layout: Some(state.layout),
    };
    if !contract.keep
        && let Some(first) = uses.iter_mut().min_by_key(|u| u.time)
    {
        // Nothing was there, in no aspect.
        (first.discards, first.aspects) = (true, aspects);
    }
    uses.push(edge(contract.entry, -1, true));
    // Leaving is an access of somebody else: a write, so that it is a group of its own.
    uses.push(edge(contract.exit, last, true));
}

/// What a readback buffer holds at the end of the frame is read by the host, where no pass says so itself.
fn hand_to_host(uses: &mut Vec<Use>, last: i64) {
    let host = vk::PipelineStageFlags2::HOST;
    if uses.iter().any(|u| u.writes) && !uses.iter().any(Use::is_of_host) {
        uses.push(Use {
            position: None,
            access_index: 0,
            time: last,
            enter: Half { stages: host, access: vk::AccessFlags2::HOST_READ },
            leave: Half { stages: host, access: vk::AccessFlags2::NONE },
            discards: false,
            relaxed: false,
            writes: false,
            aspects: ImageAspectFlags::empty(),
            role: None,
            fixed_layout: None,
        });
    }
}

/// The uses from the first write on, the reads before it moved behind the last use, a cycle later: they read
/// what the cycle before left.
fn rotated(mut uses: Vec<Use>, cycle: Option<u32>, frame: i64) -> Vec<Use> {
    let first_write = uses.iter().position(|u| u.writes);
    let (Some(first), Some(cycle)) = (first_write, cycle) else { return uses };
    uses.rotate_left(first);
    let kept = uses.len() - first;
    for wrapped in &mut uses[kept..] {
        wrapped.time += i64::from(cycle) * frame;
    }
    uses
}

fn grouped(uses: Vec<Use>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for u in uses {
        match groups.last_mut() {
            Some(group) if joins(group, &u) => group.uses.push(u),
            _ => groups.push(Group { writes: u.writes, discards: u.discards, uses: vec![u] }),
        }
    }
    groups
}

/// The groups, the first one joined with the last of the cycle before where they need no order among each other: its
/// uses move behind that one's, a cycle later.
fn joined_around(mut groups: Vec<Group>, cycle: Option<u32>, frame: i64) -> Vec<Group> {
    let [first, .., last] = &mut *groups else { return groups };
    let Some(cycle) = cycle.filter(|_| first.uses.iter().all(|u| joins(last, u))) else {
        return groups;
    };
    let later = |u: Use| Use { time: u.time + i64::from(cycle) * frame, ..u };
    last.uses.extend(first.uses.drain(..).map(later));
    groups.remove(0);
    groups
}

/// Whether a use needs no order after the group before it.
fn joins(group: &Group, u: &Use) -> bool {
    let Some(last) = group.uses.last() else { return true };
    // The depth and the stencil attachment of one rendering.
    let attached = |other: &Use| other.is_depth() && other.position == u.position;
    if u.is_depth() && u.position.is_some() && group.uses.iter().any(attached) {
        return true;
    }
    if !group.writes && !u.writes {
        return true;
    }
    let equal = last.position.is_some() && last.enter == u.enter && last.leave == u.leave;
    let same_pass = last.position.is_some() && last.position == u.position;
    last.relaxed && u.relaxed && (equal || same_pass)
}
