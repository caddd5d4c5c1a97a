//! Modules put together by hand, for what no GLSL compiler emits.

use spirq::parse::{Instruction, InstructionBuilder};
use spirq::spirv::Op;

/// Words of a module that grows.
#[derive(Clone)]
pub(crate) struct Assembler {
    words: Vec<u32>,
}

impl Assembler {
    /// A module of SPIR-V 1.`minor` with the capability `Shader` and the GLSL memory model.
    pub(crate) fn new(minor: u32, bound: u32) -> Self {
        let mut module = Self { words: vec![0x0723_0203, 0x0001_0000 | minor << 8, 0, bound, 0] };
        module.op(Op::Capability, &[1]);
        module.op(Op::MemoryModel, &[0, 1]);
        module
    }

    /// Adds an instruction.
    pub(crate) fn op(&mut self, op: Op, operands: &[u32]) -> &mut Self {
        self.add(Instruction::builder(op).push_list(operands))
    }

    /// Adds an instruction with a string among its operands.
    pub(crate) fn text(&mut self, op: Op, before: &[u32], text: &str, after: &[u32]) -> &mut Self {
        self.add(Instruction::builder(op).push_list(before).push_str(text).push_list(after))
    }

    /// Adds an instruction by its opcode's number.
    pub(crate) fn raw(&mut self, opcode: u32, operands: &[u32]) -> &mut Self {
        self.words.push((operands.len() as u32 + 1) << 16 | opcode);
        self.words.extend(operands);
        self
    }

    /// Adds a compute entry point `main` that is function `id`, with a local size of 1.
    pub(crate) fn compute(&mut self, id: u32) -> &mut Self {
        self.text(Op::EntryPoint, &[5, id], "main", &[]);
        self.op(Op::ExecutionMode, &[id, 17, 1, 1, 1])
    }

    /// Adds the function `id` of `void (void)` with the types 1 (void) and 2 (function) that this
    /// declares too; `code` adds the body.
    pub(crate) fn function(
        &mut self,
        id: u32,
        label: u32,
        code: impl FnOnce(&mut Self),
    ) -> &mut Self {
        self.op(Op::Function, &[1, id, 0, 2]).op(Op::Label, &[label]);
        code(self);
        self.op(Op::Return, &[]).op(Op::FunctionEnd, &[])
    }

    /// Declares type 1 as void and type 2 as a function without parameters.
    pub(crate) fn function_type(&mut self) -> &mut Self {
        self.op(Op::TypeVoid, &[1]).op(Op::TypeFunction, &[2, 1])
    }

    /// The module in little-endian bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// The module in big-endian bytes.
    pub(crate) fn big_endian(&self) -> Vec<u8> {
        self.words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    fn add(&mut self, instruction: InstructionBuilder) -> &mut Self {
        self.words.extend(instruction.build().into_words());
        self
    }
}
