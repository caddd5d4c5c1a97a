//! The first look at a module: everything that bounds the work and the memory of the later ones.
//!
//! This walk trusts nothing and allocates two bytes for an id of the header's bound at most. It
//! exists because parsers of SPIR-V (spirq's types among them, of which 10,000 nested arrays take
//! 3 GB) trust word counts, ids and nesting. Limits are the universal ones of the SPIR-V
//! specification, section 2.17.

use super::error::{Fault, ReflectError};
use super::words::HEADER;

/// Ids are below this.
const MAX_BOUND: u32 = 4_194_303;
/// Members of one struct.
const MAX_MEMBERS: u32 = 16_383;
/// Types within types.
const MAX_NESTING: u16 = 255;
/// Variables outside of functions.
const MAX_GLOBALS: u32 = 65_535;
/// Entry points; a limit of ours, hundreds of times what is seen.
const MAX_ENTRY_POINTS: u32 = 4096;

/// Opcodes that matter here, by number: the guard stands before any library.
mod opcode {
    pub(super) const ENTRY_POINT: u32 = 15;
    pub(super) const TYPE_FIRST: u32 = 19;
    pub(super) const TYPE_VECTOR: u32 = 23;
    pub(super) const TYPE_MATRIX: u32 = 24;
    pub(super) const TYPE_SAMPLED_IMAGE: u32 = 27;
    pub(super) const TYPE_ARRAY: u32 = 28;
    pub(super) const TYPE_RUNTIME_ARRAY: u32 = 29;
    pub(super) const TYPE_STRUCT: u32 = 30;
    pub(super) const TYPE_POINTER: u32 = 32;
    pub(super) const TYPE_LAST: u32 = 38;
    pub(super) const FUNCTION: u32 = 54;
    pub(super) const FUNCTION_END: u32 = 56;
    pub(super) const VARIABLE: u32 = 59;
    pub(super) const LABEL: u32 = 248;
    pub(super) const TYPE_COOPERATIVE_MATRIX: u32 = 4456;
    pub(super) const TYPE_RAY_QUERY: u32 = 4472;
    pub(super) const TYPE_ACCELERATION_STRUCTURE: u32 = 5341;
    /// `OpTypeUntypedPointerKHR`, `OpUntypedVariableKHR` and the instructions that use them; 4421 and
    /// 4422 are others'.
    pub(super) const UNTYPED: [u32; 8] = [4417, 4418, 4419, 4420, 4423, 4424, 4425, 4426];
}

/// Checks a whole module.
pub(super) fn check(words: &[u32]) -> Result<(), ReflectError> {
    let bound = header(words)?;
    let mut guard = Guard::new(bound);
    let mut at = HEADER;
    while let Some(first) = words.get(at as usize) {
        let (claimed, opcode) = (first >> 16, first & 0xffff);
        let rest = words.get(at as usize..).unwrap_or_default();
        let Some(operands) = rest.get(1..claimed as usize) else {
            let left = rest.len() as u32;
            return Err(Fault::WordCount { opcode, claimed, left }.at(at));
        };
        guard.instruction(opcode, operands).map_err(|fault| fault.at(at))?;
        at += claimed;
    }
    guard.finish().map_err(|fault| fault.at(at))
}

/// Checks the header and returns the id bound.
fn header(words: &[u32]) -> Result<u32, ReflectError> {
    let word = |index: usize| words.get(index).copied().unwrap_or(0);
    let version = word(1);
    if version & 0xff00_00ff != 0 || !(0x0001_0000..=0x0001_0600).contains(&version) {
        return Err(Fault::Version(version).at(1));
    }
    if word(3) > MAX_BOUND {
        let (found, limit) = (u64::from(word(3)), u64::from(MAX_BOUND));
        return Err(Fault::Limit { what: "the id bound", found, limit }.at(3));
    }
    if word(4) != 0 {
        return Err(Fault::Schema(word(4)).at(4));
    }
    Ok(word(3))
}

struct Guard {
    bound: u32,
    /// By id: 0 for what is no type yet, [`AWAITED`] where a type has already used it, else the nesting.
    nesting: Vec<u16>,
    globals: u32,
    entry_points: u32,
    in_function: bool,
}

