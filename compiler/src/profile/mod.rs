//! The device profile that graphs are checked against: Vulkan 1.3 with the Khronos roadmap 2022 milestone
//! (the Vulkan specification, appendix "Vulkan Roadmap", and the required limits of Vulkan 1.3).

mod buffers;
mod capability;
mod feature;
mod formats;

pub use buffers::supports as supports_in_buffers;
pub use capability::{feature_of, name as capability_name};
pub use feature::has as has_feature;
pub use formats::supports;

/// The profile's name in messages.
pub const NAME: &str = "Vulkan Roadmap 2022";

/// `maxPushConstantsSize`, in bytes.
pub const MAX_PUSH_CONSTANTS: u32 = 128;
/// `maxUniformBufferRange`, in bytes.
pub const MAX_UNIFORM_RANGE: u32 = 65_536;
/// `maxColorAttachments`.
pub const MAX_COLOR_ATTACHMENTS: u32 = 7;
/// `maxComputeWorkGroupInvocations`.
pub const MAX_WORKGROUP_INVOCATIONS: u64 = 256;
/// `maxComputeWorkGroupSize`.
pub const MAX_WORKGROUP_SIZE: [u32; 3] = [256, 256, 64];
/// `maxComputeWorkGroupCount`, in each direction.
pub const MAX_WORKGROUP_COUNT: u64 = 65_535;
/// `maxBoundDescriptorSets`.
pub const MAX_SETS: u32 = 4;
/// `maxImageDimension1D`, `maxImageDimension2D` and `maxImageDimensionCube`, in texels.
pub const MAX_IMAGE_2D: u64 = 8192;
/// `maxImageDimension3D`, in texels.
pub const MAX_IMAGE_3D: u64 = 512;
/// `maxImageArrayLayers`.
pub const MAX_LAYERS: u32 = 2048;
/// `maxStorageBufferRange`, in bytes.
pub const MAX_STORAGE_RANGE: u64 = 1 << 27;
/// `maxTexelBufferElements`.
pub const MAX_TEXEL_ELEMENTS: u64 = 65_536;
/// `minTexelBufferOffsetAlignment`, in bytes: no device asks for more.
pub const TEXEL_OFFSET_ALIGNMENT: u64 = 256;
/// `maxVertexInputBindings` and `maxVertexInputAttributes`.
pub const MAX_VERTEX_INPUTS: u64 = 16;
/// `maxVertexInputBindingStride`, in bytes.
pub const MAX_VERTEX_STRIDE: u64 = 2048;
/// `maxVertexInputAttributeOffset`, in bytes.
pub const MAX_VERTEX_OFFSET: u64 = 2047;
/// `maxPerStageResources`.
pub const MAX_STAGE_RESOURCES: u32 = 200;
