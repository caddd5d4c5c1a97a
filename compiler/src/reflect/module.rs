//! A module's declarations, found by id.

use spirq::spirv::{Decoration, Op};

use super::annotations::{Annotations, Target};
use super::budget::Budget;
use super::error::{Fault, ReflectError};
use super::words::{HEADER, Instruction, instructions};

/// The tables of one module over its words.
#[derive(Debug)]
pub(super) struct Module<'a> {
    words: &'a [u32],
    /// By id: offset of the instruction that declares it; 0 for values inside of functions.
    declared: Vec<u32>,
    annotations: Annotations,
    /// What is left to spend on this module.
    pub(super) budget: Budget,
    /// `OpCapability`, in order.
    pub(super) capabilities: Vec<u32>,
    /// `OpExtension`, in order.
    pub(super) extensions: Vec<String>,
    /// Offsets of `OpEntryPoint`, in order.
    pub(super) entry_points: Vec<u32>,
    /// Function id and offset of each `OpExecutionMode` and `OpExecutionModeId`.
    pub(super) execution_modes: Vec<(u32, u32)>,
    /// Ids of the specialization constants that are scalars, in order.
    pub(super) spec_constants: Vec<u32>,
    /// Ids of the variables outside of functions, in order.
    pub(super) globals: Vec<u32>,
    /// Offset of the first function.
    pub(super) code: u32,
}

impl<'a> Module<'a> {
    /// Reads the declarations of words that [`super::guard`] has passed.
    pub(super) fn read(words: &'a [u32]) -> Result<Self, ReflectError> {
        let bound = words.get(3).copied().unwrap_or(0);
        let mut module = Self {
            words,
            declared: vec![0; bound as usize],
            annotations: Annotations::default(),
            budget: Budget::new(),
            capabilities: Vec::new(),
            extensions: Vec::new(),
            entry_points: Vec::new(),
            execution_modes: Vec::new(),
            spec_constants: Vec::new(),
            globals: Vec::new(),
            code: words.len() as u32,
        };
        let mut in_code = false;
        for instruction in instructions(words, HEADER) {
            if instruction.op == Some(Op::Function) && !in_code {
                in_code = true;
                module.code = instruction.at;
            }
            if in_code {
                module.take_code(&instruction)?;
            } else {
                module.take_global(&instruction)?;
            }
        }
        module.annotations.sort();
        Ok(module)
    }

    fn take_global(&mut self, instruction: &Instruction<'a>) -> Result<(), ReflectError> {
        let Some(op) = instruction.op else { return Ok(()) };
        match op {
            Op::Capability => self.capabilities.push(instruction.operand(0)?),
            Op::Extension => self.extensions.push(instruction.utf8(0)?.0),
            Op::EntryPoint => self.entry_points.push(instruction.at),
            Op::ExecutionMode | Op::ExecutionModeId => {
                self.execution_modes.push((instruction.operand(0)?, instruction.at));
            }
            Op::ExtInstImport => self.declare(instruction, 0)?,
            Op::Variable => {
                self.declare(instruction, 1)?;
                self.globals.push(instruction.operand(1)?);
            }
            Op::SpecConstantTrue | Op::SpecConstantFalse | Op::SpecConstant => {
                self.declare(instruction, 1)?;
                self.spec_constants.push(instruction.operand(1)?);
            }
            _ if is_type(op) => self.declare(instruction, 0)?,
            _ if is_constant(op) => self.declare(instruction, 1)?,
            _ => self.annotations.collect(instruction)?,
        }
        Ok(())
    }

    fn take_code(&mut self, instruction: &Instruction<'a>) -> Result<(), ReflectError> {
        match instruction.op {
            Some(Op::Function | Op::FunctionParameter) => self.declare(instruction, 1),
            _ => Ok(()),
        }
    }

    fn declare(&mut self, instruction: &Instruction<'a>, index: usize) -> Result<(), ReflectError> {
        let id = instruction.operand(index)?;
        let bound = self.declared.len() as u32;
        let slot = self.declared.get_mut(id as usize).filter(|_| id != 0);
        match slot {
            None => Err(Fault::IdRange { id, bound }.at(instruction.at)),
            Some(slot) if *slot != 0 => Err(Fault::Redeclared(id).at(instruction.at)),
            Some(slot) => {
                *slot = instruction.at;
                Ok(())
            }
        }
    }

