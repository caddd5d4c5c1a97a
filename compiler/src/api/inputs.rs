//! What the program gives each frame: `PostInputs` of `Post`.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::{identifier, number, with_suffix};
use crate::syntax::ast::{Ast, NodeDecl, PassDecl, PassKind, Usage};
use crate::syntax::tokens::GraphSource;
use vixen_plan as plan;

/// A field of the struct, with the arms that hand it to the runtime.
#[derive(Default)]
struct Field {
    declared: TokenStream,
    initial: TokenStream,
    push: TokenStream,
    groups: TokenStream,
    draw: TokenStream,
    stencil: TokenStream,
    upload: TokenStream,
}

/// The struct, its `Default` and its `Inputs`.
pub(super) fn write(
    item: &syn::ItemStruct,
    source: &GraphSource,
    ast: &Ast,
    plans: &[plan::Plan],
) -> TokenStream {
    let (graph, vis) = (&item.ident, &item.vis);
    let name = with_suffix(graph, "Inputs");
    let fields = fields(source, ast, plans);
    let declared = fields.iter().map(|field| &field.declared);
    let initial = fields.iter().map(|field| &field.initial);
    let push = method(
        &quote!(fn push(&self, pass: u32) -> &[u8]),
        &quote!(pass),
        &fields,
        |f| &f.push,
        &quote!(&[]),
    );
    let groups = method(
        &quote!(fn groups(&self, pass: u32) -> [u32; 3]),
        &quote!(pass),
        &fields,
        |f| &f.groups,
        &quote!([0; 3]),
    );
    let draw = method(
        &quote!(fn draw(&self, pass: u32) -> (u32, u32)),
        &quote!(pass),
        &fields,
        |f| &f.draw,
        &quote!((0, 0)),
    );
    let stencil = method(
        &quote!(fn stencil(&self, pass: u32) -> u32),
        &quote!(pass),
        &fields,
        |f| &f.stencil,
        &quote!(0),
    );
    let upload = method(
        &quote!(fn upload(&self, resource: u32) -> ::core::option::Option<&[u8]>),
        &quote!(resource),
        &fields,
        |f| &f.upload,
        &quote!(::core::option::Option::None),
    );
    let doc = format!(" What [`{graph}`] is given each frame. By default everything is zero.");
    quote! {
        #[doc = #doc]
        #[allow(private_interfaces, dead_code)]
        #[derive(Clone, Copy)]
        #vis struct #name {
            #(#declared)*
        }

        impl ::core::default::Default for #name {
            fn default() -> Self {
                Self { #(#initial)* }
            }
        }

        impl ::vixen::Inputs for #name {
            #push
            #groups
            #draw
            #stencil
            #upload
        }
    }
}

/// A method that has arms; the trait's own does for one that has none.
fn method<'f>(
    signature: &TokenStream,
    subject: &TokenStream,
    fields: &'f [Field],
    arm: impl Fn(&'f Field) -> &'f TokenStream,
    otherwise: &TokenStream,
) -> TokenStream {
    let arms: Vec<&TokenStream> = fields.iter().map(arm).filter(|arm| !arm.is_empty()).collect();
    if arms.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #signature {
            match #subject {
                #(#arms)*
                _ => #otherwise,
            }
        }
    }
}

fn fields(source: &GraphSource, ast: &Ast, plans: &[plan::Plan]) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut first = 0;
    for (node, path) in ast.graph.nodes.iter().zip(&source.nodes) {
        let count = node.count.unwrap_or(1);
        if let Some(decl) =
            node.decl.and_then(|decl| ast.passes.get(decl)).filter(|_| !node.is_graph)
        {
            if decl.push.is_some() && !decl.code {
                fields.push(push(node, path, first, plans));
            }
            if node.dynamic && !decl.code {
                fields.push(counts(node, decl, first));
            }
            let stencil = decl.raster.stencil.as_ref();
            if stencil.is_some_and(|stencil| stencil.reference.is_none()) && !decl.code {
                fields.push(self::stencil(node, first));
            }
        }
        first += count;
    }
    let typed = source.uploads.iter().filter_map(|(index, path)| {
        let resource = ast.graph.resources.get(*index)?;
        Some(upload(&resource.name.text, path, plans))
    });
    fields.extend(typed);
    fields
}

