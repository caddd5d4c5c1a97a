//! The graph with everything resolved: typed ids, no names looked up any more.
//!
//! # Invariants
//!
//! [`crate::lower`] makes them, [`verify`] holds them, every later stage relies on them:
//!
//! - Ids are in range of their arenas.
//! - [`Graph::passes`] stands in order of declaration; arrays are unrolled.
//! - Every access has a non-empty range within its resource, at least one stage, reads or writes,
//!   and a `ring` below the resource's copies; an access with a `ring` above 0 does not write.
//! - Within one pass, two accesses to overlapping ranges of one copy are both reads, or both `relaxed`, or the depth and
//!   the stencil attachment of its rendering.
//! - What an access does it does to all aspects that it names.
//!
//! A graph with several queues, devices, switches or rates is a valid [`Graph`]; the stages that
//! cannot execute it yet refuse it (V09xx).

mod access;
mod part;
mod range;
#[cfg(test)]
pub(crate) mod sample;
mod verify;

pub use access::*;
pub use part::*;
pub use range::*;
pub use verify::verify;

use ash::vk;
use vixen_plan as plan;

use crate::diagnostic::{Name, Site};
use crate::profile::Profile;
use crate::reflect::{ImageType, InterfaceVariable};
use crate::syntax::ast::{PassKind, Rate};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// As an index of its arena.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// A resource of [`Graph::resources`].
    ResourceId
);
id!(
    /// A pass of [`Graph::passes`].
    PassId
);

/// A graph, resolved.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Name.
    pub name: Name,
    /// Frames in flight, 1 to 8.
    pub frames_in_flight: u32,
    /// Swapchain extent that memory is planned for.
    pub max_extent: [u32; 2],
    /// Smallest swapchain extent that the graph accepts, and where it stands.
    pub min_extent: Option<([u32; 2], Site)>,
    /// Limit for device memory in bytes, and where it stands.
    pub budget: Option<(u64, Site)>,
    /// Switches with the names of their values.
    pub switches: Vec<(Name, Vec<String>)>,
    /// Size parameters.
    pub params: Vec<plan::Param>,
    /// Operations of the size expressions, shared with the plan.
    pub size_ops: Vec<plan::SizeOp>,
    /// Resources.
    pub resources: Vec<Resource>,
    /// Passes in order of declaration.
    pub passes: Vec<Pass>,
    /// Samplers, each once.
    pub samplers: Vec<plan::Sampler>,
    /// Shader modules, each once.
    pub shaders: Vec<plan::Shader>,
    /// What each of `shaders` declares beside its bindings.
    pub modules: Vec<Module>,
    /// From graph JSON: undefined first uses are warnings, and support of formats is not judged.
    pub lenient: bool,
    /// What the graph may ask of the device.
    pub profile: Profile,
    /// An error kept a part of the graph out: the rest is checked, and nothing is planned.
    pub partial: bool,
}

/// What a shader module asks of the device.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Module {
    /// Declared capabilities as SPIR-V enumerants, ascending.
    pub capabilities: Vec<u32>,
    /// Declared extensions.
    pub extensions: Vec<String>,
}

impl Graph {
    /// The resource of an id.
    #[must_use]
    pub fn resource(&self, id: ResourceId) -> &Resource {
        &self.resources[id.index()]
    }

    /// The pass of an id.
    #[must_use]
    pub fn pass(&self, id: PassId) -> &Pass {
        &self.passes[id.index()]
    }

    /// All pass ids in order of declaration.
    pub fn pass_ids(&self) -> impl Iterator<Item = PassId> + use<> {
        (0..self.passes.len() as u32).map(PassId)
    }

    /// All resource ids.
    pub fn resource_ids(&self) -> impl Iterator<Item = ResourceId> + use<> {
        (0..self.resources.len() as u32).map(ResourceId)
    }
}

/// Holds where a switch has a value (or has not).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// Index of [`Graph::switches`].
    pub switch: u32,
    /// Index of the switch's values.
    pub value: u32,
    /// Holds where the switch does not have the value.
    pub negated: bool,
}

