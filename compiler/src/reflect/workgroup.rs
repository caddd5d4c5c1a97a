//! The workgroup size of compute, task and mesh entry points.

use spirq::spirv::{BuiltIn, Decoration, ExecutionMode, Op};

use super::constants::Origin;
use super::error::ReflectError;
use super::interface::WorkgroupSize;
use super::module::Module;

impl Module<'_> {
    /// The size that applies to the entry point with that function. A constant decorated as the
    /// `WorkgroupSize` built-in has precedence over any execution mode.
    pub(super) fn workgroup_size(
        &self,
        function: u32,
    ) -> Result<Option<WorkgroupSize>, ReflectError> {
        let built_in = BuiltIn::WorkgroupSize as u32;
        if let Some(constant) = self.decorated(Decoration::BuiltIn, built_in).next() {
            let at = self.expect(constant, "a constant", 0)?.at;
            let ids = self.constituents(constant, at)?.unwrap_or_default();
            return self.size_of_constants(ids, at).map(Some);
        }
        let mut size = None;
        for (owner, at) in self.execution_modes.iter().copied() {
            if owner != function {
                continue;
            }
            let mode = self.instruction(at)?;
            let kind = mode.operand(1)?;
            if kind == ExecutionMode::LocalSizeId as u32 && mode.op == Some(Op::ExecutionModeId) {
                size = Some(self.size_of_constants(mode.rest(2), at)?);
            } else if kind == ExecutionMode::LocalSize as u32 && size.is_none() {
                let literals = [mode.operand(2)?, mode.operand(3)?, mode.operand(4)?];
                size = Some(WorkgroupSize {
                    size: literals,
                    spec_ids: [None; 3],
                    formulas: Default::default(),
                });
            }
        }
        Ok(size)
    }

    fn size_of_constants(&self, ids: &[u32], at: u32) -> Result<WorkgroupSize, ReflectError> {
        let mut group =
            WorkgroupSize { size: [0; 3], spec_ids: [None; 3], formulas: Default::default() };
        let parts = group.size.iter_mut().zip(&mut group.spec_ids).zip(&mut group.formulas);
        for (((size, spec_id), formula), id) in parts.zip(ids) {
            let constant = self.constant(*id, at)?;
            *formula = self.formula(*id, at)?;
            *size = constant.count("a workgroup size", at)?;
            if let Origin::Specialized(id) = constant.origin {
                *spec_id = Some(id);
            }
        }
        Ok(group)
    }
}
