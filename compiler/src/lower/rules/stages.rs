//! V0211: a pass has the stages that its kind runs, and each module the entry point that is named.

use super::Rules;
use crate::diagnostic::{Code, Site};
use crate::lower::shader::entry_point;
use crate::reflect::{EntryPoint, Stage};
use crate::syntax::ast::{PassKind, ShaderDecl};

/// Whether every stage and entry point is there.
pub(super) fn check(rules: &Rules<'_>) -> bool {
    let entries = rules.pass.shaders.iter().filter(|shader| entry_point(shader).is_none());
    let missing = entries.map(|shader| entry_missing(rules, shader)).count();
    missing == 0 && kind_has_stages(rules)
}

/// V0211: the module has the entry point.
fn entry_missing(rules: &Rules<'_>, shader: &ShaderDecl) {
    let points = &shader.interface.entry_points;
    let listed: Vec<String> = points
        .iter()
        .map(|point| format!("`{}` ({})", point.name, stage_word(point.stage)))
        .collect();
    rules.error(
        Code::EntryPointMissing,
        Site::Whole,
        format!(
            "`{}` runs the entry point `{}` of {} as {} shader, and the module has {}",
            rules.pass.name,
            shader.entry,
            shader.file,
            stage_word(shader.stage),
            if listed.is_empty() { "none".to_owned() } else { listed.join(", ") }
        ),
        remedy(rules.pass.kind, shader, points),
    );
}

/// What to write for an entry point that is not there: its name, where the module has one of the stage.
fn remedy(kind: PassKind, shader: &ShaderDecl, points: &[EntryPoint]) -> String {
    if let Some(point) = points.iter().find(|point| point.stage == shader.stage) {
        return format!("write `entry = \"{}\"`", point.name);
    }
    let wanted = stage_word(shader.stage);
    match points.iter().map(|point| point.stage).find(|stage| belongs(kind, *stage) == Some(false))
    {
        Some(stage) => format!(
            "name a {wanted} shader, or make it a pass that runs {} shaders: {}",
            stage_word(stage),
            header(stage, &shader.file)
        ),
        None => format!("name a {wanted} shader"),
    }
}

/// Whether passes of a kind run shaders of a stage; `None` for stages that no pass runs yet.
fn belongs(kind: PassKind, stage: Stage) -> Option<bool> {
    let own = match stage {
        Stage::Compute => PassKind::Compute,
        Stage::Vertex | Stage::Fragment => PassKind::Raster,
        _ => return None,
    };
    Some(kind == own)
}

/// How a pass begins that runs a file of a stage.
fn header(stage: Stage, file: &str) -> String {
    match stage {
        Stage::Compute => format!("`#[pass(compute, shader = \"{file}\")]`"),
        Stage::Vertex => format!("`#[pass(raster, vertex = \"{file}\")]`"),
        _ => format!("`#[pass(raster, vertex = \"….vert\", fragment = \"{file}\")]`"),
    }
}

/// V0211: a pass's shaders are those of its kind.
fn kind_has_stages(rules: &Rules<'_>) -> bool {
    let has = |stage| rules.pass.shaders.iter().any(|shader| shader.stage == stage);
    let (problem, help) = match rules.pass.kind {
        _ if rules.pass.shaders.is_empty() => return true,
        PassKind::Compute if rules.pass.shaders.len() != 1 || !has(Stage::Compute) => (
            "a compute pass runs one compute shader",
            "write `#[pass(compute, shader = \"….comp\")]`, or `raster` for what draws",
        ),
        PassKind::Raster if !has(Stage::Vertex) && !has(Stage::Mesh) => (
            "a raster pass runs a vertex or a mesh shader",
            "add `vertex = \"….vert\"` to `#[pass(raster, ...)]`",
        ),
        PassKind::Raster if has(Stage::Compute) => (
            "a raster pass runs no compute shader",
            "give the compute shader a pass of its own: `#[pass(compute, shader = \"….comp\")]`",
        ),
        PassKind::Transfer | PassKind::Host | PassKind::Present => (
            "a pass of its kind runs no shader",
            "remove the shaders, or write `#[pass(compute, ...)]` or `#[pass(raster, ...)]`",
        ),
        _ => return true,
    };
    rules.error(
        Code::EntryPointMissing,
        Site::Whole,
        format!("{problem}, and `{}` names {}", rules.pass.name, rules.files()),
        help,
    );
    false
}

/// The name of a stage with its article left out.
pub(super) fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Vertex => "vertex",
        Stage::TessellationControl => "tessellation control",
        Stage::TessellationEvaluation => "tessellation evaluation",
        Stage::Geometry => "geometry",
        Stage::Fragment => "fragment",
        Stage::Compute => "compute",
        Stage::Task => "task",
        Stage::Mesh => "mesh",
        Stage::RayGeneration => "ray generation",
        Stage::Intersection => "intersection",
        Stage::AnyHit => "any hit",
        Stage::ClosestHit => "closest hit",
        Stage::Miss => "miss",
        Stage::Callable => "callable",
    }
}
