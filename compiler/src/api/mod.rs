//! What the derives write: implementations, the chain of macros, and the types that a program names.
//!
//! `derive(Pass)`, `derive(Graph)` and `derive(Block)` each write a macro of the struct's own name that
//! carries its description (`chain`). A graph calls its passes' macros one after the other and is
//! compiled when the last has answered. build.rs calls the same generators with all descriptions at hand.

mod assemble;
mod block;
mod chain;
mod context;
mod file;
mod graph;
mod inputs;
mod names;
mod pass;
mod passes;
mod report;

pub use assemble::{Described, Parts, assemble};
pub use block::{check_blocks, derive_block, finish_block, implement as implement_block};
pub use chain::{Description, define};
pub use file::{Generated, file, file_at};
pub use graph::{compile_graph, derive_graph, implement as implement_graph};
pub use pass::{checks_of, derive_pass, finish_pass, implement as implement_pass, invoke_checks};
pub use report::report;

use proc_macro2::TokenStream;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use crate::syntax::tokens::{Reader, Source, check_size};

/// The struct behind a derive; what is wrong with anything else stands in `diags`.
fn item(
    input: TokenStream,
    derive: &str,
    reader: Reader<'_>,
) -> Result<syn::ItemStruct, TokenStream> {
    if let Err(error) = check_size(&input) {
        let help = "write smaller structs, and expressions with fewer parts";
        let error = Diagnostic::error(Code::TooLarge, Site::Tokens(error.span), error.message);
        reader.diags.push(error.help(help));
        return Err(TokenStream::new());
    }
    match syn::parse2::<syn::Item>(input) {
        Ok(syn::Item::Struct(item)) => Ok(item),
        Ok(other) => {
            let span = match &other {
                syn::Item::Enum(item) => item.ident.span(),
                syn::Item::Union(item) => item.ident.span(),
                _ => proc_macro2::Span::call_site(),
            };
            reader.not_a_struct(span, derive);
            Err(TokenStream::new())
        }
        // rustc parsed the item already, so this is only reached outside of it.
        Err(error) => Err(error.into_compile_error()),
    }
}

/// Runs a derive: what it writes, with what it found.
fn run(
    input: TokenStream,
    derive: &str,
    source: &dyn Source,
    write: impl FnOnce(&syn::ItemStruct, Reader<'_>) -> TokenStream,
) -> TokenStream {
    let diags = Diagnostics::new();
    let reader = Reader { source, diags: &diags };
    let (mut written, span) = match item(input, derive, reader) {
        Ok(item) => (write(&item, reader), item.ident.span()),
        Err(failed) => (failed, proc_macro2::Span::call_site()),
    };
    written.extend(report(diags, span));
    written
}
