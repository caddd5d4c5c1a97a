//! Execution order: which passes run, and in which level.
//!
//! A level is a set of passes between which nothing has to be ordered, so that one cut between two
//! levels serves them all.

use crate::ir::PassId;

/// The order of execution.
///
/// # Invariants
///
/// - `passes` holds each kept pass once; `levels` is as long and never decreases, from 0 without gaps
///   (host passes before submission stand first, in level 0; those after completion last, in the
///   last level).
/// - A pass that depends on another one stands in a later level, unless one of them is a host pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// Kept passes in order of execution.
    pub passes: Vec<PassId>,
    /// Level of each of `passes`.
    pub levels: Vec<u32>,
    /// Culled passes, in order of declaration.
    pub culled: Vec<PassId>,
}

impl Schedule {
    /// Number of levels.
    #[must_use]
    pub fn level_count(&self) -> u32 {
        self.levels.last().map_or(0, |last| last + 1)
    }

    /// Kept passes with their levels, in order of execution.
    pub fn iter(&self) -> impl Iterator<Item = (PassId, u32)> + '_ {
        self.passes.iter().copied().zip(self.levels.iter().copied())
    }
}
