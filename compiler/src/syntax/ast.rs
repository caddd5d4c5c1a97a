//! The tree that all three doors build: derives, graph files read by build.rs, and graph JSON.
//!
//! It holds what was written, unresolved: names with the place where they stand, expressions as trees.
//! Meaning is [`crate::lower`]'s.
//!
//! [`PassDecl`] crosses crates: `derive(Pass)` serializes it into the pass's macro, and places in it
//! survive as [`Origin`] only, since a span of another crate would blame an innocent line.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Name, Site};
use crate::reflect::{Interface, Stage};

/// A graph with the declarations of all that it uses.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ast {
    /// The graph.
    pub graph: GraphDecl,
    /// The pass types that its nodes name, each once.
    pub passes: Vec<PassDecl>,
    /// The graphs that its sub-graph nodes name, each once.
    pub graphs: Vec<Ast>,
}

/// A graph.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct GraphDecl {
    /// The struct's name.
    pub name: Name,
    /// Frames in flight, 1 to 8; 2 where nothing is said.
    pub frames_in_flight: u32,
    /// Extent for which the swapchain is checked and memory planned, in pixels; 3840 x 2160 where nothing
    /// is said.
    pub max_extent: [u32; 2],
    /// Limit for the graph's device memory, in bytes.
    pub budget: Option<u64>,
    /// Where the budget stands.
    pub budget_site: Site,
    /// Switches.
    pub switches: Vec<SwitchDecl>,
    /// Size parameters.
    pub params: Vec<ParamDecl>,
    /// Resources.
    pub resources: Vec<ResourceDecl>,
    /// Passes and sub-graphs, in order of declaration.
    pub nodes: Vec<NodeDecl>,
    /// Resources that must survive beside what the lifetimes say (graph JSON).
    pub outputs: Vec<Name>,
    /// A read-write first use is a warning instead of an error (graph JSON).
    pub lenient: bool,
    /// Features beyond the profile that the graph may use (`features = "shaderInt64 | shaderFloat64"`), by
    /// the names of Vulkan's structure members.
    pub features: Vec<Name>,
    /// What could not be read.
    pub unread: Unread,
}

/// Fields of a graph that could not be read whole; the errors stand there. What refers to them is left alone,
/// and no rule concludes anything from what is missing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Unread {
    /// Resources and parameters, by name.
    pub names: Vec<String>,
    /// A field that may be a pass: what it reads and writes is not known.
    pub passes: bool,
}

/// `#[switch] ssao: bool`, or an enum by its value names.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SwitchDecl {
    /// The field.
    pub name: Name,
    /// `false` and `true`, or the names of the enum's values.
    pub values: Vec<String>,
}

/// A size parameter with its declared maximum.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ParamDecl {
    /// The field.
    pub name: Name,
    /// Value before the user sets one.
    pub default: [u64; 3],
    /// Largest value.
    pub max: [u64; 3],
}

/// A condition on a switch: `when = "ssao"`, `when = "!ssao"`, `when = "quality == high"`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Condition {
    /// The switch.
    pub switch: Name,
    /// The value, as an index of the switch's values, by name.
    pub value: String,
    /// Holds where the switch does not have the value.
    pub negated: bool,
}

/// A resource.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ResourceDecl {
    /// The field.
    pub name: Name,
    /// Length, where the field is an array.
    pub count: Option<u32>,
    /// Who owns it.
    pub lifetime: LifetimeDecl,
    /// Image, buffer or acceleration structure.
    pub shape: ShapeDecl,
    /// Clear value at set-up, for persistent and history resources; zero where nothing is said.
    pub clear: Option<ClearDecl>,
    /// Condition.
    pub when: Option<Condition>,
    /// Rust type of an upload (`#[upload(type = "Camera")]`): the inputs struct carries a value of it.
    pub data: Option<String>,
}

/// Who owns a resource and how long its content lives.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum LifetimeDecl {
    /// Content lives within a frame.
    Transient,
    /// Content lives from frame to frame.
    Persistent,
    /// A ring: the current copy and `depth - 1` previous ones. 2 at least.
    History {
        /// Copies.
        depth: u32,
    },
    /// The caller's. Stages, accesses and layouts as written (`"compute"`, `"shader_read"`, ...).
    Import {
        /// State at entry; without one, the graph takes it as it left it (persistent, the caller's memory).
        entry: Option<StateDecl>,
        /// State at exit.
        exit: Option<StateDecl>,
    },
    /// The swapchain.
    Swapchain,
    /// Written by the host, a copy for each frame in flight (`copies` overrides it: graph JSON).
    Upload {
        /// Copies, where they differ from the frames in flight.
        copies: Option<u32>,
    },
    /// Read by the host, a copy for each frame in flight.
    Readback,
}

/// A synchronization state as written, by Vulkan's names without prefix, lower case, joined by `|`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateDecl {
    /// Stages: `"compute_shader | fragment_shader"`.
    pub stages: String,
    /// Accesses: `"shader_sampled_read"`.
    pub access: String,
    /// Layout: `"shader_read_only_optimal"`; empty for a buffer.
    pub layout: String,
}

/// Image, buffer or acceleration structure.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ShapeDecl {
    /// An image.
    Image(ImageDecl),
    /// A buffer of this many bytes.
    Buffer {
        /// Size in bytes.
        size: Expr,
    },
    /// An acceleration structure of this many bytes.
    AccelerationStructure {
        /// Size in bytes.
        size: Expr,
    },
}

