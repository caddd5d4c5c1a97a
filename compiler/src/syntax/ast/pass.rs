//! Passes and their slots.

use serde::{Deserialize, Serialize};

use super::{ClearDecl, StateDecl};
use crate::reflect::{Interface, Stage};
use crate::syntax::tokens::BlockDecl;

/// A pass type: what `derive(Pass)` reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PassDecl {
    /// The struct's name.
    pub name: String,
    /// Where it stands.
    pub origin: Origin,
    /// What it records.
    pub kind: PassKind,
    /// Its shaders; none for transfers and for passes that bring their own pipelines.
    pub shaders: Vec<ShaderDecl>,
    /// Its slots, in order of declaration.
    pub slots: Vec<SlotDecl>,
    /// The push-constant struct's type as written, its size and its layout.
    pub push: Option<PushDecl>,
    /// The user's method records it.
    pub code: bool,
    /// Fixed-function state of a raster pass.
    pub raster: RasterDecl,
    /// Queue: `graphics`, `compute` or `transfer`; empty for the kind's own.
    pub queue: String,
    /// Never culled.
    pub side_effect: bool,
    /// Descriptor sets that the user owns and binds, by number.
    pub external_sets: Vec<u32>,
    /// Structs of blocks whose sizes specialization constants decide: held against the shaders where a graph gives
    /// the constants.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sized: Vec<SizedBlock>,
    /// How much of this holds.
    pub trust: Trust,
}

/// A struct for a block whose size a graph decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SizedBlock {
    /// Index of its slot in [`PassDecl::slots`]; `None` for the push constants.
    pub slot: Option<usize>,
    /// The struct.
    pub own: BlockDecl,
}

/// How much of a pass type holds. Where something was wrong with it, its own derive said so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Trust {
    /// Not even the slots are all known.
    #[default]
    Nothing,
    /// The slots are known; what the pass does with them is not, for its shaders say otherwise.
    Slots,
    /// All of it.
    Whole,
}

/// Where a pass stands, for errors in another crate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// File as the compiler names it; empty where unknown.
    pub file: String,
    /// Line, from 1; 0 where unknown.
    pub line: u32,
}

/// What a pass records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)] // the names are the field's
pub enum PassKind {
    Compute,
    Raster,
    Transfer,
    RayTracing,
    Host,
    Present,
}

/// A shader of a pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShaderDecl {
    /// File as written: `blur.comp`.
    pub file: String,
    /// Stage.
    pub stage: Stage,
    /// Entry point; `main` where nothing is said.
    pub entry: String,
    /// FNV-1a hash (64 bit) of the SPIR-V.
    pub hash: u64,
    /// What the module asks for.
    pub interface: Interface,
}

/// A slot of a pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlotDecl {
    /// The field.
    pub name: String,
    /// Line of the field in [`PassDecl::origin`]'s file; 0 where unknown.
    pub line: u32,
    /// How the pass uses it.
    pub usage: Usage,
    /// Image, buffer or acceleration structure; `Any` where only the wire tells (graph JSON).
    pub kind: SlotKind,
    /// Length, where the field is an array.
    pub count: Option<u32>,
    /// Binding by set and number instead of by name, for stripped modules.
    pub binding: Option<(u32, u32)>,
    /// Name in the shader, where it differs from the field's.
    pub shader_name: Option<String>,
    /// Stages beyond those that reflection shows, or in place of a shader, by Vulkan's names.
    pub stages: Option<String>,
    /// No order among equal accesses.
    pub relaxed: bool,
    /// The whole of the range is overwritten: what was there is discarded.
    pub discard: bool,
    /// First use may find undefined content.
    pub undefined_ok: bool,
    /// Cleared before the pass: attachments by their load operation, `Clear` usages by command.
    pub clear: Option<ClearDecl>,
    /// Sampler, for `Sampled`.
    pub sampler: Option<SamplerDecl>,
    /// An element of a vertex buffer, for `Vertex`.
    pub vertex: Option<VertexDecl>,
    /// Width of an index, for `Index`.
    pub index: Option<IndexWidth>,
    /// Format of a texel buffer by Vulkan's name; empty for the shader's.
    pub texels: String,
    /// Blend mode, for colour attachments: a word of [`crate::vocabulary::BLENDS`].
    pub blend: String,
    /// Components that are written, for colour attachments: some of `rgba` in that order; empty for all.
    pub mask: String,
    /// The slot that this one resolves, for `Resolve`.
    pub resolves: Option<String>,
    /// How, for `Resolve`: `average`, `sample_zero`, `min`, `max`; empty for what the format asks for.
    pub resolve_mode: String,
}

/// An element of a vertex buffer: `#[vertex(type = "Instance", rate = "instance")]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VertexDecl {
    /// The Rust type as written.
    pub ty: String,
    /// It advances with the instance instead of the vertex.
    pub per_instance: bool,
    /// Formats that the types do not say: `formats(color = "R8G8B8A8_UNORM")`, by field.
    pub formats: Vec<(String, String)>,
    /// Location that the first field feeds, where the fields feed locations in order instead of names: `location = 4`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<u32>,
    /// Bytes from one element to the next; 0 until the type was described.
    pub stride: u32,
    /// Fields that a shader can read.
    pub fields: Vec<VertexField>,
}

