//! Rust tokens: graph files whole, and their structs one at a time as the derives see them.

use std::str::FromStr;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use vixen_compiler::api;
use vixen_compiler::diagnostic::{Code, Diagnostic, Diagnostics};
use vixen_compiler::syntax::ast::Origin;
use vixen_compiler::syntax::tokens::{
    Reader, Refused, ShaderFile, ShaderLookup, Source, parse_file,
};

use super::{check_findings, family};
use crate::modules::module;

/// A graph file to a module, and its structs through the derives.
///
/// # Panics
///
/// Where something does not hold that must.
pub fn tokens(input: &[u8]) {
    // A file that is not UTF-8 is refused where it is read.
    let Ok(text) = std::str::from_utf8(input) else { return };
    compile(text, None);
    // What a derive is given was lexed by rustc, and is a struct, an enum or a union; here it is anything.
    let Ok(tokens) = TokenStream::from_str(text) else { return };
    derive(&tokens);
    if let Ok(file) = parse_file(text) {
        for item in file.items.iter().take(DERIVED) {
            derive(&item.to_token_stream());
        }
    }
}

/// Items of a file that are given to the derives.
const DERIVED: usize = 64;

/// Compiles a graph file. `input.spv` names the module given.
pub(super) fn compile(text: &str, module: Option<&[u8]>) {
    let file = match parse_file(text) {
        Ok(file) => file,
        Err(error) => {
            assert!(!error.to_string().is_empty(), "an error without a text");
            return;
        }
    };
    let diags = Diagnostics::new();
    let source = Memory { module };
    let generated = api::file(&file, Reader { source: &source, diags: &diags });
    let errors = diags.has_errors();
    check_findings(&diags.into_vec());
    for one in &generated.families {
        family::check(one);
    }
    if errors {
        return;
    }
    match syn::parse2::<syn::File>(generated.tokens) {
        Ok(module) => drop(prettyplease::unparse(&module)),
        Err(error) => panic!("what was written is not Rust: {error}"),
    }
}

/// What is found in a graph file; the code that its text gets where it is not parsed.
pub(super) fn findings(text: &str) -> Result<Vec<Diagnostic>, String> {
    let file = parse_file(text).map_err(|refused| match refused {
        Refused::TooLarge(_) => Code::TooLarge.to_string(),
        Refused::Syntax(_) => Code::MalformedValue.to_string(),
    })?;
    let diags = Diagnostics::new();
    let source = Memory { module: None };
    let _ = api::file(&file, Reader { source: &source, diags: &diags });
    Ok(diags.into_vec())
}

/// Each derive with these tokens; what it writes parses again.
fn derive(tokens: &TokenStream) {
    let source = Memory { module: None };
    for derive in [api::derive_pass, api::derive_graph, api::derive_block] {
        let written = derive(tokens.clone(), &source);
        parses(written);
    }
    // The ends of the chains, which a program can call by hand.
    let request = quote!({} { #tokens } {});
    parses(api::compile_graph(request.clone(), &source));
    parses(api::finish_block(request, &source));
    parses(api::compile_graph(tokens.clone(), &source));
    parses(api::finish_block(tokens.clone(), &source));
    parses(api::check_blocks(tokens.clone()));
}

fn parses(written: TokenStream) {
    if let Err(error) = syn::parse2::<syn::File>(written) {
        panic!("what a derive wrote is not Rust: {error}");
    }
}

/// The tree's shaders, and one more.
struct Memory<'a> {
    module: Option<&'a [u8]>,
}

impl Source for Memory<'_> {
    fn origin(&self, span: Span) -> Origin {
        let line = u32::try_from(span.start().line).unwrap_or_default();
        Origin { file: "graph.rs".to_owned(), line }
    }

    fn shader(&self, file: &str, _: Span) -> ShaderLookup {
        let own = self.module.filter(|_| file == "input.spv");
        match own.or_else(|| module(file)) {
            Some(bytes) => ShaderLookup::Found(ShaderFile {
                bytes: bytes.to_owned(),
                include: quote!(include_bytes!(#file)),
            }),
            None => ShaderLookup::Missing { looked_for: file.to_owned(), present: Vec::new() },
        }
    }
}
