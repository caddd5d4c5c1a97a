//! `derive(Block)`, and the comparisons that passes ask for.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::chain::{self, Description};
use super::names::number;
use super::pass::{BlockCheck, reader};
use super::run;
use crate::block::{Against, compare, layout, resolve};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use crate::reflect::{BindingKind, Block, Scalar, ScalarKind};
use crate::syntax::tokens::{
    BlockDecl, BlockSource, FieldType, Reader, ShaderLookup, Source, block,
};

/// Writes what `derive(Block)` stands for. A block with blocks in it asks for their descriptions first and
/// is finished by [`finish_block`].
#[must_use]
pub fn derive_block(input: TokenStream, source: &dyn Source) -> TokenStream {
    run(input, "Block", source, |item, reader| {
        let Some(found) = block(item, reader) else {
            return chain::define(&item.ident, &item.vis, &Description::Unreadable);
        };
        if found.nested.is_empty() {
            return finish_resolved(item, found, reader, |_| None);
        }
        let owners: Vec<&syn::Path> = found.nested.iter().collect();
        chain::invoke(&owners, &quote!(::vixen::__private::finish_block), &quote!(#item))
    })
}

/// The end of a block's own chain.
#[must_use]
pub fn finish_block(input: TokenStream, source: &dyn Source) -> TokenStream {
    let Some((request, answers)) = chain::answers(input) else { return TokenStream::new() };
    run(request, "Block", source, |item, reader| {
        // What the struct itself got wrong was said by the derive.
        let said = Diagnostics::new();
        let Some(found) = block(item, Reader { diags: &said, ..reader }) else {
            return TokenStream::new();
        };
        let names: Vec<String> =
            found.nested.iter().map(crate::syntax::tokens::path_text).collect();
        finish_resolved(item, found, reader, |name| {
            let index = names.iter().position(|known| known == name)?;
            match answers.get(index) {
                Some(Description::Block(block)) => Some(block),
                _ => None,
            }
        })
    })
}

/// The end of a block whose nested blocks are at hand.
fn finish_resolved<'d>(
    item: &syn::ItemStruct,
    mut found: BlockSource,
    reader: Reader<'_>,
    find: impl Fn(&str) -> Option<&'d BlockDecl>,
) -> TokenStream {
    if resolved(&mut found, reader, &find) {
        finish(item, &found, reader)
    } else {
        chain::define(&item.ident, &item.vis, &Description::Unreadable)
    }
}

/// Puts nested blocks in their places; V0804 where the whole is over a limit.
pub(super) fn resolved<'d>(
    found: &mut BlockSource,
    reader: Reader<'_>,
    find: &dyn Fn(&str) -> Option<&'d BlockDecl>,
) -> bool {
    let Err(why) = resolve(&mut found.decl, find) else { return true };
    let message = format!("block `{}` is too large: {why}", found.decl.name);
    let help = "split it into several blocks, or use arrays of numbers";
    let error = Diagnostic::error(Code::TooLarge, Site::Tokens(found.span), message);
    reader.diags.push(error.help(help));
    false
}

/// Implementation, macro and comparison of a block whose layout is known.
fn finish(item: &syn::ItemStruct, found: &BlockSource, reader: Reader<'_>) -> TokenStream {
    let mut written = implement(item, found);
    written.extend(chain::define(&item.ident, &item.vis, &Description::Block(found.decl.clone())));
    check_own(found, reader);
    written
}

