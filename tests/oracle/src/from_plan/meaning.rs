//! What each read must find: the last write declared before it.
//!
//! Passes are gone through in the order of their declaration, frame after frame, over contents that know
//! nothing of copies, queues or memory. Those that the plan left out are gone through as well: what one of them would have
//! written and somebody reads, the plan misses.

use std::collections::HashMap;

use vixen_plan::vk::PipelineStageFlags2 as Stages;
use vixen_plan::{Access, Lifetime, Pass, Plan};

use super::work::is_relaxed;
use super::{Layout, work};
use crate::space::Space;
use crate::stream::{Expect, HostCall, Leaves, Stream, Use, Value};

/// A work of the stream that has a meaning in the plan.
#[derive(Clone, Copy, Debug)]
pub(super) enum Placed {
    /// A pass in a frame. Its uses are those of [`work::uses`], in order.
    Pass {
        /// Index of the work.
        work: usize,
        /// Index of the pass.
        pass: usize,
        /// The frame.
        frame: i64,
    },
    /// Somebody who reads what a frame left.
    Left {
        /// Index of the work.
        work: usize,
        /// The plan's resource.
        resource: u32,
        /// The frame.
        frame: i64,
    },
}

/// Who wrote a cell, and, where the write was relaxed, its kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Content {
    value: Value,
    relaxed: Option<Kind>,
}

/// Contents of resources by frame.
struct Contents<'a> {
    plan: &'a Plan,
    space: &'a Space,
    layout: &'a Layout,
    held: HashMap<(u32, i64), Vec<Content>>,
}

/// Whether each frame has a content of its own.
fn is_ring(lifetime: Lifetime) -> bool {
    matches!(lifetime, Lifetime::History | Lifetime::Upload | Lifetime::Readback)
}

impl Contents<'_> {
    fn key(&self, resource: u32, back: u32, frame: i64) -> (u32, i64) {
        let lifetime = self.plan.resources.get(resource as usize).map(|entry| entry.lifetime);
        if lifetime.is_some_and(is_ring) {
            (resource, frame - i64::from(back))
        } else {
            (resource, 0)
        }
    }

    fn of(&mut self, key: (u32, i64)) -> &mut Vec<Content> {
        let cells = self.space.of(self.layout.copy(key.0, 0, 0)).len();
        self.held.entry(key).or_insert_with(|| vec![Content::default(); cells])
    }

    /// The cells of an access, counted from the resource's first.
    fn cells(&self, access: &Access) -> Vec<usize> {
        let copy = self.layout.copy(access.resource, 0, 0);
        let range = super::range_of(self.plan, access.resource, access.range, access.bytes);
        let mut cells = Vec::new();
        self.space.cells(copy, range, &mut cells);
        let first = self.space.of(copy).start;
        cells.iter().map(|cell| cell - first).collect()
    }

    /// What a new frame begins with.
    fn begin(&mut self, frame: i64, from_outside: &HashMap<(u32, i64), Value>) {
        for (index, resource) in self.plan.resources.iter().enumerate() {
            let index = index as u32;
            let key = self.key(index, 0, frame);
            let given = from_outside.get(&(index, frame)).copied();
            let value = match resource.lifetime {
                Lifetime::Persistent => continue,
                // Set-up may have cleared the copy of the first frame.
                Lifetime::History if frame == 0 => continue,
                _ => given.unwrap_or_default(),
            };
            self.of(key).fill(Content { value, relaxed: None });
        }
    }
}

/// Fills in what the reads of a stream must find.
pub(super) fn expect(
    plan: &Plan,
    stream: &mut Stream,
    space: &Space,
    layout: &Layout,
    works: &[Placed],
) {
    let mut contents = Contents { plan, space, layout, held: HashMap::new() };
    set_up(&mut contents, stream);
    let outside = from_outside(plan, stream, layout);
    for ((resource, _), value) in outside.iter().filter(|((_, frame), _)| *frame == -1) {
        contents.of((*resource, 0)).fill(Content { value: *value, relaxed: None });
    }
    let mut left: HashMap<(u32, i64), usize> = HashMap::new();
    let mut frames: HashMap<i64, Vec<(u32, Step)>> = HashMap::new();
    for placed in works {
        match *placed {
            Placed::Left { work, resource, frame } => {
                left.insert((resource, frame), work);
            }
            Placed::Pass { work, pass, frame } => {
                let declared = plan.passes.get(pass).map_or(0, |pass| pass.declared);
                frames.entry(frame).or_default().push((declared, Step::Kept(pass, work)));
            }
        }
    }
    let last = frames.keys().copied().max().unwrap_or(-1);
    for frame in 0..=last {
        contents.begin(frame, &outside);
        let mut passes = frames.remove(&frame).unwrap_or_default();
        passes
            .extend(plan.culled.iter().zip(0..).map(|(one, at)| (one.declared, Step::Culled(at))));
        passes.sort_unstable();
        for (_, step) in passes {
            match step {
                Step::Kept(pass, work) => {
                    pass_reads_and_writes(&mut contents, stream, (pass, work), frame);
                }
                Step::Culled(index) => culled_writes(&mut contents, stream, index, frame),
            }
        }
        for (resource, work) in
            left.iter().filter(|(key, _)| key.1 == frame).map(|(key, work)| (key.0, *work))
        {
            let key = contents.key(resource, 0, frame);
            let values = contents.of(key).iter().map(|content| content.value).collect();
            if let Some(used) = stream.works[work].uses.first_mut() {
                used.expect = Expect::Cells(values);
            }
        }
    }
}

