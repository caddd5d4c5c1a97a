//! A graph file: the same structs with the same derives, read whole instead of one at a time.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;

use super::assemble::{Described, assemble, needed};
use super::block::{implement as implement_block, resolved};
use super::chain::{Description, define};
use super::graph::implement as implement_graph;
use super::pass::{self, checks_of, implement as implement_pass};
use crate::block::{Against, compare};
use crate::diagnostic::{Code, Diagnostic, Site};
use crate::syntax::tokens::{PassSource, Reader, block, graph, path_text};
use vixen_plan::Family;

/// Structs of a graph file.
const MAX_STRUCTS: usize = 4096;

/// What a graph file becomes.
#[derive(Debug, Default)]
pub struct Generated {
    /// The module's items.
    pub tokens: TokenStream,
    /// The graphs that compiled, in order.
    pub families: Vec<Family>,
}

/// Compiles a graph file. What is wrong with it stands in the reader's diagnostics.
#[must_use]
pub fn file(file: &syn::File, reader: Reader<'_>) -> Generated {
    file_at(file, None, reader)
}

/// [`file()`], planned for this extent of the swapchain in place of each graph's `max_extent`.
#[must_use]
pub fn file_at(file: &syn::File, extent: Option<[u32; 2]>, reader: Reader<'_>) -> Generated {
    let mut module = Module {
        reader,
        extent,
        described: Vec::new(),
        index: HashMap::new(),
        written: Generated::default(),
    };
    let structs = file.items.iter().filter_map(|item| match item {
        syn::Item::Struct(item) => Some(item),
        _ => None,
    });
    if let Some(item) = structs.clone().nth(MAX_STRUCTS) {
        let message = format!("there are {} structs; the limit is {MAX_STRUCTS}", structs.count());
        let error = Diagnostic::error(Code::TooLarge, Site::Tokens(item.ident.span()), message);
        reader.diags.push(error.help("split the file: a graph file may hold several graphs"));
        return Generated::default();
    }
    for kind in ["Block", "Pass", "Graph"] {
        for item in &file.items {
            match item {
                syn::Item::Struct(item) if derives(item, kind) => module.add(item, kind),
                _ => {}
            }
        }
    }
    let others = file.items.iter().filter(|item| match item {
        syn::Item::Struct(item) => {
            !["Block", "Pass", "Graph"].iter().any(|kind| derives(item, kind))
        }
        _ => true,
    });
    let written = &module.written.tokens;
    let tokens = quote!(#(#others)* #written);
    Generated { tokens, families: module.written.families }
}

struct Module<'r> {
    reader: Reader<'r>,
    extent: Option<[u32; 2]>,
    described: Vec<Described>,
    /// By name: index in `described`; the first of two of one name.
    index: HashMap<String, usize>,
    written: Generated,
}

