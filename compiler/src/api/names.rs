//! Names of generated items.

use proc_macro2::{Ident, Literal, Span};
use quote::format_ident;
use syn::ext::IdentExt;

/// `PostInputs` of `Post`.
pub(super) fn with_suffix(ident: &Ident, suffix: &str) -> Ident {
    format_ident!("{}{suffix}", ident.unraw(), span = ident.span())
}

/// `HALF_RES` of `half_res`.
pub(super) fn constant(name: &str) -> Ident {
    identifier(&name.to_uppercase(), Span::call_site())
}

/// A field or method of a name that may be a keyword.
pub(super) fn identifier(name: &str, span: Span) -> Ident {
    let plain = syn::parse_str::<Ident>(name);
    let raw = |_| syn::parse_str::<Ident>(&format!("r#{name}"));
    // Capitals of a letter may be no letters; no field has such a name by accident.
    let hashed = |_| format_ident!("__{:016x}", crate::hash::fnv1a(name.bytes()));
    let mut ident = plain.or_else(raw).unwrap_or_else(hashed);
    ident.set_span(span);
    ident
}

/// A number without the suffix that `quote` gives it.
pub(super) fn number(value: impl Into<u64>) -> Literal {
    Literal::u64_unsuffixed(value.into())
}
