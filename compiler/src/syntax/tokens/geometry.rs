//! Slots of vertex and index buffers.

use super::attribute::Entries;
use crate::diagnostic::Code;
use crate::syntax::ast::{IndexWidth, VertexDecl};

/// Far beyond `maxVertexInputAttributes` of any device.
const MAX_LOCATION: u32 = 1023;

/// `rate = "instance"`, `location = 4` and `formats(color = "R8G8B8A8_UNORM")`; the type stands among the modifiers.
pub(super) fn vertex(entries: &mut Entries<'_>) -> VertexDecl {
    let rate = entries.choice("rate", &["vertex", "instance"]);
    let mut formats = Vec::new();
    if let Some(mut list) = entries.list("formats", "formats(color = \"R8G8B8A8_UNORM\")") {
        for entry in list.rest() {
            let example = format!("{} = \"R8G8B8A8_UNORM\"", entry.name());
            if let Some(format) = list.entry_text(&entry, &example) {
                formats.push((entry.name(), format.text));
            }
        }
    }
    let location = entries.count("location", 0..=MAX_LOCATION);
    let per_instance = rate.as_deref() == Some("instance");
    VertexDecl { per_instance, formats, location, ..VertexDecl::default() }
}

/// A vertex buffer without a type is bound by code of the program's.
pub(super) fn element(vertex: Option<VertexDecl>, ty: Option<&syn::Path>) -> Option<VertexDecl> {
    Some(VertexDecl { ty: super::compact(ty?), ..vertex? })
}

/// `#[index(u16)]` or `#[index(u32)]`.
pub(super) fn index(entries: &mut Entries<'_>) -> Option<IndexWidth> {
    let (short, long) = (entries.flag("u16"), entries.flag("u32"));
    if short && long {
        entries.reader.error(
            Code::ConflictingRoles,
            entries.span,
            format!("{} has two widths", entries.title),
            "keep the one that the buffer's indices have",
        );
    }
    if short { Some(IndexWidth::U16) } else { long.then_some(IndexWidth::U32) }
}
