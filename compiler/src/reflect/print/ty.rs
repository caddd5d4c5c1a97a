//! Names of types, kinds and enumerants as they are printed.

use spirq::spirv::Capability;

use super::super::format::format_name;
use super::super::{Access, BindingKind, Count, Dimension, ImageType, Scalar, ScalarKind, Stage};

pub(super) fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Vertex => "vertex",
        Stage::TessellationControl => "tessellation-control",
        Stage::TessellationEvaluation => "tessellation-evaluation",
        Stage::Geometry => "geometry",
        Stage::Fragment => "fragment",
        Stage::Compute => "compute",
        Stage::Task => "task",
        Stage::Mesh => "mesh",
        Stage::RayGeneration => "ray-generation",
        Stage::Intersection => "intersection",
        Stage::AnyHit => "any-hit",
        Stage::ClosestHit => "closest-hit",
        Stage::Miss => "miss",
        Stage::Callable => "callable",
    }
}

/// Kind, and `VkDescriptorType` without its prefix.
pub(super) fn kind(kind: &BindingKind) -> (&'static str, &'static str) {
    match kind {
        BindingKind::Sampler => ("sampler", "SAMPLER"),
        BindingKind::CombinedImageSampler(_) => {
            ("combined-image-sampler", "COMBINED_IMAGE_SAMPLER")
        }
        BindingKind::SampledImage(_) => ("sampled-image", "SAMPLED_IMAGE"),
        BindingKind::StorageImage(_) => ("storage-image", "STORAGE_IMAGE"),
        BindingKind::UniformTexelBuffer(_) => ("uniform-texel-buffer", "UNIFORM_TEXEL_BUFFER"),
        BindingKind::StorageTexelBuffer(_) => ("storage-texel-buffer", "STORAGE_TEXEL_BUFFER"),
        BindingKind::UniformBuffer(_) => ("uniform-buffer", "UNIFORM_BUFFER"),
        BindingKind::StorageBuffer(_) => ("storage-buffer", "STORAGE_BUFFER"),
        BindingKind::InputAttachment { .. } => ("input-attachment", "INPUT_ATTACHMENT"),
        BindingKind::AccelerationStructure => {
            ("acceleration-structure", "ACCELERATION_STRUCTURE_KHR")
        }
    }
}

/// The image type of the kinds that have one.
pub(super) fn image(kind: &BindingKind) -> Option<&ImageType> {
    match kind {
        BindingKind::CombinedImageSampler(image)
        | BindingKind::SampledImage(image)
        | BindingKind::StorageImage(image)
        | BindingKind::UniformTexelBuffer(image)
        | BindingKind::StorageTexelBuffer(image)
        | BindingKind::InputAttachment { image, .. } => Some(image),
        _ => None,
    }
}

/// The number of descriptors (0 for a runtime array), what kind of array it is, and the `SpecId`.
pub(super) fn count(count: Count) -> (u32, &'static str, Option<u32>) {
    match count {
        Count::One => (1, "none", None),
        Count::Array(length) => (length, "fixed", None),
        Count::Specialized { spec_id, default } => (default, "specialized", Some(spec_id)),
        Count::Computed { default } => (default, "computed", None),
        Count::Runtime => (0, "runtime", None),
    }
}

pub(super) fn access(access: Access) -> &'static str {
    match (access.read, access.write) {
        (true, true) => "read-write",
        (true, false) => "read",
        (false, true) => "write",
        (false, false) => "none",
    }
}

pub(super) fn dimension(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::D1 => "1d",
        Dimension::D1Array => "1d-array",
        Dimension::D2 => "2d",
        Dimension::D2Array => "2d-array",
        Dimension::D3 => "3d",
        Dimension::Cube => "cube",
        Dimension::CubeArray => "cube-array",
        Dimension::Buffer => "buffer",
        Dimension::Subpass => "subpass",
    }
}

pub(super) fn scalar(scalar: Scalar) -> String {
    match scalar.kind {
        ScalarKind::Bool => "bool".to_owned(),
        ScalarKind::Sint => format!("int{}", scalar.bits),
        ScalarKind::Uint => format!("uint{}", scalar.bits),
        ScalarKind::Float => format!("float{}", scalar.bits),
    }
}

/// `VkFormat` without its prefix; the number where no name is known.
pub(super) fn format(format: i32) -> String {
    format_name(format).map_or_else(|| format.to_string(), str::to_owned)
}

/// The capability's name in the SPIR-V grammar; `None` for one newer than it.
pub(super) fn capability(number: u32) -> Option<String> {
    Capability::from_u32(number).map(|capability| format!("{capability:?}"))
}