/// A declared pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// One of the plan's, with its work in the frame.
    Kept(usize, usize),
    /// One that the plan left out.
    Culled(usize),
}

/// What a pass that was left out would have written. What the host would have written is not the device's.
fn culled_writes(contents: &mut Contents<'_>, stream: &mut Stream, index: usize, frame: i64) {
    let plan = contents.plan;
    let Some(culled) = plan.culled.get(index) else { return };
    let accesses = culled.accesses.of(&plan.culled_accesses).iter();
    for access in accesses.filter(|one| one.writes && !one.stages.contains(Stages::HOST)) {
        let name = stream.name(&format!("`{}` ({}), which is left out,", culled.name, access.slot));
        let cells = contents.cells(access);
        let key = contents.key(access.resource, access.ring, frame);
        let leaves = Leaves::Value(Value::new(frame, name));
        write(contents.of(key), (access, None), leaves, &cells);
    }
}

fn pass_reads_and_writes(
    contents: &mut Contents<'_>,
    stream: &mut Stream,
    (pass, work): (usize, usize),
    frame: i64,
) {
    let plan = contents.plan;
    let Some(declared) = plan.passes.get(pass) else { return };
    let (numbers, accesses): (Vec<usize>, Vec<Access>) =
        work::uses(plan, declared).into_iter().unzip();
    let cells: Vec<_> = accesses.iter().map(|access| contents.cells(access)).collect();
    let uses = &mut stream.works[work].uses;
    for (((access, used), cells), at) in
        accesses.iter().zip(uses.iter_mut()).zip(&cells).zip(numbers)
    {
        if access.reads {
            let key = contents.key(access.resource, access.ring, frame);
            let held = contents.of(key);
            let values: Box<[Value]> = cells.iter().map(|cell| held[*cell].value).collect();
            let nothing = values.iter().all(|value| *value == Value::UNDEFINED);
            let lifetime = plan.resources.get(access.resource as usize).map(|entry| entry.lifetime);
            let transient = lifetime == Some(Lifetime::Transient);
            let kind = kind((declared, access));
            for cell in cells {
                // Others than its like have seen it: what is written now begins anew.
                if held[*cell].relaxed != kind {
                    held[*cell].relaxed = None;
                }
            }
            // What reads and writes may begin with anything; so may what set-up left undefined, and what the graph was
            // told that nothing writes. A transient that a pass wrote and the plan lost is none of these.
            used.expect = if has_equals(contents, pass, access, cells) {
                // Any of its like may have come before it. That nothing is lost the next reader sees.
                if values.contains(&Value::UNDEFINED) { Expect::Any } else { Expect::Defined }
            } else if nothing && transient && !access.writes && !told(plan, declared, at) {
                Expect::Defined
            } else {
                Expect::Cells(values)
            };
        }
    }
    for ((access, used), cells) in accesses.iter().zip(uses.iter()).zip(&cells) {
        if access.writes {
            let key = contents.key(access.resource, access.ring, frame);
            write(contents.of(key), (access, kind((declared, access))), used.leaves, cells);
        }
    }
}

/// Whether the graph was told that nothing writes what an access reads.
fn told(plan: &Plan, pass: &Pass, access: usize) -> bool {
    let index = pass.accesses.start as usize + access;
    plan.undefined_reads.iter().any(|told| *told as usize == index)
}

/// Stages, accesses and layout of relaxed accesses that are equal.
type Kind = (u64, u64, i32);

/// What makes relaxed accesses equal.
fn kind((pass, access): (&Pass, &Access)) -> Option<Kind> {
    let kind = || (access.stages.as_raw(), access.access.as_raw(), access.layout.as_raw());
    is_relaxed(pass, access).then(kind)
}

