//! The plan of a graph: constant tables that the compiler emits and the runtime walks.
//!
//! A [`Family`] holds one [`Plan`] for each reachable combination of switches. A plan is flat:
//! every list stands in one table, and whatever owns a part of it holds a [`Span`] into that table.
//! Generated code holds the tables as constants (`Cow::Borrowed`), a plan compiled without rustc
//! holds them as vectors, and both are values of the same type that compare equal.
//!
//! # Invariants
//!
//! - Indices (`resource`, `pass`, `view`, …) are in range of the table that they name.
//! - [`Plan::passes`] stands in order of execution; `level` never decreases along it.
//! - `cuts.len()` is the number of levels plus one: cut `l` comes before level `l`, the last one
//!   ends the frame.
//! - Each [`Span`] lies within its table.
//!
//! The compiler verifies them before it hands a plan on (`vixen_compiler::emit::verify`).

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod at;
mod bind;
pub mod feature;
mod memory;
mod needs;
mod pass;
mod resource;
mod size;
mod smallest;
mod sound;
mod sync;
mod texel;

pub use at::At;
pub use bind::*;
pub use memory::*;
pub use needs::*;
pub use pass::*;
pub use resource::*;
pub use size::*;
pub use smallest::{Counterexample, counterexample, smallest};
pub use sound::{Rules, Unsound, full_mips};
pub use sync::*;
pub use texel::{packed_bytes, texel_block};

/// Vulkan's types, for generated code: it names them through this crate.
#[doc(no_inline)]
pub use ash::vk;

use alloc::borrow::Cow;

/// A list of plan entries: borrowed in generated code, owned when compiled without rustc.
pub type Table<T> = Cow<'static, [T]>;

/// A text of a plan.
pub type Text = Cow<'static, str>;

/// A part of a table: `start..start + len`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Index of the first entry.
    pub start: u32,
    /// Number of entries.
    pub len: u32,
}

impl Span {
    /// The part from `start`, `len` entries long.
    #[must_use]
    pub const fn new(start: u32, len: u32) -> Self {
        Self { start, len }
    }

    /// Whether it holds nothing.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len == 0
    }

    /// The entries of `table` that this part names; empty where the span reaches past its end.
    #[must_use]
    pub fn of<T>(self, table: &[T]) -> &[T] {
        let start = self.start as usize;
        table.get(start..start + self.len as usize).unwrap_or(&[])
    }
}

/// All plans of a graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// The graph's name.
    pub name: Text,
    /// The switches, in order of declaration. Empty where there is one variant.
    pub switches: Table<Switch>,
    /// One plan for each reachable combination of switches, in ascending order of their values.
    pub plans: Table<Plan>,
}

/// A toggle that the program sets between two frames.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The field's name.
    pub name: Text,
    /// The names of its values; `false` and `true` for a `bool`.
    pub values: Table<Text>,
}

