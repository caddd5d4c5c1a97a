//! Blocks: structs of push constants, uniform and storage data, field by field.

use proc_macro2::Span;
use serde::{Deserialize, Serialize};
use syn::spanned::Spanned;

use super::attribute::{Entries, Value};
use super::limit::parse_literal;
use super::{Reader, compact, text};
use crate::diagnostic::Code;
use crate::syntax::ast::Origin;

/// A block struct with the layout that Rust gives it: what crosses crates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockDecl {
    /// The struct's name.
    pub name: String,
    /// Where it stands.
    pub origin: Origin,
    /// Fields in order of declaration.
    pub fields: Vec<BlockField>,
}

/// A field of a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockField {
    /// The field. One that begins with `_` is padding.
    pub name: String,
    /// Its line in the block's file; 0 where unknown.
    pub line: u32,
    /// Its type as written.
    pub written: String,
    /// Its type.
    pub ty: FieldType,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldType {
    /// One number.
    Scalar(crate::reflect::Scalar),
    /// A vector or matrix of the `glam` crate: component type, number of components, alignment in bytes.
    Vector(crate::reflect::Scalar, u32, u32),
    /// `[T; N]`.
    Array(Box<FieldType>, u32),
    /// Another block, by its path as written.
    Named(String),
    /// Another block, described.
    Struct(BlockDecl),
}

/// A block with what only its own crate needs.
#[derive(Clone, Debug)]
pub struct BlockSource {
    /// The block.
    pub decl: BlockDecl,
    /// Place of the struct's name.
    pub span: Span,
    /// Fields, in order, with the place of each.
    pub fields: Vec<syn::Ident>,
    /// Paths of the blocks within it, each once.
    pub nested: Vec<syn::Path>,
    /// A shader's block to compare with at once.
    pub check: Option<ShaderCheck>,
}

/// `#[block(shader = "x.comp", name = "Params")]`.
#[derive(Clone, Debug)]
pub struct ShaderCheck {
    /// The shader.
    pub shader: crate::diagnostic::Name,
    /// The block's name in it.
    pub block: String,
}

/// Reads a block struct. `None` where nothing useful could be read.
#[must_use]
pub fn block(item: &syn::ItemStruct, reader: Reader<'_>) -> Option<BlockSource> {
    let fields = reader.fields(item, "Block")?;
    repr_c(item, reader);
    let mut source = BlockSource {
        decl: BlockDecl {
            name: text(&item.ident),
            origin: reader.source.origin(item.ident.span()),
            fields: Vec::new(),
        },
        span: item.ident.span(),
        fields: Vec::new(),
        nested: Vec::new(),
        check: header(item, reader),
    };
    let mut whole = true;
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        let Some(ty) = field_type(&field.ty, &mut source.nested, reader) else {
            whole = false;
            continue;
        };
        source.decl.fields.push(BlockField {
            name: text(ident),
            line: reader.source.origin(ident.span()).line,
            written: compact(&field.ty),
            ty,
        });
        source.fields.push(ident.clone());
    }
    whole.then_some(source)
}

/// `type = "Camera"`: the path of a block.
pub(super) fn type_path(entries: &mut Entries<'_>) -> Option<syn::Path> {
    let entry = entries.take("type")?;
    let found = match &entry.value {
        Value::Is(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => {
            parse_literal(text).ok()
        }
        Value::Is(syn::Expr::Path(path)) => Some(path.path.clone()),
        _ => None,
    };
    let found = found.filter(|path| !super::field::has_arguments(path));
    if found.is_none() {
        entries.malformed(&entry, "the path of a struct with derive(Block)", "type = \"Camera\"");
    }
    found
}

fn repr_c(item: &syn::ItemStruct, reader: Reader<'_>) {
    let is_c = item.attrs.iter().filter(|a| a.path().is_ident("repr")).any(|attribute| {
        let mut found = false;
        let parsed = attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident("C");
            if meta.input.peek(syn::token::Paren) {
                let content;
                syn::parenthesized!(content in meta.input);
                content.parse::<proc_macro2::TokenStream>()?;
            }
            Ok(())
        });
        parsed.is_ok() && found
    });
    if !is_c {
        reader.error(
            Code::MissingKey,
            item.ident.span(),
            format!("block `{}` has no fixed layout", item.ident),
            "write `#[repr(C)]` before it: Rust may reorder the fields of other structs",
        );
    }
}

fn header(item: &syn::ItemStruct, reader: Reader<'_>) -> Option<ShaderCheck> {
    let attribute = item.attrs.iter().find(|a| a.path().is_ident("block"))?;
    let mut entries = Entries::of_attribute(reader, attribute);
    let shader = entries.text("shader", "shader = \"blur.comp\"");
    let name = entries.text("name", "name = \"Params\"");
    entries.finish();
    Some(ShaderCheck { shader: shader?, block: name.map_or_else(|| text(&item.ident), |n| n.text) })
}

fn field_type(
    ty: &syn::Type,
    nested: &mut Vec<syn::Path>,
    reader: Reader<'_>,
) -> Option<FieldType> {
    match ty {
        syn::Type::Group(group) => field_type(&group.elem, nested, reader),
        syn::Type::Array(_) => {
            let (element, length) = super::field::array(reader, ty)?;
            Some(FieldType::Array(Box::new(field_type(element, nested, reader)?), length?))
        }
        syn::Type::Path(path) if path.qself.is_none() => named(&path.path, nested, reader),
        other => {
            refuse(other.span(), &compact(other), reader);
            None
        }
    }
}

fn named(path: &syn::Path, nested: &mut Vec<syn::Path>, reader: Reader<'_>) -> Option<FieldType> {
    if super::field::has_arguments(path) {
        let message = format!("`{}` has generic arguments, and a block has none", compact(path));
        let help = "write a struct of its own for each, with derive(Block)";
        reader.error(Code::BlockType, path.span(), message, help);
        return None;
    }
    let last = text(&path.segments.last()?.ident);
    if let Some(known) = crate::block::known_type(&last) {
        return Some(known);
    }
    if crate::block::REFUSED.contains(&last.as_str())
        || last.chars().next().is_some_and(char::is_lowercase)
    {
        refuse(path.span(), &last, reader);
        return None;
    }
    let written = compact(path);
    if !nested.iter().any(|other| compact(other) == written) {
        nested.push(path.clone());
    }
    Some(FieldType::Named(written))
}

/// V0304.
fn refuse(span: Span, ty: &str, reader: Reader<'_>) {
    let help = match ty {
        "bool" => "write `u32`, 0 or 1: a shader's `bool` in a block takes 4 bytes",
        "usize" | "isize" => "write `u32`: shaders have no pointer-sized numbers",
        _ => {
            "write u32, i32, f32, u64, i64, f64, u16, i16, half::f16, u8, i8, arrays of them, another struct with \
             derive(Block), or a vector or matrix of the glam crate"
        }
    };
    let message = format!("`{ty}` has no counterpart in a shader's block");
    reader.error(Code::BlockType, span, message, help);
}