/// A mark in [`Guard::nesting`], above any nesting that passes.
const AWAITED: u16 = u16::MAX;

impl Guard {
    fn new(bound: u32) -> Self {
        let nesting = vec![0; bound as usize];
        Self { bound, nesting, globals: 0, entry_points: 0, in_function: false }
    }

    fn instruction(&mut self, code: u32, operands: &[u32]) -> Result<(), Fault> {
        match code {
            _ if opcode::UNTYPED.contains(&code) => {
                Err(Fault::Unsupported("SPV_KHR_untyped_pointers"))
            }
            opcode::ENTRY_POINT => {
                let limit = MAX_ENTRY_POINTS;
                count(&mut self.entry_points, "the number of entry points", limit)
            }
            opcode::VARIABLE if !self.in_function => {
                count(&mut self.globals, "the number of global variables", MAX_GLOBALS)
            }
            opcode::FUNCTION if !self.in_function => {
                self.in_function = true;
                Ok(())
            }
            opcode::FUNCTION_END if self.in_function => {
                self.in_function = false;
                Ok(())
            }
            opcode::FUNCTION | opcode::FUNCTION_END => Err(Fault::FunctionOrder(code)),
            opcode::LABEL if !self.in_function => Err(Fault::FunctionOrder(code)),
            opcode::TYPE_FIRST..=opcode::TYPE_LAST
            | opcode::TYPE_COOPERATIVE_MATRIX
            | opcode::TYPE_RAY_QUERY
            | opcode::TYPE_ACCELERATION_STRUCTURE => self.declare_type(code, operands),
            _ => Ok(()),
        }
    }

    fn declare_type(&mut self, code: u32, operands: &[u32]) -> Result<(), Fault> {
        let Some((id, operands)) = operands.split_first() else {
            return Err(Fault::Operand { opcode: code, index: 0 });
        };
        let contained = match code {
            opcode::TYPE_VECTOR
            | opcode::TYPE_MATRIX
            | opcode::TYPE_SAMPLED_IMAGE
            | opcode::TYPE_ARRAY
            | opcode::TYPE_RUNTIME_ARRAY => operands.get(..1).unwrap_or_default(),
            opcode::TYPE_STRUCT => {
                let mut members = 0;
                operands.iter().try_for_each(|_| {
                    count(&mut members, "the number of struct members", MAX_MEMBERS)
                })?;
                operands
            }
            _ => &[],
        };
        let mut nesting = 0;
        for inner in contained {
            nesting = nesting.max(self.nesting_of(*inner)?);
        }
        if nesting >= MAX_NESTING {
            let (found, limit) = (u64::from(nesting) + 1, u64::from(MAX_NESTING));
            return Err(Fault::Limit { what: "the nesting of types", found, limit });
        }
        match std::mem::replace(self.slot(*id)?, nesting + 1) {
            0 => Ok(()),
            // Structs may name pointers that are declared later, and only pointers.
            AWAITED if code == opcode::TYPE_POINTER => Ok(()),
            AWAITED => Err(Fault::TypeOrder(*id)),
            _ => Err(Fault::Redeclared(*id)),
        }
    }

    fn nesting_of(&mut self, id: u32) -> Result<u16, Fault> {
        let slot = self.slot(id)?;
        match *slot {
            0 | AWAITED => {
                *slot = AWAITED;
                Ok(0)
            }
            known => Ok(known),
        }
    }

    fn slot(&mut self, id: u32) -> Result<&mut u16, Fault> {
        let bound = self.bound;
        let slot = self.nesting.get_mut(id as usize).filter(|_| id != 0);
        slot.ok_or(Fault::IdRange { id, bound })
    }

    fn finish(&self) -> Result<(), Fault> {
        if self.in_function { Err(Fault::FunctionOrder(opcode::FUNCTION)) } else { Ok(()) }
    }
}

/// Counts one more of something limited.
fn count(counter: &mut u32, what: &'static str, limit: u32) -> Result<(), Fault> {
    *counter += 1;
    if *counter > limit {
        return Err(Fault::Limit { what, found: u64::from(*counter), limit: u64::from(limit) });
    }
    Ok(())
}