    /// The header's id bound.
    pub(super) fn bound(&self) -> usize {
        self.declared.len()
    }

    /// SPIR-V version as major and minor.
    pub(super) fn version(&self) -> (u8, u8) {
        let [_, major, minor, _] = self.words.get(1).copied().unwrap_or(0).to_be_bytes();
        (major, minor)
    }

    /// The instruction at an offset that a table of this module gave.
    pub(super) fn instruction(&self, at: u32) -> Result<Instruction<'a>, ReflectError> {
        Instruction::read(self.words, at)
            .ok_or_else(|| Fault::WordCount { opcode: 0, claimed: 1, left: 0 }.at(at))
    }

    /// All instructions before the first function.
    pub(super) fn preamble(&self) -> impl Iterator<Item = Instruction<'a>> + use<'a> {
        instructions(self.words.get(..self.code as usize).unwrap_or_default(), HEADER)
    }

    /// All instructions from the first function on.
    pub(super) fn code(&self) -> impl Iterator<Item = Instruction<'a>> + use<'a> {
        instructions(self.words, self.code)
    }

    /// The instruction that declares a type, constant, variable, function or parameter.
    pub(super) fn declaration(&self, id: u32) -> Option<Instruction<'a>> {
        let at = self.declared.get(id as usize).copied().filter(|at| *at != 0)?;
        Instruction::read(self.words, at)
    }

    /// The declaration of an id that the instruction at `at` uses as `wanted`.
    pub(super) fn expect(
        &self,
        id: u32,
        wanted: &'static str,
        at: u32,
    ) -> Result<Instruction<'a>, ReflectError> {
        self.declaration(id).ok_or_else(|| Fault::Undeclared { id, wanted }.at(at))
    }

    /// The name given to a target; empty in a stripped module.
    pub(super) fn name(&self, target: Target) -> Result<String, ReflectError> {
        let Some(at) = self.annotations.name(target) else { return Ok(String::new()) };
        let naming = self.instruction(at)?;
        naming.name(if naming.op == Some(Op::MemberName) { 2 } else { 1 })
    }

    /// A decoration's literal, 0 where it has none; `None` where the target lacks it. `at` is where
    /// the question arises.
    pub(super) fn decoration(
        &self,
        target: Target,
        decoration: Decoration,
        at: u32,
    ) -> Result<Option<u32>, ReflectError> {
        self.annotations.value(target, decoration).map_err(|fault| fault.at(at))
    }

    /// Whether a target has a decoration.
    pub(super) fn is_decorated(
        &self,
        target: Target,
        decoration: Decoration,
        at: u32,
    ) -> Result<bool, ReflectError> {
        self.annotations.has(target, decoration).map_err(|fault| fault.at(at))
    }

    /// Ids that carry a decoration with that literal.
    pub(super) fn decorated(
        &self,
        decoration: Decoration,
        value: u32,
    ) -> impl Iterator<Item = u32> + '_ {
        self.annotations.decorated(decoration, value)
    }
}

/// Types whose declaration is kept; their result is the first operand.
fn is_type(op: Op) -> bool {
    let number = op as u32;
    (Op::TypeVoid as u32..=Op::TypePipe as u32).contains(&number)
        || matches!(
            op,
            Op::TypeCooperativeMatrixKHR
                | Op::TypeCooperativeMatrixNV
                | Op::TypeRayQueryKHR
                | Op::TypeHitObjectNV
                | Op::TypeAccelerationStructureKHR
        )
}

/// Constants; their result is the second operand.
fn is_constant(op: Op) -> bool {
    matches!(
        op,
        Op::ConstantTrue
            | Op::ConstantFalse
            | Op::Constant
            | Op::ConstantComposite
            | Op::ConstantNull
            | Op::SpecConstantComposite
            | Op::SpecConstantOp
    )
}
