//! The chain of macros.
//!
//! A description is one string literal in a `macro_rules` of its owner's name. Whoever needs several calls
//! the first with the rest as a list, and each adds its literal and calls the next:
//!
//! ```text
//! Blur! { { [Down] [::vixen::__private::compile_graph] } { request } {} }
//! Down! { { [::vixen::__private::compile_graph] } { request } { {} "Blur's" } }
//! ::vixen::__private::compile_graph! { {} { request } { { {} "Blur's" } "Down's" } }
//! ```
//!
//! What is collected nests, so that each step hands on two token trees whatever their size: 120 passes cost a
//! fifth of what they cost as loose tokens.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{format_ident, quote};
use serde::{Deserialize, Serialize};

use crate::syntax::ast::{Ast, PassDecl};
use crate::syntax::tokens::BlockDecl;

/// What the macro of a struct answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Description {
    /// A pass, with its shaders' interfaces.
    Pass(Box<PassDecl>),
    /// A block.
    Block(BlockDecl),
    /// A graph with all that it uses.
    Graph(Box<Ast>),
    /// A struct that could not be read; its own derive says why.
    Unreadable,
}

/// The macro of a struct's own name, as visible as the struct.
#[must_use]
pub fn define(
    name: &syn::Ident,
    visibility: &syn::Visibility,
    description: &Description,
) -> TokenStream {
    let text = serde_json::to_string(description).unwrap_or_default();
    let hidden = format_ident!("__vixen_{}_{:016x}", name, content_hash(&text));
    let exported = matches!(visibility, syn::Visibility::Public(_));
    let export = exported.then(|| quote!(#[macro_export]));
    quote! {
        #[doc(hidden)]
        #export
        #[allow(unused_macros)]
        macro_rules! #hidden {
            ({ [$($next:tt)+] $($rest:tt)* } $request:tt $collected:tt) => {
                $($next)+! { { $($rest)* } $request { $collected #text } }
            };
        }
        #[doc(hidden)]
        #[allow(unused_imports)]
        #visibility use #hidden as #name;
    }
}

/// Calls the macros of `owners`, then `terminal` with what they answered.
pub(super) fn invoke(
    owners: &[&syn::Path],
    terminal: &TokenStream,
    request: &TokenStream,
) -> TokenStream {
    if let Some((first, rest)) = owners.split_first() {
        quote! {
            #first! { { #([#rest])* [#terminal] } { #request } {} }
        }
    } else {
        quote!(#terminal! { {} { #request } {} })
    }
}

/// What a terminal macro is given: the request, and the answers in the order of the calls.
pub(super) fn answers(input: TokenStream) -> Option<(TokenStream, Vec<Description>)> {
    let [_, TokenTree::Group(request), TokenTree::Group(collected)] =
        <[TokenTree; 3]>::try_from(input.into_iter().collect::<Vec<_>>()).ok()?
    else {
        return None;
    };
    let mut answers = Vec::new();
    let mut next = Some(collected);
    while let Some(group) = next {
        let (inner, literal) = split(&group);
        if let Some(text) = literal {
            answers.push(serde_json::from_str(&text).unwrap_or(Description::Unreadable));
        }
        next = inner;
    }
    answers.reverse();
    Some((request.stream(), answers))
}

fn split(group: &Group) -> (Option<Group>, Option<String>) {
    let (mut inner, mut text) = (None, None);
    for tree in group.stream() {
        match tree {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => inner = Some(group),
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(literal) = syn::Lit::new(literal) {
                    text = Some(literal.value());
                }
            }
            // rustc wraps what a macro's parameter stood for in an invisible group.
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                (inner, text) = split(&group);
            }
            _ => {}
        }
    }
    (inner, text)
}

/// Hash of a description without its file names, which differ from one machine to another: two exported
/// structs of one name must have different hidden macros.
fn content_hash(text: &str) -> u64 {
    let without_files = text.split("\"file\":\"").enumerate().flat_map(|(index, part)| {
        let rest =
            if index == 0 { part } else { part.split_once('"').map_or("", |(_, rest)| rest) };
        rest.bytes()
    });
    crate::hash::fnv1a(without_files)
}