/// One frame, worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The graph's name.
    pub name: Text,
    /// How many frames the host may be ahead of the device; 1 to 8.
    pub frames_in_flight: u32,
    /// The largest swapchain extent that the graph was checked against, in pixels.
    pub max_extent: [u32; 2],
    /// The smallest swapchain extent that is accepted, in pixels, where the graph declares one: from there on the compiler
    /// found no size that breaks a rule. Without it each extent is asked at set-up ([`Rules`]).
    pub min_extent: Option<[u32; 2]>,
    /// Declared limit for the graph's own device memory, in bytes.
    pub budget: Option<u64>,
    /// Operations of the size expressions, postfix; see [`Expr`].
    pub size_ops: Table<SizeOp>,
    /// Size parameters that the user sets at set-up and resize.
    pub params: Table<Param>,
    /// Resources.
    pub resources: Table<Resource>,
    /// Image views that passes bind or attach.
    pub views: Table<View>,
    /// Views of buffers as texels.
    pub buffer_views: Table<BufferView>,
    /// Passes in order of execution.
    pub passes: Table<Pass>,
    /// What the passes do to resources: the declared meaning that barriers serve.
    pub accesses: Table<Access>,
    /// Attachments of raster passes.
    pub attachments: Table<Attachment>,
    /// Vertex buffers of raster passes, as indices of `accesses`.
    pub vertex_buffers: Table<u32>,
    /// Operations of transfer passes.
    pub transfers: Table<Transfer>,
    /// Points between levels where barriers stand.
    pub cuts: Table<Cut>,
    /// Global memory barriers.
    pub memory_barriers: Table<MemoryBarrier>,
    /// Buffer barriers (queue-family ownership only; a global barrier serves all else).
    pub buffer_barriers: Table<BufferBarrier>,
    /// Image barriers.
    pub image_barriers: Table<ImageBarrier>,
    /// Why the barriers stand.
    pub reasons: Table<Reason>,
    /// What set-up does once to each resource, so that every frame finds the same state.
    pub initial: Table<Initial>,
    /// Queues.
    pub queues: Table<Queue>,
    /// Submissions of a frame, in order.
    pub batches: Table<Batch>,
    /// Waits of the batches.
    pub waits: Table<Wait>,
    /// Command-buffer segments of a frame, in order of submission.
    pub segments: Table<Segment>,
    /// Blocks of device memory that transients share, with their content.
    pub pools: Table<Pool>,
    /// Where transients lie in their pool, in the order in which they are to be placed.
    pub placements: Table<Placement>,
    /// Pairs of placements that may share bytes, as `(earlier, later)` indices into `placements`.
    pub may_alias: Table<(u32, u32)>,
    /// Shader modules.
    pub shaders: Table<Shader>,
    /// Samplers.
    pub samplers: Table<Sampler>,
    /// Descriptor set layouts.
    pub set_layouts: Table<SetLayout>,
    /// Bindings of the set layouts.
    pub layout_bindings: Table<LayoutBinding>,
    /// Descriptor sets of the passes.
    pub sets: Table<Set>,
    /// What the sets' descriptors point at.
    pub descriptors: Table<Descriptor>,
    /// Pipeline layouts.
    pub pipeline_layouts: Table<PipelineLayout>,
    /// Set layouts of the pipeline layouts, as indices.
    pub pipeline_layout_sets: Table<u32>,
    /// Push-constant ranges of the pipeline layouts.
    pub push_ranges: Table<Push>,
    /// Pipelines.
    pub pipelines: Table<Pipeline>,
    /// Shader stages of the pipelines.
    pub stages: Table<ShaderStage>,
    /// Specialization constants of the stages.
    pub spec_entries: Table<SpecEntry>,
    /// Vertex buffers of the raster pipelines.
    pub vertex_bindings: Table<VertexBinding>,
    /// Vertex inputs of the raster pipelines.
    pub vertex_attributes: Table<VertexAttribute>,
    /// Colour formats and blend states of the raster pipelines.
    pub color_targets: Table<ColorTarget>,
    /// What the device must offer.
    pub needs: Needs,
    /// Upper bounds for what set-up creates.
    pub reservation: Reservation,
    /// Reads of transients that no pass writes before, as indices of `accesses`, ascending: the graph was warned of them, as
    /// only graph JSON is.
    pub undefined_reads: Table<u32>,
    /// Passes that were culled, in order of declaration.
    pub culled: Table<Culled>,
    /// What the culled passes would have done to resources: the declared meaning of a frame is that of all its
    /// passes, so that whoever judges the plan can say that none of these is missed. Views are none.
    pub culled_accesses: Table<Access>,
}

impl Plan {
    /// The push-constant ranges of a pipeline layout.
    #[must_use]
    pub fn push_ranges(&self, layout: Option<u32>) -> &[Push] {
        let layout = layout.and_then(|layout| self.pipeline_layouts.get(layout as usize));
        layout.map_or(&[], |layout| layout.push.of(&self.push_ranges))
    }
}