/// `blur` for one pass, `blur..=blur` for an array, as a pattern and an index.
fn pattern(node: &NodeDecl, first: u32) -> (TokenStream, TokenStream) {
    let last = number(first + node.count.unwrap_or(1).saturating_sub(1));
    let first = number(first);
    match node.count {
        None => (quote!(#first), TokenStream::new()),
        Some(_) => (quote!(#first..=#last), quote!([(pass - #first) as usize])),
    }
}

fn array(node: &NodeDecl, element: &TokenStream) -> TokenStream {
    match node.count {
        None => element.clone(),
        Some(count) => {
            let count = number(count);
            quote!([#element; #count])
        }
    }
}

fn push(node: &NodeDecl, path: &syn::Path, first: u32, plans: &[plan::Plan]) -> Field {
    let name = identifier(&node.name.text, proc_macro2::Span::call_site());
    let ty = array(node, &quote!(<#path as ::vixen::Pass>::Push));
    let doc = format!(" Push constants of pass `{}`.", node.name);
    let last = first + node.count.unwrap_or(1);
    let range = plans
        .iter()
        .flat_map(|plan| plan.passes.iter())
        .filter(|pass| (first..last).contains(&pass.declared))
        .find_map(|pass| pass.push);
    let arm = range.map(|push| {
        let (pattern, index) = pattern(node, first);
        let (start, end) = (number(push.offset), number(push.offset + push.size));
        // The struct may end in padding that the shader's block does not have.
        quote!(#pattern => &::vixen::bytemuck::bytes_of(&self.#name #index)[#start..#end],)
    });
    Field {
        declared: quote!(#[doc = #doc] pub #name: #ty,),
        initial: quote!(#name: ::vixen::bytemuck::Zeroable::zeroed(),),
        push: arm.unwrap_or_default(),
        ..Field::default()
    }
}

fn counts(node: &NodeDecl, pass: &PassDecl, first: u32) -> Field {
    let (pattern, index) = pattern(node, first);
    let field = |suffix: &str| {
        identifier(&format!("{}_{suffix}", node.name), proc_macro2::Span::call_site())
    };
    if pass.kind == PassKind::Raster {
        let name = field("draw");
        let ty = array(node, &quote!((u32, u32)));
        let zero = array(node, &quote!((0, 0)));
        let indexed = pass.slots.iter().any(|slot| slot.usage == Usage::Index);
        let what = if indexed { "Indices" } else { "Vertices" };
        let doc = format!(" {what} and instances that pass `{}` draws.", node.name);
        return Field {
            declared: quote!(#[doc = #doc] pub #name: #ty,),
            initial: quote!(#name: #zero,),
            draw: quote!(#pattern => self.#name #index,),
            ..Field::default()
        };
    }
    let name = field("groups");
    let ty = array(node, &quote!([u32; 3]));
    let zero = array(node, &quote!([0; 3]));
    let doc = format!(" Work groups that pass `{}` dispatches.", node.name);
    Field {
        declared: quote!(#[doc = #doc] pub #name: #ty,),
        initial: quote!(#name: #zero,),
        groups: quote!(#pattern => self.#name #index,),
        ..Field::default()
    }
}

/// The stencil reference that a pass compares with and writes.
fn stencil(node: &NodeDecl, first: u32) -> Field {
    let (pattern, index) = pattern(node, first);
    let name = identifier(&format!("{}_stencil", node.name), proc_macro2::Span::call_site());
    let ty = array(node, &quote!(u32));
    let zero = array(node, &quote!(0));
    let doc = format!(
        " Stencil reference of pass `{}`, of which the lowest eight bits count.",
        node.name
    );
    Field {
        declared: quote!(#[doc = #doc] pub #name: #ty,),
        initial: quote!(#name: #zero,),
        stencil: quote!(#pattern => self.#name #index,),
        ..Field::default()
    }
}

fn upload(resource: &str, path: &syn::Path, plans: &[plan::Plan]) -> Field {
    let name = identifier(resource, proc_macro2::Span::call_site());
    let doc = format!(" Content of upload `{resource}`.");
    let index = plans
        .first()
        .and_then(|plan| plan.resources.iter().position(|r| r.name == resource))
        .and_then(|index| u32::try_from(index).ok());
    let arm = index.map(|index| {
        let index = number(index);
        quote!(#index => ::core::option::Option::Some(::vixen::bytemuck::bytes_of(&self.#name)),)
    });
    Field {
        declared: quote!(#[doc = #doc] pub #name: #path,),
        initial: quote!(#name: ::vixen::bytemuck::Zeroable::zeroed(),),
        upload: arm.unwrap_or_default(),
        ..Field::default()
    }
}
