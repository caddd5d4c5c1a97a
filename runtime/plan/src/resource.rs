//! Resources and views.

use ash::vk;

use crate::{Expr, Text};

/// A resource of the graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The field's name, with its index where it stands in an array (`mips[3]`).
    pub name: Text,
    /// Who owns it and how long its content lives.
    pub lifetime: Lifetime,
    /// Physical copies: the depth of a history ring, the frames in flight for what the host touches,
    /// 1 for all else. Frame `f` uses copy `(f - ring) mod copies`, where `ring` is 0 for the current
    /// one and `k` for `prev(k)`.
    pub copies: u32,
    /// Where its memory lies.
    pub memory: MemoryClass,
    /// Image, buffer or acceleration structure.
    pub shape: Shape,
}

/// Who owns a resource and how long its content lives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lifetime {
    /// Content lives within a frame; memory is shared with other transients.
    Transient,
    /// Content lives from frame to frame.
    Persistent,
    /// A ring of [`Resource::copies`] copies, indexed by frame.
    History,
    /// The caller's, under a contract.
    Import(Contract),
    /// The image acquired for this frame.
    Swapchain,
    /// Written by the host before each frame, one copy for each frame in flight.
    Upload,
    /// Read by the host once a frame has finished, one copy for each frame in flight.
    Readback,
}

/// In which state an import enters the frame, and in which it leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contract {
    /// State at entry.
    pub entry: State,
    /// State at exit.
    pub exit: State,
    /// Whether the content at entry matters. Where it does not, the first transition discards it.
    pub keep: bool,
}

/// A synchronization state: who used a resource last (or will next), how, and in which layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Stages of the use; `NONE` where a semaphore or the host orders it.
    pub stages: vk::PipelineStageFlags2,
    /// Accesses of the use.
    pub access: vk::AccessFlags2,
    /// Layout; `UNDEFINED` for buffers, and at entry for content that does not matter.
    pub layout: vk::ImageLayout,
}

/// Where memory lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemoryClass {
    /// Device local.
    Device,
    /// Host visible, written by the host in sequence.
    Upload,
    /// Host visible and cached, read by the host.
    Readback,
    /// Not ours.
    External,
}

/// Image, buffer or acceleration structure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// An image.
    Image(Image),
    /// A buffer.
    Buffer(Buffer),
    /// An acceleration structure in a buffer of this size.
    AccelerationStructure {
        /// Bytes of the backing buffer.
        size: Expr,
    },
}

/// An image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    /// 1D, 2D or 3D.
    pub ty: vk::ImageType,
    /// Format; `UNDEFINED` for the swapchain's own.
    pub format: vk::Format,
    /// Extent of mip 0, in texels.
    pub extent: Expr,
    /// Mip levels.
    pub mips: u32,
    /// Array layers.
    pub layers: u32,
    /// Samples a texel.
    pub samples: vk::SampleCountFlags,
    /// Union of everything ever done to it.
    pub usage: vk::ImageUsageFlags,
    /// `CUBE_COMPATIBLE`, `MUTABLE_FORMAT`, `ALIAS` and the like.
    pub flags: vk::ImageCreateFlags,
    /// Aspects of the format.
    pub aspects: vk::ImageAspectFlags,
}

/// A buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// Size in bytes (the x component).
    pub size: Expr,
    /// Union of everything ever done to it.
    pub usage: vk::BufferUsageFlags,
}

/// A view of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct View {
    /// The image.
    pub resource: u32,
    /// Dimension.
    pub ty: vk::ImageViewType,
    /// Format; `UNDEFINED` for the image's own.
    pub format: vk::Format,
    /// Aspects, mips and layers.
    pub range: Subresources,
    /// Usage of this view, a subset of the image's.
    pub usage: vk::ImageUsageFlags,
}

/// A view of a buffer as texels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BufferView {
    /// The buffer.
    pub resource: u32,
    /// Format of a texel.
    pub format: vk::Format,
    /// First byte.
    pub offset: u64,
    /// Number of bytes; `u64::MAX` for all that follows.
    pub size: u64,
}

/// A range of an image's subresources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subresources {
    /// Aspects.
    pub aspects: vk::ImageAspectFlags,
    /// First mip.
    pub base_mip: u32,
    /// Number of mips.
    pub mips: u32,
    /// First layer.
    pub base_layer: u32,
    /// Number of layers.
    pub layers: u32,
}

impl Subresources {
    /// As Vulkan takes it.
    pub const fn vk(self) -> vk::ImageSubresourceRange {
        vk::ImageSubresourceRange {
            aspect_mask: self.aspects,
            base_mip_level: self.base_mip,
            level_count: self.mips,
            base_array_layer: self.base_layer,
            layer_count: self.layers,
        }
    }
}