/// Whether other passes do the same to one of the cells, with no order among them.
fn has_equals(contents: &Contents<'_>, pass: usize, access: &Access, cells: &[usize]) -> bool {
    let plan = contents.plan;
    let Some(own) = plan.passes.get(pass) else { return false };
    let Some(kind_of_all) = kind((own, access)) else { return false };
    let equal = |pass: &Pass, other: &Access| {
        (other.resource, other.ring) == (access.resource, access.ring)
            && kind((pass, other)) == Some(kind_of_all)
            && contents.cells(other).iter().any(|cell| cells.contains(cell))
    };
    let others = plan.passes.iter().enumerate().filter(|(index, _)| *index != pass);
    let mut accesses = others
        .flat_map(|(_, other)| other.accesses.of(&plan.accesses).iter().map(move |a| (other, a)));
    accesses.any(|(pass, other)| equal(pass, other))
}

fn write(
    held: &mut [Content],
    (access, kind): (&Access, Option<Kind>),
    leaves: Leaves,
    cells: &[usize],
) {
    for cell in cells {
        let content = &mut held[*cell];
        let joins = content.relaxed.is_some() && content.relaxed == kind;
        let value = match leaves {
            // What nobody wrote in that copy's frame is whatever an older content of the ring left there: no name stands
            // for what comes of mixing into it.
            Leaves::Mixed(_) if access.ring > 0 && content.value == Value::UNDEFINED => {
                Value::UNDEFINED
            }
            Leaves::Mixed(value) if joins || access.reads => {
                Value(content.value.0.wrapping_add(value.0))
            }
            Leaves::Mixed(value) | Leaves::Value(value) => value,
            Leaves::Same | Leaves::Undefined => content.value,
        };
        *content = Content { value, relaxed: kind };
    }
}

/// What set-up clears, as the plan says.
fn set_up(contents: &mut Contents<'_>, stream: &Stream) {
    let plan = contents.plan;
    let is_clear =
        |used: &Use| matches!(used.leaves, Leaves::Value(_)) && used.stages == Stages::CLEAR;
    let clears = stream
        .works
        .iter()
        .filter(|work| work.frame == -1 && work.uses.first().is_some_and(is_clear));
    let mut clears = clears.filter_map(|work| work.uses.first());
    for initial in plan.initial.iter().filter(|initial| initial.clear.is_some()) {
        let owner = plan.resources.get(initial.resource as usize).map(|entry| entry.lifetime);
        if owner.is_none_or(|owner| matches!(owner, Lifetime::Import(_) | Lifetime::Swapchain)) {
            continue;
        }
        let Some(Leaves::Value(value)) = clears.next().map(|used| used.leaves) else { continue };
        let copy = contents.layout.copy(initial.resource, 0, 0);
        let range = super::range_of(plan, initial.resource, initial.range, (0, u64::MAX));
        let mut cells = Vec::new();
        contents.space.cells(copy, range, &mut cells);
        let first = contents.space.of(copy).start;
        let key = contents.key(initial.resource, initial.ring, 0);
        let held = contents.of(key);
        for cell in cells {
            held[cell - first] = Content { value, relaxed: None };
        }
    }
}

/// What uploads and imports bring, by resource and frame.
fn from_outside(plan: &Plan, stream: &Stream, layout: &Layout) -> HashMap<(u32, i64), Value> {
    let mut found = HashMap::new();
    let uploads = stream.program.iter().filter_map(|call| match call {
        HostCall::Access(work) => Some(*work),
        _ => None,
    });
    let imports = stream.program.iter().flat_map(|call| match call {
        HostCall::Submit(batch) => batch.commands.as_slice(),
        _ => &[],
    });
    let imports = imports.filter_map(|command| match command {
        crate::stream::Command::Foreign(work) => Some(*work),
        _ => None,
    });
    let of: HashMap<usize, u32> = (0..plan.resources.len() as u32)
        .flat_map(|resource| {
            let copies =
                plan.resources.get(resource as usize).map_or(1, |entry| entry.copies.max(1));
            (0..i64::from(copies)).map(move |copy| (resource, copy))
        })
        .map(|(resource, copy)| (layout.copy(resource, 0, copy), resource))
        .collect();
    for work in uploads.chain(imports) {
        let work = &stream.works[work];
        for used in &work.uses {
            if let (Leaves::Value(value), Some(resource)) = (used.leaves, of.get(&used.resource)) {
                found.insert((*resource, work.frame), value);
            }
        }
    }
    found
}
