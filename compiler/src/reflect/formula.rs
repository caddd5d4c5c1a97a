//! Sizes that specialization constants decide: how, and what they are under given values.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use spirq::spirv::Op;

use super::arithmetic;
use super::interface::{
    Binding, BindingKind, Block, Count, Interface, MemberType, Scalar, ScalarKind,
};

/// How specialization constants decide a whole number: steps in postfix order. Empty where the module alone decides it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Formula(pub(super) Vec<Step>);

/// A step of a [`Formula`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// A value of the module's own.
    Value {
        /// Its type.
        ty: Scalar,
        /// Its bits, zero-extended.
        bits: u64,
    },
    /// A specialization constant.
    Constant {
        /// `SpecId`.
        spec_id: u32,
        /// Its type.
        ty: Scalar,
        /// The bits of its default, zero-extended.
        default: u64,
    },
    /// An operation of `OpSpecConstantOp` on the last values.
    Apply {
        /// SPIR-V's number of the operation.
        op: u32,
        /// Type of the result.
        ty: Scalar,
        /// How many values it takes, 1 to 3.
        operands: u8,
    },
}

/// The type of a count.
const COUNT: Scalar = Scalar { kind: ScalarKind::Uint, bits: 32 };

/// Values of specialization constants: `SpecId` to bits, zero-extended.
pub type SpecValues = BTreeMap<u32, u64>;

/// A size that is none under the given constants, in words: what has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSize(pub String);

impl Formula {
    /// Whether the module alone decides the number.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.0.is_empty()
    }

    /// A length of the module's own.
    pub(super) fn of_count(count: u32) -> Formula {
        Formula(vec![Step::Value { ty: COUNT, bits: u64::from(count) }])
    }

    /// The product of two lengths.
    pub(super) fn times(mut self, other: Formula) -> Formula {
        self.0.extend(other.0);
        let ty = COUNT;
        self.0.push(Step::Apply { op: Op::IMul as u32, ty, operands: 2 });
        self
    }

    /// The number under these values, the others at their defaults; `None` where an operation is not defined, or the
    /// result is no 32-bit count.
    #[must_use]
    pub fn value(&self, values: &SpecValues) -> Option<u32> {
        let mut stack: Vec<(u64, Scalar)> = Vec::new();
        for step in &self.0 {
            let value = match *step {
                Step::Value { ty, bits } => (bits, ty),
                Step::Constant { spec_id, ty, default } => {
                    (values.get(&spec_id).copied().unwrap_or(default), ty)
                }
                Step::Apply { op, ty, operands } => {
                    let at = stack.len().checked_sub(usize::from(operands))?;
                    let mut given = [(0, ty); 3];
                    let taken = stack.drain(at..);
                    given.iter_mut().zip(taken).for_each(|(to, from)| *to = from);
                    (arithmetic::apply(Op::from_u32(op)?, ty, given)?, ty)
                }
            };
            stack.push(value);
        }
        let (bits, ty) = stack.pop()?;
        u32::try_from(arithmetic::extend(bits, ty)).ok()
    }

    /// The number that stands in `number` until now, or that of the formula, which is then no more.
    fn settle(&mut self, number: u32, values: &SpecValues) -> Option<u32> {
        if self.is_fixed() {
            return Some(number);
        }
        std::mem::take(self).value(values)
    }
}

impl Interface {
    /// Whether specialization constants decide a size: of a block, an array of descriptors, or a work group.
    #[must_use]
    pub fn is_sized(&self) -> bool {
        self.entry_points.iter().any(|point| {
            let group = point.workgroup_size.as_ref();
            point.push_constants.as_ref().is_some_and(Block::is_sized)
                || point.bindings.iter().any(Binding::is_sized)
                || group.is_some_and(|group| group.formulas.iter().any(|f| !f.is_fixed()))
        })
    }

