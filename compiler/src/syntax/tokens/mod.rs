//! Rust tokens to the tree: the structs that carry `derive(Pass)`, `derive(Graph)` and `derive(Block)`.
//!
//! Both doors read the same structs here, the derives with rustc's spans, build.rs with lines and columns.
//! Attributes are parsed once into typed values, and every finding is collected, so that one build shows all
//! of them. Nothing is looked up: names stay names, and what they mean is [`crate::lower`]'s question.

mod attribute;
mod block;
mod clear;
mod condition;
mod expression;
mod field;
mod geometry;
mod graph;
mod limit;
mod node;
mod pass;
mod profile;
mod raster;
mod resource;
mod slot;
mod source;
mod value;

pub use block::{BlockDecl, BlockField, BlockSource, FieldType, ShaderCheck, block};
pub use expression::expression;
pub use graph::{GraphSource, graph, roles as graph_roles};
pub use limit::{
    MAX_IDENTIFIER_BYTES, MAX_LITERAL_BYTES, MAX_NESTING, MAX_RUN, MAX_TEXT_BYTES, MAX_TOKENS,
    Refused, TooLarge, check as check_size, parse_file,
};
pub use node::{NODE_KEYS, wrong_kind};
pub use pass::{
    PassSource, TypedSlot, interface as shader_interface, not_found as shader_not_found, pass,
};
pub use slot::ROLES as SLOT_ROLES;
pub use source::{ShaderFile, ShaderLookup, Source};

use proc_macro2::Span;
use syn::spanned::Spanned;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Name, Site, nearest};

/// Where the grammar is read: what it asks of its surroundings, and where its findings go.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Shaders and places.
    pub source: &'a dyn Source,
    /// Findings.
    pub diags: &'a Diagnostics,
}

impl Reader<'_> {
    /// Records an error at a span.
    fn error(&self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diags.push(Diagnostic::error(code, Site::Tokens(span), message).help(help));
    }

    /// The fields of a struct with named fields; V0105 for all else.
    fn fields<'s>(&self, item: &'s syn::ItemStruct, derive: &str) -> Option<&'s syn::FieldsNamed> {
        if !item.generics.params.is_empty() {
            self.error(
                Code::NotAStruct,
                item.generics.span(),
                format!(
                    "`{}` has generic parameters, which derive({derive}) cannot know",
                    item.ident
                ),
                "write the types out; a pass array (`[Blur; 4]`) repeats a pass",
            );
            return None;
        }
        if let syn::Fields::Named(fields) = &item.fields {
            self.bounded(fields).then_some(fields)
        } else {
            self.not_a_struct(item.ident.span(), derive);
            None
        }
    }

    /// Whether there are no more fields than a graph may have, each with a name.
    fn bounded(&self, fields: &syn::FieldsNamed) -> bool {
        if let Some(field) = fields.named.iter().nth(MAX_FIELDS) {
            self.error(
                Code::TooLarge,
                field.span(),
                format!("there are {} fields; the limit is {MAX_FIELDS}", fields.named.len()),
                "write arrays of passes and resources, or split the struct",
            );
            return false;
        }
        let nameless = |field: &&syn::Field| field.ident.as_ref().is_some_and(|name| name == "_");
        if let Some(field) = fields.named.iter().find(nameless) {
            self.error(
                Code::MalformedValue,
                field.span(),
                "`_` is no name of a field",
                "give the field a name: errors and wires speak of it",
            );
            return false;
        }
        true
    }

    /// V0105.
    pub fn not_a_struct(&self, span: Span, derive: &str) {
        self.error(
            Code::NotAStruct,
            span,
            format!("derive({derive}) needs a struct with named fields"),
            "write `struct Name { field: Type, … }`: each field is a slot, a resource, a pass or a member",
        );
    }
}

/// Fields of a struct.
pub const MAX_FIELDS: usize = 8192;

/// As many words as a suggestion lists.
const LISTED: usize = 16;

/// The known word that was probably meant, then the list where it is short enough to be read.
fn suggestion(word: &str, kind: &str, known: &[&str]) -> String {
    let short = known.len() <= LISTED;
    let list = known.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    match nearest(word, known.iter().copied()) {
        Some(near) if short => format!("write `{near}`; {kind}: {list}"),
        Some(near) => format!("write `{near}`"),
        None if short => format!("{kind}: {list}"),
        None => format!("{kind}: {list} and {} more", known.len() - LISTED),
    }
}

/// An identifier as a name with its place.
fn name(ident: &syn::Ident) -> Name {
    Name::new(text(ident), Site::Tokens(ident.span()))
}

/// An identifier's text, without `r#`.
fn text(ident: &syn::Ident) -> String {
    use syn::ext::IdentExt;
    ident.unraw().to_string()
}

/// A path as the text by which descriptions are found: `passes::Blur`.
#[must_use]
pub fn path_text(path: &syn::Path) -> String {
    compact(path)
}

/// A path or type as text without blanks: `passes::Blur`.
fn compact(tokens: &impl quote::ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
