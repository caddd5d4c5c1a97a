//! Vertex buffers against the inputs of the vertex shader: which field feeds which location.

use ash::vk;
use vixen_plan as plan;

use super::shader::entry_point;
use super::wire::Wired;
use crate::format;
use crate::ir::Geometry;
use crate::reflect::{InterfaceVariable, Scalar, ScalarKind, Stage};
use crate::syntax::ast::{IndexWidth, PassDecl, ShaderDecl, Usage, VertexDecl, VertexField};

/// A vertex input with the field that feeds it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Feed<'p> {
    /// The input.
    pub(crate) input: &'p InterfaceVariable,
    /// The field, with the index of its slot in [`PassDecl::slots`].
    pub(crate) field: Option<(usize, &'p VertexDecl, &'p VertexField)>,
}

/// The vertex shader of a pass.
pub(crate) fn vertex_shader(pass: &PassDecl) -> Option<&ShaderDecl> {
    pass.shaders.iter().find(|shader| shader.stage == Stage::Vertex)
}

/// The inputs of a pass's vertex shader, each with its field: by the location that a slot gives, else by name, else by
/// location in the order of the fields where the module is stripped of names.
pub(crate) fn feeds(pass: &PassDecl) -> Vec<Feed<'_>> {
    let inputs = vertex_shader(pass).and_then(entry_point).map_or(&[][..], |point| &point.inputs);
    let fields: Vec<_> = fields(pass).collect();
    let places = places(&fields);
    let stands_at = |at: usize, given: bool, input: &InterfaceVariable| {
        places.get(at).is_some_and(|place| *place == (given, input.location))
    };
    let of = |input: &InterfaceVariable| {
        let at = |given| (0..fields.len()).find(|at| stands_at(*at, given, input));
        let by_order = || if input.name.is_empty() { at(false) } else { None };
        let found = at(true).or_else(by_order).or_else(|| by_name(input, inputs, &fields));
        found.and_then(|at| fields.get(at)).copied()
    };
    inputs.iter().map(|input| Feed { input, field: of(input) }).collect()
}

/// A field with its slot and the slot's element.
type Field<'p> = (usize, &'p VertexDecl, &'p VertexField);

/// For each field whether its slot gives locations, and the location that it has in that order.
fn places(fields: &[Field<'_>]) -> Vec<(bool, u32)> {
    let mut next = 0;
    let mut given: Option<(usize, u32)> = None;
    let place = |(slot, vertex, field): &Field<'_>| {
        let rows = field.rows.map_or(1, |rows| rows.count);
        let Some(first) = vertex.location else {
            next += rows;
            return (false, next - rows);
        };
        let at = given.filter(|(known, _)| known == slot).map_or(first, |(_, next)| next);
        given = Some((*slot, at.saturating_add(rows)));
        (true, at)
    };
    fields.iter().map(place).collect()
}

/// The field of an input's name, or of the last part of it: Slang calls an input `v.place` and DXC `in.var.POSITION0`.
fn by_name(
    input: &InterfaceVariable,
    inputs: &[InterfaceVariable],
    fields: &[Field<'_>],
) -> Option<usize> {
    if input.name.is_empty() {
        return None;
    }
    let field = |name: &str| {
        let named = |(_, vertex, field): &Field<'_>| {
            vertex.location.is_none() && plain(&field.name) == plain(name)
        };
        fields.iter().position(named)
    };
    let last = last_part(&input.name);
    // Of two inputs with one last part neither is meant.
    let alone = inputs.iter().filter(|other| last_part(&other.name) == last).count() == 1;
    field(&input.name)
        .or_else(|| if alone { field(last) } else { None })
        .or_else(|| field(semantic(&input.name)?).filter(|_| alone))
}

/// What stands behind the last dot of a name.
pub(crate) fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// HLSL's `POSITION` is the same semantic as `POSITION0`.
fn semantic(name: &str) -> Option<&str> {
    let semantic = name.strip_prefix("in.var.")?.strip_suffix('0')?;
    (!semantic.ends_with(|last: char| last.is_ascii_digit())).then_some(semantic)
}

