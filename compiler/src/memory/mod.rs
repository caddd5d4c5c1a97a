//! Lifetimes, interference and placement of transients.

mod budget;
mod search;
mod skyline;
#[cfg(test)]
mod tests;
mod verify;

pub use search::{Found, Item, live_peak, search};
pub use verify::verify;

use vixen_plan as plan;

use crate::diagnostic::Diagnostics;
use crate::ir::{Graph, Resource, ResourceId};
use crate::order::{Schedule, is_aliased};

/// Alignment of images: what every current implementation asks for at most, apart from sparse ones.
/// Set-up places by the alignment that the device asks for.
const IMAGE_ALIGN: u64 = 64 << 10;
/// Alignment of buffers: the largest that Vulkan lets a device ask for of offsets in them.
const BUFFER_ALIGN: u64 = 256;
/// Bound of the placement search: items placed in all trials of a pool together.
const PLACED: usize = 300_000;
/// Bound of the placement search for a small pool.
const MAX_STEPS: usize = 2_800;

/// Where transients lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Pools: one for all transients, or none. What a device cannot put into one memory type is parted
    /// at set-up.
    pub pools: Vec<plan::Pool>,
    /// Placements in the order of placing; those of one pool stand together.
    pub placements: Vec<plan::Placement>,
    /// Pairs of `placements` that share bytes, `(earlier, later)` by level, ascending.
    pub may_alias: Vec<(u32, u32)>,
    /// Sum over the pools.
    pub transient_bytes: u64,
    /// Sum of all transients.
    pub without_aliasing: u64,
    /// Largest sum of live bytes of any level.
    pub live_peak: u64,
}

/// Places the transients of a schedule at the declared maximum size. An error where the graph's budget is
/// exceeded.
pub fn place(graph: &Graph, schedule: &Schedule, diags: &Diagnostics) -> Option<Memory> {
    let levels = lifetimes(graph, schedule);
    let mut memory = place_pool(graph, &levels);
    memory.may_alias = may_alias(&memory);
    budget::check(graph, &levels, &memory, diags).then_some(memory)
}

/// By resource: first and last level in which a kept pass uses it.
fn lifetimes(graph: &Graph, schedule: &Schedule) -> Vec<Option<(u32, u32)>> {
    let mut levels: Vec<Option<(u32, u32)>> = vec![None; graph.resources.len()];
    for (id, level) in schedule.iter() {
        for access in &graph.pass(id).accesses {
            let span = &mut levels[access.resource.index()];
            let (first, last) = span.unwrap_or((level, level));
            *span = Some((first.min(level), last.max(level)));
        }
    }
    levels
}

/// Bytes of all copies of a resource at the declared maximum size.
fn bytes(resource: &Resource) -> u64 {
    resource.max_bytes.saturating_mul(resource.copies.max(1).into())
}

/// All transients in one pool, unless there are none.
fn place_pool(graph: &Graph, levels: &[Option<(u32, u32)>]) -> Memory {
    let pooled = |&id: &ResourceId| is_aliased(graph.resource(id));
    let placements = graph.resource_ids().filter(pooled).filter_map(|id| {
        let size = bytes(graph.resource(id));
        let levels = levels[id.index()]?;
        Some(plan::Placement { resource: id.0, offset: 0, size, levels })
    });
    let placements: Vec<plan::Placement> = placements.collect();
    if placements.is_empty() {
        return Memory::default();
    }
    let item = |placement: &plan::Placement| Item {
        size: placement.size,
        align: align(&graph.resources[placement.resource as usize]),
        levels: placement.levels,
    };
    let items: Vec<Item> = placements.iter().map(item).collect();
    let found = search(&items, (PLACED / items.len()).min(MAX_STEPS) as u32);
    let order = found.order.iter();
    let placed =
        order.map(|&index| plan::Placement { offset: found.offsets[index], ..placements[index] });
    let placements: Vec<plan::Placement> = placed.collect();
    let span = plan::Span { start: 0, len: placements.len() as u32 };
    let images = graph.resources.iter().any(|r| is_aliased(r) && r.image().is_some());
    Memory {
        pools: vec![plan::Pool { placements: span, bytes: found.bytes, images }],
        may_alias: Vec::new(),
        transient_bytes: found.bytes,
        without_aliasing: items.iter().map(|item| item.size).sum(),
        live_peak: live_peak(&items),
        placements,
    }
}

/// Images begin and end at multiples of their alignment, so that no buffer shares a page of
/// `bufferImageGranularity` with one.
fn align(resource: &Resource) -> u64 {
    if resource.image().is_some() { IMAGE_ALIGN } else { BUFFER_ALIGN }
}

/// Pairs that share bytes. Their levels do not meet, so one of them is the earlier one.
fn may_alias(memory: &Memory) -> Vec<(u32, u32)> {
    let mut pairs = Vec::new();
    for pool in &memory.pools {
        let placements = (pool.placements.start..).zip(pool.placements.of(&memory.placements));
        for (a, first) in placements.clone() {
            for (b, second) in placements.clone().take_while(|(b, _)| *b < a) {
                if share_bytes(first, second) {
                    pairs.push(if first.levels < second.levels { (a, b) } else { (b, a) });
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs
}

fn share_bytes(a: &plan::Placement, b: &plan::Placement) -> bool {
    let end = |placement: &plan::Placement| placement.offset.saturating_add(placement.size);
    a.offset.max(b.offset) < end(a).min(end(b))
}
