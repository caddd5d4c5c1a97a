//! A struct as the element of a vertex buffer.

use super::layout::{extent, layout};
use crate::syntax::ast::{VertexDecl, VertexField, VertexRows};
use crate::syntax::tokens::{BlockDecl, FieldType};

/// Fills in stride and fields of a vertex buffer's element. `None` while a block within it is only named, or
/// where it exceeds 32 bits.
pub fn describe_vertex(vertex: &mut VertexDecl, block: &BlockDecl) -> Option<()> {
    let layout = layout(block)?;
    let mut fields = Vec::new();
    for (field, offset) in block.fields.iter().zip(&layout.offsets) {
        if field.name.starts_with('_') {
            continue;
        }
        fields.push(VertexField {
            name: field.name.clone(),
            written: field.written.clone(),
            offset: u32::try_from(*offset).ok()?,
            bytes: u32::try_from(extent(&field.ty)?.size).ok()?,
            rows: rows(&field.ty),
        });
    }
    vertex.stride = u32::try_from(layout.size).ok()?;
    vertex.fields = fields;
    Some(())
}

/// A number, a vector, or rows of vectors; `None` for anything deeper.
fn rows(ty: &FieldType) -> Option<VertexRows> {
    match ty {
        FieldType::Scalar(scalar) => {
            Some(VertexRows { scalar: *scalar, components: 1, count: 1, stride: 0 })
        }
        FieldType::Vector(scalar, components @ 1..=4, _) => {
            Some(VertexRows { scalar: *scalar, components: *components, count: 1, stride: 0 })
        }
        // The matrices of three and of four columns.
        FieldType::Vector(scalar, components @ (9 | 16), _) => {
            let side = if *components == 9 { 3 } else { 4 };
            let stride = side * u32::from(scalar.bits / 8);
            Some(VertexRows { scalar: *scalar, components: side, count: side, stride })
        }
        FieldType::Array(element, count) => match (rows(element)?, element.as_ref()) {
            (row, FieldType::Scalar(_)) if (1..=4).contains(count) => {
                Some(VertexRows { components: *count, ..row })
            }
            (row @ VertexRows { count: 1, .. }, FieldType::Vector(..) | FieldType::Array(..)) => {
                let stride = u32::try_from(extent(element)?.size).ok()?;
                Some(VertexRows { count: *count, stride, ..row })
            }
            _ => None,
        },
        FieldType::Vector(..) | FieldType::Struct(_) | FieldType::Named(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::rows;
    use crate::block::known_type;
    use crate::syntax::tokens::FieldType;

    fn shape(ty: &FieldType) -> Option<(u32, u32, u32)> {
        rows(ty).map(|rows| (rows.components, rows.count, rows.stride))
    }

    #[test]
    fn a_location_is_a_vector_and_a_matrix_takes_several() {
        let float = || known_type("f32").unwrap_or(FieldType::Named("f32".into()));
        let array = |element, count| FieldType::Array(Box::new(element), count);
        assert_eq!(shape(&float()), Some((1, 1, 0)));
        assert_eq!(shape(&array(float(), 3)), Some((3, 1, 0)));
        assert_eq!(shape(&array(array(float(), 4), 4)), Some((4, 4, 16)));
        assert_eq!(known_type("Mat4").as_ref().and_then(shape), Some((4, 4, 16)));
        assert_eq!(known_type("Mat3A").as_ref().and_then(shape), Some((3, 3, 16)));
        assert_eq!(shape(&array(float(), 5)), None);
        assert_eq!(shape(&array(array(array(float(), 4), 4), 2)), None);
    }
}
