//! The derives of Vixen: a thin door to [`vixen_compiler`], which does all the work on plain tokens.
//!
//! Depend on the `vixen` crate, which re-exports them; what they write names that crate.
#![forbid(unsafe_code)]

extern crate proc_macro;

mod source;

use proc_macro::TokenStream;
use source::Cargo;
use vixen_compiler::api;

/// A pass type: what it records, its shaders and its slots.
///
/// Kinds: `compute`, `raster`, `transfer`, `host`, `present`. Each field is a slot of type `Image`, `Buffer`,
/// `AccelerationStructure` or an array of them, and says by one attribute how it is used; `#[push]` names
/// the push-constant struct. Shaders are files that build.rs compiled; slots meet their bindings by name.
///
/// It writes the implementation of `vixen::Pass`, a macro of the struct's name that carries the description to
/// graphs, and for a pass with `code` a context `NameContext` with a method for each slot.
#[proc_macro_derive(
    Pass,
    attributes(
        pass,
        sampled,
        sampler,
        storage,
        uniform,
        push,
        color,
        depth,
        depth_stencil,
        stencil,
        input,
        resolve,
        vertex,
        index,
        indirect,
        copy,
        blit,
        clear,
        texel,
        host,
        present,
        acceleration,
        access
    )
)]
pub fn derive_pass(input: TokenStream) -> TokenStream {
    api::derive_pass(input.into(), &Cargo).into()
}

/// A graph: its resources, and passes wired to them. Compiles it.
///
/// It writes the implementations of `vixen::Graph` and `vixen::Dispatch`, `NameInputs` with what the program
/// gives each frame, `NamePasses` where passes have code, and a constant for each resource and parameter.
#[proc_macro_derive(
    Graph,
    attributes(
        graph, pass, transient, persistent, history, import, upload, readback, param, switch
    )
)]
pub fn derive_graph(input: TokenStream) -> TokenStream {
    api::derive_graph(input.into(), &Cargo).into()
}

/// A struct whose bytes are those of a shader's block: push constants, uniform or storage data.
///
/// Passes that name it compare it with the shader, byte by byte; `#[block(shader = "x.comp", name = "Params")]`
/// compares it where no pass does.
#[proc_macro_derive(Block, attributes(block))]
pub fn derive_block(input: TokenStream) -> TokenStream {
    api::derive_block(input.into(), &Cargo).into()
}

/// The end of a graph's chain of macros.
#[doc(hidden)]
#[proc_macro]
pub fn compile_graph(input: TokenStream) -> TokenStream {
    api::compile_graph(input.into(), &Cargo).into()
}

/// The end of a block's chain of macros.
#[doc(hidden)]
#[proc_macro]
pub fn finish_block(input: TokenStream) -> TokenStream {
    api::finish_block(input.into(), &Cargo).into()
}

/// The end of the chain of a pass with vertex buffers.
#[doc(hidden)]
#[proc_macro]
pub fn finish_pass(input: TokenStream) -> TokenStream {
    api::finish_pass(input.into(), &Cargo).into()
}

/// The end of a pass's chain of macros.
#[doc(hidden)]
#[proc_macro]
pub fn check_blocks(input: TokenStream) -> TokenStream {
    api::check_blocks(input.into()).into()
}