/// A field of a vertex buffer's element: a number, a vector, or rows of vectors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VertexField {
    /// The field.
    pub name: String,
    /// Its type as written.
    pub written: String,
    /// Bytes from the start of the element.
    pub offset: u32,
    /// Bytes that it takes.
    pub bytes: u32,
    /// Its numbers; `None` where it is neither a vector nor rows of vectors.
    pub rows: Option<VertexRows>,
}

/// The numbers of a field, a location for each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VertexRows {
    /// Type of a number.
    pub scalar: crate::reflect::Scalar,
    /// Numbers of a row, 1 to 4.
    pub components: u32,
    /// Rows; 1 but for matrices and arrays.
    pub count: u32,
    /// Bytes from one row to the next.
    pub stride: u32,
}

/// Width of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub enum IndexWidth {
    U16,
    U32,
}

/// What a slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub enum SlotKind {
    Image,
    Buffer,
    AccelerationStructure,
    Any,
}

/// How a pass uses a slot. Read and write follow from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the names are those of the neutral graph JSON
pub enum Usage {
    Sampled,
    /// A sampler alone, for a shader's separate `sampler`: wired to nothing.
    Sampler,
    StorageRead,
    StorageWrite,
    StorageReadWrite,
    TexelRead,
    TexelWrite,
    TexelReadWrite,
    Uniform,
    ColorWrite,
    ColorReadWrite,
    DepthWrite,
    DepthReadWrite,
    DepthRead,
    DepthStencilWrite,
    DepthStencilReadWrite,
    DepthStencilRead,
    StencilWrite,
    StencilReadWrite,
    StencilRead,
    InputAttachment,
    Resolve,
    Vertex,
    Index,
    Indirect,
    TransferRead,
    TransferWrite,
    BlitRead,
    /// The side that says how texels are filtered.
    BlitWrite {
        linear: bool,
    },
    Clear,
    HostRead,
    HostWrite,
    AccelerationBuildRead,
    AccelerationBuildWrite,
    AccelerationRead,
    Present,
    /// Stages, accesses and layout as written, for passes recorded by foreign code.
    Raw {
        state: StateDecl,
        reads: bool,
        writes: bool,
    },
}

/// A sampler.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SamplerDecl {
    /// `linear` or `nearest`.
    pub filter: String,
    /// `linear` or `nearest`.
    pub mipmap: String,
    /// `repeat`, `mirrored_repeat`, `clamp_to_edge`, `clamp_to_border`.
    pub address: String,
    /// Comparison (`less`, ...), for shadow samplers; empty for none.
    pub compare: String,
}

/// A push-constant struct.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PushDecl {
    /// The field.
    pub name: String,
    /// The Rust type as written.
    pub ty: String,
    /// Line of the field; 0 where unknown.
    pub line: u32,
}

/// Fixed-function state of a raster pass; texts are words of [`crate::vocabulary`], empty ones the defaults.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
// Each flag is one of Vulkan's switches.
#[allow(clippy::struct_excessive_bools)]
pub struct RasterDecl {
    /// Of [`crate::vocabulary::TOPOLOGIES`].
    pub topology: String,
    /// The largest index begins the next strip or fan.
    pub primitive_restart: bool,
    /// Vertices of a patch; `None` for three where there is tessellation.
    pub patch_vertices: Option<u32>,
    /// Of [`crate::vocabulary::CULLS`].
    pub cull: String,
    /// Of [`crate::vocabulary::FRONT_FACES`].
    pub front_face: String,
    /// Of [`crate::vocabulary::POLYGONS`].
    pub polygon: String,
    /// Constant, slope and clamp of the depth bias.
    pub depth_bias: Option<[f32; 3]>,
    /// Depth is clamped instead of clipped.
    pub depth_clamp: bool,
    /// The stencil test of front faces, or of all.
    pub stencil: Option<StencilDecl>,
    /// That of back faces, where it is another.
    pub stencil_back: Option<StencilDecl>,
    /// Least part of the samples that are shaded apart.
    pub sample_shading: Option<f32>,
    /// Alpha thins out the coverage.
    pub alpha_to_coverage: bool,
    /// Alpha is 1 behind that.
    pub alpha_to_one: bool,
    /// `less`, `less_or_equal`, `greater`, ...; empty switches the depth test off where there is no depth
    /// slot and is `less_or_equal` where there is one.
    pub depth_compare: String,
}

/// `stencil(compare = "equal", pass = "replace", reference = 1, ...)`; empty texts are the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StencilDecl {
    /// Of [`crate::vocabulary::COMPARISONS`]; empty for `always`.
    pub compare: String,
    /// Of [`crate::vocabulary::STENCIL_OPS`]: where the stencil test fails.
    pub fail: String,
    /// Where both tests pass.
    pub pass: String,
    /// Where the depth test fails.
    pub depth_fail: String,
    /// Bits that are compared; `None` for all.
    pub read_mask: Option<u32>,
    /// Bits that are written; `None` for all.
    pub write_mask: Option<u32>,
    /// The reference; `None` where the program gives it each frame.
    pub reference: Option<u32>,
}
