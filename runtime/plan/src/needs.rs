//! What a plan asks of the device, and how much set-up creates.

use ash::vk;

use crate::{Table, Text};

/// What the device must offer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs {
    /// Vulkan API version (`VK_MAKE_API_VERSION`); 1.3 at least.
    pub api_version: u32,
    /// Features by the names of the Vulkan structures' members (`shaderInt64`); one that [`crate::feature`] does not
    /// have is turned on by the program.
    pub features: Table<Text>,
    /// Device extensions.
    pub extensions: Table<Text>,
    /// Formats with the features asked of them.
    pub formats: Table<FormatNeed>,
    /// Limits with the value that serves, where not every Vulkan 1.3 device has it.
    pub limits: Table<LimitNeed>,
    /// Whether a graphics queue is needed; otherwise compute suffices.
    pub graphics: bool,
    /// Whether the graph presents to a surface.
    pub present: bool,
    /// Usage asked of the swapchain's images.
    pub swapchain_usage: vk::ImageUsageFlags,
    /// Format that the swapchain's images must have, since a shader's storage image names it; `UNDEFINED` where any
    /// serves.
    pub swapchain_format: vk::Format,
    /// Features asked of the format of the swapchain's images.
    pub swapchain_features: vk::FormatFeatureFlags2,
}

/// A format with the features asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatNeed {
    /// The format.
    pub format: vk::Format,
    /// Features at optimal tiling.
    pub features: vk::FormatFeatureFlags2,
    /// Features of buffers: texel and vertex buffers.
    pub buffer_features: vk::FormatFeatureFlags2,
    /// Resource that asks, an index.
    pub resource: u32,
}

/// A limit by the name of the member of `VkPhysicalDeviceLimits`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitNeed {
    /// `maxPushConstantsSize` and the like.
    pub limit: Text,
    /// The least value that serves; of an alignment or granularity the largest, of a limit that is a set of flags the
    /// flags that it must have.
    pub at_least: u64,
}

/// Upper bounds for what set-up creates, as in Vulkan SC's object reservation. Several graphs add up.
///
/// Set-up holds the numbers of objects: it refuses a screen with more images than they were counted for (eight). Bytes are
/// planned ones, at the declared maximum; real sizes and alignments are the device's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reservation {
    /// Images, all copies counted.
    pub images: u32,
    /// Image views.
    pub image_views: u32,
    /// Views of buffers as texels, all copies counted.
    pub buffer_views: u32,
    /// Buffers, all copies counted.
    pub buffers: u32,
    /// Samplers.
    pub samplers: u32,
    /// Descriptor set layouts.
    pub set_layouts: u32,
    /// Descriptor sets, all instances counted.
    pub sets: u32,
    /// Descriptors by type.
    pub descriptors: Table<(vk::DescriptorType, u32)>,
    /// Pipeline layouts.
    pub pipeline_layouts: u32,
    /// Pipelines.
    pub pipelines: u32,
    /// Command buffers, all instances counted.
    pub command_buffers: u32,
    /// Semaphores.
    pub semaphores: u32,
    /// Bytes of device memory that transients share, at the declared maximum size.
    pub transient_bytes: u64,
    /// What transients would take without sharing.
    pub transient_bytes_without_aliasing: u64,
    /// The largest sum of live transient bytes: the lower bound of `transient_bytes`.
    pub live_peak_bytes: u64,
    /// Bytes of persistent and history resources.
    pub persistent_bytes: u64,
    /// Bytes that the host writes or reads, all copies counted.
    pub host_bytes: u64,
}
