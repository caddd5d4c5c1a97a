//! From a description to a plan, through the door that build.rs uses: the graph as a file, its shaders beside.

use std::collections::HashMap;
use std::sync::Arc;

use proc_macro2::{Span, TokenStream};
use vixen_compiler::diagnostic::{Diagnostics, Severity};
use vixen_compiler::syntax::ast::Origin;
use vixen_compiler::syntax::tokens::{Reader, ShaderFile, ShaderLookup, Source};
use vixen_plan::Plan;

use crate::graph::{Graph, Work};
use crate::shader::{self, Signature};

/// A graph's plan with its shaders, in the plan's order.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The plan.
    pub plan: Plan,
    /// SPIR-V modules in the order of [`Plan::shaders`].
    pub shaders: Vec<Arc<[u8]>>,
}

/// Compiles a graph. What went wrong is told as text: a random graph is valid, so it is a fault of the
/// compiler, or of the generator.
pub fn compile(graph: &Graph) -> Result<Compiled, String> {
    let shaders = Shaders::of(graph)?;
    let text = graph.to_string();
    let parsed = syn::parse_file(&text).map_err(|error| format!("not Rust: {error}"))?;
    let diags = Diagnostics::new();
    let generated = vixen_compiler::api::file(&parsed, Reader { source: &shaders, diags: &diags });
    let found = diags.into_vec();
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    let errors: Vec<String> = errors.map(ToString::to_string).collect();
    if !errors.is_empty() {
        return Err(errors.join("\n"));
    }
    let family = generated.families.into_iter().next().ok_or("no graph was compiled")?;
    let plan = family.plans.first().ok_or("a family without a plan")?.clone();
    let order = plan.shaders.iter().map(|module| {
        let known = shaders.0.get(&*module.name).cloned();
        known.ok_or_else(|| format!("the plan names the shader {}, which no pass has", module.name))
    });
    let shaders = order.collect::<Result<_, _>>()?;
    Ok(Compiled { plan, shaders })
}

/// The shaders of a graph, by file name.
struct Shaders(HashMap<String, Arc<[u8]>>);

impl Shaders {
    fn of(graph: &Graph) -> Result<Self, String> {
        let mut files = HashMap::new();
        for pass in &graph.passes {
            if let Some(signature) = Signature::of(graph, pass) {
                let module = shader::spirv(signature.fragment, &signature.glsl())?;
                files.insert(signature.file(), module);
            }
            if matches!(pass.work, Work::Raster { .. }) {
                files.insert("triangles.vert".to_owned(), shader::triangles()?);
            }
        }
        Ok(Self(files))
    }
}

impl Source for Shaders {
    fn origin(&self, span: Span) -> Origin {
        let line = u32::try_from(span.start().line).unwrap_or_default();
        Origin { file: "random.rs".to_owned(), line }
    }

    fn shader(&self, file: &str, _: Span) -> ShaderLookup {
        match self.0.get(file) {
            Some(bytes) => ShaderLookup::Found(ShaderFile {
                bytes: bytes.to_vec(),
                include: TokenStream::new(),
            }),
            None => ShaderLookup::NoBuildScript,
        }
    }
}
