//! Descriptor sets, pipelines, views and attachments: what set-up creates, and how much of it.
//!
//! Equal objects are made once: passes of an array share layouts and pipelines. Each descriptor set has
//! one instance for each combination of the copies that it binds; the frame's number picks one.

mod attachment;
mod needs;
mod pass;
mod pipeline;
mod reservation;
mod set;
mod usage;
mod view;

pub use reservation::reservation;

use vixen_plan as plan;

use crate::ir::Graph;
use crate::order::Schedule;
use crate::sync::Layouts;

/// The plan's tables that this stage fills.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bindings {
    /// The graph's size operations with those of render areas behind them.
    pub size_ops: Vec<plan::SizeOp>,
    /// Resources with their usage.
    pub resources: Vec<plan::Resource>,
    /// Views, each once.
    pub views: Vec<plan::View>,
    /// Views of buffers as texels, each once.
    pub buffer_views: Vec<plan::BufferView>,
    /// Passes in order of execution.
    pub passes: Vec<plan::Pass>,
    /// Accesses, pass by pass.
    pub accesses: Vec<plan::Access>,
    /// Attachments, pass by pass.
    pub attachments: Vec<plan::Attachment>,
    /// Vertex buffers, pass by pass.
    pub vertex_buffers: Vec<u32>,
    /// Transfers, pass by pass.
    pub transfers: Vec<plan::Transfer>,
    /// Set layouts, each once.
    pub set_layouts: Vec<plan::SetLayout>,
    /// Bindings of the set layouts.
    pub layout_bindings: Vec<plan::LayoutBinding>,
    /// Sets, pass by pass.
    pub sets: Vec<plan::Set>,
    /// Descriptors, set by set.
    pub descriptors: Vec<plan::Descriptor>,
    /// Pipeline layouts, each once.
    pub pipeline_layouts: Vec<plan::PipelineLayout>,
    /// Their set layouts.
    pub pipeline_layout_sets: Vec<u32>,
    /// Push-constant ranges of the pipeline layouts.
    pub push_ranges: Vec<plan::Push>,
    /// Pipelines, each once.
    pub pipelines: Vec<plan::Pipeline>,
    /// Their stages.
    pub stages: Vec<plan::ShaderStage>,
    /// Their specialization constants.
    pub spec_entries: Vec<plan::SpecEntry>,
    /// Their vertex buffers.
    pub vertex_bindings: Vec<plan::VertexBinding>,
    /// Their vertex inputs.
    pub vertex_attributes: Vec<plan::VertexAttribute>,
    /// Their colour targets.
    pub color_targets: Vec<plan::ColorTarget>,
    /// Passes that are left out.
    pub culled: Vec<plan::Culled>,
    /// What they would do.
    pub culled_accesses: Vec<plan::Access>,
    /// What the device must offer.
    pub needs: plan::Needs,
}

/// Works out what set-up creates for a scheduled graph with its layouts chosen.
#[must_use]
pub fn bind(graph: &Graph, schedule: &Schedule, layouts: &Layouts) -> Bindings {
    let resources = usage::resources(graph, schedule, layouts);
    let mut binder = Binder {
        graph,
        schedule,
        layouts,
        made: Bindings { size_ops: graph.size_ops.clone(), resources, ..Bindings::default() },
        views: view::Views::default(),
        interned: pipeline::Interned::default(),
    };
    for position in 0..schedule.passes.len() {
        binder.pass(position);
    }
    binder.culled();
    usage::mark_unstored(&mut binder.made);
    binder.made.needs = needs::needs(graph, schedule, &binder.made);
    binder.made
}

/// The tables while they are being filled.
struct Binder<'a> {
    graph: &'a Graph,
    schedule: &'a Schedule,
    layouts: &'a Layouts,
    made: Bindings,
    views: view::Views,
    interned: pipeline::Interned,
}

/// Appends to a table and gives the part that the entries take.
fn append<T>(table: &mut Vec<T>, entries: impl IntoIterator<Item = T>) -> plan::Span {
    let start = table.len();
    table.extend(entries);
    plan::Span::new(start as u32, (table.len() - start) as u32)
}
