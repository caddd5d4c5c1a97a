//! Fields: their type, and the one attribute that says their role.

use syn::spanned::Spanned;

use super::{Reader, compact, suggestion, text};
use crate::diagnostic::{Code, nearest};
use crate::syntax::ast::SlotKind;

/// Attributes of other owners that a field may carry.
const FOREIGN: &[&str] = &["doc", "cfg", "cfg_attr", "allow", "expect", "warn", "deny", "serde"];

/// The attribute of a field that names its role: V0106 where there is none, V0107 where there are two.
pub(super) fn role<'f>(
    reader: Reader<'_>,
    field: &'f syn::Field,
    roles: &[&'static str],
) -> Option<(&'static str, &'f syn::Attribute)> {
    let ident = field.ident.as_ref()?;
    let mut found: Option<(&'static str, &'f syn::Attribute)> = None;
    for attribute in &field.attrs {
        let path = compact(attribute.path());
        if let Some(role) = roles.iter().find(|role| **role == path) {
            match found {
                None => found = Some((role, attribute)),
                Some((first, _)) => {
                    reader.error(
                        Code::ConflictingRoles,
                        attribute.path().span(),
                        format!("field `{}` is both #[{first}] and #[{role}]", text(ident)),
                        "a field has one role: split it into two fields",
                    );
                    return None;
                }
            }
        } else if !FOREIGN.contains(&path.as_str())
            && nearest(&path, roles.iter().copied()).is_some()
        {
            let help = suggestion(&path, "attributes", roles);
            let message = format!("there is no attribute #[{path}] here");
            reader.error(Code::UnknownAttribute, attribute.path().span(), message, help);
            return None;
        }
    }
    if found.is_none() {
        reader.error(
            Code::FieldWithoutRole,
            ident.span(),
            format!("field `{}` says neither what it is nor how it is used", text(ident)),
            format!("put one of these before it: #[{}]", roles.join("], #[")),
        );
    }
    found
}

/// The marker type of a field: what it holds, and its length where it is an array.
pub(super) fn marker(reader: Reader<'_>, ty: &syn::Type) -> Option<(SlotKind, Option<u32>)> {
    let (element, count) = array(reader, ty)?;
    let kind = match last_segment(element).as_deref() {
        Some("Image") => SlotKind::Image,
        Some("Buffer") => SlotKind::Buffer,
        Some("AccelerationStructure") => SlotKind::AccelerationStructure,
        _ => {
            reader.error(
                Code::MalformedValue,
                element.span(),
                format!("`{}` is not a type of resource", compact(element)),
                "write `Image`, `Buffer`, `AccelerationStructure` or an array such as `[Image; 4]`",
            );
            return None;
        }
    };
    Some((kind, count))
}

/// The type `Sampler` of a slot that is a sampler alone, and its length where it is an array.
pub(super) fn sampler(reader: Reader<'_>, ty: &syn::Type) -> Option<(SlotKind, Option<u32>)> {
    let (element, count) = array(reader, ty)?;
    if last_segment(element).as_deref() == Some("Sampler") {
        return Some((SlotKind::Any, count));
    }
    reader.error(
        Code::MalformedValue,
        element.span(),
        format!("`{}` is not the type of a sampler", compact(element)),
        "write `Sampler`; an image that brings its sampler is `#[sampled] name: Image`",
    );
    None
}

/// Element type and length of `[T; 4]`; the type itself where it is no array.
pub(super) fn array<'t>(
    reader: Reader<'_>,
    ty: &'t syn::Type,
) -> Option<(&'t syn::Type, Option<u32>)> {
    match ty {
        syn::Type::Array(array) => {
            let length = super::value::whole(&array.len)
                .and_then(|v| u32::try_from(v).ok())
                .filter(|v| (1..=super::node::MAX_ARRAY).contains(v));
            if length.is_none() {
                reader.error(
                    Code::MalformedValue,
                    array.len.span(),
                    "the length of an array must be seen by the compiler".to_owned(),
                    format!(
                        "write a number from 1 to {}: a macro cannot evaluate a constant",
                        super::node::MAX_ARRAY
                    ),
                );
            }
            Some((&array.elem, Some(length?)))
        }
        syn::Type::Group(group) => array(reader, &group.elem),
        syn::Type::Paren(paren) => array(reader, &paren.elem),
        other => Some((other, None)),
    }
}

/// The last segment of a path type.
pub(super) fn last_segment(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => path.path.segments.last().map(|segment| text(&segment.ident)),
        syn::Type::Group(group) => last_segment(&group.elem),
        _ => None,
    }
}

/// The path of a type that names a pass, graph or block.
pub(super) fn path(reader: Reader<'_>, ty: &syn::Type, what: &str) -> Option<syn::Path> {
    match ty {
        syn::Type::Path(path) if path.qself.is_none() && !has_arguments(&path.path) => {
            Some(path.path.clone())
        }
        syn::Type::Group(group) => self::path(reader, &group.elem, what),
        other => {
            reader.error(
                Code::MalformedValue,
                other.span(),
                format!("`{}` does not name {what}", compact(other)),
                "write the type's path, without generic arguments, or an array of it",
            );
            None
        }
    }
}

/// Whether a path is more than names: the macro of a struct is called by its path, and takes no parameters.
pub(super) fn has_arguments(path: &syn::Path) -> bool {
    path.segments.iter().any(|segment| !segment.arguments.is_none())
}
