//! Mutation: whatever of a plan can be taken away must be missed.
//!
//! Each barrier, bit, pair, range, layout, wait and place is weakened in turn, and the plan judged again. A
//! mutant to which the oracle objects is killed. One that it lets pass is explained, where a rule of `fair`
//! says why it must exist, or it is a fault: of the plan, which has what nobody needs, or of the oracle.

mod cut;
mod edit;
mod fair;
mod place;
mod run;

use std::collections::BTreeMap;
use std::fmt;

use vixen_plan::vk::{AttachmentLoadOp, AttachmentStoreOp, PipelineStageFlags2};
use vixen_plan::{Plan, Subresources, Wait};

use crate::verdict::Verdicts;
use cut::Barriers;

/// How a mutant differs from its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A barrier is gone.
    Barrier,
    /// A bit of a source stage mask is gone.
    SourceStage,
    /// A bit of a source access mask is gone.
    SourceAccess,
    /// A bit of a destination stage mask is gone.
    DestinationStage,
    /// A bit of a destination access mask is gone.
    DestinationAccess,
    /// One destination stage no longer waits for one source stage.
    Pair,
    /// A range is a mip, a layer or a byte shorter.
    Range,
    /// A range has one aspect less.
    Aspect,
    /// The layout before is another.
    OldLayout,
    /// The layout after is another.
    NewLayout,
    /// Content is discarded: `UNDEFINED` as old layout, `DONT_CARE` in an attachment.
    Discard,
    /// A barrier stands one cut earlier or later.
    Moved,
    /// Half of an ownership transfer is gone.
    Ownership,
    /// A wait for a semaphore is gone.
    Wait,
    /// A stage no longer waits for a semaphore.
    WaitStage,
    /// A wait's value is lower.
    WaitValue,
    /// A transient lies where another one lives.
    Placement,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 17] = [
        Self::Barrier,
        Self::SourceStage,
        Self::SourceAccess,
        Self::DestinationStage,
        Self::DestinationAccess,
        Self::Pair,
        Self::Range,
        Self::Aspect,
        Self::OldLayout,
        Self::NewLayout,
        Self::Discard,
        Self::Moved,
        Self::Ownership,
        Self::Wait,
        Self::WaitStage,
        Self::WaitValue,
        Self::Placement,
    ];

    /// In a word or two.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Barrier => "barrier",
            Self::SourceStage => "source stage",
            Self::SourceAccess => "source access",
            Self::DestinationStage => "destination stage",
            Self::DestinationAccess => "destination access",
            Self::Pair => "pair of stages",
            Self::Range => "range",
            Self::Aspect => "aspect",
            Self::OldLayout => "old layout",
            Self::NewLayout => "new layout",
            Self::Discard => "discard",
            Self::Moved => "moved",
            Self::Ownership => "ownership half",
            Self::Wait => "wait",
            Self::WaitStage => "wait stage",
            Self::WaitValue => "wait value",
            Self::Placement => "placement",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A plan that has been weakened in one place.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Where, and how.
    pub description: String,
    /// What kind of change it is.
    pub kind: Kind,
    /// The plan.
    pub plan: Plan,
}

/// A mutant that the oracle let pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survivor {
    /// Where, and how.
    pub description: String,
    /// What kind of change it is.
    pub kind: Kind,
    /// Why it must exist; `None` where nothing explains it.
    pub reason: Option<&'static str>,
}

/// Numbers of mutants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// All of them.
    pub mutants: usize,
    /// Those to which the oracle objected.
    pub killed: usize,
    /// Those that a rule explains.
    pub explained: usize,
    /// Those that nothing explains.
    pub unexplained: usize,
}

impl Count {
    /// Adds other numbers to these.
    pub fn add(&mut self, other: Self) {
        self.mutants += other.mutants;
        self.killed += other.killed;
        self.explained += other.explained;
        self.unexplained += other.unexplained;
    }
}

/// What became of the mutants of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Objections to the plan itself. A mutant is killed by another one than these.
    pub objections: Verdicts,
    /// Number of mutants.
    pub mutants: usize,
    /// Number of those to which the oracle objected.
    pub killed: usize,
    /// Number of those that passed and that a rule explains.
    pub survivors_explained: usize,
    /// Number of those that passed and that nothing explains.
    pub survivors_unexplained: usize,
    /// The same by kind.
    pub by_kind: BTreeMap<Kind, Count>,
    /// Those that passed.
    pub survivors: Vec<Survivor>,
}

