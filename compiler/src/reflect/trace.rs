//! Reads a module's code into the graph that [`super::flow`] follows.

use std::collections::HashSet;

use spirq::spirv::{Op, StorageClass};

use super::error::ReflectError;
use super::flow::{Flow, Function};
use super::module::Module;
use super::types::{Type, is_resource};
use super::usage::{Effect, Usage, effect};
use super::words::Instruction;

/// What [`Flow`] is made with.
struct Reader<'m, 'a> {
    module: &'m Module<'a>,
    /// Types that hold a resource or point to one.
    handles: HashSet<u32>,
    /// By id: whether it is, or came from, a resource.
    tracked: Vec<bool>,
    /// Extended instruction sets that only describe, such as debug information.
    silent: HashSet<u32>,
    flow: Flow,
}

impl Flow {
    /// Reads the code of a module.
    pub(super) fn read(module: &Module<'_>) -> Result<Self, ReflectError> {
        let mut reader = Reader {
            module,
            handles: HashSet::new(),
            tracked: vec![false; module.bound()],
            silent: HashSet::new(),
            flow: Flow::default(),
        };
        reader.globals()?;
        for instruction in module.code() {
            reader.track(&instruction);
        }
        for instruction in module.code() {
            reader.collect(&instruction)?;
        }
        let mut flow = reader.flow;
        flow.edges.sort_unstable();
        flow.edges.dedup();
        let ids = flow.functions.iter().enumerate();
        flow.by_id = ids.map(|(index, function)| (function.id, index as u32)).collect();
        flow.by_id.sort_unstable();
        Ok(flow)
    }
}

