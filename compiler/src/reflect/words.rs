//! Bytes to words, and words to instructions.
//!
//! The instructions and the names of their opcodes are spirq's (`parse`, `spirv`); it sees words only
//! after [`super::guard`] has passed them.

use spirq::parse::Instr;
use spirq::spirv::Op;

use super::error::{Fault, ReflectError};
use super::{MAX_BYTES, MAX_NAME_BYTES};

/// Words in the header: magic number, version, generator, bound, schema.
pub(super) const HEADER: u32 = 5;
const MAGIC: u32 = 0x0723_0203;

/// The module's words in host order. A module in the other byte order is turned round.
pub(super) fn words(bytes: &[u8]) -> Result<Vec<u32>, ReflectError> {
    if bytes.len() > MAX_BYTES {
        return Err(Fault::TooLarge(bytes.len()).at(0));
    }
    let (chunks, rest) = bytes.as_chunks::<4>();
    if chunks.len() < HEADER as usize || !rest.is_empty() {
        return Err(Fault::Length(bytes.len()).at(0));
    }
    let from = match chunks.first().map(|first| u32::from_le_bytes(*first)) {
        Some(MAGIC) => u32::from_le_bytes,
        Some(first) if first.swap_bytes() == MAGIC => u32::from_be_bytes,
        first => return Err(Fault::Magic(first.unwrap_or(0)).at(0)),
    };
    Ok(chunks.iter().map(|chunk| from(*chunk)).collect())
}

/// One instruction and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instruction<'a> {
    /// Offset of its first word in the module.
    pub(super) at: u32,
    /// The opcode as a number.
    pub(super) opcode: u32,
    /// The opcode by name; `None` for one newer than the grammar at hand.
    pub(super) op: Option<Op>,
    /// All words after the first.
    pub(super) operands: &'a [u32],
}

impl<'a> Instruction<'a> {
    /// The instruction whose first word is at `at`; `None` at the end of the module.
    pub(super) fn read(words: &'a [u32], at: u32) -> Option<Self> {
        let rest = words.get(at as usize..)?;
        let count = rest.first()? >> 16;
        let parsed = Instr::new(rest.get(..count as usize)?).ok()?;
        let operands = parsed.as_ref().get(1..)?;
        Some(Self { at, opcode: parsed.opcode(), op: Op::from_u32(parsed.opcode()), operands })
    }

    /// Offset of the instruction after this one.
    pub(super) fn next(&self) -> u32 {
        self.at + 1 + self.operands.len() as u32
    }

    /// The operand of that index, from 0, result type and result included.
    pub(super) fn operand(&self, index: usize) -> Result<u32, ReflectError> {
        let missing = Fault::Operand { opcode: self.opcode, index: index as u32 };
        self.operands.get(index).copied().ok_or_else(|| missing.at(self.at))
    }

    /// The operands from that index on; none where there are fewer.
    pub(super) fn rest(&self, index: usize) -> &'a [u32] {
        self.operands.get(index..).unwrap_or_default()
    }

    /// Bytes of the literal string that starts at that operand, and the index of the operand after it.
    pub(super) fn text(&self, index: usize) -> Result<(Vec<u8>, usize), ReflectError> {
        let words = self.rest(index);
        let end = words.iter().position(|word| word.to_le_bytes().contains(&0));
        let end = end.ok_or_else(|| Fault::Text(self.opcode).at(self.at))?;
        if end * 4 > MAX_NAME_BYTES {
            let (found, limit) = (end as u64 * 4, MAX_NAME_BYTES as u64);
            return Err(Fault::Limit { what: "the bytes of a name", found, limit }.at(self.at));
        }
        let bytes = words.iter().take(end + 1).flat_map(|word| word.to_le_bytes());
        Ok((bytes.take_while(|byte| *byte != 0).collect(), index + end + 1))
    }

    /// Like [`Self::text`], for names that must be exact.
    pub(super) fn utf8(&self, index: usize) -> Result<(String, usize), ReflectError> {
        let (bytes, next) = self.text(index)?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok((text, next)),
            Err(_) => Err(Fault::Text(self.opcode).at(self.at)),
        }
    }

    /// Like [`Self::text`], for names that only people read.
    pub(super) fn name(&self, index: usize) -> Result<String, ReflectError> {
        let (bytes, _) = self.text(index)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// The instructions from `at` to the end of the module.
pub(super) fn instructions(words: &[u32], at: u32) -> impl Iterator<Item = Instruction<'_>> {
    std::iter::successors(Instruction::read(words, at), |last| {
        Instruction::read(words, last.next())
    })
}