    /// The interface with all sizes under these values, the other constants at their defaults.
    ///
    /// # Errors
    ///
    /// Where a size is none under them.
    pub fn specialized(mut self, values: &SpecValues) -> Result<Interface, NoSize> {
        for point in &mut self.entry_points {
            if let Some(block) = &mut point.push_constants {
                block.specialize(values)?;
            }
            for binding in &mut point.bindings {
                binding.specialize(values)?;
            }
            let Some(group) = &mut point.workgroup_size else { continue };
            for (size, formula) in group.size.iter_mut().zip(&mut group.formulas) {
                let found = formula.settle(*size, values);
                let what = || NoSize(format!("the work group of `{}`", point.name));
                *size = found.filter(|size| *size > 0).ok_or_else(what)?;
            }
        }
        for constant in &mut self.spec_constants {
            constant.default = values.get(&constant.id).copied().unwrap_or(constant.default);
        }
        Ok(self)
    }
}

impl Binding {
    /// Whether specialization constants decide its number of descriptors, or the size of its block.
    #[must_use]
    pub fn is_sized(&self) -> bool {
        let block = match &self.kind {
            BindingKind::UniformBuffer(block) | BindingKind::StorageBuffer(block) => Some(block),
            _ => None,
        };
        !self.length.is_fixed() || block.is_some_and(Block::is_sized)
    }

    fn specialize(&mut self, values: &SpecValues) -> Result<(), NoSize> {
        if !self.length.is_fixed() {
            let length = self.length.settle(0, values).filter(|length| *length > 0);
            let what = || NoSize(format!("the array of descriptors `{}`", self.name));
            self.count = Count::Array(length.ok_or_else(what)?);
        }
        match &mut self.kind {
            BindingKind::UniformBuffer(block) | BindingKind::StorageBuffer(block) => {
                block.specialize(values)
            }
            _ => Ok(()),
        }
    }
}

impl Block {
    /// Whether specialization constants decide its size.
    #[must_use]
    pub fn is_sized(&self) -> bool {
        self.members.iter().any(|member| is_sized(&member.ty))
    }

    fn specialize(&mut self, values: &SpecValues) -> Result<(), NoSize> {
        if !self.is_sized() {
            return Ok(());
        }
        let mut end = 0;
        for member in &mut self.members {
            let what = || NoSize(format!("`{}` of block `{}`", member.name, self.name));
            let bytes = specialize(&mut member.ty, values)?.ok_or_else(what)?;
            member.size = u32::try_from(bytes).map_err(|_| what())?;
            end = end.max(member.offset.checked_add(member.size).ok_or_else(what)?);
        }
        self.size = end;
        Ok(())
    }
}

fn is_sized(ty: &MemberType) -> bool {
    match ty {
        MemberType::Array { element, formula, .. } => !formula.is_fixed() || is_sized(element),
        MemberType::Struct(block) => block.is_sized(),
        _ => false,
    }
}

/// Settles the lengths within a type. Its bytes, without the padding after the last element; `None` where there is no
/// such size.
fn specialize(ty: &mut MemberType, values: &SpecValues) -> Result<Option<u64>, NoSize> {
    Ok(match ty {
        MemberType::Scalar(scalar) => Some(u64::from(scalar.bits / 8)),
        MemberType::Vector { scalar, components } => {
            Some(u64::from(scalar.bits / 8) * u64::from(*components))
        }
        MemberType::Matrix { scalar, columns, rows, stride, row_major } => {
            let (lines, length) = if *row_major { (*rows, *columns) } else { (*columns, *rows) };
            let last = u64::from(scalar.bits / 8) * u64::from(length);
            Some(u64::from(*stride) * u64::from(lines.saturating_sub(1)) + last)
        }
        MemberType::Array { element, length, stride, formula } => {
            let runtime = formula.is_fixed() && *length == 0;
            let found = formula.settle(*length, values).filter(|found| runtime || *found > 0);
            let last = specialize(element, values)?;
            let (Some(found), Some(last)) = (found, last) else { return Ok(None) };
            *length = found;
            let head = u64::from(*stride).checked_mul(u64::from(found.saturating_sub(1)));
            if runtime { Some(0) } else { head.and_then(|head| head.checked_add(last)) }
        }
        MemberType::Struct(block) => {
            block.specialize(values)?;
            Some(u64::from(block.size))
        }
        MemberType::Address => Some(8),
    })
}