/// A resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Name with its index.
    pub name: Name,
    /// Who owns it.
    pub lifetime: plan::Lifetime,
    /// Physical copies, as [`plan::Resource::copies`].
    pub copies: u32,
    /// Where its memory lies.
    pub memory: plan::MemoryClass,
    /// Shape, with the usage flags still empty: [`crate::bind`] sums them up.
    pub shape: plan::Shape,
    /// Extent of mip 0 at the declared maximum, in texels; `[bytes, 1, 1]` for a buffer.
    pub max_extent: [u64; 3],
    /// Bytes of one copy at the declared maximum: the exact sum over mips and layers times samples,
    /// rounded up to 64 KiB for images; the size for a buffer.
    pub max_bytes: u64,
    /// Value that set-up clears persistent and history resources to.
    pub clear: Option<plan::ClearValue>,
    /// Content must survive the frame although no pass of it reads it (graph JSON's `outputs`).
    pub output: bool,
    /// Condition.
    pub when: Option<Condition>,
    /// Rust type of an upload's value.
    pub data: Option<String>,
    /// A pass that an error kept out may use it, so that not all of its reads and writes are here.
    pub doubted: bool,
}

impl Resource {
    /// The image, where it is one.
    #[must_use]
    pub fn image(&self) -> Option<&plan::Image> {
        match &self.shape {
            plan::Shape::Image(image) => Some(image),
            _ => None,
        }
    }

    /// All of the resource.
    #[must_use]
    pub fn whole(&self) -> Range {
        match self.image() {
            Some(image) => Range::Image { mips: (0, image.mips), layers: (0, image.layers) },
            None => Range::Bytes(0, u64::MAX),
        }
    }

    /// Whether what a pass writes to it is seen outside the frame: by the caller, the next frame's passes
    /// of persistent resources, the host or the screen. (History counts by its readers instead.)
    #[must_use]
    pub fn is_output(&self) -> bool {
        self.output
            || self.doubted
            || matches!(
                self.lifetime,
                plan::Lifetime::Import(_) | plan::Lifetime::Swapchain | plan::Lifetime::Readback
            )
    }
}

/// A pass.
#[derive(Clone, Debug)]
pub struct Pass {
    /// Name with its index.
    pub name: Name,
    /// The pass type's name.
    pub ty: String,
    /// Path of the pass type as written in the graph, for generated code.
    pub path: String,
    /// Index in the pass array; `None` outside of one.
    pub element: Option<u32>,
    /// Kind.
    pub kind: PassKind,
    /// Queue.
    pub queue: QueueKind,
    /// Device number.
    pub device: u32,
    /// Rate of its own.
    pub rate: Option<Rate>,
    /// Condition.
    pub when: Option<Condition>,
    /// Never culled.
    pub side_effect: bool,
    /// Neighbours of one group stay together.
    pub merge_group: Option<u32>,
    /// Multiview mask.
    pub view_mask: u32,
    /// What it does to resources, in order of its slots.
    pub accesses: Vec<Access>,
    /// What it records.
    pub work: Work,
    /// Shader stages.
    pub stages: Vec<Stage>,
    /// Workgroup of a compute shader.
    pub group: Option<Group>,
    /// Push-constant ranges, each of other stages.
    pub push: Vec<plan::Push>,
    /// Descriptors, by set and binding.
    pub bindings: Vec<Binding>,
    /// Sets that the user owns.
    pub external_sets: Vec<u32>,
    /// Fixed-function state.
    pub raster: Option<Raster>,
    /// Vertex and index buffers.
    pub geometry: Geometry,
    /// Operations of a transfer pass.
    pub transfers: Vec<Transfer>,
}

/// Vertex and index buffers of a raster pass; access indices are those of [`Pass::accesses`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Geometry {
    /// Vertex buffers by binding number, from 0: the access, and how a pipeline sees it.
    pub buffers: Vec<(usize, plan::VertexBinding)>,
    /// What feeds each location, ascending.
    pub attributes: Vec<plan::VertexAttribute>,
    /// Index buffer, with the width of an index.
    pub indices: Option<(usize, vk::IndexType)>,
}

/// A queue by its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // the names are the field's
pub enum QueueKind {
    Graphics,
    Compute,
    Transfer,
}

