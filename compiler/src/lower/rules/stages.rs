//! V0211: a pass has the stages that its kind runs, and each module the entry point that is named.

use super::Rules;
use crate::diagnostic::{Code, Site};
use crate::lower::shader::entry_point;
use crate::reflect::Stage;
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
        "name a shader of that stage, or its entry point",
    );
}

/// V0211: a pass's shaders are those of its kind.
fn kind_has_stages(rules: &Rules<'_>) -> bool {
    let has = |stage| rules.pass.shaders.iter().any(|shader| shader.stage == stage);
    let problem = match rules.pass.kind {
        _ if rules.pass.shaders.is_empty() => return true,
        PassKind::Compute if rules.pass.shaders.len() != 1 || !has(Stage::Compute) => {
            "a compute pass runs one compute shader"
        }
        PassKind::Raster if !has(Stage::Vertex) && !has(Stage::Mesh) => {
            "a raster pass runs a vertex or a mesh shader"
        }
        PassKind::Raster if has(Stage::Compute) => "a raster pass runs no compute shader",
        PassKind::Transfer | PassKind::Host | PassKind::Present => {
            "a pass of its kind runs no shader"
        }
        _ => return true,
    };
    rules.error(
        Code::EntryPointMissing,
        Site::Whole,
        format!("{problem}, and `{}` names {}", rules.pass.name, rules.files()),
        "write `shader = \"x.comp\"` in a compute pass, `vertex = \"x.vert\", fragment = \"x.frag\"` in a \
         raster pass",
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
