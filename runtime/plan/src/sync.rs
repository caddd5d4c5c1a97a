//! Barriers, the cuts that hold them, and why they stand.

use ash::vk;

use crate::{Span, State, Subresources};

/// A point between two levels: at most one `vkCmdPipelineBarrier2`, none where all spans are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Part of [`crate::Plan::memory_barriers`].
    pub memory: Span,
    /// Part of [`crate::Plan::buffer_barriers`].
    pub buffers: Span,
    /// Part of [`crate::Plan::image_barriers`].
    pub images: Span,
}

impl Cut {
    /// Whether nothing is recorded here.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.memory.is_empty() && self.buffers.is_empty() && self.images.is_empty()
    }
}

/// Source and destination of a dependency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// `srcStageMask`.
    pub src_stages: vk::PipelineStageFlags2,
    /// `srcAccessMask`.
    pub src_access: vk::AccessFlags2,
    /// `dstStageMask`.
    pub dst_stages: vk::PipelineStageFlags2,
    /// `dstAccessMask`.
    pub dst_access: vk::AccessFlags2,
}

/// A `VkMemoryBarrier2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemoryBarrier {
    /// Stages and accesses.
    pub scope: Scope,
    /// Part of [`crate::Plan::reasons`].
    pub reasons: Span,
}

/// A `VkBufferMemoryBarrier2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BufferBarrier {
    /// The buffer.
    pub resource: u32,
    /// `k` of `prev(k)`; 0 for the current copy.
    pub ring: u32,
    /// First byte and number of bytes.
    pub bytes: (u64, u64),
    /// Stages and accesses.
    pub scope: Scope,
    /// Source and destination queue, as indices of the plan's queues; equal where nothing moves.
    pub queues: (u32, u32),
    /// Part of [`crate::Plan::reasons`].
    pub reasons: Span,
}

/// A `VkImageMemoryBarrier2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageBarrier {
    /// The image.
    pub resource: u32,
    /// `k` of `prev(k)`; 0 for the current copy.
    pub ring: u32,
    /// Aspects, mips and layers.
    pub range: Subresources,
    /// Stages and accesses.
    pub scope: Scope,
    /// Layout before; `UNDEFINED` discards the content.
    pub old_layout: vk::ImageLayout,
    /// Layout after.
    pub new_layout: vk::ImageLayout,
    /// Source and destination queue, as indices of the plan's queues; equal where nothing moves.
    pub queues: (u32, u32),
    /// Part of [`crate::Plan::reasons`].
    pub reasons: Span,
}

/// Why a barrier, or a part of it, stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reason {
    /// The resource.
    pub resource: u32,
    /// The earlier side: index of a pass, or `None` for the frame's edge (acquire, an import's entry,
    /// set-up).
    pub from: Option<u32>,
    /// The later side: index of a pass, or `None` for the frame's edge (present, an import's exit, the
    /// host).
    pub to: Option<u32>,
    /// How many frames before this one the earlier side ran.
    pub frames_back: u32,
    /// The kind of hazard.
    pub hazard: Hazard,
}

/// The kind of hazard that a barrier resolves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hazard {
    /// A read after a write.
    ReadAfterWrite,
    /// A write after a read: execution only.
    WriteAfterRead,
    /// A write after a write.
    WriteAfterWrite,
    /// A change of layout between two reads.
    Layout,
    /// First use in the frame; the content is discarded.
    FirstUse,
    /// Memory taken over from the transient of this index.
    Alias(u32),
    /// Handing over to the presentation engine.
    Present,
    /// An import's contract, at entry or exit.
    Contract,
    /// Availability to the host.
    Host,
}

/// What set-up does once to a resource before the first frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Initial {
    /// The resource.
    pub resource: u32,
    /// The copy that the first frame (frame 0) sees as `prev(ring)`; 0 for its current one.
    pub ring: u32,
    /// Subresources, for an image.
    pub range: Subresources,
    /// Clear to this value first; `None` leaves the content undefined.
    pub clear: Option<ClearValue>,
    /// The state that the first frame expects. Buffers need no layout.
    pub state: State,
}

/// A clear value that the compiler can hold as a constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClearValue {
    /// A colour of a float or normalized format.
    Float([f32; 4]),
    /// A colour of a signed integer format.
    Sint([i32; 4]),
    /// A colour of an unsigned integer format.
    Uint([u32; 4]),
    /// Depth and stencil.
    DepthStencil(f32, u32),
    /// Every 32-bit word of a buffer.
    Fill(u32),
}

/// A queue that the plan submits to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue {
    /// What the queue must be able to do.
    pub kind: QueueKind,
    /// Device number.
    pub device: u32,
    /// Batches of a frame on this queue. Batch `k` (from 0) of frame `f` (from 0) signals the queue's timeline
    /// semaphore with `f * batches + k + 1`.
    pub batches: u32,
}

/// What a queue can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QueueKind {
    /// Graphics, compute and transfer.
    Graphics,
    /// Compute and transfer.
    Compute,
    /// Transfer alone.
    Transfer,
}

/// One submission of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Index of [`crate::Plan::queues`].
    pub queue: u32,
    /// Part of [`crate::Plan::segments`].
    pub segments: Span,
    /// Part of [`crate::Plan::waits`].
    pub waits: Span,
    /// Stages that wait for the swapchain's image; `NONE` where the batch does not touch it first.
    pub acquire: vk::PipelineStageFlags2,
    /// Whether the swapchain's image is handed over after this batch.
    pub present: bool,
}

/// A wait for another queue's batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The queue waited for.
    pub queue: u32,
    /// Its batch in the frame.
    pub batch: u32,
    /// How many frames back.
    pub frames_back: u32,
    /// Stages that wait.
    pub stages: vk::PipelineStageFlags2,
}

/// A run of passes in one command buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Part of [`crate::Plan::passes`]. Barriers of the cut before each level belong to the segment that
    /// holds the level's first pass; the last cut belongs to the last segment.
    pub passes: Span,
    /// Recorded once for each instance and only submitted, or recorded each frame.
    pub recorded: Recorded,
    /// Instances: the least common multiple of the rings that its commands name and of the frames in
    /// flight, so that no instance is recorded or submitted while it is pending. Frame `f` uses instance
    /// `f mod period`.
    pub period: u32,
    /// Whether its commands name the swapchain's image, which multiplies the instances by their number.
    pub swapchain: bool,
}

/// When a command buffer is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Recorded {
    /// At set-up and resize.
    Once,
    /// Each frame: push constants, user code or run-time counts are in it.
    EveryFrame,
}
