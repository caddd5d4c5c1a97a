//! The passes with code of the program's: `PostPasses` of `Post`, and how they are called.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::{identifier, number, with_suffix};
use crate::syntax::ast::Ast;
use crate::syntax::tokens::GraphSource;

/// The trait, where a pass has code, and `Dispatch`.
pub(super) fn write(item: &syn::ItemStruct, source: &GraphSource, ast: &Ast) -> TokenStream {
    let (graph, vis) = (&item.ident, &item.vis);
    let (mut methods, mut arms) = (Vec::new(), Vec::new());
    let mut first = 0u32;
    for (node, path) in ast.graph.nodes.iter().zip(&source.nodes) {
        let coded = node
            .decl
            .and_then(|decl| ast.passes.get(decl))
            .is_some_and(|decl| !node.is_graph && decl.code);
        if coded {
            let method = identifier(&node.name.text, proc_macro2::Span::call_site());
            let doc = format!(" Records pass `{}`.", node.name);
            let context = quote!(<#path as ::vixen::CodedPass>::Context<'_>);
            let make = quote!(<#path as ::vixen::CodedPass>::context(cx));
            let last = number(first + node.count.unwrap_or(1).saturating_sub(1));
            let start = number(first);
            let (parameter, pattern, argument) = match node.count {
                None => (TokenStream::new(), quote!(#start), TokenStream::new()),
                Some(_) => (
                    quote!(index: usize,),
                    quote!(#start..=#last),
                    quote!((pass - #start) as usize,),
                ),
            };
            methods.push(quote!(#[doc = #doc] fn #method(&mut self, #parameter cx: #context);));
            arms.push(quote!(#pattern => passes.#method(#argument #make),));
        }
        first += node.count.unwrap_or(1);
    }
    if methods.is_empty() {
        return quote! {
            impl<P: ?Sized> ::vixen::Dispatch<P> for #graph {
                fn record(_: &mut P, _: u32, _: ::vixen::RawPass<'_>) {}
            }
        };
    }
    let name = with_suffix(graph, "Passes");
    let doc = format!(" The passes of [`{graph}`] that the program records.");
    quote! {
        #[doc = #doc]
        #[allow(private_interfaces)]
        #vis trait #name {
            #(#methods)*
        }

        impl<P: #name + ?Sized> ::vixen::Dispatch<P> for #graph {
            fn record(passes: &mut P, pass: u32, cx: ::vixen::RawPass<'_>) {
                match pass {
                    #(#arms)*
                    _ => {}
                }
            }
        }
    }
}