/// An image.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImageDecl {
    /// Dimension.
    pub dimension: ImageDimension,
    /// Format: Vulkan's name without `VK_FORMAT_`, or a short form of graph JSON; empty for the
    /// swapchain's own.
    pub format: Name,
    /// Extent of mip 0.
    pub extent: Expr,
    /// Mip levels.
    pub mips: u32,
    /// Array layers (six for a cube).
    pub layers: u32,
    /// Samples: 1, 2, 4, 8.
    pub samples: u32,
}

/// Dimension of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub enum ImageDimension {
    D1,
    D2,
    D3,
    Cube,
}

/// A clear value as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ClearDecl {
    /// Numbers with a decimal point, or one for all components.
    Float([f64; 4]),
    /// Whole numbers; the format decides about their sign.
    Int([i64; 4]),
    /// Depth and stencil.
    DepthStencil(f64, u32),
}

/// An expression of sizes, indices and bounds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub site: Site,
}

/// The kinds of expression.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum ExprKind {
    /// A number.
    Number(u64),
    /// `[x, y]` or `[x, y, z]`.
    Vector(Vec<Expr>),
    /// A name: a resource (its extent), a parameter, `i` in a pass array.
    Name(String),
    /// `a[i]`.
    Index(Box<Expr>, Box<Expr>),
    /// `a.mip(k)`, `a.width`, `a.height`, `a.depth`, `a.bytes`.
    Member(Box<Expr>, String, Vec<Expr>),
    /// `a + b` and the like; `min(a, b)` and `max(a, b)`.
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// Scaled by a rational for each component, rounded up (graph JSON's `scale`).
    Scale(Box<Expr>, [(u32, u32); 3]),
    /// `a..b`.
    Range(Box<Expr>, Box<Expr>),
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub enum Operator {
    Add,
    Sub,
    Mul,
    Div,
    Min,
    Max,
}

/// A pass or sub-graph of the graph: `#[pass(...)] blur: Blur`.
#[derive(Clone, Debug, Serialize, Deserialize)]
// Each is a word of the grammar that is there or is not.
#[allow(clippy::struct_excessive_bools)]
pub struct NodeDecl {
    /// The field.
    pub name: Name,
    /// The pass or graph type, as written; resolved by its last segment.
    pub ty: Name,
    /// Whether the type is a graph.
    pub is_graph: bool,
    /// Index of the type in [`Ast::passes`] or [`Ast::graphs`]; `None` where the type is not known.
    pub decl: Option<usize>,
    /// A part of the attribute could not be read: what is there is looked at, what the node does is not known.
    pub refused: bool,
    /// Length, where the field is an array; expressions see its index as `i`.
    pub count: Option<u32>,
    /// Slots and what they are wired to.
    pub wires: Vec<Wire>,
    /// Number of work groups (compute).
    pub groups: Option<Expr>,
    /// Number of vertices (raster).
    pub vertices: Option<Expr>,
    /// Number of indices (raster).
    pub indices: Option<Expr>,
    /// Number of instances (raster).
    pub instances: Option<Expr>,
    /// The counts are given by the program each frame, at most those.
    pub dynamic: bool,
    /// Specialization constants, by name.
    pub spec: Vec<(Name, SpecValue)>,
    /// Queue: `graphics`, `compute` or `transfer`.
    pub queue: Option<Name>,
    /// Device number.
    pub device: Option<(u32, Site)>,
    /// Rate: `1/60 s`, or every k-th frame.
    pub every: Option<(Rate, Site)>,
    /// Condition.
    pub when: Option<Condition>,
    /// Never culled.
    pub side_effect: bool,
    /// Neighbours of one group stay together.
    pub merge_group: Option<String>,
    /// Multiview mask.
    pub view_mask: u32,
}

/// A rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rate {
    /// Every k-th frame.
    Frames(u32),
    /// A fixed step, as a rational number of seconds.
    Seconds(u32, u32),
}

/// The value of a specialization constant.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum SpecValue {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a decimal point.
    Float(f64),
}

/// A slot of a pass wired to a view of a resource.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Wire {
    /// The slot's name.
    pub slot: Name,
    /// The view: a name, then `[i]`, `.prev(k)`, `.mip(k)`, `.mips(a..b)`, `.layer(k)`, `.layers(a..b)`,
    /// `.aspect(depth)`, `.cube()`, `.array()`, `.volume()`, `.format(F)`, `.bytes(a..b)` in any order.
    pub target: Expr,
}

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
    /// How much of this holds.
    pub trust: Trust,
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
    /// Blend mode, for colour attachments: `replace`, `alpha`, `premultiplied`, `add`, `multiply`.
    pub blend: String,
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

/// Fixed-function state of a raster pass; empty texts are the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RasterDecl {
    /// `triangle_list` (default), `triangle_strip`, `line_list`, `line_strip`, `point_list`.
    pub topology: String,
    /// `none` (default), `front`, `back`.
    pub cull: String,
    /// `counter_clockwise` (default), `clockwise`.
    pub front_face: String,
    /// `less`, `less_or_equal`, `greater`, ...; empty switches the depth test off where there is no depth
    /// slot and is `less_or_equal` where there is one.
    pub depth_compare: String,
}
