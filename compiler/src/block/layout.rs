//! The layout that `#[repr(C)]` gives a struct.

use crate::syntax::tokens::{BlockDecl, FieldType};

/// Size and alignment, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) size: u64,
    pub(super) align: u64,
}

/// A struct's layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Size in bytes, trailing padding included.
    pub size: u64,
    /// Alignment in bytes.
    pub align: u64,
    /// Offset of each field, in order.
    pub offsets: Vec<u64>,
}

/// The layout of a block. `None` while a nested block is only named, or where it exceeds 64 bits.
#[must_use]
pub fn layout(block: &BlockDecl) -> Option<Layout> {
    let (mut end, mut align) = (0u64, 1u64);
    let mut offsets = Vec::with_capacity(block.fields.len());
    for field in &block.fields {
        let extent = extent(&field.ty)?;
        let offset = end.checked_next_multiple_of(extent.align)?;
        offsets.push(offset);
        end = offset.checked_add(extent.size)?;
        align = align.max(extent.align);
    }
    Some(Layout { size: end.checked_next_multiple_of(align)?, align, offsets })
}

pub(super) fn extent(ty: &FieldType) -> Option<Extent> {
    Some(match ty {
        FieldType::Scalar(scalar) => {
            let bytes = u64::from(scalar.bits / 8);
            Extent { size: bytes, align: bytes }
        }
        FieldType::Vector(scalar, components, align) => {
            let bytes = u64::from(scalar.bits / 8) * u64::from(*components);
            let align = u64::from(*align);
            Extent { size: bytes.checked_next_multiple_of(align)?, align }
        }
        FieldType::Array(element, length) => {
            let element = extent(element)?;
            Extent { size: element.size.checked_mul(u64::from(*length))?, align: element.align }
        }
        FieldType::Struct(block) => {
            let layout = layout(block)?;
            Extent { size: layout.size, align: layout.align }
        }
        FieldType::Named(_) => return None,
    })
}

/// Fields of a block, those of the blocks within it included: a block that has another one twice doubles it.
pub const MAX_FIELDS: usize = 4096;
/// Arrays and structs within each other in a block. Descriptions are handed on as JSON, which nests as deep.
pub const MAX_NESTING: usize = 24;

/// Puts the descriptions of nested blocks in the place of their names. The names that stay are those for
/// which `find` has nothing. An error says which limit the whole exceeds.
pub fn resolve<'d>(
    block: &mut BlockDecl,
    find: &dyn Fn(&str) -> Option<&'d BlockDecl>,
) -> Result<(), String> {
    let mut fields = block.fields.len();
    for field in &mut block.fields {
        resolve_type(&mut field.ty, find, &mut fields, 1)?;
    }
    if fields > MAX_FIELDS { Err(too_many()) } else { Ok(()) }
}

fn too_many() -> String {
    format!("it has more fields, with those of the blocks in it, than the limit of {MAX_FIELDS}")
}

fn resolve_type<'d>(
    ty: &mut FieldType,
    find: &dyn Fn(&str) -> Option<&'d BlockDecl>,
    fields: &mut usize,
    depth: usize,
) -> Result<(), String> {
    match ty {
        FieldType::Array(element, _) => resolve_type(element, find, fields, depth + 1),
        FieldType::Named(name) => {
            let Some(block) = find(name) else { return Ok(()) };
            let (inner, nesting) = measure(block);
            *fields = fields.saturating_add(inner);
            if *fields > MAX_FIELDS {
                return Err(too_many());
            }
            if depth + nesting > MAX_NESTING {
                let what = "arrays and structs are nested in it deeper than the limit of";
                return Err(format!("{what} {MAX_NESTING}"));
            }
            *ty = FieldType::Struct(block.clone());
            Ok(())
        }
        _ if depth > MAX_NESTING => {
            Err(format!("arrays are nested in it deeper than the limit of {MAX_NESTING}"))
        }
        _ => Ok(()),
    }
}

/// Fields and nesting of a block that was resolved before.
fn measure(block: &BlockDecl) -> (usize, usize) {
    let (mut fields, mut nesting) = (block.fields.len(), 0);
    for field in &block.fields {
        let (mut ty, mut depth) = (&field.ty, 0);
        while let FieldType::Array(element, _) = ty {
            (ty, depth) = (element, depth + 1);
        }
        if let FieldType::Struct(inner) = ty {
            let (inner, deeper) = measure(inner);
            fields += inner;
            depth += deeper;
        }
        nesting = nesting.max(depth);
    }
    (fields, nesting + 1)
}
