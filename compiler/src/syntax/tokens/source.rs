//! What the grammar asks of its surroundings: shaders, and where a span stands.

use proc_macro2::{Span, TokenStream};

use crate::syntax::ast::Origin;

/// The surroundings of a derive or of a build script.
pub trait Source {
    /// File and line of a span; empty where unknown.
    fn origin(&self, span: Span) -> Origin;

    /// The SPIR-V of a shader, by the file name that the pass gives at `span`.
    fn shader(&self, file: &str, span: Span) -> ShaderLookup;
}

/// A shader's module.
#[derive(Clone, Debug)]
pub struct ShaderFile {
    /// The SPIR-V.
    pub bytes: Vec<u8>,
    /// An expression of type `&'static [u8]` that holds the same bytes in generated code and makes cargo
    /// rebuild where they change.
    pub include: TokenStream,
}

/// What looking for a shader ended in.
#[derive(Clone, Debug)]
pub enum ShaderLookup {
    /// The module.
    Found(ShaderFile),
    /// No build.rs ran for this crate.
    NoBuildScript,
    /// It is not where it should be.
    Missing {
        /// Where it was looked for.
        looked_for: String,
        /// Names of the shaders that are there.
        present: Vec<String>,
    },
    /// A tool's folders do not have it.
    NotInFolders {
        /// Names of the shaders that are there; `None` where no folder was given.
        present: Option<Vec<String>>,
    },
    /// It is there and cannot be read: what the system said.
    Unreadable(String),
}
