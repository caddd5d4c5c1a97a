//! Barriers in their cuts while they are being chosen.

use std::cell::Cell;

use ash::vk::{AccessFlags2 as A, ImageLayout, PipelineStageFlags2 as S};
use vixen_plan::{Reason, Scope};

use super::stages::{bits, bits_access, supported, with_earlier, with_later};

/// A barrier: its cut, its index there, and the time at which its cut is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EntryId {
    /// Cut of the frame.
    pub cut: u32,
    /// Index in the cut.
    pub index: u32,
    /// Time: the cut, plus cuts per frame times the frame.
    pub time: i64,
}

/// A barrier.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Masks.
    scope: Scope,
    /// Source stages with the logically earlier ones.
    pub first: S,
    /// Destination stages with the logically later ones.
    pub second: S,
    /// The transition, for an image barrier.
    pub transition: Option<Transition>,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// What an image barrier does beside its masks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Transition {
    /// Track of the cell.
    pub track: u32,
    /// Frames since the cell's copy was the current one; -1 at the end of the frame before it is.
    pub age: i64,
    /// Layouts before and after.
    pub layouts: (ImageLayout, ImageLayout),
}

impl Entry {
    pub(super) fn new(scope: Scope, transition: Option<Transition>, reasons: Vec<Reason>) -> Self {
        let (first, second) = (S::NONE, S::NONE);
        let mut entry = Self { scope, first, second, transition, reasons };
        entry.set(scope);
        entry
    }

    pub(super) fn scope(&self) -> Scope {
        self.scope
    }

    /// Sets the masks. Accesses that no stage of the mask supports go (VUID-VkMemoryBarrier2-srcAccessMask).
    pub(super) fn set(&mut self, mut scope: Scope) {
        scope.src_access = supported(scope.src_access, scope.src_stages);
        scope.dst_access = supported(scope.dst_access, scope.dst_stages);
        self.first = with_earlier(scope.src_stages);
        self.second = with_later(scope.dst_stages);
        self.scope = scope;
    }

    /// Whether it does nothing any more.
    pub(super) fn is_dead(&self) -> bool {
        self.transition.is_none()
            && (self.scope.src_stages.is_empty() || self.scope.dst_stages.is_empty())
    }
}

/// Barriers looked at while those of one graph are chosen: a graph that takes more is refused. Random graphs of two
/// thousand passes take a third of it at most, and all of it is some ten seconds.
pub const MAX_STEPS: u64 = 4 << 30;

/// All barriers of a frame, cut by cut.
#[derive(Clone, Debug)]
pub(super) struct Entries {
    /// Barriers of each cut. Indices stay valid: a removed one stays as a dead entry.
    pub cuts: Vec<Vec<Entry>>,
    /// Whether the frame's last cut is needed in any case: to present, to leave an import, for the host.
    closes: bool,
    /// What looking at them has taken so far.
    steps: Cell<u64>,
}

impl Entries {
    /// No barriers in so many cuts.
    pub(super) fn new(cuts: usize, closes: bool) -> Self {
        Self { cuts: vec![Vec::new(); cuts], closes, steps: Cell::new(0) }
    }

    /// Counts barriers that were looked at.
    pub(super) fn step(&self, count: usize) {
        self.steps.set(self.steps.get() + count as u64);
    }

    /// What looking at barriers has taken so far.
    pub(super) fn steps(&self) -> u64 {
        self.steps.get()
    }

    /// Counts as many as there may be.
    pub(super) fn exhaust(&self) {
        self.steps.set(MAX_STEPS + 1);
    }

    /// Whether looking for fewer barriers has taken more than [`MAX_STEPS`].
    pub(super) fn exhausted(&self) -> bool {
        self.steps.get() > MAX_STEPS
    }

    /// Where, from `low` to `high`, a dependency goes that nothing draws to another cut. What comes from the
    /// frame before needs one cut at the frame's edge: the one that ends the frame before, where there is
    /// one in any case; else the one that begins the frame. All else goes where it is needed.
    pub(super) fn edge(&self, low: i64, high: i64) -> i64 {
        let start = high.div_euclid(self.frame().max(1)) * self.frame();
        match self.closes {
            true if low < start => start - 1,
            false if low <= start => start,
            _ => high,
        }
    }

    /// Cuts a frame.
    pub(super) fn frame(&self) -> i64 {
        self.cuts.len() as i64
    }

    /// The barriers at a time.
    pub(super) fn at(&self, time: i64) -> &[Entry] {
        usize::try_from(time.rem_euclid(self.frame().max(1)))
            .ok()
            .and_then(|cut| self.cuts.get(cut))
            .map_or(&[], Vec::as_slice)
    }

    pub(super) fn get(&self, id: EntryId) -> Option<&Entry> {
        self.cuts.get(id.cut as usize)?.get(id.index as usize)
    }

    pub(super) fn transition(
        &mut self,
        time: i64,
        track: u32,
        scope: Scope,
        layouts: (ImageLayout, ImageLayout),
        reasons: Vec<Reason>,
    ) -> EntryId {
        let age = time.div_euclid(self.frame());
        let transition = Some(Transition { track, age, layouts });
        self.push(time, Entry::new(scope, transition, reasons))
    }

    /// Adds a barrier at a time.
    pub(super) fn push(&mut self, time: i64, entry: Entry) -> EntryId {
        let cut = usize::try_from(time.rem_euclid(self.frame())).unwrap_or(0);
        let index = self.cuts[cut].len() as u32;
        self.cuts[cut].push(entry);
        EntryId { cut: cut as u32, index, time }
    }
}

/// The single bits of a scope: source stages, destination stages, source accesses, destination accesses.
pub(super) fn single_bits(scope: Scope) -> impl Iterator<Item = Scope> {
    let none = Scope::default();
    let src_stages = bits(scope.src_stages).map(move |src_stages| Scope { src_stages, ..none });
    let dst_stages = bits(scope.dst_stages).map(move |dst_stages| Scope { dst_stages, ..none });
    let src_access =
        bits_access(scope.src_access).map(move |src_access| Scope { src_access, ..none });
    let dst_access =
        bits_access(scope.dst_access).map(move |dst_access| Scope { dst_access, ..none });
    src_stages.chain(dst_stages).chain(src_access).chain(dst_access)
}

/// A scope without the bits of another one.
pub(super) fn without(scope: Scope, other: Scope) -> Scope {
    let stages = |from: S, bits: S| S::from_raw(from.as_raw() & !bits.as_raw());
    let access = |from: A, bits: A| A::from_raw(from.as_raw() & !bits.as_raw());
    Scope {
        src_stages: stages(scope.src_stages, other.src_stages),
        src_access: access(scope.src_access, other.src_access),
        dst_stages: stages(scope.dst_stages, other.dst_stages),
        dst_access: access(scope.dst_access, other.dst_access),
    }
}
