//! `derive(Pass)`.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::chain::{self, Description};
use super::{context, run};
use crate::block::Disagreement;
use crate::diagnostic::{Code, Diagnostics, Site};
use crate::lower::shader::{Union, blocks_of_slot, matches, push_union};
use crate::reflect::Block;
use crate::syntax::ast::{SizedBlock, Trust};
use crate::syntax::tokens::{BlockDecl, PassSource, Reader, Source, pass};

/// Writes what `derive(Pass)` stands for. A pass with vertex buffers asks for the descriptions of their elements
/// first and is finished by [`finish_pass`].
#[must_use]
pub fn derive_pass(input: TokenStream, source: &dyn Source) -> TokenStream {
    run(input, "Pass", source, |item, reader| {
        let own = Diagnostics::new();
        let found = pass(item, Reader { diags: &own, ..reader });
        match found.filter(|pass| !owners(pass).is_empty()) {
            None => finish(item, reader, false, &mut |_| None),
            Some(pass) => {
                for finding in own.into_vec() {
                    reader.diags.push(finding);
                }
                let owners = owners(&pass);
                chain::invoke(&owners, &quote!(::vixen::__private::finish_pass), &quote!(#item))
            }
        }
    })
}

/// The structs that a pass hands on in its description: elements of vertex buffers, then blocks that a graph sizes.
fn owners(pass: &PassSource) -> Vec<&syn::Path> {
    let vertices = pass.vertices.iter().map(|slot| &slot.ty);
    vertices.chain(sized(pass).into_iter().map(|(_, ty)| ty)).collect()
}

/// The blocks whose sizes specialization constants decide: the slot of each, `None` for push constants.
fn sized(pass: &PassSource) -> Vec<(Option<usize>, &syn::Path)> {
    let decl = &pass.decl;
    let is_sized = |union: Result<Option<Union>, Disagreement>| {
        union.ok().flatten().is_some_and(|union| union.sized)
    };
    let push = pass.push.iter().filter(|_| is_sized(push_union(decl))).map(|(_, ty)| (None, ty));
    let matches = matches(decl);
    let typed = pass.typed.iter().filter(|typed| {
        let found = matches.slots.get(typed.slot).and_then(Option::as_ref);
        let pair = found.zip(decl.slots.get(typed.slot));
        pair.is_some_and(|(found, slot)| is_sized(blocks_of_slot(decl, slot, found)))
    });
    push.chain(typed.map(|typed| (Some(typed.slot), &typed.ty))).collect()
}

/// The end of the chain of a pass with vertex buffers.
#[must_use]
pub fn finish_pass(input: TokenStream, source: &dyn Source) -> TokenStream {
    let Some((request, answers)) = chain::answers(input) else { return TokenStream::new() };
    let mut answers = answers.into_iter();
    run(request, "Pass", source, |item, reader| {
        // What the struct itself got wrong was said by the derive.
        finish(item, reader, true, &mut |_| match answers.next() {
            Some(Description::Block(block)) => Some(block),
            _ => None,
        })
    })
}

/// The description of a block, by its path as the pass writes it.
type Describe<'d> = dyn FnMut(&syn::Path) -> Option<BlockDecl> + 'd;

/// Implementation, macro and comparisons of a pass whose vertices can be described.
fn finish(
    item: &syn::ItemStruct,
    reader: Reader<'_>,
    said: bool,
    describe: &mut Describe<'_>,
) -> TokenStream {
    let Some(pass) = read(item, reader, said, describe) else {
        return chain::define(&item.ident, &item.vis, &Description::Unreadable);
    };
    let mut written = implement(item, &pass);
    let decl = Box::new(pass.decl.clone());
    written.extend(chain::define(&item.ident, &item.vis, &Description::Pass(decl)));
    written.extend(invoke_checks(&pass));
    written
}

/// Reads and checks a pass, with how much of it holds. `said` says that what is wrong with the
/// struct alone has been reported.
pub(super) fn read(
    item: &syn::ItemStruct,
    reader: Reader<'_>,
    said: bool,
    describe: &mut Describe<'_>,
) -> Option<PassSource> {
    let mut own = Diagnostics::new();
    let mut pass = pass(item, Reader { diags: &own, ..reader });
    let read = !own.has_errors();
    if said {
        own = Diagnostics::new();
    }
    // What is wrong with a vertex struct is said where it stands.
    if let Some(pass) = pass.as_mut().filter(|pass| pass.complete && read)
        && describe_vertices(pass, describe)
    {
        crate::lower::check_pass(&pass.decl, &pass.sites, &own);
        pass.decl.trust = if own.has_errors() { Trust::Slots } else { Trust::Whole };
    }
    let push = pass.as_ref().and_then(|pass| pass.push.as_ref()).map(|(field, _)| field.span());
    for mut finding in own.into_vec() {
        if matches!(finding.site, Site::Whole) {
            // A pass as a whole stands at its name; what its push constants lack, at their field.
            let at_push = push.filter(|_| finding.code == Code::PushMissing);
            finding.site = Site::Tokens(at_push.unwrap_or_else(|| item.ident.span()));
        }
        reader.diags.push(finding);
    }
    pass
}

/// Fills in the elements of the vertex buffers. Whether all could be described.
fn describe_vertices(pass: &mut PassSource, describe: &mut Describe<'_>) -> bool {
    let slots = &mut pass.decl.slots;
    let mut whole = true;
    // All are asked for, also behind one that is not there yet: the answers come by position.
    for typed in &pass.vertices {
        let block = describe(&typed.ty);
        let vertex = slots.get_mut(typed.slot).and_then(|slot| slot.vertex.as_mut());
        let described = vertex
            .zip(block)
            .and_then(|(vertex, block)| crate::block::describe_vertex(vertex, &block));
        whole &= described.is_some();
    }
    whole && describe_sized(pass, describe)
}

/// Takes along the structs of blocks that a graph sizes. Whether all could be described.
fn describe_sized(pass: &mut PassSource, describe: &mut Describe<'_>) -> bool {
    let asked = sized(pass).into_iter().map(|(slot, ty)| (slot, describe(ty)));
    let asked: Vec<_> = asked.collect();
    let count = asked.len();
    let described =
        asked.into_iter().filter_map(|(slot, own)| Some(SizedBlock { slot, own: own? }));
    pass.decl.sized = described.collect();
    pass.decl.sized.len() == count
}

/// The implementations for a pass type.
#[must_use]
pub fn implement(item: &syn::ItemStruct, pass: &PassSource) -> TokenStream {
    let name = &item.ident;
    let push = if let Some((_, ty)) = &pass.push { quote!(#ty) } else { quote!(()) };
    let includes = &pass.includes;
    let reader = reader(item);
    let context = pass.decl.code.then(|| context::write(item, pass));
    quote! {
        impl ::vixen::Pass for #name {
            type Push = #push;
            const SHADERS: &'static [&'static [u8]] = &[#(#includes),*];
        }
        #context
        #reader
    }
}

/// Reads every field once: what describes a graph is not dead code.
pub(super) fn reader(item: &syn::ItemStruct) -> TokenStream {
    let name = &item.ident;
    let fields = item.fields.iter().filter_map(|field| field.ident.as_ref());
    quote! {
        const _: () = {
            // A plain struct of numbers may be small enough for clippy to want it by value.
            #[allow(dead_code, clippy::trivially_copy_pass_by_ref)]
            fn read(it: &#name) {
                #(let _ = &it.#fields;)*
            }
        };
    }
}

/// A comparison that needs a block's description.
#[derive(Clone, Debug)]
pub struct BlockCheck {
    /// Place of the pass's field.
    pub span: Span,
    /// The Rust type.
    pub ty: syn::Path,
    /// V0302 or V0303.
    pub code: Code,
    /// Shader file.
    pub file: String,
    /// `push constants`, or `set 0, binding 1`.
    pub place: String,
    /// The shader's block.
    pub block: Block,
}

/// The comparisons of a pass: its push constants and its typed slots, each against what all stages declare together.
#[must_use]
pub fn checks_of(pass: &PassSource) -> Vec<BlockCheck> {
    let decl = &pass.decl;
    // What the stages do not agree in is an error of the pass.
    let check = |span, ty: &syn::Path, code, place, union: Result<Option<Union>, Disagreement>| {
        // What specialization constants size, a graph holds against them: `sized`.
        let Union { block, files: file, .. } = union.ok().flatten().filter(|union| !union.sized)?;
        Some(BlockCheck { span, ty: ty.clone(), code, file, place, block })
    };
    let push = pass.push.iter().filter_map(|(field, ty)| {
        check(field.span(), ty, Code::PushLayout, "push constants".into(), push_union(decl))
    });
    let matches = matches(decl);
    let typed = pass.typed.iter().filter_map(|typed| {
        let found = matches.slots.get(typed.slot)?.as_ref()?;
        let place = format!("set {}, binding {}", found.binding.set, found.binding.binding);
        let union = blocks_of_slot(decl, decl.slots.get(typed.slot)?, found);
        check(typed.field.span(), &typed.ty, Code::BlockLayout, place, union)
    });
    push.chain(typed).collect()
}

/// Asks the blocks of a pass for their descriptions, to compare them.
#[must_use]
pub fn invoke_checks(pass: &PassSource) -> TokenStream {
    let checks = checks_of(pass);
    let owners: Vec<&syn::Path> = checks.iter().map(|check| &check.ty).collect();
    if owners.is_empty() {
        return TokenStream::new();
    }
    let request: TokenStream = checks.iter().map(super::block::request).collect();
    chain::invoke(&owners, &quote!(::vixen::__private::check_blocks), &request)
}
