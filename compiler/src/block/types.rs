//! Field types that a shader's block can hold, by the last segment of their path.

use crate::reflect::{Scalar, ScalarKind};
use crate::syntax::tokens::FieldType;

/// Rust types that look like fields of a block and are none.
pub const REFUSED: &[&str] = &["String", "Vec", "Option", "Box", "BVec2", "BVec3", "BVec4"];

const fn scalar(kind: ScalarKind, bits: u8) -> Scalar {
    Scalar { kind, bits }
}

const F32: Scalar = scalar(ScalarKind::Float, 32);
const F64: Scalar = scalar(ScalarKind::Float, 64);

/// Numbers, and the vectors and matrices of the `glam` crate with the alignment that it gives them on
/// processors with SIMD. A constant assertion beside the struct holds this knowledge to the truth.
#[must_use]
pub fn known_type(name: &str) -> Option<FieldType> {
    if let Some(number) = number(name) {
        return Some(FieldType::Scalar(number));
    }
    let columns = |element: FieldType, n| FieldType::Array(Box::new(element), n);
    Some(match name {
        "Vec2" => FieldType::Vector(F32, 2, 4),
        "Vec3" => FieldType::Vector(F32, 3, 4),
        "Vec3A" => FieldType::Vector(F32, 3, 16),
        "Vec4" | "Quat" | "Mat2" => FieldType::Vector(F32, 4, 16),
        "Mat3" => FieldType::Vector(F32, 9, 4),
        "Mat3A" => columns(FieldType::Vector(F32, 3, 16), 3),
        "Mat4" => FieldType::Vector(F32, 16, 16),
        "DMat2" | "DQuat" => FieldType::Vector(F64, 4, 8),
        "DMat3" => FieldType::Vector(F64, 9, 8),
        "DMat4" => FieldType::Vector(F64, 16, 8),
        _ => return vector(name),
    })
}

/// The fields through which the numbers of a known type are reached, each a path; none for a number itself. `glam`
/// gives its types of SIMD registers the same fields by `Deref`.
#[must_use]
pub fn components(name: &str) -> Vec<Vec<&'static str>> {
    const AXES: [&str; 4] = ["x", "y", "z", "w"];
    const COLUMNS: [&str; 4] = ["x_axis", "y_axis", "z_axis", "w_axis"];
    let matrix = |side: usize| {
        let of = |column: &&'static str| {
            AXES.iter().take(side).map(|axis| vec![*column, *axis]).collect()
        };
        COLUMNS.iter().take(side).flat_map(|column| -> Vec<_> { of(column) }).collect()
    };
    match name.trim_start_matches('D') {
        "Mat2" => matrix(2),
        "Mat3" | "Mat3A" => matrix(3),
        "Mat4" => matrix(4),
        "Quat" => AXES.iter().map(|axis| vec![*axis]).collect(),
        _ => {
            let count = name.split_once("Vec").map_or("", |(_, count)| count);
            let count = count.trim_end_matches('A').parse().unwrap_or(0);
            AXES.iter().take(count).map(|axis| vec![*axis]).collect()
        }
    }
}

fn number(name: &str) -> Option<Scalar> {
    let (kind, bits) = name.split_at_checked(1)?;
    let kind = match kind {
        "u" => ScalarKind::Uint,
        "i" => ScalarKind::Sint,
        "f" => ScalarKind::Float,
        _ => return None,
    };
    let bits: u8 = bits.parse().ok()?;
    let fits = match kind {
        // `half::f16`, and Rust's own once it is stable.
        ScalarKind::Float => matches!(bits, 16 | 32 | 64),
        _ => matches!(bits, 8 | 16 | 32 | 64),
    };
    fits.then(|| scalar(kind, bits))
}

/// `UVec3`, `I16Vec2`, `DVec4`: vectors without SIMD, aligned as their component.
fn vector(name: &str) -> Option<FieldType> {
    let (component, count) = name.split_once("Vec")?;
    let component = match component {
        "D" => F64,
        "U" => scalar(ScalarKind::Uint, 32),
        "I" => scalar(ScalarKind::Sint, 32),
        other => number(&other.to_lowercase()).filter(|s| s.kind != ScalarKind::Float)?,
    };
    let count: u32 = count.parse().ok().filter(|n| (2..=4).contains(n))?;
    Some(FieldType::Vector(component, count, u32::from(component.bits / 8)))
}

#[cfg(test)]
mod tests {
    use super::known_type;
    use crate::reflect::{Scalar, ScalarKind};
    use crate::syntax::tokens::FieldType;

    #[test]
    fn names_are_numbers_vectors_or_unknown() {
        let uint = |bits| Scalar { kind: ScalarKind::Uint, bits };
        assert_eq!(known_type("u32"), Some(FieldType::Scalar(uint(32))));
        assert_eq!(known_type("U16Vec2"), Some(FieldType::Vector(uint(16), 2, 2)));
        let float = |bits| Scalar { kind: ScalarKind::Float, bits };
        assert_eq!(known_type("f16"), Some(FieldType::Scalar(float(16))));
        assert_eq!(known_type("f8"), None);
        assert_eq!(known_type("UVec5"), None);
        assert_eq!(known_type("Camera"), None);
        assert_eq!(known_type("é32"), None);
    }
}
