//! Where a derive finds shaders, and what rustc says about a place.

use std::path::{Path, PathBuf};

use proc_macro2::Span;
use quote::quote;
use vixen_compiler::syntax::ast::Origin;
use vixen_compiler::syntax::tokens::{ShaderFile, ShaderLookup, Source};

/// The crate that cargo compiles: shaders lie in `$OUT_DIR/vixen`, spans are rustc's.
pub(crate) struct Cargo;

impl Source for Cargo {
    fn origin(&self, span: Span) -> Origin {
        // Not a `Result`'s: the compiler's own span, which there always is within a macro.
        let span = span.unwrap();
        Origin { file: span.file(), line: u32::try_from(span.line()).unwrap_or_default() }
    }

    fn shader(&self, file: &str, span: Span) -> ShaderLookup {
        if let Some(beside) = beside(file, span) {
            return read(&beside, &quote_path(&beside));
        }
        let Some(out) = std::env::var_os("OUT_DIR").map(PathBuf::from) else {
            return ShaderLookup::NoBuildScript;
        };
        let folder = out.join("vixen");
        let name = vixen_compiler::shader_file::name(file);
        let path = folder.join(&name);
        if path.is_file() {
            // By the environment, not by its value: the expansion stays the same on every machine.
            let within = format!("/vixen/{name}");
            return read(&path, &quote!(concat!(env!("OUT_DIR"), #within)));
        }
        ShaderLookup::Missing {
            looked_for: format!("$OUT_DIR/vixen/{name}"),
            present: vixen_compiler::shader_file::list(&folder),
        }
    }
}

/// A `.spv` file named by its path from the source file.
fn beside(file: &str, span: Span) -> Option<PathBuf> {
    if Path::new(file).extension()? != "spv" {
        return None;
    }
    let source = span.unwrap().local_file()?;
    let path = std::path::absolute(source.parent()?.join(file)).ok()?;
    path.is_file().then_some(path)
}

fn quote_path(path: &Path) -> proc_macro2::TokenStream {
    let text = path.display().to_string();
    quote!(#text)
}

fn read(path: &Path, literal: &proc_macro2::TokenStream) -> ShaderLookup {
    match std::fs::read(path) {
        Ok(bytes) => {
            ShaderLookup::Found(ShaderFile { bytes, include: quote!(include_bytes!(#literal)) })
        }
        Err(error) => ShaderLookup::Unreadable(error.to_string()),
    }
}
