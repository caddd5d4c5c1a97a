//! Execution order: which passes run, and in which level.
//!
//! A level is a set of passes between which nothing has to be ordered, so that one cut between two
//! levels serves them all.

mod arrange;
mod cells;
mod cull;
mod flow;
mod levels;
pub(crate) mod random;
mod refuse;
#[cfg(test)]
pub(crate) mod sample;
mod search;
#[cfg(test)]
mod tests;
mod verify;

pub use flow::{equal_relaxed, share_layout};
pub(crate) use levels::is_aliased;
pub use verify::verify;

use crate::diagnostic::Diagnostics;
use crate::ir::{Access, Graph, PassId};
use arrange::{Phase, phase};
use flow::Flow;

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

/// Culls what nobody sees, refuses what cannot be executed, and orders the rest into as few levels as its
/// dependencies allow, with as few live bytes as a search of bounded steps finds.
pub fn order(graph: &Graph, diags: &Diagnostics) -> Option<Schedule> {
    let kept = cull::kept(graph, &Flow::new(graph, |_| true));
    cull::report(graph, &kept, diags);
    refuse::refuse(graph, &kept, diags);
    // Culled passes are no longer in anyone's way.
    let flow = Flow::new(graph, |id| kept[id.index()]);
    arrange::refuse_cycles(graph, &flow.dependencies, diags);
    if diags.has_errors() {
        return None;
    }
    let on_device = |id: &PassId| kept[id.index()] && phase(graph.pass(*id)) == Phase::Device;
    let device: Vec<PassId> = graph.pass_ids().filter(on_device).collect();
    let levels = levels::levels(graph, &device, &flow.dependencies);
    let device: Vec<(PassId, u32)> = device.into_iter().zip(levels).collect();
    Some(arrange::arrange(graph, &kept, &device))
}

/// By resource: the accesses to it of the passes for which `kept` holds, in order of declaration.
fn by_resource(graph: &Graph, kept: impl Fn(PassId) -> bool) -> Vec<Vec<(PassId, &Access)>> {
    let mut uses = vec![Vec::new(); graph.resources.len()];
    for id in graph.pass_ids().filter(|&id| kept(id)) {
        for access in &graph.pass(id).accesses {
            uses[access.resource.index()].push((id, access));
        }
    }
    uses
}
