//! The JSON document, as types that serialize to it.

use serde::Serialize;

use super::super::{
    Binding, BindingKind, Block, EntryPoint, ImageType, Interface, InterfaceVariable, Member,
    MemberType, Scalar, ScalarKind, SpecConstant,
};
use super::ty;

#[derive(Serialize)]
pub(super) struct Document<'a> {
    version: String,
    capabilities: Vec<CapabilityDocument>,
    extensions: &'a [String],
    entry_points: Vec<EntryPointDocument<'a>>,
    spec_constants: Vec<SpecConstantDocument<'a>>,
}

#[derive(Serialize)]
struct CapabilityDocument {
    name: Option<String>,
    value: u32,
}

#[derive(Serialize)]
struct EntryPointDocument<'a> {
    name: &'a str,
    stage: &'static str,
    workgroup_size: Option<WorkgroupDocument>,
    sets: Vec<SetDocument<'a>>,
    push_constants: Option<BlockDocument<'a>>,
    inputs: Vec<VariableDocument<'a>>,
    outputs: Vec<VariableDocument<'a>>,
}

#[derive(Serialize)]
struct WorkgroupDocument {
    size: [u32; 3],
    spec_ids: [Option<u32>; 3],
}

#[derive(Serialize)]
struct SetDocument<'a> {
    set: u32,
    bindings: Vec<BindingDocument<'a>>,
}

#[derive(Serialize)]
struct BindingDocument<'a> {
    set: u32,
    binding: u32,
    name: &'a str,
    kind: &'static str,
    descriptor_type: &'static str,
    count: u32,
    array: &'static str,
    count_spec_id: Option<u32>,
    access: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<ImageDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    input_attachment_index: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    block: Option<BlockDocument<'a>>,
}

#[derive(Serialize)]
struct ImageDocument {
    dimension: &'static str,
    sample_type: String,
    format: String,
    format_value: i32,
    multisampled: bool,
    depth: bool,
}

#[derive(Serialize)]
struct BlockDocument<'a> {
    name: &'a str,
    size: u32,
    members: Vec<MemberDocument<'a>>,
}

#[derive(Serialize)]
struct MemberDocument<'a> {
    name: &'a str,
    offset: u32,
    size: u32,
    #[serde(rename = "type")]
    ty: TypeDocument<'a>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum TypeDocument<'a> {
    Scalar { scalar: String },
    Vector { scalar: String, components: u8 },
    Matrix { scalar: String, columns: u8, rows: u8, stride: u32, row_major: bool },
    Array { length: u32, runtime: bool, stride: u32, element: Box<TypeDocument<'a>> },
    Struct(BlockDocument<'a>),
    Address,
}

#[derive(Serialize)]
struct VariableDocument<'a> {
    location: u32,
    component: u32,
    index: u32,
    name: &'a str,
    scalar: String,
    components: u8,
    locations: u32,
}

#[derive(Serialize)]
struct SpecConstantDocument<'a> {
    id: u32,
    name: &'a str,
    #[serde(rename = "type")]
    ty: String,
    default: DefaultDocument,
    default_bits: u64,
}

#[derive(Serialize)]
#[serde(untagged)]
enum DefaultDocument {
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    /// Null where the value is not finite, or a half, which no Rust type reads.
    Float(Option<f64>),
}

/// The document that says what the interface says.
pub(super) fn document(interface: &Interface) -> Document<'_> {
    let (major, minor) = interface.version;
    let capability =
        |value: &u32| CapabilityDocument { name: ty::capability(*value), value: *value };
    Document {
        version: format!("{major}.{minor}"),
        capabilities: interface.capabilities.iter().map(capability).collect(),
        extensions: &interface.extensions,
        entry_points: interface.entry_points.iter().map(entry_point).collect(),
        spec_constants: interface.spec_constants.iter().map(spec_constant).collect(),
    }
}

