//! What a pass does to a range of a resource.

use ash::vk;
use vixen_plan as plan;

use super::{Range, ResourceId};
use crate::diagnostic::{Name, Site};

/// Accesses of attachments.
pub const ATTACHMENT: vk::AccessFlags2 = vk::AccessFlags2::from_raw(
    vk::AccessFlags2::COLOR_ATTACHMENT_READ.as_raw()
        | vk::AccessFlags2::COLOR_ATTACHMENT_WRITE.as_raw()
        | vk::AccessFlags2::DEPTH_STENCIL_ATTACHMENT_READ.as_raw()
        | vk::AccessFlags2::DEPTH_STENCIL_ATTACHMENT_WRITE.as_raw(),
);

/// One access of a pass.
#[derive(Clone, Debug)]
// Each flag is one independent word of the grammar; a set of them says no more.
#[allow(clippy::struct_excessive_bools)]
pub struct Access {
    /// Slot of the pass type.
    pub slot: Name,
    /// Where the wire stands.
    pub site: Site,
    /// The resource.
    pub resource: ResourceId,
    /// `k` of `prev(k)`; 0 for the current copy.
    pub ring: u32,
    /// Range.
    pub range: Range,
    /// View's dimension, format and aspects, for images.
    pub view: Option<ViewShape>,
    /// Stages.
    pub stages: vk::PipelineStageFlags2,
    /// Accesses.
    pub access: vk::AccessFlags2,
    /// Layouts that serve, the best first; empty for buffers.
    pub layouts: Vec<vk::ImageLayout>,
    /// Usage that the image needs for it.
    pub image_usage: vk::ImageUsageFlags,
    /// Usage that the buffer needs for it.
    pub buffer_usage: vk::BufferUsageFlags,
    /// What part it plays in the pass.
    pub role: Role,
    /// Reads what was there.
    pub reads: bool,
    /// Writes.
    pub writes: bool,
    /// What was there is overwritten whole: nothing of it is read.
    pub discards: bool,
    /// No order among equal accesses; never of an attachment, nor of a transfer of the graph's own.
    pub relaxed: bool,
    /// First use may find undefined content.
    pub undefined_ok: bool,
    /// Cleared by the load operation.
    pub clear: Option<plan::ClearValue>,
}

/// What part an access plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Bound by descriptor.
    Descriptor,
    /// Colour attachment at this location.
    Color(u32),
    /// Depth attachment, stencil attachment or both, by the aspects of the access.
    Depth,
    /// Resolve target of an attachment.
    Resolve {
        /// Location of the colour attachment; `None` for the depth attachment.
        color: Option<u32>,
        /// Mode.
        mode: vk::ResolveModeFlags,
    },
    /// Input attachment.
    Input,
    /// Vertex or index buffer.
    Geometry,
    /// Indirect arguments.
    Indirect,
    /// A side of a transfer.
    Transfer,
    /// The host.
    Host,
    /// Presentation.
    Present,
    /// Declared without a part that the graph plays itself: foreign code, addresses, bindless.
    Declared,
}

/// A view of an image, beside its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ViewShape {
    /// Dimension.
    pub ty: vk::ImageViewType,
    /// Format; `UNDEFINED` for the image's own.
    pub format: vk::Format,
    /// Aspects.
    pub aspects: vk::ImageAspectFlags,
}
