//! What a SPIR-V module asks of the outside world, as plain data.
//!
//! These types carry no library's types, so that the module behind [`super`] can change its parser
//! without a change elsewhere, and they serialize, so that a pass can hand its reflected interface
//! to a graph in another crate.

use serde::{Deserialize, Serialize};

use super::formula::Formula;

/// Everything that one SPIR-V module declares to Vulkan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interface {
    /// SPIR-V version as `(major, minor)`.
    pub version: (u8, u8),
    /// Declared capabilities as SPIR-V enumerants (`OpCapability`), ascending, without duplicates.
    pub capabilities: Vec<u32>,
    /// Declared extensions (`OpExtension`), in order of declaration.
    pub extensions: Vec<String>,
    /// Entry points in order of declaration.
    pub entry_points: Vec<EntryPoint>,
    /// Specialization constants of the module, by ascending id.
    pub spec_constants: Vec<SpecConstant>,
}

/// One `OpEntryPoint` with all that is reachable from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryPoint {
    /// The name given to `VkPipelineShaderStageCreateInfo::pName`.
    pub name: String,
    /// The stage.
    pub stage: Stage,
    /// Descriptors that the entry point uses statically, ordered by set, then binding.
    pub bindings: Vec<Binding>,
    /// The push-constant block that it uses, if any.
    pub push_constants: Option<Block>,
    /// Workgroup size; for compute, task and mesh stages.
    pub workgroup_size: Option<WorkgroupSize>,
    /// Variables that the invocations of a workgroup share.
    #[serde(default)]
    pub shared: Vec<SharedVariable>,
    /// User-defined inputs by location (vertex inputs for the vertex stage), built-ins left out.
    pub inputs: Vec<InterfaceVariable>,
    /// User-defined outputs by location (attachments for the fragment stage), built-ins left out.
    pub outputs: Vec<InterfaceVariable>,
}

/// A shader stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs)] // the names are Vulkan's own
pub enum Stage {
    Vertex,
    TessellationControl,
    TessellationEvaluation,
    Geometry,
    Fragment,
    Compute,
    Task,
    Mesh,
    RayGeneration,
    Intersection,
    AnyHit,
    ClosestHit,
    Miss,
    Callable,
}

/// One descriptor binding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// Descriptor set number.
    pub set: u32,
    /// Binding number within the set.
    pub binding: u32,
    /// The variable's name, or its block's name where the variable has none; empty in a stripped module.
    pub name: String,
    /// What the binding holds.
    pub kind: BindingKind,
    /// How many descriptors.
    pub count: Count,
    /// What decides their number, where specialization constants do.
    #[serde(default, skip_serializing_if = "Formula::is_fixed")]
    pub length: Formula,
    /// How the shader uses it: what its instructions and decorations allow.
    pub access: Access,
}

/// How many descriptors a binding holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Count {
    /// A single descriptor, not an array.
    One,
    /// An array of known length (the product, where arrays nest).
    Array(u32),
    /// An array whose length is a specialization constant with this default.
    Specialized {
        /// `SpecId` of the constant.
        spec_id: u32,
        /// The constant's default value.
        default: u32,
    },
    /// An array whose length is computed from specialization constants (`OpSpecConstantOp`, or
    /// nested arrays of which one is specialized).
    Computed {
        /// The length under the constants' defaults.
        default: u32,
    },
    /// A runtime array (`OpTypeRuntimeArray`), sized by the descriptor set layout.
    Runtime,
}

/// Read and write, as the module shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// The shader may read.
    pub read: bool,
    /// The shader may write.
    pub write: bool,
}

/// The kind of resource behind a binding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BindingKind {
    /// `VK_DESCRIPTOR_TYPE_SAMPLER`.
    Sampler,
    /// `VK_DESCRIPTOR_TYPE_COMBINED_IMAGE_SAMPLER`.
    CombinedImageSampler(ImageType),
    /// `VK_DESCRIPTOR_TYPE_SAMPLED_IMAGE`.
    SampledImage(ImageType),
    /// `VK_DESCRIPTOR_TYPE_STORAGE_IMAGE`.
    StorageImage(ImageType),
    /// `VK_DESCRIPTOR_TYPE_UNIFORM_TEXEL_BUFFER`.
    UniformTexelBuffer(ImageType),
    /// `VK_DESCRIPTOR_TYPE_STORAGE_TEXEL_BUFFER`.
    StorageTexelBuffer(ImageType),
    /// `VK_DESCRIPTOR_TYPE_UNIFORM_BUFFER`.
    UniformBuffer(Block),
    /// `VK_DESCRIPTOR_TYPE_STORAGE_BUFFER`, the old `BufferBlock` form included.
    StorageBuffer(Block),
    /// `VK_DESCRIPTOR_TYPE_INPUT_ATTACHMENT`.
    InputAttachment {
        /// `InputAttachmentIndex`.
        index: u32,
        /// The image type.
        image: ImageType,
    },
    /// `VK_DESCRIPTOR_TYPE_ACCELERATION_STRUCTURE_KHR`.
    AccelerationStructure,
}

