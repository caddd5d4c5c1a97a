//! The declared budget.

use super::{Memory, bytes};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{Graph, ResourceId};
use crate::order::is_aliased;
use vixen_plan as plan;

/// How many resources the error names.
const NAMED: usize = 5;

/// Whether the graph's memory stays within its budget; reports where not. What no kept pass uses takes none.
pub(super) fn check(
    graph: &Graph,
    levels: &[Option<(u32, u32)>],
    memory: &Memory,
    diags: &Diagnostics,
) -> bool {
    let Some((budget, site)) = graph.budget else { return true };
    let owned: Vec<ResourceId> = graph
        .resource_ids()
        .filter(|id| levels[id.index()].is_some())
        .filter(|&id| graph.resource(id).memory != plan::MemoryClass::External)
        .collect();
    let others = owned.iter().map(|&id| graph.resource(id)).filter(|r| !is_aliased(r));
    let others = others.map(bytes).fold(0, u64::saturating_add);
    let total = memory.transient_bytes.saturating_add(others);
    if total <= budget {
        return true;
    }
    let [width, height] = graph.max_extent;
    let message = format!(
        "graph `{}` needs {} at {width} x {height}, {} over its budget of {}",
        graph.name,
        mebibytes(total),
        excess(total - budget),
        mebibytes(budget)
    );
    let error = Diagnostic::error(Code::OverBudget, site, message)
        .note(format!(
            "transients share {} ({} without sharing); all else takes {}",
            mebibytes(memory.transient_bytes),
            mebibytes(memory.without_aliasing),
            mebibytes(others)
        ))
        .note(format!("the largest: {}", largest(graph, owned)))
        .help("raise `budget`, lower `max_extent`, or make the largest smaller");
    diags.push(error);
    false
}

fn largest(graph: &Graph, mut owned: Vec<ResourceId>) -> String {
    owned.sort_by_key(|&id| (std::cmp::Reverse(bytes(graph.resource(id))), id));
    let named = owned.iter().take(NAMED).map(|&id| {
        let resource = graph.resource(id);
        let copies = match resource.copies {
            0 | 1 => String::new(),
            copies => format!(" in {copies} copies"),
        };
        format!("`{}` {}{copies}", resource.name, mebibytes(bytes(resource)))
    });
    named.collect::<Vec<_>>().join(", ")
}

/// Exact where it is little.
fn excess(bytes: u64) -> String {
    if bytes < 1 << 20 { format!("{bytes} B") } else { mebibytes(bytes) }
}

/// With one decimal, rounded up.
fn mebibytes(bytes: u64) -> String {
    let tenths = (u128::from(bytes) * 10).div_ceil(1 << 20);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}