fn entry_point(entry: &EntryPoint) -> EntryPointDocument<'_> {
    let same_set = |first: &Binding, second: &Binding| first.set == second.set;
    let sets = entry.bindings.chunk_by(same_set);
    let set = |bindings: &'_ [Binding]| bindings.first().map_or(0, |binding| binding.set);
    EntryPointDocument {
        name: &entry.name,
        stage: ty::stage(entry.stage),
        workgroup_size: entry
            .workgroup_size
            .as_ref()
            .map(|group| WorkgroupDocument { size: group.size, spec_ids: group.spec_ids }),
        sets: sets
            .map(|bindings| SetDocument {
                set: set(bindings),
                bindings: bindings.iter().map(binding).collect(),
            })
            .collect(),
        push_constants: entry.push_constants.as_ref().map(block),
        inputs: entry.inputs.iter().map(variable).collect(),
        outputs: entry.outputs.iter().map(variable).collect(),
    }
}

fn binding(binding: &Binding) -> BindingDocument<'_> {
    let (kind, descriptor_type) = ty::kind(&binding.kind);
    let (count, array, count_spec_id) = ty::count(binding.count);
    BindingDocument {
        set: binding.set,
        binding: binding.binding,
        name: &binding.name,
        kind,
        descriptor_type,
        count,
        array,
        count_spec_id,
        access: ty::access(binding.access),
        image: ty::image(&binding.kind).map(image),
        input_attachment_index: match binding.kind {
            BindingKind::InputAttachment { index, .. } => Some(index),
            _ => None,
        },
        block: match &binding.kind {
            BindingKind::UniformBuffer(inner) | BindingKind::StorageBuffer(inner) => {
                Some(block(inner))
            }
            _ => None,
        },
    }
}

fn image(image: &ImageType) -> ImageDocument {
    ImageDocument {
        dimension: ty::dimension(image.dimension),
        sample_type: ty::scalar(image.sample_type),
        format: ty::format(image.format),
        format_value: image.format,
        multisampled: image.multisampled,
        depth: image.depth,
    }
}

fn block(block: &Block) -> BlockDocument<'_> {
    BlockDocument {
        name: &block.name,
        size: block.size,
        members: block.members.iter().map(member).collect(),
    }
}

fn member(member: &Member) -> MemberDocument<'_> {
    let Member { name, offset, size, ty } = member;
    MemberDocument { name, offset: *offset, size: *size, ty: member_type(ty) }
}

fn member_type(ty: &MemberType) -> TypeDocument<'_> {
    match ty {
        MemberType::Scalar(scalar) => TypeDocument::Scalar { scalar: ty::scalar(*scalar) },
        MemberType::Vector { scalar, components } => {
            TypeDocument::Vector { scalar: ty::scalar(*scalar), components: *components }
        }
        MemberType::Matrix { scalar, columns, rows, stride, row_major } => TypeDocument::Matrix {
            scalar: ty::scalar(*scalar),
            columns: *columns,
            rows: *rows,
            stride: *stride,
            row_major: *row_major,
        },
        MemberType::Array { element, length, stride, .. } => TypeDocument::Array {
            length: *length,
            runtime: *length == 0,
            stride: *stride,
            element: Box::new(member_type(element)),
        },
        MemberType::Struct(inner) => TypeDocument::Struct(block(inner)),
        MemberType::Address => TypeDocument::Address,
    }
}

fn variable(variable: &InterfaceVariable) -> VariableDocument<'_> {
    VariableDocument {
        location: variable.location,
        component: variable.component,
        index: variable.index,
        name: &variable.name,
        scalar: ty::scalar(variable.scalar),
        components: variable.components,
        locations: variable.locations,
    }
}

fn spec_constant(constant: &SpecConstant) -> SpecConstantDocument<'_> {
    SpecConstantDocument {
        id: constant.id,
        name: &constant.name,
        ty: ty::scalar(constant.ty),
        default: default(constant.ty, constant.default),
        default_bits: constant.default,
    }
}

fn default(ty: Scalar, bits: u64) -> DefaultDocument {
    match ty.kind {
        ScalarKind::Bool => DefaultDocument::Bool(bits != 0),
        ScalarKind::Uint => DefaultDocument::Unsigned(bits),
        ScalarKind::Sint => {
            let unused = 64 - u32::from(ty.bits.clamp(1, 64));
            DefaultDocument::Signed((bits << unused).cast_signed() >> unused)
        }
        ScalarKind::Float => {
            let value = match ty.bits {
                32 => Some(f64::from(f32::from_bits(bits as u32))),
                64 => Some(f64::from_bits(bits)),
                _ => None,
            };
            DefaultDocument::Float(value.filter(|value| value.is_finite()))
        }
    }
}
