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
            Extent { size: bytes.next_multiple_of(align), align }
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

/// Puts the descriptions of nested blocks in the place of their names. The names that stay are those for
/// which `find` has nothing.
pub fn resolve(block: &mut BlockDecl, find: &dyn Fn(&str) -> Option<BlockDecl>) {
    for field in &mut block.fields {
        resolve_type(&mut field.ty, find);
    }
}

fn resolve_type(ty: &mut FieldType, find: &dyn Fn(&str) -> Option<BlockDecl>) {
    match ty {
        FieldType::Array(element, _) => resolve_type(element, find),
        FieldType::Named(name) => {
            if let Some(block) = find(name) {
                *ty = FieldType::Struct(block);
            }
        }
        _ => {}
    }
}
