//! Passes: what is recorded, and what it does to resources.

use ash::vk;

use crate::{ClearValue, Expr, Span, Subresources, Text};

/// A pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Pass {
    /// The field's name, with its index where it stands in an array (`down[3]`).
    pub name: Text,
    /// Position in the order of declaration: what generated code calls the pass by.
    pub declared: u32,
    /// Level: passes of one level have no barrier between them.
    pub level: u32,
    /// Queue, as an index of the plan's queues.
    pub queue: u32,
    /// Device number.
    pub device: u32,
    /// What the pass records.
    pub work: Work,
    /// Bind point where there is a pipeline or sets.
    pub bind_point: vk::PipelineBindPoint,
    /// The pipeline bound before the work, where the pass has one.
    pub pipeline: Option<u32>,
    /// The pipeline layout: of the pipeline, or of a pass that binds its own pipelines.
    pub layout: Option<u32>,
    /// Part of [`crate::Plan::sets`].
    pub sets: Span,
    /// Push constants given each frame, from offset 0: what all stages together read. The ranges of the stages are
    /// those of the pipeline layout.
    pub push: Option<Push>,
    /// Set for raster passes.
    pub raster: Option<Raster>,
    /// Vertex buffers by binding number, from 0: part of [`crate::Plan::vertex_buffers`].
    pub vertices: Span,
    /// The index buffer of indexed draws.
    pub indices: Option<IndexBuffer>,
    /// Part of [`crate::Plan::transfers`].
    pub transfers: Span,
    /// Part of [`crate::Plan::accesses`].
    pub accesses: Span,
}

/// A pass that the plan leaves out, since nobody reads what it writes.
#[derive(Clone, Debug, PartialEq)]
pub struct Culled {
    /// The field's name, with its index where it stands in an array (`down[3]`).
    pub name: Text,
    /// Position in the order of declaration.
    pub declared: u32,
    /// Part of [`crate::Plan::culled_accesses`].
    pub accesses: Span,
}

/// What a pass records.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Work {
    /// `vkCmdDispatch` of this many groups, a size expression.
    Dispatch(Expr),
    /// `vkCmdDispatch` of a number of groups that the program gives each frame, at most `max`.
    DispatchDynamic {
        /// Largest number of groups in x, y and z.
        max: [u32; 3],
    },
    /// `vkCmdDispatchIndirect` from a buffer of the graph.
    DispatchIndirect {
        /// Index of the access (in [`crate::Plan::accesses`]) that reads the arguments.
        arguments: u32,
        /// Byte offset, a multiple of 4.
        offset: u64,
    },
    /// `vkCmdDraw`, counts being size expressions (their x component).
    Draw {
        /// Number of vertices.
        vertices: Expr,
        /// Number of instances.
        instances: Expr,
    },
    /// `vkCmdDraw` with counts that the program gives each frame.
    DrawDynamic {
        /// Largest number of vertices.
        max_vertices: u32,
        /// Largest number of instances.
        max_instances: u32,
    },
    /// `vkCmdDrawIndirect` from a buffer of the graph.
    DrawIndirect {
        /// Index of the access (in [`crate::Plan::accesses`]) that reads the arguments.
        arguments: u32,
        /// Byte offset, a multiple of 4.
        offset: u64,
        /// Number of draws.
        draws: u32,
        /// Bytes from one argument block to the next, a multiple of 4.
        stride: u32,
    },
    /// `vkCmdDrawIndexed`, counts being size expressions (their x component).
    DrawIndexed {
        /// Number of indices.
        indices: Expr,
        /// Number of instances.
        instances: Expr,
    },
    /// `vkCmdDrawIndexed` with counts that the program gives each frame.
    DrawIndexedDynamic {
        /// Largest number of indices.
        max_indices: u32,
        /// Largest number of instances.
        max_instances: u32,
    },
    /// `vkCmdDrawIndexedIndirect` from a buffer of the graph.
    DrawIndexedIndirect {
        /// Index of the access (in [`crate::Plan::accesses`]) that reads the arguments.
        arguments: u32,
        /// Byte offset, a multiple of 4.
        offset: u64,
        /// Number of draws.
        draws: u32,
        /// Bytes from one argument block to the next, a multiple of 4.
        stride: u32,
    },
    /// The transfers of [`Pass::transfers`].
    Transfer,
    /// The user's method records it, inside rendering where the pass is a raster pass.
    Code,
    /// Nothing on the device: the host writes before submission or reads after completion.
    Host,
    /// The swapchain's image is handed to the presentation engine.
    Present,
}

/// Where the indices of a pass's draws are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexBuffer {
    /// Index of the access (in [`crate::Plan::accesses`]) that reads it.
    pub access: u32,
    /// Width of an index.
    pub ty: vk::IndexType,
}

/// Push constants: all of a pass, or the range of some of its stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Push {
    /// Stages that read them.
    pub stages: vk::ShaderStageFlags,
    /// Offset in bytes, a multiple of 4.
    pub offset: u32,
    /// Size in bytes, a multiple of 4.
    pub size: u32,
}

