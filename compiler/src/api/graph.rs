//! `derive(Graph)`, and the end of its chain.

use proc_macro2::TokenStream;
use quote::quote;

use super::assemble::{Described, Parts, assemble, needed};
use super::chain::{self, Description};
use super::names::{constant, number, with_suffix};
use super::{inputs, pass, passes, run};
use crate::diagnostic::Diagnostics;
use crate::syntax::ast::{Ast, LifetimeDecl};
use crate::syntax::tokens::{GraphSource, Reader, Source, graph, path_text};
use vixen_plan as plan;

/// Writes what `derive(Graph)` stands for: all that is wrong with the struct itself, and the first call of
/// the chain. A misspelt pass breaks the chain, so whatever can be said is said here.
#[must_use]
pub fn derive_graph(input: TokenStream, source: &dyn Source) -> TokenStream {
    run(input, "Graph", source, |item, reader| {
        let Some(found) = graph(item, reader) else {
            return chain::define(&item.ident, &item.vis, &Description::Unreadable);
        };
        reader.diags.append(alone(&found, reader));
        chain::invoke(&needed(&found), &quote!(::vixen::__private::compile_graph), &quote!(#item))
    })
}

/// The end of a graph's chain: compiles it.
#[must_use]
pub fn compile_graph(input: TokenStream, source: &dyn Source) -> TokenStream {
    let Some((request, answers)) = chain::answers(input) else { return TokenStream::new() };
    run(request, "Graph", source, |item, reader| {
        // What the struct itself got wrong was said by the derive.
        let misread = Diagnostics::new();
        let Some(found) = graph(item, Reader { diags: &misread, ..reader }) else {
            return TokenStream::new();
        };
        let paths = needed(&found).into_iter().map(path_text);
        let described: Vec<Described> =
            paths.zip(answers).map(|(path, description)| Described { path, description }).collect();
        let parts = assemble(&found, &described, reader);
        let diags = Diagnostics::new();
        let family = crate::compile(&parts.ast, &diags)
            .filter(|_| parts.complete && !misread.has_errors() && !reader.diags.has_errors());
        reader.diags.append_beyond(diags, &alone(&found, reader));
        let mut written = implement(item, &found, &parts, family.as_ref());
        let description = match family {
            Some(_) => Description::Graph(Box::new(parts.ast)),
            None => Description::Unreadable,
        };
        written.extend(chain::define(&item.ident, &item.vis, &description));
        written
    })
}

/// What is wrong with a graph whatever its passes are: its resources, and names that are not there. A misspelt
/// pass breaks the chain of macros, so the derive says this much itself.
fn alone(source: &GraphSource, reader: Reader<'_>) -> Diagnostics {
    let found = Diagnostics::new();
    let parts = assemble(source, &[], Reader { diags: &found, ..reader });
    crate::compile(&parts.ast, &found);
    found
}

/// All that a program names of a graph. Without a family the tables are empty, so that a program that uses
/// a refused graph is told of the graph's errors alone.
#[must_use]
pub fn implement(
    item: &syn::ItemStruct,
    source: &GraphSource,
    parts: &Parts,
    family: Option<&plan::Family>,
) -> TokenStream {
    let name = &item.ident;
    let inputs_name = with_suffix(name, "Inputs");
    let plan_path = quote!(::vixen::plan);
    let tables = if let Some(family) = family {
        crate::emit::tokens(family, &plan_path)
    } else {
        let name = name.to_string();
        quote! {
            ::vixen::plan::Family {
                name: ::std::borrow::Cow::Borrowed(#name),
                switches: ::std::borrow::Cow::Borrowed(&[]),
                plans: ::std::borrow::Cow::Borrowed(&[]),
            }
        }
    };
    let plans: &[plan::Plan] = family.map_or(&[], |family| &family.plans);
    let shaders = shaders(source, &parts.ast, plans);
    let ids = ids(item, &parts.ast, plans);
    let inputs = inputs::write(item, source, &parts.ast, plans);
    let passes = passes::write(item, source, &parts.ast);
    let reader = pass::reader(item);
    // The tables are written by a machine into the user's crate: the user's lints have nothing to mend there.
    quote! {
        #[allow(clippy::all, clippy::pedantic)]
        impl ::vixen::Graph for #name {
            const FAMILY: &'static ::vixen::plan::Family = {
                static FAMILY: ::vixen::plan::Family = #tables;
                &FAMILY
            };
            const SHADERS: &'static [&'static [u8]] = &[#(#shaders),*];
            type Inputs = #inputs_name;
        }
        #ids
        #inputs
        #passes
        #reader
    }
}

/// The modules of the plan's shaders, each out of a pass that brings it.
fn shaders(source: &GraphSource, ast: &Ast, plans: &[plan::Plan]) -> Vec<TokenStream> {
    let wanted = plans.first().map_or(&[][..], |plan| &plan.shaders);
    wanted
        .iter()
        .filter_map(|shader| {
            ast.graph.nodes.iter().zip(&source.nodes).filter(|(node, _)| !node.is_graph).find_map(
                |(node, path)| {
                    let shaders = &ast.passes.get(node.decl?)?.shaders;
                    let index = shaders.iter().position(|s| s.hash == shader.hash)?;
                    let index = number(index as u64);
                    Some(quote!(<#path as ::vixen::Pass>::SHADERS[#index]))
                },
            )
        })
        .collect()
}

/// `Post::STAGING`, for the resources that a program may ask for by name, and `Post::BRICKS` for parameters.
fn ids(item: &syn::ItemStruct, ast: &Ast, plans: &[plan::Plan]) -> TokenStream {
    let name = &item.ident;
    let index_of = |name: &str, count: Option<u32>| {
        let wanted = if count.is_some() { format!("{name}[0]") } else { name.to_owned() };
        let found =
            plans.first().and_then(|plan| plan.resources.iter().position(|r| r.name == wanted));
        u32::try_from(found.unwrap_or_default()).unwrap_or_default()
    };
    let resources = ast.graph.resources.iter().map(|resource| {
        let constant = constant(&resource.name.text);
        let index = number(index_of(&resource.name.text, resource.count));
        let what = lifetime(&resource.lifetime);
        let array = if resource.count.is_some() { ", its first element" } else { "" };
        let doc = format!(" {what} `{}`{array}.", resource.name);
        quote! {
            #[doc = #doc]
            pub const #constant: ::vixen::ResourceId = ::vixen::ResourceId::new(#index);
        }
    });
    let params = ast.graph.params.iter().enumerate().map(|(index, param)| {
        let constant = constant(&param.name.text);
        let index = number(index as u64);
        let doc = format!(" Size parameter `{}`.", param.name);
        quote! {
            #[doc = #doc]
            pub const #constant: ::vixen::ParamId = ::vixen::ParamId::new(#index);
        }
    });
    quote! {
        #[allow(dead_code)]
        impl #name {
            #(#resources)*
            #(#params)*
        }
    }
}

fn lifetime(lifetime: &LifetimeDecl) -> &'static str {
    match lifetime {
        LifetimeDecl::Transient => "The transient",
        LifetimeDecl::Persistent => "The persistent resource",
        LifetimeDecl::History { .. } => "The history",
        LifetimeDecl::Import { .. } => "The import",
        LifetimeDecl::Swapchain => "The swapchain",
        LifetimeDecl::Upload { .. } => "The upload",
        LifetimeDecl::Readback => "The readback",
    }
}