/// The implementation of `Block`, with assertions that Rust lays the struct out as the compiler thinks.
#[must_use]
pub fn implement(item: &syn::ItemStruct, found: &BlockSource) -> TokenStream {
    let name = &item.ident;
    let read = reader(item);
    let assertions = layout(&found.decl).map(|layout| {
        let size = number(layout.size);
        let offsets = found.fields.iter().zip(&layout.offsets).map(|(field, offset)| {
            let offset = number(*offset);
            let text = format!("derive(Block) takes `{field}` to stand at offset {offset}: is its type another than its name says?");
            quote_spanned!(field.span()=> assert!(::core::mem::offset_of!(#name, #field) == #offset, #text);)
        });
        let text = format!("derive(Block) takes the struct to have {size} bytes: is a field's type another than its name says?");
        quote! {
            const _: () = {
                #(#offsets)*
                assert!(::core::mem::size_of::<#name>() == #size, #text);
            };
        }
    });
    let components = components(item, found);
    quote! {
        impl ::vixen::Block for #name {}
        #assertions
        #components
        #read
    }
}

/// A function that takes each field apart into the numbers that its type's name promises: a type of that name with
/// others does not compile. It is never called.
fn components(item: &syn::ItemStruct, found: &BlockSource) -> TokenStream {
    let name = &item.ident;
    let fields = item.fields.iter().zip(&found.decl.fields);
    let checks = fields.filter_map(|(field, decl)| {
        let ident = field.ident.as_ref()?;
        // At the type's place, with the names of what is written here: a chain of macros hands the struct on.
        let span = field.ty.span().resolved_at(Span::call_site());
        let place = [quote_spanned!(span=> it.#ident), quote_spanned!(span=> &it.#ident)];
        component(&place, (&field.ty, &decl.ty), span, 0)
    });
    quote! {
        const _: () = {
            // The user's lints have nothing to mend in what a machine writes.
            #[allow(dead_code, clippy::all, clippy::pedantic)]
            fn numbers(it: &#name) {
                #(#checks)*
            }
        };
    }
}

/// The check of one field, or of the elements of an array: its place as it is, and borrowed. None for other blocks:
/// their own derives say what they are.
fn component(
    [place, borrowed]: &[TokenStream; 2],
    (ty, described): (&syn::Type, &FieldType),
    span: Span,
    depth: usize,
) -> Option<TokenStream> {
    if let (syn::Type::Array(array), FieldType::Array(element, _)) = (ty, described) {
        let each = quote::format_ident!("e{}", depth, span = span);
        let within = [quote!(#each), quote!(#each)];
        let within = component(&within, (&array.elem, element), span, depth + 1)?;
        return Some(quote_spanned!(span=> for #each in #borrowed { #within }));
    }
    let syn::Type::Path(path) = ty else { return None };
    let scalar = scalar_of(described)?;
    let number = match (scalar.kind, scalar.bits) {
        (ScalarKind::Float, 16) => quote!(::vixen::__private::F16),
        (kind, bits) => {
            let letter = match kind {
                ScalarKind::Float => 'f',
                ScalarKind::Sint => 'i',
                ScalarKind::Uint | ScalarKind::Bool => 'u',
            };
            let ident = quote::format_ident!("{letter}{bits}");
            quote!(::core::primitive::#ident)
        }
    };
    let last = path.path.segments.last()?.ident.to_string();
    let check =
        |at: TokenStream| quote_spanned!(span=> ::vixen::__private::is_number::<#number, _>(#at););
    let paths = crate::block::components(&last);
    if paths.is_empty() {
        return Some(check(borrowed.clone()));
    }
    Some(
        paths
            .iter()
            .map(|path| {
                let fields = path.iter().map(|field| quote::format_ident!("{field}", span = span));
                check(quote_spanned!(span=> &#place #(.#fields)*))
            })
            .collect(),
    )
}

/// The numbers of a known type.
fn scalar_of(ty: &FieldType) -> Option<Scalar> {
    match ty {
        FieldType::Scalar(scalar) | FieldType::Vector(scalar, ..) => Some(*scalar),
        FieldType::Array(element, _) => scalar_of(element),
        FieldType::Named(_) | FieldType::Struct(_) => None,
    }
}

/// `#[block(shader = …)]`: the block against a shader, where no pass names both.
fn check_own(found: &BlockSource, reader: Reader<'_>) {
    let Some(check) = &found.check else { return };
    let lookup = reader.source.shader(&check.shader.text, found.span);
    let ShaderLookup::Found(file) = lookup else {
        crate::syntax::tokens::shader_not_found(&check.shader, &lookup, reader);
        return;
    };
    let Some(interface) =
        crate::syntax::tokens::shader_interface(&check.shader, &file.bytes, reader)
    else {
        return;
    };
    let blocks: Vec<(String, &Block)> = interface
        .entry_points
        .iter()
        .flat_map(|entry| {
            let push =
                entry.push_constants.iter().map(|block| ("push constants".to_owned(), block));
            let bound = entry.bindings.iter().filter_map(|binding| match &binding.kind {
                BindingKind::UniformBuffer(block) | BindingKind::StorageBuffer(block) => {
                    Some((format!("set {}, binding {}", binding.set, binding.binding), block))
                }
                _ => None,
            });
            push.chain(bound)
        })
        .collect();
    let Some((place, block)) = blocks.iter().find(|(_, block)| block.name == check.block) else {
        let names: Vec<&str> = blocks.iter().map(|(_, block)| block.name.as_str()).collect();
        reader.diags.push(
            Diagnostic::error(
                Code::BlockLayout,
                check.shader.site,
                format!("`{}` has no block `{}`", check.shader.text, check.block),
            )
            .help(format!("name one of its blocks: {}", names.join(", "))),
        );
        return;
    };
    let against = Against { code: Code::BlockLayout, file: &check.shader.text, place, block };
    if let Some(finding) = compare(&found.decl, against, Site::Tokens(found.span)) {
        reader.diags.push(finding);
    }
}

/// A comparison as tokens: what is compared in one literal, and a literal that carries the field's place.
pub(super) fn request(check: &BlockCheck) -> TokenStream {
    let carried = (check.code == Code::PushLayout, &check.file, &check.place, &check.block);
    let text = serde_json::to_string(&carried).unwrap_or_default();
    let mut literal = proc_macro2::Literal::string(&text);
    literal.set_span(check.span);
    quote!({ #literal })
}

/// The end of a pass's chain: its blocks against its shaders.
#[must_use]
pub fn check_blocks(input: TokenStream) -> TokenStream {
    let Some((request, answers)) = chain::answers(input) else { return TokenStream::new() };
    let diags = Diagnostics::new();
    for (tree, answer) in request.into_iter().zip(answers) {
        if let (TokenTree::Group(group), Description::Block(own)) = (tree, answer) {
            check_one(&group, &own, &diags);
        }
    }
    super::report(diags, proc_macro2::Span::call_site())
}

fn check_one(group: &proc_macro2::Group, own: &BlockDecl, diags: &Diagnostics) -> Option<()> {
    let literal: syn::LitStr = syn::parse2(group.stream()).ok()?;
    let (is_push, file, place, block): (bool, String, String, Block) =
        serde_json::from_str(&literal.value()).ok()?;
    let code = if is_push { Code::PushLayout } else { Code::BlockLayout };
    let against = Against { code, file: &file, place: &place, block: &block };
    diags.push(compare(own, against, Site::Tokens(literal.span()))?);
    Some(())
}