impl Report {
    fn count(&mut self, kind: Kind, outcome: Option<Survivor>) {
        let explained = outcome.as_ref().is_some_and(|survivor| survivor.reason.is_some());
        let count = Count {
            mutants: 1,
            killed: usize::from(outcome.is_none()),
            explained: usize::from(explained),
            unexplained: usize::from(outcome.is_some() && !explained),
        };
        self.by_kind.entry(kind).or_default().add(count);
        self.mutants += count.mutants;
        self.killed += count.killed;
        self.survivors_explained += count.explained;
        self.survivors_unexplained += count.unexplained;
        self.survivors.extend(outcome);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} mutants, {} killed, {} survivors explained, {} unexplained",
            self.mutants, self.killed, self.survivors_explained, self.survivors_unexplained
        )?;
        for (kind, count) in &self.by_kind {
            writeln!(
                f,
                "  {:<20} {:>6} mutants {:>6} killed {:>5} explained {:>5} unexplained",
                kind.name(),
                count.mutants,
                count.killed,
                count.explained,
                count.unexplained
            )?;
        }
        for survivor in &self.survivors {
            let reason = survivor.reason.unwrap_or("UNEXPLAINED");
            writeln!(f, "  {}: {}", survivor.description, reason)?;
        }
        Ok(())
    }
}

/// A mutant before it is made.
#[derive(Clone, Debug)]
struct Edit {
    kind: Kind,
    description: String,
    change: Change,
}

/// What a mutant changes.
#[derive(Clone, Debug)]
enum Change {
    /// The barriers of these cuts.
    Cuts(Vec<(usize, Barriers)>),
    /// A wait, which is exchanged or gone.
    Wait(usize, Option<Wait>),
    /// Stages of a batch that wait for the swapchain's image.
    Acquire(usize, PipelineStageFlags2),
    /// The load operation of an attachment.
    Load(usize, AttachmentLoadOp),
    /// The store operation of an attachment.
    Store(usize, AttachmentStoreOp),
    /// The offset of a placement.
    Offset(usize, u64),
}

impl Change {
    /// The plan with this change.
    fn apply(&self, plan: &Plan) -> Plan {
        if let Self::Cuts(cuts) = self {
            return cut::with_cuts(plan, cuts);
        }
        let mut plan = plan.clone();
        match self {
            Self::Cuts(_) => {}
            Self::Wait(index, Some(wait)) => plan.waits.to_mut()[*index] = *wait,
            Self::Wait(index, None) => remove_wait(&mut plan, *index),
            Self::Acquire(index, stages) => plan.batches.to_mut()[*index].acquire = *stages,
            Self::Load(index, load) => plan.attachments.to_mut()[*index].load = *load,
            Self::Store(index, store) => plan.attachments.to_mut()[*index].store = *store,
            Self::Offset(index, offset) => plan.placements.to_mut()[*index].offset = *offset,
        }
        plan
    }
}

fn remove_wait(plan: &mut Plan, index: usize) {
    plan.waits.to_mut().remove(index);
    for batch in plan.batches.to_mut() {
        let (start, len) = (batch.waits.start as usize, batch.waits.len as usize);
        if index < start {
            batch.waits.start -= 1;
        } else if index < start + len {
            batch.waits.len -= 1;
        }
    }
}

/// All mutants of a plan, one after the other.
pub fn mutants(plan: &Plan) -> impl Iterator<Item = Mutant> {
    edit::edits(plan).map(move |edit| Mutant {
        plan: edit.change.apply(plan),
        description: edit.description,
        kind: edit.kind,
    })
}

/// Judges all mutants of a plan.
#[must_use]
pub fn mutate(plan: &Plan) -> Report {
    run::run(plan)
}

/// A range with one of its edges one mip or layer further in.
pub(crate) fn narrowed(range: Subresources) -> Vec<Subresources> {
    let mut all = Vec::new();
    if range.mips > 1 {
        all.push(Subresources { base_mip: range.base_mip + 1, mips: range.mips - 1, ..range });
        all.push(Subresources { mips: range.mips - 1, ..range });
    }
    if range.layers > 1 {
        all.push(Subresources {
            base_layer: range.base_layer + 1,
            layers: range.layers - 1,
            ..range
        });
        all.push(Subresources { layers: range.layers - 1, ..range });
    }
    all
}
