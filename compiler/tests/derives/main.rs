//! What the derives write and what they say, on tokens alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

mod blocks;
mod drift;
mod expansion;
mod grammar;
mod shaders;
#[path = "../spirv/mod.rs"]
mod spirv;

use proc_macro2::TokenStream;
use vixen_compiler::diagnostic::Diagnostics;
use vixen_compiler::syntax::tokens::Reader;

/// Runs a reader of the grammar; what it found, as text.
fn found(source: &str, read: impl FnOnce(&syn::ItemStruct, Reader<'_>)) -> Vec<String> {
    let item: syn::ItemStruct = syn::parse_str(source).expect("the test's struct is Rust");
    let diags = Diagnostics::new();
    read(&item, Reader { source: &shaders::Shaders, diags: &diags });
    diags.into_vec().iter().map(ToString::to_string).collect()
}

/// Tokens as a formatted file.
fn formatted(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).expect("what a derive writes is items"))
}
