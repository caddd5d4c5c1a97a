//! The tables of all stages put together into a plan.

use vixen_plan::{Batch, Family, Plan, Queue, QueueKind, Reservation, Span, Switch, Table, Text};

use crate::bind::{Bindings, reservation};
use crate::ir::Graph;
use crate::memory::Memory;
use crate::order::Schedule;
use crate::segment::segments;
use crate::sync::Synchronization;

/// The plan of one variant on one queue.
#[must_use]
pub fn plan(
    graph: &Graph,
    schedule: &Schedule,
    memory: &Memory,
    sync: Synchronization,
    bindings: Bindings,
) -> Plan {
    let segments = segments(graph, schedule, &sync.barriers);
    let text = |name: &str| Text::from(name.to_owned());
    let mut plan = Plan {
        name: text(&graph.name.text),
        frames_in_flight: graph.frames_in_flight,
        max_extent: graph.max_extent,
        min_extent: graph.min_extent.map(|(extent, _)| extent),
        budget: graph.budget.map(|(bytes, _)| bytes),
        size_ops: bindings.size_ops.into(),
        params: graph.params.clone().into(),
        resources: bindings.resources.into(),
        views: bindings.views.into(),
        buffer_views: bindings.buffer_views.into(),
        passes: bindings.passes.into(),
        accesses: bindings.accesses.into(),
        attachments: bindings.attachments.into(),
        vertex_buffers: bindings.vertex_buffers.into(),
        transfers: bindings.transfers.into(),
        cuts: sync.barriers.cuts.into(),
        memory_barriers: sync.barriers.memory.into(),
        buffer_barriers: Table::default(),
        image_barriers: sync.barriers.images.into(),
        reasons: sync.barriers.reasons.into(),
        initial: sync.initial.into(),
        queues: vec![queue(graph, schedule)].into(),
        batches: vec![batch(graph, schedule, segments.len())].into(),
        waits: Table::default(),
        segments: segments.into(),
        pools: memory.pools.clone().into(),
        placements: memory.placements.clone().into(),
        may_alias: memory.may_alias.clone().into(),
        shaders: graph.shaders.clone().into(),
        samplers: graph.samplers.clone().into(),
        set_layouts: bindings.set_layouts.into(),
        layout_bindings: bindings.layout_bindings.into(),
        sets: bindings.sets.into(),
        descriptors: bindings.descriptors.into(),
        pipeline_layouts: bindings.pipeline_layouts.into(),
        pipeline_layout_sets: bindings.pipeline_layout_sets.into(),
        push_ranges: bindings.push_ranges.into(),
        pipelines: bindings.pipelines.into(),
        stages: bindings.stages.into(),
        spec_entries: bindings.spec_entries.into(),
        vertex_bindings: bindings.vertex_bindings.into(),
        vertex_attributes: bindings.vertex_attributes.into(),
        color_targets: bindings.color_targets.into(),
        needs: bindings.needs,
        reservation: Reservation::default(),
        undefined_reads: Table::default(),
        culled: bindings.culled.into(),
        culled_accesses: bindings.culled_accesses.into(),
    };
    plan.reservation = reservation(&plan, graph, memory);
    plan.undefined_reads = undefined_reads(graph, schedule, &plan).into();
    plan
}

/// The reads of transients that the graph was warned of, as the plan's accesses.
fn undefined_reads(graph: &Graph, schedule: &Schedule, plan: &Plan) -> Vec<u32> {
    let found = crate::check::undefined_reads(graph);
    let passes = schedule.passes.iter().zip(plan.passes.iter());
    let accesses = passes.flat_map(|(id, pass)| {
        let of_pass = found.iter().filter(|(pass, _)| *pass == id.index());
        of_pass.map(|(_, access)| pass.accesses.start + *access as u32)
    });
    accesses.collect()
}

/// The family that one plan makes up.
#[must_use]
pub fn family(graph: &Graph, plan: Plan) -> Family {
    let switch = |(name, values): &(crate::diagnostic::Name, Vec<String>)| Switch {
        name: name.text.clone().into(),
        values: values.iter().map(|value| Text::from(value.clone())).collect(),
    };
    Family {
        name: graph.name.text.clone().into(),
        switches: graph.switches.iter().map(switch).collect(),
        plans: vec![plan].into(),
    }
}

fn queue(graph: &Graph, schedule: &Schedule) -> Queue {
    let kinds = schedule.passes.iter().map(|id| graph.pass(*id).queue);
    let kind = match kinds.min() {
        Some(crate::ir::QueueKind::Compute) => QueueKind::Compute,
        Some(crate::ir::QueueKind::Transfer) => QueueKind::Transfer,
        _ => QueueKind::Graphics,
    };
    Queue { kind, device: 0, batches: 1 }
}

fn batch(graph: &Graph, schedule: &Schedule, segments: usize) -> Batch {
    let acquire = crate::sync::acquire(graph, schedule);
    Batch {
        queue: 0,
        segments: Span::new(0, segments as u32),
        waits: Span::default(),
        acquire: acquire.unwrap_or_default(),
        present: acquire.is_some(),
    }
}
