//! Passes as commands.

use vixen_plan::vk::{ImageAspectFlags as Aspects, PipelineStageFlags2 as Stages};
use vixen_plan::{
    Access, Attachment as PlanAttachment, Lifetime, Pass, Plan, Subresources, Work as PlanWork,
};

use super::Layout;
use crate::bits::ATTACHMENT;
use crate::stream::{Attachment, Expect, Leaves, Stream, Use, Value, Work};

/// Names of the passes and of their accesses.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Of each pass.
    passes: Vec<usize>,
    /// Of each access: its slot, and its pass with the slot, as values are called.
    accesses: Vec<(usize, usize)>,
    /// No name.
    pub(super) none: usize,
}

impl Names {
    pub(super) fn new(plan: &Plan, stream: &mut Stream) -> Self {
        let mut add = |name: String| {
            stream.names.push(name);
            stream.names.len() - 1
        };
        let none = add(String::new());
        let mut names =
            Self { passes: Vec::new(), accesses: vec![(none, none); plan.accesses.len()], none };
        for pass in plan.passes.iter() {
            names.passes.push(add(pass.name.to_string()));
            let span = pass.accesses;
            for index in span.start..span.start.saturating_add(span.len) {
                let Some(access) = plan.accesses.get(index as usize) else { continue };
                let slot = add(access.slot.to_string());
                let whole = add(format!("`{}` ({})", pass.name, access.slot));
                names.accesses[index as usize] = (slot, whole);
            }
        }
        names
    }

    pub(super) fn pass(&self, pass: usize) -> usize {
        self.passes.get(pass).copied().unwrap_or(self.none)
    }

    /// The content that an access leaves in a frame.
    pub(super) fn value(&self, access: usize, frame: i64) -> Value {
        Value::new(frame, self.accesses.get(access).map_or(self.none, |(_, whole)| *whole))
    }

    pub(super) fn slot(&self, access: usize) -> usize {
        self.accesses.get(access).map_or(self.none, |(slot, _)| *slot)
    }
}

/// Stages in which depth and stencil are attached.
const TESTS: Stages =
    Stages::from_raw(Stages::EARLY_FRAGMENT_TESTS.as_raw() | Stages::LATE_FRAGMENT_TESTS.as_raw());

/// The command of a pass in a frame.
pub(super) fn work(
    plan: &Plan,
    layout: &Layout,
    names: &Names,
    (index, pass): (usize, &Pass),
    frame: i64,
) -> Work {
    let first = pass.accesses.start as usize;
    let uses = uses(plan, pass)
        .into_iter()
        .map(|(offset, access)| {
            let entry = first + offset;
            Use {
                resource: layout.copy(access.resource, access.ring, frame),
                range: super::range_of(plan, access.resource, access.range, access.bytes),
                stages: access.stages,
                access: access.access,
                layout: access.layout,
                expect: if access.reads { Expect::Defined } else { Expect::Any },
                leaves: leaves((pass, &access), names.value(entry, frame)),
                relaxed: is_relaxed(pass, &access).then(|| group(plan, &access, frame)),
                attachment: attachment(plan, pass, &access),
                slot: names.slot(entry),
            }
        })
        .collect();
    Work { name: names.pass(index), frame, uses }
}

/// The uses that a pass's accesses are, with the number of the access: what is attached for depth and stencil is one use
/// for each, since each has a load and a store operation of its own.
pub(super) fn uses(plan: &Plan, pass: &Pass) -> Vec<(usize, Access)> {
    let mut uses = Vec::new();
    for (offset, access) in pass.accesses.of(&plan.accesses).iter().enumerate() {
        let aspects = access.range.aspects;
        let both = Aspects::DEPTH | Aspects::STENCIL;
        if pass.raster.is_some() && access.stages.intersects(TESTS) && aspects == both {
            for aspects in [Aspects::DEPTH, Aspects::STENCIL] {
                let range = Subresources { aspects, ..access.range };
                uses.push((offset, Access { range, ..access.clone() }));
            }
        } else {
            uses.push((offset, access.clone()));
        }
    }
    uses
}

/// A transient begins anew in every frame, and so do the accesses that need no order.
fn group(plan: &Plan, access: &Access, frame: i64) -> i64 {
    let lifetime = plan.resources.get(access.resource as usize).map(|entry| entry.lifetime);
    if lifetime == Some(Lifetime::Transient) { frame } else { -1 }
}

/// Whether an access needs no order among its equals. That is for the shaders of a pass and for code of the program to
/// promise: what is drawn lands in attachments in the order of the passes, and a transfer writes all that it names.
pub(super) fn is_relaxed(pass: &Pass, access: &Access) -> bool {
    access.relaxed && !access.access.intersects(ATTACHMENT) && pass.work != PlanWork::Transfer
}

fn leaves((pass, access): (&Pass, &Access), value: Value) -> Leaves {
    match (access.writes, is_relaxed(pass, access)) {
        (false, _) => Leaves::Same,
        (true, true) => Leaves::Mixed(value),
        (true, false) => Leaves::Value(value),
    }
}

/// The load and store operations of an access that is an attachment.
fn attachment(plan: &Plan, pass: &Pass, access: &Access) -> Option<Attachment> {
    let raster = pass.raster.as_ref()?;
    let view = access.view?;
    let depth = access.stages.intersects(TESTS);
    if !depth && !access.stages.intersects(Stages::COLOR_ATTACHMENT_OUTPUT) {
        return None;
    }
    let is =
        |attachment: &&PlanAttachment| attachment.view == view && attachment.ring == access.ring;
    let colors = raster.colors.of(&plan.attachments);
    let stencil = access.range.aspects == Aspects::STENCIL;
    let index = if stencil { raster.stencil } else { raster.depth };
    let depths = index.and_then(|index| plan.attachments.get(index as usize));
    let found = if depth { depths.into_iter().find(is) } else { colors.iter().find(is) };
    let found = found?;
    Some(Attachment {
        load: found.load,
        store: found.store,
        writes: access.writes,
        depth,
        resolved: found.resolve.is_some(),
    })
}
