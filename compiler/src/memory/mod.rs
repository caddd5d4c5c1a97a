//! Lifetimes, interference and placement of transients.

mod budget;
mod pack;
mod search;
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
const PLACED: usize = 1_500_000;
/// Bound of the placement search for a small pool.
const MAX_STEPS: usize = 4_000;

/// Where transients lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Pools; at most one of images and one of buffers.
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
    let mut memory = Memory::default();
    for images in [true, false] {
        place_pool(graph, &levels, images, &mut memory);
    }
    memory.may_alias = may_alias(&memory);
    memory.transient_bytes = memory.pools.iter().map(|pool| pool.bytes).sum();
    memory.without_aliasing = memory.placements.iter().map(|placement| placement.size).sum();
    let items: Vec<Item> = memory.placements.iter().map(|placement| item(placement, 1)).collect();
    memory.live_peak = live_peak(&items);
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

const fn item(placement: &plan::Placement, align: u64) -> Item {
    Item { size: placement.size, align, levels: placement.levels }
}

/// Adds the pool of images or of buffers, unless it is empty.
fn place_pool(graph: &Graph, levels: &[Option<(u32, u32)>], images: bool, memory: &mut Memory) {
    let align = if images { IMAGE_ALIGN } else { BUFFER_ALIGN };
    let pooled = |&id: &ResourceId| {
        let resource = graph.resource(id);
        is_aliased(resource) && resource.image().is_some() == images
    };
    let placements = graph.resource_ids().filter(pooled).filter_map(|id| {
        let size = bytes(graph.resource(id));
        let levels = levels[id.index()]?;
        Some(plan::Placement { resource: id.0, offset: 0, size, levels })
    });
    let placements: Vec<plan::Placement> = placements.collect();
    if placements.is_empty() {
        return;
    }
    let items: Vec<Item> = placements.iter().map(|placement| item(placement, align)).collect();
    let steps = (PLACED / items.len()).min(MAX_STEPS);
    let found = search(&items, steps as u32);
    let start = memory.placements.len() as u32;
    memory.placements.extend(
        found
            .order
            .iter()
            .map(|&index| plan::Placement { offset: found.offsets[index], ..placements[index] }),
    );
    let span = plan::Span { start, len: placements.len() as u32 };
    memory.pools.push(plan::Pool { placements: span, bytes: found.bytes, images });
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
