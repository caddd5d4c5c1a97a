//! Entry points, each with what it reaches.

use spirq::spirv::ExecutionModel;

use super::error::{Fault, ReflectError};
use super::flow::Flow;
use super::interface::{EntryPoint, Stage};
use super::module::Module;
use super::resource::Resource;
use super::stage_io::Direction;
use super::usage::Usage;

impl Module<'_> {
    /// All entry points, in order of declaration.
    pub(super) fn entry_points(&self) -> Result<Vec<EntryPoint>, ReflectError> {
        if self.entry_points.is_empty() {
            return Err(Fault::NoEntryPoint.at(self.code));
        }
        let flow = Flow::read(self)?;
        let mut scratch = vec![Usage::NONE; self.bound()];
        self.entry_points.iter().map(|at| self.entry_point(*at, &flow, &mut scratch)).collect()
    }

    fn entry_point(
        &self,
        at: u32,
        flow: &Flow,
        scratch: &mut [Usage],
    ) -> Result<EntryPoint, ReflectError> {
        let declaration = self.instruction(at)?;
        let stage = stage(declaration.operand(0)?)
            .ok_or_else(|| Fault::Unsupported("an entry point of that execution model").at(at))?;
        let function = declaration.operand(1)?;
        let (name, listed) = declaration.utf8(2)?;
        self.budget.output::<EntryPoint>(&name).map_err(|fault| fault.at(at))?;
        let listed = declaration.rest(listed);
        self.budget.steps(listed.len()).map_err(|fault| fault.at(at))?;
        let mut entry = EntryPoint {
            name,
            stage,
            bindings: Vec::new(),
            push_constants: None,
            workgroup_size: None,
            shared: Vec::new(),
            inputs: self.stage_variables(stage, listed, Direction::Input)?,
            outputs: self.stage_variables(stage, listed, Direction::Output)?,
        };
        if matches!(stage, Stage::Compute | Stage::Task | Stage::Mesh) {
            self.budget.steps(self.execution_modes.len()).map_err(|fault| fault.at(at))?;
            entry.workgroup_size = self.workgroup_size(function)?;
            entry.shared = self.shared_variables(listed)?;
        }
        for (variable, usage) in flow.usage(self, function, scratch, at)? {
            let second = match self.resource(variable, usage)? {
                Some(Resource::Descriptor(binding)) => {
                    entry.bindings.push(binding);
                    None
                }
                Some(Resource::PushConstants(block)) => entry.push_constants.replace(block),
                None => None,
            };
            if second.is_some() {
                return Err(Fault::PushConstants(entry.name).at(at));
            }
        }
        entry.bindings.sort_by_key(|binding| (binding.set, binding.binding));
        Ok(entry)
    }
}

fn stage(model: u32) -> Option<Stage> {
    Some(match ExecutionModel::from_u32(model)? {
        ExecutionModel::Vertex => Stage::Vertex,
        ExecutionModel::TessellationControl => Stage::TessellationControl,
        ExecutionModel::TessellationEvaluation => Stage::TessellationEvaluation,
        ExecutionModel::Geometry => Stage::Geometry,
        ExecutionModel::Fragment => Stage::Fragment,
        ExecutionModel::GLCompute => Stage::Compute,
        ExecutionModel::Kernel => return None,
        ExecutionModel::TaskNV | ExecutionModel::TaskEXT => Stage::Task,
        ExecutionModel::MeshNV | ExecutionModel::MeshEXT => Stage::Mesh,
        ExecutionModel::RayGenerationNV => Stage::RayGeneration,
        ExecutionModel::IntersectionNV => Stage::Intersection,
        ExecutionModel::AnyHitNV => Stage::AnyHit,
        ExecutionModel::ClosestHitNV => Stage::ClosestHit,
        ExecutionModel::MissNV => Stage::Miss,
        ExecutionModel::CallableNV => Stage::Callable,
    })
}