impl Reader<'_, '_> {
    /// Finds the types and the variables by which resources are reached.
    fn globals(&mut self) -> Result<(), ReflectError> {
        for instruction in self.module.preamble() {
            let first = instruction.operand(0);
            match instruction.op {
                Some(Op::ExtInstImport) => {
                    let name = instruction.name(1)?;
                    if name.starts_with("NonSemantic.") || name.contains("DebugInfo") {
                        self.silent.insert(first?);
                    }
                }
                Some(Op::Variable) => {
                    let (ty, id) = (first?, instruction.operand(1)?);
                    let initializer = instruction.rest(3).first().copied();
                    let derived = initializer.filter(|source| self.is_tracked(*source));
                    if self.handles.contains(&ty) || derived.is_some() {
                        self.set_tracked(id);
                    }
                    self.flow.edges.extend(derived.map(|source| (id, source)));
                }
                Some(op) if is_container(op) && self.is_handle(first?, instruction.at) => {
                    self.handles.insert(instruction.operand(0)?);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a type that is being declared holds or points to a resource.
    fn is_handle(&self, id: u32, at: u32) -> bool {
        match self.module.type_of(id, at) {
            Ok(
                Type::Image(_)
                | Type::Sampler
                | Type::SampledImage { .. }
                | Type::AccelerationStructure,
            ) => true,
            Ok(Type::Array { element, .. } | Type::RuntimeArray { element }) => {
                self.handles.contains(&element)
            }
            Ok(Type::Struct { members }) => {
                members.iter().any(|member| self.handles.contains(member))
            }
            Ok(Type::Pointer { class, pointee }) => {
                is_resource(class)
                    || class == StorageClass::Image as u32
                    || self.handles.contains(&pointee)
            }
            _ => false,
        }
    }

    fn is_tracked(&self, id: u32) -> bool {
        self.tracked.get(id as usize).copied().unwrap_or(false)
    }

    fn set_tracked(&mut self, id: u32) {
        if let Some(tracked) = self.tracked.get_mut(id as usize) {
            *tracked = true;
        }
    }

    /// Marks the results that are handles. Only where the first operand is such a type, and a type is
    /// declared nowhere in code, so that other operands are not taken for types.
    fn track(&mut self, instruction: &Instruction<'_>) {
        let [ty, id, ..] = instruction.operands else { return };
        let yields = match effect(instruction) {
            Effect::None => {
                matches!(instruction.op, Some(Op::FunctionParameter | Op::Undef))
            }
            Effect::Derives { .. } | Effect::Loads | Effect::Calls | Effect::Unknown => true,
            _ => instruction.op == Some(Op::Variable),
        };
        if yields && self.handles.contains(ty) {
            self.set_tracked(*id);
        }
    }

    fn collect(&mut self, instruction: &Instruction<'_>) -> Result<(), ReflectError> {
        match instruction.op {
            Some(Op::Function) => {
                let id = instruction.operand(1)?;
                self.flow.functions.push(Function { id, ..Function::default() });
            }
            Some(Op::FunctionParameter) => self.flow.parameters.push(instruction.operand(1)?),
            _ => self.collect_effect(instruction)?,
        }
        let flow = &mut self.flow;
        if let Some(function) = flow.functions.last_mut() {
            function.parameters = flow.parameters.len() as u32;
            function.calls = flow.calls.len() as u32;
            function.marks = flow.marks.len() as u32;
        }
        Ok(())
    }

    fn collect_effect(&mut self, instruction: &Instruction<'_>) -> Result<(), ReflectError> {
        match effect(instruction) {
            Effect::None => {}
            Effect::Uses(index, usage) => self.mark(instruction, index, usage),
            Effect::UsesTwo(first, second) => {
                self.mark(instruction, first.0, first.1);
                self.mark(instruction, second.0, second.1);
            }
            Effect::Derives { first, step, most } => {
                let sources = instruction.rest(first).iter().step_by(step).take(most);
                sources.for_each(|source| self.derive(instruction, *source, Usage::NAMED));
            }
            Effect::Loads => {
                let source = instruction.operand(2)?;
                let handle = self.is_tracked(instruction.operand(1)?);
                let usage = if handle { Usage::NAMED } else { Usage::READ };
                self.derive(instruction, source, usage);
            }
            Effect::Calls => {
                self.flow.calls.push(instruction.at);
                let (result, callee) = (instruction.operand(1)?, instruction.operand(2)?);
                if self.is_tracked(result) {
                    // A function's id stands for what it returns.
                    self.flow.edges.push((result, callee));
                }
                for index in 3..instruction.operands.len() {
                    self.mark(instruction, index, Usage::NAMED);
                }
            }
            Effect::Returns => {
                let value = instruction.operand(0)?;
                if let Some(function) =
                    self.flow.functions.last().filter(|_| self.is_tracked(value))
                {
                    self.flow.edges.push((function.id, value));
                }
                self.mark(instruction, 0, Usage::NAMED);
            }
            Effect::Extended => {
                if !self.silent.contains(&instruction.operand(2)?) {
                    for index in 4..instruction.operands.len() {
                        self.mark(instruction, index, Usage::ESCAPE);
                    }
                }
            }
            Effect::Unknown => {
                for source in instruction.operands {
                    self.derive(instruction, *source, Usage::ESCAPE);
                }
            }
        }
        Ok(())
    }

    /// Notes what the instruction does to an operand, if that came from a resource.
    fn mark(&mut self, instruction: &Instruction<'_>, index: usize, usage: Usage) {
        let id = instruction.operands.get(index).copied().unwrap_or(0);
        if self.is_tracked(id) {
            self.flow.marks.push((id, usage));
        }
    }

    /// Notes that the instruction's result stands for a source, and what it does to the source.
    fn derive(&mut self, instruction: &Instruction<'_>, source: u32, usage: Usage) {
        if !self.is_tracked(source) {
            return;
        }
        self.flow.marks.push((source, usage));
        let result = instruction.operands.get(1).copied().unwrap_or(0);
        if self.is_tracked(result) && result != source {
            self.flow.edges.push((result, source));
        }
    }
}

/// Whether a type of that opcode can hold or point to a resource.
fn is_container(op: Op) -> bool {
    matches!(
        op,
        Op::TypeImage
            | Op::TypeSampler
            | Op::TypeSampledImage
            | Op::TypeArray
            | Op::TypeRuntimeArray
            | Op::TypeStruct
            | Op::TypePointer
            | Op::TypeAccelerationStructureKHR
    )
}