/// `OpTypeImage`, in Vulkan's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageType {
    /// Dimension and arrayness.
    pub dimension: Dimension,
    /// The type that an access yields.
    pub sample_type: Scalar,
    /// `VkFormat` as its raw value for a storage image or texel buffer with a format qualifier;
    /// 0 (`VK_FORMAT_UNDEFINED`) for `Unknown`.
    pub format: i32,
    /// Multisampled.
    pub multisampled: bool,
    /// Declared as a depth image (`Depth` = 1), used for comparison.
    pub depth: bool,
}

/// Dimension of an image view that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)] // the names are Vulkan's own
pub enum Dimension {
    D1,
    D1Array,
    D2,
    D2Array,
    D3,
    Cube,
    CubeArray,
    Buffer,
    /// Input attachments (`SubpassData`).
    Subpass,
}

/// A numeric type of one component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Scalar {
    /// Interpretation of the bits.
    pub kind: ScalarKind,
    /// Width in bits: 8, 16, 32 or 64 (1 for `Bool`).
    pub bits: u8,
}

/// Interpretation of a scalar's bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub enum ScalarKind {
    Bool,
    Sint,
    Uint,
    Float,
}

/// A struct in a uniform, storage or push-constant block, with the offsets that the module declares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The block type's name; empty in a stripped module.
    pub name: String,
    /// Bytes from offset 0 to the end of the last member; a runtime array at the end counts as nothing.
    pub size: u32,
    /// Members in order of declaration.
    pub members: Vec<Member>,
}

/// One member of a [`Block`] or of a struct within it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Name; empty in a stripped module.
    pub name: String,
    /// Byte offset from the start of the enclosing struct.
    pub offset: u32,
    /// Bytes that the member occupies: the last element of an array without its trailing padding; 0
    /// for a runtime array.
    pub size: u32,
    /// The type.
    pub ty: MemberType,
}

/// The type of a block member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MemberType {
    /// One component.
    Scalar(Scalar),
    /// A vector of 2 to 4 components.
    Vector {
        /// Component type.
        scalar: Scalar,
        /// Number of components.
        components: u8,
    },
    /// A matrix.
    Matrix {
        /// Component type.
        scalar: Scalar,
        /// Number of columns.
        columns: u8,
        /// Number of rows.
        rows: u8,
        /// `MatrixStride` in bytes.
        stride: u32,
        /// `RowMajor`.
        row_major: bool,
    },
    /// An array.
    Array {
        /// Element type.
        element: Box<MemberType>,
        /// Length, at its default where a specialization constant gives it; 0 for a runtime array.
        length: u32,
        /// `ArrayStride` in bytes.
        stride: u32,
        /// What decides the length, where specialization constants do.
        #[serde(default, skip_serializing_if = "Formula::is_fixed")]
        formula: Formula,
    },
    /// A nested struct.
    Struct(Block),
    /// A buffer reference (`PhysicalStorageBuffer` pointer), 8 bytes.
    Address,
}

/// A specialization constant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecConstant {
    /// `SpecId`.
    pub id: u32,
    /// Name; empty in a stripped module.
    pub name: String,
    /// Type.
    pub ty: Scalar,
    /// Default value, its bits zero-extended.
    pub default: u64,
}

/// Workgroup size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkgroupSize {
    /// Size in x, y and z: the value, or the default where a specialization constant gives it.
    pub size: [u32; 3],
    /// `SpecId` of the constant that gives the component, for each; `None` where it is fixed, or
    /// computed from several (`OpSpecConstantOp`).
    pub spec_ids: [Option<u32>; 3],
    /// What decides each, where specialization constants do.
    #[serde(default)]
    pub formulas: [Formula; 3],
}

/// A variable of storage class Workgroup, laid out by the rules of storage buffers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedVariable {
    /// Bytes of it, or from one element to the next where it is an array.
    pub bytes: u64,
    /// Alignment in bytes.
    pub align: u32,
    /// Lengths of the arrays that it is made of, from the outside in.
    pub lengths: Vec<Length>,
}

/// Length of an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Length {
    /// `SpecId` of the constant that gives it; `None` where it is fixed, or computed from several.
    pub spec_id: Option<u32>,
    /// The value, or the default where a specialization constant gives it.
    pub default: u32,
}

/// A stage input or output with a location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterfaceVariable {
    /// `Location`.
    pub location: u32,
    /// `Component`.
    pub component: u32,
    /// `Index`: 1 for the second source of dual-source blending, else 0.
    pub index: u32,
    /// Name; empty in a stripped module.
    pub name: String,
    /// Component type.
    pub scalar: Scalar,
    /// Components of a location, 1 to 4.
    pub components: u8,
    /// Consecutive locations that it takes (arrays, matrices, 64-bit vectors); at least 1.
    pub locations: u32,
}
