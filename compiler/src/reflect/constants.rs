//! Values of constants, specialization constants at their defaults.

use spirq::spirv::{Decoration, Op};

use super::annotations::Target;
use super::arithmetic;
use super::error::{Fault, ReflectError};
use super::formula::{Formula, Step};
use super::interface::{Scalar, ScalarKind, SpecConstant};
use super::module::Module;
use super::words::Instruction;

/// Constants within constants.
const MAX_DEPTH: u32 = 128;
/// What an evaluation costs of the budget; a constant used twice is evaluated twice.
const EVALUATION_STEPS: usize = 64;

/// A scalar constant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Constant {
    /// The type.
    pub(super) ty: Scalar,
    /// Its bits, zero-extended.
    pub(super) bits: u64,
    /// What decides the value.
    pub(super) origin: Origin,
}

/// What decides a constant's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The module alone.
    Fixed,
    /// The specialization constant of that `SpecId`.
    Specialized(u32),
    /// An expression of specialization constants.
    Computed,
}

impl Constant {
    /// The value as a 32-bit count or size, which is not negative.
    pub(super) fn count(&self, what: &'static str, at: u32) -> Result<u32, ReflectError> {
        if !matches!(self.ty.kind, ScalarKind::Uint | ScalarKind::Sint) {
            return Err(Fault::Undeclared { id: 0, wanted: "an integer" }.at(at));
        }
        u32::try_from(arithmetic::extend(self.bits, self.ty))
            .map_err(|_| Fault::Overflow(what).at(at))
    }
}

