//! The doors, and what must hold of whatever comes in through them.

mod family;
mod graph_json;
pub(crate) mod pipeline_cache;
mod shader_folder;
mod spirv;
mod tokens;
mod vox;

use vixen_compiler::diagnostic::{Code, Diagnostic, Severity};

pub use graph_json::graph_json;
pub use pipeline_cache::pipeline_cache;
pub use shader_folder::shader_folder;
pub use spirv::spirv;
pub use tokens::tokens;
pub use vox::vox;

/// A door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A shader's module, by itself and as a pass's.
    Spirv,
    /// A graph in JSON.
    GraphJson,
    /// A graph file, and its structs as the derives see them.
    Tokens,
    /// A voxel scene for the demo.
    Vox,
    /// A folder of GLSL with its includes, as the build door reads it.
    ShaderFolder,
    /// The file that compiled pipelines are kept in.
    PipelineCache,
}

impl Target {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Spirv,
        Self::GraphJson,
        Self::Tokens,
        Self::Vox,
        Self::ShaderFolder,
        Self::PipelineCache,
    ];

    /// Its name on the command line and in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spirv => "spirv",
            Self::GraphJson => "graph_json",
            Self::Tokens => "tokens",
            Self::Vox => "vox",
            Self::ShaderFolder => "shader_folder",
            Self::PipelineCache => "pipeline_cache",
        }
    }

    /// The target of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|target| target.name() == name)
    }

    /// Feeds an input to the target. Panics where something does not hold that must.
    pub fn check(self, input: &[u8]) {
        match self {
            Self::Spirv => spirv(input),
            Self::GraphJson => graph_json(input),
            Self::Tokens => tokens(input),
            Self::Vox => vox(input),
            Self::ShaderFolder => shader_folder(input),
            Self::PipelineCache => pipeline_cache(input),
        }
    }
}

/// The codes of the errors that an input gets, in order of finding.
///
/// # Panics
///
/// For a target whose errors have no codes.
#[must_use]
pub fn errors(target: Target, input: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(input);
    match target {
        Target::GraphJson => codes(&graph_json::plan(&text).1),
        Target::Tokens => {
            tokens::findings(&text).map_or_else(|refused| vec![refused], |found| codes(&found))
        }
        Target::Spirv => {
            let refused = vixen_compiler::reflect::reflect(input).is_err();
            if refused { vec![Code::InvalidSpirv.to_string()] } else { Vec::new() }
        }
        _ => panic!("the errors of `{}` have no codes", target.name()),
    }
}

fn codes(found: &[Diagnostic]) -> Vec<String> {
    let errors = found.iter().filter(|one| one.severity == Severity::Error);
    errors.map(|one| one.code.to_string()).collect()
}

/// What must hold of what was found: a text, a remedy where it is an error, and no fault of the compiler.
fn check_findings(found: &[Diagnostic]) {
    for one in found {
        assert!(one.code != Code::Internal, "a fault of the compiler: {one}");
        assert!(!one.message.trim().is_empty(), "{} has no text", one.code);
        let remedy = !one.help.trim().is_empty() || one.severity == Severity::Warning;
        assert!(remedy, "an error without a remedy: {one}");
    }
}
