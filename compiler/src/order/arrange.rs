//! From levels to a sequence: host passes at the ends, and within a level neighbours that like each other.

use std::collections::HashMap;

use super::Schedule;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Graph, Pass, PassId};
use crate::syntax::ast::PassKind;

/// When a pass runs, as seen from the device's work of its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// On the host, before submission.
    Before,
    /// On the device.
    Device,
    /// On the host, after completion.
    After,
}

/// A host pass that reads waits for the device; one that only writes goes first.
pub(super) fn phase(pass: &Pass) -> Phase {
    match pass.kind {
        PassKind::Host if pass.accesses.iter().any(|access| access.reads) => Phase::After,
        PassKind::Host => Phase::Before,
        _ => Phase::Device,
    }
}

/// Reports passes that would have to wait for a later phase of their own frame.
pub(super) fn refuse_cycles(graph: &Graph, dependencies: &[(PassId, PassId)], diags: &Diagnostics) {
    for (earlier, later) in dependencies {
        let (earlier, later) = (graph.pass(*earlier), graph.pass(*later));
        if phase(earlier) > phase(later) {
            diags.push(cycle(earlier, later));
        }
    }
}

fn cycle(earlier: &Pass, later: &Pass) -> Diagnostic {
    let when = |pass| match phase(pass) {
        Phase::Before => "on the host before the frame is submitted",
        Phase::Device => "on the device",
        Phase::After => "on the host after the frame has finished",
    };
    let message = format!(
        "pass `{}` must come after pass `{}`, yet it runs {} and the other {}",
        later.name,
        earlier.name,
        when(later),
        when(earlier)
    );
    Diagnostic::error(Code::Cycle, later.name.site, message)
        .note("a host pass that only writes runs before its frame, one that reads runs after it")
        .help(format!(
            "declare `{}` before `{}`, or hand the data over to the next frame through a persistent \
             resource or another buffer",
            later.name, earlier.name
        ))
}

/// The sequence of kept passes. `device` are those on the device, in order of declaration, with their levels.
pub(super) fn arrange(graph: &Graph, kept: &[bool], device: &[(PassId, u32)]) -> Schedule {
    let mut device = device.to_vec();
    let units = units(graph, &device);
    device.sort_by_cached_key(|&(id, level)| {
        let unit = unit(graph, &units, (id, level));
        (level, rank(graph.pass(unit).kind), unit, id)
    });
    let last = device.last().map_or(0, |&(_, level)| level);
    let host = |wanted, level| {
        graph
            .pass_ids()
            .filter(move |&id| kept[id.index()] && phase(graph.pass(id)) == wanted)
            .map(move |id| (id, level))
    };
    let sequence = host(Phase::Before, 0).chain(device).chain(host(Phase::After, last));
    let (passes, levels) = sequence.unzip();
    let culled = graph.pass_ids().filter(|id| !kept[id.index()]).collect();
    Schedule { passes, levels, culled }
}

/// The first member of each merge group in each level.
fn units(graph: &Graph, device: &[(PassId, u32)]) -> HashMap<(u32, u32), PassId> {
    let mut units = HashMap::new();
    for &(id, level) in device {
        if let Some(group) = graph.pass(id).merge_group {
            units.entry((group, level)).or_insert(id);
        }
    }
    units
}

fn unit(graph: &Graph, units: &HashMap<(u32, u32), PassId>, (id, level): (PassId, u32)) -> PassId {
    let group = graph.pass(id).merge_group;
    group.and_then(|group| units.get(&(group, level)).copied()).unwrap_or(id)
}

/// Passes of one kind stand together, so that the device changes between kinds as rarely as possible.
const fn rank(kind: PassKind) -> u8 {
    match kind {
        PassKind::Host => 0,
        PassKind::Transfer => 1,
        PassKind::Compute => 2,
        PassKind::RayTracing => 3,
        PassKind::Raster => 4,
        PassKind::Present => 5,
    }
}
