//! Shaders, descriptor sets and pipelines.

use ash::vk;

use crate::{Span, Text};

/// A shader module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shader {
    /// File name, for messages.
    pub name: Text,
    /// FNV-1a hash (64 bit) of the module's bytes: the runtime checks that it was given this module.
    pub hash: u64,
}

/// A sampler.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampler {
    /// Magnification and minification filter.
    pub filter: vk::Filter,
    /// Filter between mips.
    pub mipmap: vk::SamplerMipmapMode,
    /// Address mode in all directions.
    pub address: vk::SamplerAddressMode,
    /// Border colour, for `CLAMP_TO_BORDER`.
    pub border: vk::BorderColor,
    /// Comparison, for shadow samplers.
    pub compare: Option<vk::CompareOp>,
    /// Largest anisotropy; 0 switches it off.
    pub anisotropy: f32,
}

/// A descriptor set layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetLayout {
    /// Part of [`crate::Plan::layout_bindings`], ascending by binding.
    pub bindings: Span,
    /// Whether the user makes the layout and the sets (an engine's materials); the graph only reserves the
    /// number.
    pub external: bool,
}

/// A binding of a set layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LayoutBinding {
    /// Binding number.
    pub binding: u32,
    /// Descriptor type.
    pub ty: vk::DescriptorType,
    /// Number of descriptors.
    pub count: u32,
    /// Stages.
    pub stages: vk::ShaderStageFlags,
    /// Immutable sampler, an index of [`crate::Plan::samplers`].
    pub sampler: Option<u32>,
}

/// A descriptor set of a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Set {
    /// Set number.
    pub number: u32,
    /// Layout, an index of [`crate::Plan::set_layouts`].
    pub layout: u32,
    /// Part of [`crate::Plan::descriptors`].
    pub descriptors: Span,
    /// Instances: the least common multiple of the copies of what it binds. Frame `f` uses instance
    /// `f mod period`.
    pub period: u32,
    /// Whether it binds the swapchain's image, which multiplies the instances by their number.
    pub swapchain: bool,
}

/// What one descriptor points at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Descriptor {
    /// Binding number.
    pub binding: u32,
    /// Index in the binding's array.
    pub element: u32,
    /// Descriptor type.
    pub ty: vk::DescriptorType,
    /// The object.
    pub target: Target,
}

/// The object behind a descriptor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// An image view, with a sampler where the layout has no immutable one.
    Image {
        /// Index of [`crate::Plan::views`].
        view: u32,
        /// `k` of `prev(k)`; 0 for the current copy.
        ring: u32,
        /// Layout at the time of use.
        layout: vk::ImageLayout,
    },
    /// A range of a buffer.
    Buffer {
        /// The buffer.
        resource: u32,
        /// `k` of `prev(k)`; 0 for the current copy.
        ring: u32,
        /// First byte.
        offset: u64,
        /// Number of bytes; `u64::MAX` for all that follows.
        size: u64,
    },
    /// A buffer seen as texels.
    Texels {
        /// Index of [`crate::Plan::buffer_views`].
        view: u32,
        /// `k` of `prev(k)`; 0 for the current copy.
        ring: u32,
    },
    /// A sampler of [`crate::Plan::samplers`].
    Sampler(u32),
    /// An acceleration structure.
    AccelerationStructure {
        /// The resource.
        resource: u32,
    },
}

/// A pipeline layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PipelineLayout {
    /// Part of [`crate::Plan::pipeline_layout_sets`]: set layouts from set 0 up.
    pub sets: Span,
    /// Part of [`crate::Plan::push_ranges`]: a range for the stages that read the same bytes, each stage in one.
    pub push: Span,
}

/// A pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    /// Pass that it was made for, for messages and debug names.
    pub name: Text,
    /// Layout.
    pub layout: u32,
    /// Part of [`crate::Plan::stages`].
    pub stages: Span,
    /// Fixed-function state; `None` for compute.
    pub raster: Option<RasterState>,
}

/// A stage of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShaderStage {
    /// Stage.
    pub stage: vk::ShaderStageFlags,
    /// Index of [`crate::Plan::shaders`].
    pub shader: u32,
    /// Entry point.
    pub entry: Text,
    /// Part of [`crate::Plan::spec_entries`].
    pub spec: Span,
}

/// A specialization constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecEntry {
    /// `constantID`.
    pub id: u32,
    /// Size in bytes: 1, 2, 4 or 8 (4 for a `bool`).
    pub size: u32,
    /// The value's bits, zero-extended.
    pub value: u64,
}