impl Push {
    /// All bytes that the ranges of a layout have, for their stages together; `None` where there is no range.
    #[must_use]
    pub fn whole(ranges: &[Push]) -> Option<Push> {
        let size = ranges.iter().map(|range| range.offset + range.size).max()?;
        let stages = ranges.iter().fold(vk::ShaderStageFlags::empty(), |all, r| all | r.stages);
        Some(Push { stages, offset: 0, size })
    }

    /// What `vkCmdPushConstants` is called with to write all ranges, once for each run of bytes that the same stages
    /// have: "for each byte in the range [...] `stageFlags` must include all stages" that the layout has there
    /// (VUID-vkCmdPushConstants-offset-01796), and no other (VUID-vkCmdPushConstants-offset-01795).
    pub fn writes(ranges: &[Push]) -> impl Iterator<Item = Push> + '_ {
        let mut offset = 0;
        core::iter::from_fn(move || {
            loop {
                let ends =
                    ranges.iter().flat_map(|range| [range.offset, range.offset + range.size]);
                let end = ends.filter(|end| *end > offset).min()?;
                let over =
                    ranges.iter().filter(|r| r.offset <= offset && offset < r.offset + r.size);
                let stages = over.fold(vk::ShaderStageFlags::empty(), |all, r| all | r.stages);
                let write = Push { stages, offset, size: end - offset };
                offset = end;
                if !stages.is_empty() {
                    return Some(write);
                }
            }
        })
    }
}

/// What a raster pass renders to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raster {
    /// Colour attachments by location, part of [`crate::Plan::attachments`].
    pub colors: Span,
    /// Depth attachment, an index of [`crate::Plan::attachments`]; `None` where the pass leaves the depth alone.
    pub depth: Option<u32>,
    /// Stencil attachment, an index of [`crate::Plan::attachments`]; `None` where the pass leaves the stencil alone.
    /// Where there is a depth attachment as well, both have one view
    /// (VUID-VkRenderingInfo-pDepthAttachment-06085).
    pub stencil: Option<u32>,
    /// Render area, in pixels.
    pub area: Expr,
    /// Layers rendered to.
    pub layers: u32,
    /// View mask (multiview); 0 for none.
    pub view_mask: u32,
}

/// An attachment of a raster pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attachment {
    /// The view.
    pub view: u32,
    /// `k` of `prev(k)`; 0 for the current copy.
    pub ring: u32,
    /// Layout while rendering.
    pub layout: vk::ImageLayout,
    /// Load operation, derived.
    pub load: vk::AttachmentLoadOp,
    /// Store operation, derived.
    pub store: vk::AttachmentStoreOp,
    /// Clear value where `load` is `CLEAR`.
    pub clear: Option<ClearValue>,
    /// View, layout and mode of the resolve target.
    pub resolve: Option<Resolve>,
}

/// Where a multisampled attachment is resolved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolve {
    /// The view.
    pub view: u32,
    /// `k` of `prev(k)`; 0 for the current copy.
    pub ring: u32,
    /// Layout while rendering.
    pub layout: vk::ImageLayout,
    /// Mode.
    pub mode: vk::ResolveModeFlags,
}

/// One operation of a transfer pass. The sides are indices of [`crate::Plan::accesses`], which give
/// resource, ring, range and layout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Transfer {
    /// Copy all that the two accesses name: image to image, buffer to buffer, buffer to image or image to
    /// buffer (texels tightly packed).
    Copy {
        /// What is read.
        from: u32,
        /// What is written.
        to: u32,
    },
    /// Blit with scaling.
    Blit {
        /// What is read.
        from: u32,
        /// What is written.
        to: u32,
        /// Filter.
        filter: vk::Filter,
    },
    /// Clear an image, or fill a buffer.
    Clear {
        /// What is written.
        to: u32,
        /// The value.
        value: ClearValue,
    },
}

/// One access of one pass to one range of one resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    /// The slot's name in the pass.
    pub slot: Text,
    /// The resource.
    pub resource: u32,
    /// `k` of `prev(k)`; 0 for the current copy.
    pub ring: u32,
    /// Subresources, for an image.
    pub range: Subresources,
    /// First byte and number of bytes, for a buffer; `u64::MAX` bytes for all that follows.
    pub bytes: (u64, u64),
    /// Stages.
    pub stages: vk::PipelineStageFlags2,
    /// Accesses.
    pub access: vk::AccessFlags2,
    /// Layout, for an image; `UNDEFINED` for a buffer.
    pub layout: vk::ImageLayout,
    /// Reads what was there.
    pub reads: bool,
    /// Writes.
    pub writes: bool,
    /// Order among equal accesses does not matter.
    pub relaxed: bool,
    /// View of the access, where a descriptor or attachment needs one.
    pub view: Option<u32>,
}