impl Module<'_> {
    /// The scalar constant of that id, which the instruction at `at` uses.
    pub(super) fn constant(&self, id: u32, at: u32) -> Result<Constant, ReflectError> {
        self.evaluate(id, at, 0)
    }

    /// The ids of the parts of a composite constant; none of a null constant.
    pub(super) fn constituents(&self, id: u32, at: u32) -> Result<Option<&[u32]>, ReflectError> {
        let wanted = "a composite constant";
        let declaration = self.expect(id, wanted, at)?;
        match declaration.op {
            Some(Op::ConstantComposite | Op::SpecConstantComposite) => {
                Ok(Some(declaration.rest(2)))
            }
            Some(Op::ConstantNull) => Ok(None),
            _ => Err(Fault::Undeclared { id, wanted }.at(at)),
        }
    }

    fn evaluate(&self, id: u32, at: u32, depth: u32) -> Result<Constant, ReflectError> {
        self.budget.steps(EVALUATION_STEPS).map_err(|fault| fault.at(at))?;
        if depth > MAX_DEPTH {
            let (found, limit) = (u64::from(depth), u64::from(MAX_DEPTH));
            return Err(Fault::Limit { what: "the nesting of constants", found, limit }.at(at));
        }
        let declaration = self.expect(id, "a constant", at)?;
        let at = declaration.at;
        let ty = || self.scalar(declaration.operand(0)?, at);
        let fixed = |ty, bits| Constant { ty, bits, origin: Origin::Fixed };
        match declaration.op {
            Some(Op::ConstantTrue) => Ok(fixed(ty()?, 1)),
            Some(Op::ConstantFalse | Op::ConstantNull) => Ok(fixed(ty()?, 0)),
            Some(Op::Constant) => Ok(fixed(ty()?, literal(&declaration, ty()?)?)),
            Some(Op::SpecConstantTrue) => self.specialized(id, ty()?, 1, at),
            Some(Op::SpecConstantFalse) => self.specialized(id, ty()?, 0, at),
            Some(Op::SpecConstant) => {
                self.specialized(id, ty()?, literal(&declaration, ty()?)?, at)
            }
            Some(Op::SpecConstantOp) => self.operation(&declaration, ty()?, depth),
            _ => Err(Fault::Undeclared { id, wanted: "a scalar constant" }.at(at)),
        }
    }

    fn specialized(
        &self,
        id: u32,
        ty: Scalar,
        bits: u64,
        at: u32,
    ) -> Result<Constant, ReflectError> {
        let spec_id = self.decoration(Target::id(id), Decoration::SpecId, at)?;
        let origin = spec_id.map_or(Origin::Fixed, Origin::Specialized);
        Ok(Constant { ty, bits, origin })
    }

    fn operation(
        &self,
        declaration: &Instruction<'_>,
        ty: Scalar,
        depth: u32,
    ) -> Result<Constant, ReflectError> {
        let at = declaration.at;
        let op = Op::from_u32(declaration.operand(2)?);
        if op == Some(Op::CompositeExtract) {
            let part = self.extract(declaration)?;
            return self.evaluate(part, at, depth + 1);
        }
        let mut operands = [Constant { ty, bits: 0, origin: Origin::Fixed }; 3];
        let mut origin = Origin::Fixed;
        let ids = declaration.rest(3);
        let given = operands.get_mut(..ids.len());
        let given = given.ok_or_else(|| Fault::Unsupported(arithmetic::UNSUPPORTED).at(at))?;
        for (operand, id) in given.iter_mut().zip(ids) {
            *operand = self.evaluate(*id, at, depth + 1)?;
            if operand.origin != Origin::Fixed {
                origin = Origin::Computed;
            }
        }
        let values = operands.map(|operand| (operand.bits, operand.ty));
        let bits = op.and_then(|op| arithmetic::apply(op, ty, values));
        let bits = bits.ok_or_else(|| Fault::Unsupported(arithmetic::UNSUPPORTED).at(at))?;
        Ok(Constant { ty, bits, origin })
    }

    /// What decides a constant, where specialization constants do; no steps where the module alone does.
    pub(super) fn formula(&self, id: u32, at: u32) -> Result<Formula, ReflectError> {
        let mut steps = Vec::new();
        if self.constant(id, at)?.origin != Origin::Fixed {
            self.add_steps(id, at, 0, &mut steps)?;
        }
        Ok(Formula(steps))
    }

    fn add_steps(
        &self,
        id: u32,
        at: u32,
        depth: u32,
        steps: &mut Vec<Step>,
    ) -> Result<(), ReflectError> {
        let constant = self.evaluate(id, at, depth)?;
        let Constant { ty, bits, origin } = constant;
        self.budget.output::<Step>("").map_err(|fault| fault.at(at))?;
        match origin {
            Origin::Fixed => steps.push(Step::Value { ty, bits }),
            Origin::Specialized(spec_id) => {
                steps.push(Step::Constant { spec_id, ty, default: bits });
            }
            Origin::Computed => {
                let declaration = self.expect(id, "a constant", at)?;
                let op = declaration.operand(2)?;
                if op == Op::CompositeExtract as u32 {
                    return self.add_steps(self.extract(&declaration)?, at, depth + 1, steps);
                }
                let operands = declaration.rest(3);
                for operand in operands {
                    self.add_steps(*operand, at, depth + 1, steps)?;
                }
                // `evaluate` found no more than three.
                steps.push(Step::Apply { op, ty, operands: operands.len() as u8 });
            }
        }
        Ok(())
    }

    /// The id that an `OpCompositeExtract` among constants takes out.
    fn extract(&self, declaration: &Instruction<'_>) -> Result<u32, ReflectError> {
        let at = declaration.at;
        let mut id = declaration.operand(3)?;
        for index in declaration.rest(4) {
            self.budget.steps(1).map_err(|fault| fault.at(at))?;
            let parts = self.constituents(id, at)?;
            let part = parts.and_then(|parts| parts.get(*index as usize));
            id = *part.ok_or_else(|| Fault::Unsupported(arithmetic::UNSUPPORTED).at(at))?;
        }
        Ok(id)
    }

    /// The specialization constants that a pipeline can set, by ascending `SpecId`.
    pub(super) fn specialization_constants(&self) -> Result<Vec<SpecConstant>, ReflectError> {
        let mut constants = Vec::new();
        for id in &self.spec_constants {
            let constant = self.constant(*id, 0)?;
            let Origin::Specialized(spec_id) = constant.origin else { continue };
            let name = self.name(Target::id(*id))?;
            self.budget.output::<SpecConstant>(&name).map_err(|fault| fault.at(0))?;
            let (ty, default) = (constant.ty, constant.bits);
            constants.push(SpecConstant { id: spec_id, name, ty, default });
        }
        constants.sort_by_key(|constant| constant.id);
        constants.dedup_by(|next, kept| {
            let same = (next.id, next.ty, next.default) == (kept.id, kept.ty, kept.default);
            if same && kept.name.is_empty() {
                kept.name = std::mem::take(&mut next.name);
            }
            same
        });
        Ok(constants)
    }
}

/// The bits of an `OpConstant` or `OpSpecConstant`.
fn literal(declaration: &Instruction<'_>, ty: Scalar) -> Result<u64, ReflectError> {
    let low = u64::from(declaration.operand(2)?);
    if ty.bits <= 32 {
        return Ok(arithmetic::truncate(low, ty));
    }
    Ok(low | u64::from(declaration.operand(3)?) << 32)
}
