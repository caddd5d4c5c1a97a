//! The table of pairs that may alias: a thousand transients make half a million of them.

use std::fmt::Write as _;

use proc_macro2::Literal;

use super::writer::{Emit, Writer};

/// Pairs from which on they are written as one literal of bytes, which rustc reads in no time.
const MANY: usize = 1024;

/// A constant for the pairs, and the field that borrows it.
pub(super) fn table(field: &str, pairs: &[(u32, u32)], to: &mut Writer) -> String {
    if pairs.is_empty() {
        return format!("{field}: Borrowed(&[]), ");
    }
    let name = field.to_uppercase();
    let _ = write!(
        to.out,
        "/// Pairs of placements that may share bytes.\n\
        #[allow(long_running_const_eval)]\nconst {name}: &[(u32, u32)] = &"
    );
    match packed(pairs) {
        Some(bytes) if pairs.len() >= MANY => {
            let literal = Literal::byte_string(&bytes);
            let _ = write!(to.out, "unpack_pairs::<{}>({literal})", pairs.len());
        }
        _ => {
            to.push("[");
            for pair in pairs {
                pair.emit(to);
                to.push(", ");
            }
            to.push("]");
        }
    }
    to.push(";\n");
    format!("{field}: Borrowed({name}), ")
}

/// Each number as two bytes, the low one first; `None` where one does not fit.
fn packed(pairs: &[(u32, u32)]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(pairs.len() * 4);
    for (a, b) in pairs {
        for number in [a, b] {
            bytes.extend(u16::try_from(*number).ok()?.to_le_bytes());
        }
    }
    Some(bytes)
}
