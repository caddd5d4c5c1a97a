//! The inputs of `tests/cases`, compiled with their shaders and judged by the oracle: each is held to the value that
//! the specification gives it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

mod aspect;
mod aspect_random;
mod device;
mod extents;
mod graph_json;
mod races;
mod raster;
mod shader;
mod shaders;
#[path = "../spirv/mod.rs"]
mod spirv;

use std::path::{Path, PathBuf};

use vixen_compiler::api;
use vixen_compiler::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use vixen_compiler::syntax::json;
use vixen_compiler::syntax::tokens::{Reader, parse_file};
use vixen_plan::Plan;

/// What became of a case.
pub(crate) struct Compiled {
    plan: Option<Plan>,
    found: Vec<Diagnostic>,
}

impl Compiled {
    /// The only plan of the only graph; a case without one shows what was found.
    pub(crate) fn plan(&self) -> &Plan {
        self.plan.as_ref().unwrap_or_else(|| panic!("no plan:\n{}", self.texts().join("\n")))
    }

    /// Codes of the errors, in order.
    pub(crate) fn errors(&self) -> Vec<Code> {
        self.of(Severity::Error)
    }

    /// Codes of the warnings, in order.
    pub(crate) fn warnings(&self) -> Vec<Code> {
        self.of(Severity::Warning)
    }

    /// Every finding as it is printed.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.found.iter().map(ToString::to_string).collect()
    }

    /// Names of the passes that run, in order.
    pub(crate) fn passes(&self) -> Vec<&str> {
        self.plan().passes.iter().map(|pass| &*pass.name).collect()
    }

    /// Holds the plan to the oracle: no objection, and nothing that could be taken away.
    pub(crate) fn sound(&self) -> &Self {
        let verdicts = vixen_oracle::judge_plan(self.plan());
        assert!(verdicts.is_empty(), "the oracle objects: {:#?}", verdicts.0);
        let report = vixen_oracle::mutate(self.plan());
        let unexplained: Vec<_> =
            report.survivors.iter().filter(|survivor| survivor.reason.is_none()).collect();
        assert!(unexplained.is_empty(), "superfluous: {unexplained:#?}");
        self
    }

    fn of(&self, severity: Severity) -> Vec<Code> {
        self.found.iter().filter(|one| one.severity == severity).map(|one| one.code).collect()
    }
}

/// Compiles a file of `tests/cases`.
pub(crate) fn compile(file: &str) -> Compiled {
    let path = folder().join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    if is_of(file, "json") { compile_json(&text) } else { compile_text(&text) }
}

fn is_of(file: &str, extension: &str) -> bool {
    Path::new(file).extension().is_some_and(|found| found == extension)
}

/// Compiles a graph file given as text: a neighbour that differs in a word.
pub(crate) fn compile_text(text: &str) -> Compiled {
    let diags = Diagnostics::new();
    let parsed = parse_file(text).unwrap_or_else(|refused| panic!("{refused}"));
    let generated = api::file(&parsed, Reader { source: &shaders::Folder, diags: &diags });
    let mut plans = generated.families.into_iter().flat_map(|family| family.plans.into_owned());
    Compiled { plan: plans.next(), found: diags.into_vec() }
}

/// Compiles a graph of the schema neutral-graph/1 given as text.
pub(crate) fn compile_json(text: &str) -> Compiled {
    let diags = Diagnostics::new();
    let ast = json::parse(text, None, &diags);
    let family = ast.and_then(|ast| vixen_compiler::compile(&ast, &diags));
    let plan = family.and_then(|family| family.plans.into_owned().into_iter().next());
    Compiled { plan, found: diags.into_vec() }
}

/// `tests/cases` of the tree.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases")
}

/// Every shader of the folder is one that a pass can be built on: what else would a case test?
#[test]
fn shaders_of_the_cases_compile() {
    let shaders = shaders::names();
    assert!(shaders.len() > 10, "{shaders:?}");
    for name in shaders {
        let module = shaders::module(&name).unwrap_or_else(|| panic!("{name} is not found"));
        vixen_compiler::reflect::reflect(&module).unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

/// Whatever becomes of a case, it is a plan that the oracle cannot fault, or errors; never a fault of the compiler.
#[test]
fn every_case_is_sound_or_refused() {
    for case in std::fs::read_dir(folder()).unwrap() {
        let name = case.unwrap().file_name().into_string().unwrap();
        if !is_of(&name, "rs") && !is_of(&name, "json") {
            continue;
        }
        let compiled = compile(&name);
        let said = [compiled.errors(), compiled.warnings()].concat();
        assert!(!said.contains(&Code::Internal), "{name}: {:?}", compiled.texts());
        if compiled.errors().is_empty() {
            compiled.sound();
        } else {
            assert!(compiled.plan.is_none(), "{name} has errors and a plan");
        }
    }
}

/// A stencil that nothing wipes is marked, then tested.
#[test]
fn a_portal_without_a_wipe() {
    let portal = compile_text(
        r#"
        #[derive(vixen::Pass)]
        #[pass(raster, vertex = "tri.vert")]
        struct Mark { #[depth_stencil(clear = (1.0, 1))] ds: Image }
        #[derive(vixen::Pass)]
        #[pass(raster, vertex = "tri.vert", fragment = "flat.frag")]
        struct Inside { #[depth_stencil(load)] ds: Image, #[color(clear = 0.0)] picture: Image }
        #[derive(vixen::Graph)]
        struct Portal {
            #[import(swapchain)] screen: Image,
            #[transient(format = "D32_SFLOAT_S8_UINT", size = "screen")] ds: Image,
            #[pass(ds = ds, vertices = 3)] mark: Mark,
            #[pass(ds = ds, picture = screen, vertices = 3)] inside: Inside,
        }"#,
    );
    assert_eq!(portal.sound().passes(), ["mark", "inside"]);
}