/// What a pass records; access indices are those of [`Pass::accesses`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Work {
    /// Group counts by expression.
    Dispatch(plan::Expr),
    /// Group counts given each frame, at most those.
    DispatchDynamic([u32; 3]),
    /// Group counts read from a buffer.
    DispatchIndirect(usize),
    /// Vertices and instances by expression.
    Draw(plan::Expr, plan::Expr),
    /// Vertices and instances given each frame, at most those.
    DrawDynamic(u32, u32),
    /// Counts read from a buffer.
    DrawIndirect(usize),
    /// Indices and instances by expression.
    DrawIndexed(plan::Expr, plan::Expr),
    /// Indices and instances given each frame, at most those.
    DrawIndexedDynamic(u32, u32),
    /// Counts of an indexed draw read from a buffer.
    DrawIndexedIndirect(usize),
    /// Transfers.
    Transfer,
    /// The user's method.
    Code,
    /// The host, before submission or after completion.
    Host,
    /// Handing over to the presentation engine.
    Present,
    /// Nothing is known: from graph JSON. Planned, never executed.
    Opaque,
}

/// The workgroup of a compute shader, under the graph's specialization constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Local size.
    pub size: [u32; 3],
    /// Bytes of shared memory.
    pub shared: u64,
}

/// A shader stage of a pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// Stage.
    pub stage: vk::ShaderStageFlags,
    /// Index of [`Graph::shaders`].
    pub shader: u32,
    /// Entry point.
    pub entry: String,
    /// Specialization constants.
    pub spec: Vec<plan::SpecEntry>,
    /// User-defined outputs by location.
    pub outputs: Vec<InterfaceVariable>,
}

/// A descriptor of a pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// Set.
    pub set: u32,
    /// Binding.
    pub binding: u32,
    /// Element of the binding's array.
    pub element: u32,
    /// Length of the binding's array.
    pub count: u32,
    /// Descriptor type.
    pub ty: vk::DescriptorType,
    /// Stages.
    pub stages: vk::ShaderStageFlags,
    /// The access behind it (index of [`Pass::accesses`]); `None` for a sampler alone.
    pub access: Option<usize>,
    /// Sampler, an index of [`Graph::samplers`].
    pub sampler: Option<u32>,
    /// Name in the shader; empty in a stripped module.
    pub name: String,
    /// The first module that declares it, an index of [`Graph::shaders`].
    pub shader: u32,
    /// The image type that the module declares, for images and texel buffers.
    pub image: Option<ImageType>,
    /// Format of a texel buffer, by the slot or the shader.
    pub texels: vk::Format,
}

/// Fixed-function state of a raster pass; attachments are accesses with the matching [`Role`].
#[derive(Clone, Debug, PartialEq)]
// Each flag is one of Vulkan's switches.
#[allow(clippy::struct_excessive_bools)]
pub struct Raster {
    /// Topology.
    pub topology: vk::PrimitiveTopology,
    /// Faces not drawn.
    pub cull: vk::CullModeFlags,
    /// Front face.
    pub front_face: vk::FrontFace,
    /// Depth comparison; `None` switches the test off.
    pub depth_compare: Option<vk::CompareOp>,
    /// Fill, line or point.
    pub polygon: vk::PolygonMode,
    /// The largest index begins the next strip or fan.
    pub primitive_restart: bool,
    /// Vertices of a patch; 0 without tessellation.
    pub patch_vertices: u32,
    /// Depth bias.
    pub depth_bias: Option<plan::DepthBias>,
    /// Depth is clamped instead of clipped.
    pub depth_clamp: bool,
    /// The stencil test; `None` switches it off.
    pub stencil: Option<plan::StencilState>,
    /// Least part of the samples that are shaded apart.
    pub sample_shading: Option<f32>,
    /// Alpha thins out the coverage.
    pub alpha_to_coverage: bool,
    /// Alpha is 1 behind that.
    pub alpha_to_one: bool,
    /// Blend of each colour attachment, by location.
    pub blends: Vec<plan::Blend>,
    /// Components that are written of each, by location.
    pub masks: Vec<vk::ColorComponentFlags>,
}

/// A transfer; indices are those of [`Pass::accesses`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Transfer {
    /// Copy.
    Copy(usize, usize),
    /// Blit.
    Blit(usize, usize, vk::Filter),
    /// Clear or fill.
    Clear(usize, plan::ClearValue),
}
