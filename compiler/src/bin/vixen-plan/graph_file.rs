//! Graph files in the grammar of the derives: shaders as build.rs finds them, then the same compiler.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use proc_macro2::{Span, TokenStream};
use vixen_compiler::api;
use vixen_compiler::build::{self, Builder, Compiled};
use vixen_compiler::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Site};
use vixen_compiler::shader_file;
use vixen_compiler::syntax::ast::Origin;
use vixen_compiler::syntax::tokens::{
    Reader, Refused, ShaderFile, ShaderLookup, Source, parse_file,
};
use vixen_plan::Family;

use super::{Arguments, Outcome, read};

/// Plans the graph of a file. `None` where its shaders cannot be compiled, or where it is not said which graph is meant;
/// both were told then.
pub(super) fn plan(arguments: &Arguments, extent: Option<[u32; 2]>) -> Option<Outcome> {
    let shaders = match compiled(arguments) {
        Ok(shaders) => shaders,
        Err(failures) => {
            for failure in failures {
                told(&failure.render(Severity::Error));
            }
            return None;
        }
    };
    let start = Instant::now();
    let diagnostics = Diagnostics::new();
    let text = read::text(&arguments.file, &diagnostics);
    let folder = arguments.file.parent().unwrap_or(Path::new("")).to_owned();
    let source = Files { file: arguments.file.display().to_string(), folder, shaders };
    let families = text.as_ref().and_then(|text| families(text, extent, &source, &diagnostics));
    let failed = diagnostics.has_errors();
    let family = match families.filter(|_| !failed) {
        Some(families) => Some(chosen(arguments, families)?),
        None => None,
    };
    let (found, elapsed) = (diagnostics.into_vec(), start.elapsed());
    Some(Outcome { family, found, text, elapsed })
}

/// The shaders of the folders; `None` without a folder.
fn compiled(arguments: &Arguments) -> Result<Option<Compiled>, Vec<build::Failure>> {
    if arguments.shaders.is_empty() {
        return Ok(None);
    }
    let builder = arguments.shaders.iter().fold(Builder::default(), Builder::shaders);
    let defined = arguments.define.iter().fold(builder, |builder, define| {
        let (name, value) = define.split_once('=').unwrap_or((define, ""));
        builder.define(name, value)
    });
    defined.apart().map(Some)
}

fn families(
    text: &str,
    extent: Option<[u32; 2]>,
    source: &Files,
    diagnostics: &Diagnostics,
) -> Option<Vec<Family>> {
    match parse_file(text) {
        Ok(file) => {
            Some(api::file_at(&file, extent, Reader { source, diags: diagnostics }).families)
        }
        Err(refused) => {
            let code = match refused {
                Refused::TooLarge(_) => Code::TooLarge,
                Refused::Syntax(_) => Code::MalformedValue,
            };
            let error = Diagnostic::error(code, Site::Tokens(refused.span()), refused.to_string());
            diagnostics.push(error.help("a graph file is Rust: structs with Vixen's derives"));
            None
        }
    }
}

/// The graph that `--graph` names, or the only one.
fn chosen(arguments: &Arguments, mut families: Vec<Family>) -> Option<Family> {
    let is_meant =
        |family: &Family| arguments.graph.as_deref().is_none_or(|name| name == family.name);
    let names: Vec<String> = families.iter().map(|family| family.name.to_string()).collect();
    let meant: Vec<usize> =
        families.iter().enumerate().filter(|(_, f)| is_meant(f)).map(|(index, _)| index).collect();
    if let [index] = meant[..] {
        return Some(families.swap_remove(index));
    }
    let file = arguments.file.display();
    let what = match &arguments.graph {
        Some(name) => format!("error: {file} has no graph `{name}`; it has: {}", names.join(", ")),
        None if names.is_empty() => format!("error: {file} has no struct with derive(Graph)"),
        None => format!(
            "error: {file} has {} graphs: {}; name one with --graph",
            names.len(),
            names.join(", ")
        ),
    };
    told(&what);
    None
}

/// To standard error; a terminal that is gone is no failure of this program.
fn told(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A graph file's surroundings.
struct Files {
    /// As messages name it.
    file: String,
    /// Where it lies: a `.spv` may be named by its path from there.
    folder: PathBuf,
    shaders: Option<Compiled>,
}

impl Files {
    fn path(&self, name: &str) -> Option<PathBuf> {
        let beside = self.folder.join(name);
        if Path::new(name).extension().is_some_and(|e| e == "spv") && beside.is_file() {
            return Some(beside);
        }
        let compiled = self.shaders.as_ref()?.folder().join(shader_file::name(name));
        compiled.is_file().then_some(compiled)
    }
}

impl Source for Files {
    fn origin(&self, span: Span) -> Origin {
        let line = u32::try_from(span.start().line).unwrap_or_default();
        Origin { file: self.file.clone(), line }
    }

    fn shader(&self, file: &str, _: Span) -> ShaderLookup {
        let Some(path) = self.path(file) else {
            let present = self.shaders.as_ref().map(|shaders| shader_file::list(shaders.folder()));
            return ShaderLookup::NotInFolders { present };
        };
        match std::fs::read(&path) {
            // Nothing is generated, so nothing takes the bytes in.
            Ok(bytes) => ShaderLookup::Found(ShaderFile { bytes, include: TokenStream::new() }),
            Err(error) => ShaderLookup::Unreadable(error.to_string()),
        }
    }
}