/// All fields of a pass's vertex buffers, in order.
pub(crate) fn fields(pass: &PassDecl) -> impl Iterator<Item = (usize, &VertexDecl, &VertexField)> {
    let slots = pass.slots.iter().enumerate();
    let elements = slots.filter_map(|(index, slot)| Some((index, slot.vertex.as_ref()?)));
    elements
        .flat_map(|(index, vertex)| vertex.fields.iter().map(move |field| (index, vertex, field)))
}

/// Rust's and GLSL's spellings of a name.
fn plain(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

/// The format of a field's row: the one that the slot names, else the one that has its numbers. `None` where there
/// is no such format.
pub(crate) fn row_format(vertex: &VertexDecl, field: &VertexField) -> Option<vk::Format> {
    let named = vertex.formats.iter().find(|(name, _)| *name == field.name);
    if let Some((_, format)) = named {
        return format::by_name(format);
    }
    let rows = field.rows?;
    number_format(rows.scalar, rows.components)
}

fn number_format(scalar: Scalar, components: u32) -> Option<vk::Format> {
    let kind = match scalar.kind {
        ScalarKind::Float => "SFLOAT",
        ScalarKind::Sint => "SINT",
        ScalarKind::Uint | ScalarKind::Bool => "UINT",
    };
    let width = scalar.bits.to_string();
    let letters = "RGBA".get(..components as usize)?.chars();
    let bits: String = letters.flat_map(|letter| [letter.to_string(), width.clone()]).collect();
    format::by_name(&format!("{bits}_{kind}"))
}

/// Vertex and index buffers of a pass, where its rules hold.
pub(super) fn geometry(pass: &PassDecl, wired: &Wired) -> Geometry {
    let access = |slot: usize| wired.slots.get(slot).map(|(first, _)| *first);
    let elements = pass.slots.iter().enumerate();
    let elements = elements.filter_map(|(slot, decl)| Some((slot, decl.vertex.as_ref()?)));
    let elements: Vec<(usize, &VertexDecl)> = elements.collect();
    let binding = |slot: usize| elements.iter().position(|(element, _)| *element == slot);
    let mut attributes: Vec<plan::VertexAttribute> = feeds(pass)
        .into_iter()
        .filter_map(|feed| {
            let (slot, vertex, field) = feed.field?;
            Some((feed.input, binding(slot)?, field, row_format(vertex, field)?))
        })
        .flat_map(|(input, binding, field, format)| {
            let stride = field.rows.map_or(0, |rows| rows.stride);
            (0..input.locations.max(1)).map(move |row| plan::VertexAttribute {
                location: input.location + row,
                binding: binding as u32,
                format,
                offset: field.offset + row * stride,
            })
        })
        .collect();
    attributes.sort_unstable_by_key(|attribute| attribute.location);
    let rate = |vertex: &VertexDecl| {
        let per_instance = vertex.per_instance;
        if per_instance { vk::VertexInputRate::INSTANCE } else { vk::VertexInputRate::VERTEX }
    };
    let buffers = elements.iter().filter_map(|(slot, vertex)| {
        let binding = plan::VertexBinding { stride: vertex.stride, rate: rate(vertex) };
        Some((access(*slot)?, binding))
    });
    let indices = pass.slots.iter().enumerate().find_map(|(slot, decl)| {
        let width = decl.index.filter(|_| decl.usage == Usage::Index)?;
        Some((access(slot)?, index_type(width)))
    });
    Geometry { buffers: buffers.collect(), attributes, indices }
}

fn index_type(width: IndexWidth) -> vk::IndexType {
    match width {
        IndexWidth::U16 => vk::IndexType::UINT16,
        IndexWidth::U32 => vk::IndexType::UINT32,
    }
}