impl Module<'_> {
    fn add(&mut self, item: &syn::ItemStruct, kind: &str) {
        stripped(item).to_tokens(&mut self.written.tokens);
        let description = match kind {
            "Block" => self.block(item),
            "Pass" => self.pass(item),
            _ => self.graph(item),
        };
        self.written.tokens.extend(define(&item.ident, &item.vis, &description));
        let path = item.ident.to_string();
        self.index.entry(path.clone()).or_insert(self.described.len());
        self.described.push(Described { path, description });
    }

    fn block(&mut self, item: &syn::ItemStruct) -> Description {
        let Some(mut found) = block(item, self.reader) else { return Description::Unreadable };
        let nested = |name: &str| match self.find(name) {
            Some(Description::Block(block)) => Some(block),
            _ => None,
        };
        if !resolved(&mut found, self.reader, &nested) {
            return Description::Unreadable;
        }
        for nested in found.nested.iter().filter(|path| self.find(&path_text(path)).is_none()) {
            self.not_in_file(nested, "Block");
        }
        self.written.tokens.extend(implement_block(item, &found));
        Description::Block(found.decl)
    }

    fn pass(&mut self, item: &syn::ItemStruct) -> Description {
        let described = |path: &syn::Path| match self.find(&path_text(path)) {
            Some(Description::Block(block)) => Some(block.clone()),
            Some(_) => None,
            None => {
                self.not_in_file(path, "Block");
                None
            }
        };
        let Some(found) = pass::read(item, self.reader, false, &mut { described }) else {
            return Description::Unreadable;
        };
        self.written.tokens.extend(implement_pass(item, &found));
        self.compare_blocks(&found);
        Description::Pass(Box::new(found.decl))
    }

    /// Holds the blocks of a pass against its shaders.
    fn compare_blocks(&self, pass: &PassSource) {
        for check in checks_of(pass) {
            let Some(Description::Block(own)) = self.find(&path_text(&check.ty)) else {
                self.not_in_file(&check.ty, "Block");
                continue;
            };
            let against = Against {
                code: check.code,
                file: &check.file,
                place: &check.place,
                block: &check.block,
            };
            if let Some(finding) = compare(own, against, Site::Tokens(check.span)) {
                self.reader.diags.push(finding);
            }
        }
    }

    fn graph(&mut self, item: &syn::ItemStruct) -> Description {
        let Some(mut found) = graph(item, self.reader) else { return Description::Unreadable };
        if let Some(extent) = self.extent {
            found.decl.max_extent = extent;
        }
        for path in needed(&found).into_iter().filter(|path| self.find(&path_text(path)).is_none())
        {
            self.not_in_file(path, "Pass");
        }
        let parts = assemble(&found, &self.described, self.reader);
        let family = crate::compile(&parts.ast, self.reader.diags).filter(|_| parts.complete);
        self.written.tokens.extend(implement_graph(item, &found, &parts, family.as_ref()));
        match family {
            Some(family) => {
                self.written.families.push(family);
                Description::Graph(Box::new(parts.ast))
            }
            None => Description::Unreadable,
        }
    }

    fn find(&self, path: &str) -> Option<&Description> {
        self.described.get(*self.index.get(path)?).map(|found| &found.description)
    }

    fn not_in_file(&self, path: &syn::Path, derive: &str) {
        let names: Vec<&str> = self.described.iter().map(|d| d.path.as_str()).collect();
        self.reader.diags.push(
            Diagnostic::error(
                Code::UnknownName,
                Site::Tokens(path.span()),
                format!("this file has no struct `{}` with derive({derive})", path_text(path)),
            )
            .note(format!("it has: {}", names.join(", ")))
            .help(
                "put the struct before its use, or write the graph with derive(Graph) in a crate",
            ),
        );
    }
}

/// Whether a struct has one of Vixen's derives.
fn derives(item: &syn::ItemStruct, kind: &str) -> bool {
    derived(&item.attrs)
        .iter()
        .any(|path| is_ours(path) && path.segments.last().is_some_and(|s| s.ident == kind))
}

fn is_ours(path: &syn::Path) -> bool {
    let bare = path.segments.len() == 1;
    let named = path.segments.first().is_some_and(|first| first.ident == "vixen");
    let ours = path
        .segments
        .last()
        .is_some_and(|last| ["Block", "Pass", "Graph"].iter().any(|k| last.ident == k));
    ours && (bare || named)
}

fn derived(attributes: &[syn::Attribute]) -> Vec<syn::Path> {
    let mut paths = Vec::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("derive")) {
        let parser = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
        if let Ok(list) = attribute.parse_args_with(parser) {
            paths.extend(list);
        }
    }
    paths
}

/// The struct without what only the compiler reads.
fn stripped(item: &syn::ItemStruct) -> syn::ItemStruct {
    let mut item = item.clone();
    item.attrs.retain(|attribute| {
        !["pass", "graph", "block"].iter().any(|name| attribute.path().is_ident(name))
    });
    for attribute in item.attrs.iter_mut().filter(|a| a.path().is_ident("derive")) {
        let others =
            derived(std::slice::from_ref(attribute)).into_iter().filter(|path| !is_ours(path));
        *attribute = syn::parse_quote!(#[derive(#(#others),*)]);
    }
    item.attrs.retain(|attribute| {
        !attribute.path().is_ident("derive") || !derived(std::slice::from_ref(attribute)).is_empty()
    });
    for field in &mut item.fields {
        field.attrs.retain(|attribute| {
            ["doc", "cfg", "allow", "expect"].iter().any(|name| attribute.path().is_ident(name))
        });
    }
    item
}