/// Fixed-function state of a raster pipeline. Viewport and scissor are dynamic.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
// Each flag is one of Vulkan's switches.
#[allow(clippy::struct_excessive_bools)]
pub struct RasterState {
    /// Primitive topology.
    pub topology: vk::PrimitiveTopology,
    /// Faces not drawn.
    pub cull: vk::CullModeFlags,
    /// Front face.
    pub front_face: vk::FrontFace,
    /// Fill, line or point.
    pub polygon: vk::PolygonMode,
    /// Whether the largest index of a strip or fan begins the next one.
    pub primitive_restart: bool,
    /// Vertices of a patch, 1 to 32; 0 without tessellation.
    pub patch_vertices: u32,
    /// What is added to a fragment's depth; `None` for nothing.
    pub depth_bias: Option<DepthBias>,
    /// Whether depth is clamped to the viewport's range instead of clipped.
    pub depth_clamp: bool,
    /// Depth comparison; `None` switches the test off.
    pub depth_compare: Option<vk::CompareOp>,
    /// Whether depth is written.
    pub depth_write: bool,
    /// The stencil test; `None` switches it off.
    pub stencil: Option<StencilState>,
    /// Samples.
    pub samples: vk::SampleCountFlags,
    /// Least part of the samples that are shaded apart, 0 to 1; `None` for one shading a fragment.
    pub sample_shading: Option<f32>,
    /// Whether a fragment's alpha thins out its coverage.
    pub alpha_to_coverage: bool,
    /// Whether alpha is 1 behind that.
    pub alpha_to_one: bool,
    /// Vertex buffers by binding number, from 0: part of [`crate::Plan::vertex_bindings`].
    pub vertex_bindings: Span,
    /// Part of [`crate::Plan::vertex_attributes`], ascending by location.
    pub vertex_attributes: Span,
    /// Part of [`crate::Plan::color_targets`], by location.
    pub colors: Span,
    /// Format of the depth attachment; `UNDEFINED` for none.
    pub depth_format: vk::Format,
    /// Format of the stencil attachment, that of the depth attachment where there are both; `UNDEFINED` for none.
    pub stencil_format: vk::Format,
    /// View mask (multiview); 0 for none.
    pub view_mask: u32,
}

/// What is added to a fragment's depth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DepthBias {
    /// `depthBiasConstantFactor`, in the least steps that the format tells apart.
    pub constant: f32,
    /// `depthBiasSlopeFactor`.
    pub slope: f32,
    /// `depthBiasClamp`; 0 for no bound.
    pub clamp: f32,
}

/// The stencil test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StencilState {
    /// Of faces that look at the viewer, of points and of lines.
    pub front: StencilFace,
    /// Of faces that look away.
    pub back: StencilFace,
    /// Whether the program gives the reference of both each frame (dynamic state).
    pub by_frame: bool,
}

/// The stencil test of one side, as `VkStencilOpState`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StencilFace {
    /// What becomes of the content where the stencil test fails.
    pub fail: vk::StencilOp,
    /// Where both tests pass.
    pub pass: vk::StencilOp,
    /// Where the stencil test passes and the depth test fails.
    pub depth_fail: vk::StencilOp,
    /// Reference against content, both masked.
    pub compare: vk::CompareOp,
    /// Bits that are compared.
    pub read_mask: u32,
    /// Bits that are written.
    pub write_mask: u32,
    /// The reference, where it is not given each frame.
    pub reference: u32,
}

/// A vertex buffer as a pipeline sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VertexBinding {
    /// Bytes from one element to the next.
    pub stride: u32,
    /// Whether it advances with the vertex or with the instance.
    pub rate: vk::VertexInputRate,
}

/// What feeds a location of the vertex shader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VertexAttribute {
    /// Location.
    pub location: u32,
    /// Binding number of the vertex buffer.
    pub binding: u32,
    /// Format.
    pub format: vk::Format,
    /// Bytes from the start of an element.
    pub offset: u32,
}

/// A colour attachment as a pipeline sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColorTarget {
    /// Format; `UNDEFINED` for the swapchain's own.
    pub format: vk::Format,
    /// Blending.
    pub blend: Blend,
    /// Components that are written.
    pub mask: vk::ColorComponentFlags,
}

/// How a fragment's colour joins what is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Blend {
    /// It replaces it.
    #[default]
    Replace,
    /// `src * src.a + dst * (1 - src.a)`.
    Alpha,
    /// `src + dst * (1 - src.a)`.
    Premultiplied,
    /// `src + dst`.
    Add,
    /// `src * dst`.
    Multiply,
}
