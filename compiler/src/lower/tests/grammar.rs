//! Graphs as a user writes them, with GLSL beside, up to what lower and check make of them.

use std::collections::HashMap;

use glslang::{
    Compiler, CompilerOptions, ShaderInput, ShaderMessage, ShaderSource, ShaderStage,
    SourceLanguage, SpirvVersion, Target, VulkanVersion,
};
use proc_macro2::{Span, TokenStream};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::Graph;
use crate::syntax::ast::{Ast, Origin, Trust};
use crate::syntax::tokens::{self, PassSource, Reader, ShaderFile, ShaderLookup, Source};

/// Shaders by file name.
pub(super) struct Shaders(HashMap<String, Vec<u8>>);

impl Shaders {
    /// Compiles `(file, source)` pairs.
    pub(super) fn compile(sources: &[(&str, &str)]) -> Self {
        let compile = |(file, source): &(&str, &str)| ((*file).to_owned(), spirv(file, source));
        Self(sources.iter().map(compile).collect())
    }
}

impl Source for Shaders {
    fn origin(&self, _: Span) -> Origin {
        Origin { file: "test.rs".to_owned(), line: 1 }
    }

    fn shader(&self, file: &str, _: Span) -> ShaderLookup {
        match self.0.get(file) {
            Some(bytes) => {
                let include = TokenStream::new();
                ShaderLookup::Found(ShaderFile { bytes: bytes.clone(), include })
            }
            None => ShaderLookup::NoBuildScript,
        }
    }
}

fn spirv(file: &str, source: &str) -> Vec<u8> {
    let stage = match file.rsplit('.').next().unwrap() {
        "comp" => ShaderStage::Compute,
        "vert" => ShaderStage::Vertex,
        _ => ShaderStage::Fragment,
    };
    let options = CompilerOptions {
        source_language: SourceLanguage::GLSL,
        target: Target::Vulkan {
            version: VulkanVersion::Vulkan1_3,
            spirv_version: SpirvVersion::SPIRV1_6,
        },
        version_profile: None,
        messages: ShaderMessage::DEFAULT,
    };
    let source = ShaderSource::from(format!("#version 460\n{source}"));
    let input = ShaderInput::new(&source, stage, &options, None, None).unwrap();
    let shader = glslang::Shader::new(Compiler::acquire().unwrap(), input);
    let words = shader.parse().unwrap().compile().unwrap();
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// What a text becomes, as far as it gets, and all that was found.
pub(super) fn compile(text: &str, shaders: &Shaders) -> (Option<Graph>, Vec<Diagnostic>) {
    let diagnostics = Diagnostics::new();
    let reader = Reader { source: shaders, diags: &diagnostics };
    let Some(ast) = read(text, reader) else { return (None, diagnostics.into_vec()) };
    if diagnostics.has_errors() {
        return (None, diagnostics.into_vec());
    }
    let graph = super::super::lower(&ast, &diagnostics);
    crate::check::check(&graph, &diagnostics);
    (Some(graph), diagnostics.into_vec())
}

/// The last graph of a text, with what it uses.
fn read(text: &str, reader: Reader<'_>) -> Option<Ast> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    let mut passes: Vec<PassSource> = Vec::new();
    let mut graphs: Vec<Ast> = Vec::new();
    for item in &file.items {
        let syn::Item::Struct(item) = item else { continue };
        if item.attrs.iter().any(|attribute| attribute.path().is_ident("pass")) {
            let mut pass = tokens::pass(item, reader)?;
            super::super::check_pass(&pass.decl, &pass.sites, reader.diags);
            pass.decl.trust = Trust::Whole;
            passes.push(pass);
        } else {
            let graph = tokens::graph(item, reader)?;
            graphs.push(assemble(graph.decl, &passes, &graphs));
        }
    }
    graphs.pop()
}

fn assemble(
    mut graph: crate::syntax::ast::GraphDecl,
    passes: &[PassSource],
    graphs: &[Ast],
) -> Ast {
    for node in &mut graph.nodes {
        let name = &node.ty.text;
        node.decl = Some(if node.is_graph {
            graphs.iter().position(|graph| graph.graph.name.text == *name).unwrap()
        } else {
            passes.iter().position(|pass| pass.decl.name == *name).unwrap()
        });
    }
    Ast {
        graph,
        passes: passes.iter().map(|pass| pass.decl.clone()).collect(),
        graphs: graphs.to_vec(),
    }
}

/// A finding as a reader sees it, without its place.
pub(super) fn shown(found: &[Diagnostic]) -> String {
    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
    texts.join("\n") + "\n"
}
