//! Mutations of SPIR-V: words within instructions whose lengths stay true.

use fastrand::Rng;

use super::{bytes, number, of};

const HEADER: usize = 5;

/// Opcodes of declarations and of what the reflection follows, with a number of operands that each takes.
const OPCODES: &[(u32, usize)] = &[
    (5, 3),    // OpName
    (6, 3),    // OpMemberName
    (15, 5),   // OpEntryPoint
    (16, 5),   // OpExecutionMode
    (17, 1),   // OpCapability
    (19, 1),   // OpTypeVoid
    (20, 1),   // OpTypeBool
    (21, 3),   // OpTypeInt
    (22, 2),   // OpTypeFloat
    (23, 3),   // OpTypeVector
    (24, 3),   // OpTypeMatrix
    (25, 8),   // OpTypeImage
    (26, 1),   // OpTypeSampler
    (27, 2),   // OpTypeSampledImage
    (28, 3),   // OpTypeArray
    (29, 2),   // OpTypeRuntimeArray
    (30, 4),   // OpTypeStruct
    (32, 3),   // OpTypePointer
    (33, 3),   // OpTypeFunction
    (43, 3),   // OpConstant
    (44, 4),   // OpConstantComposite
    (46, 2),   // OpConstantNull
    (48, 2),   // OpSpecConstantTrue
    (50, 3),   // OpSpecConstant
    (51, 4),   // OpSpecConstantComposite
    (52, 5),   // OpSpecConstantOp
    (54, 4),   // OpFunction
    (55, 2),   // OpFunctionParameter
    (56, 0),   // OpFunctionEnd
    (57, 4),   // OpFunctionCall
    (59, 3),   // OpVariable
    (61, 3),   // OpLoad
    (62, 2),   // OpStore
    (63, 2),   // OpCopyMemory
    (65, 4),   // OpAccessChain
    (71, 3),   // OpDecorate
    (72, 4),   // OpMemberDecorate
    (73, 1),   // OpDecorationGroup
    (74, 3),   // OpGroupDecorate
    (75, 4),   // OpGroupMemberDecorate
    (83, 3),   // OpCopyObject
    (86, 4),   // OpSampledImage
    (245, 6),  // OpPhi
    (248, 1),  // OpLabel
    (331, 5),  // OpExecutionModeId
    (4417, 2), // OpTypeUntypedPointerKHR
    (5341, 1), // OpTypeAccelerationStructureKHR
];

/// Changes a module; of what is none, the bytes.
pub(super) fn mutate(input: &[u8], random: &mut Rng) -> Vec<u8> {
    let (chunks, _) = input.as_chunks::<4>();
    let words: Vec<u32> = chunks.iter().map(|chunk| u32::from_le_bytes(*chunk)).collect();
    let Some((mut header, mut instructions)) = split(&words) else {
        return bytes::mutate(input.to_vec(), random);
    };
    if instructions.is_empty() {
        instructions.push(made(random, 2));
    }
    let at = random.usize(0..instructions.len());
    match random.u32(0..12) {
        0 => drop(instructions.remove(at)),
        1 => {
            let copy = instructions[at].clone();
            instructions.insert(random.usize(0..=instructions.len()), copy);
        }
        2 => {
            let other = random.usize(0..instructions.len());
            instructions.swap(at, other);
        }
        3 => {
            let new = made(random, header[3]);
            instructions.insert(at, new);
        }
        4 => {
            let (opcode, _) = of(OPCODES, random).copied().unwrap_or((19, 1));
            instructions[at].0 = opcode;
        }
        5 => chain(&mut header, &mut instructions, at, random),
        6 => {
            let operands = &mut instructions[at].1;
            if random.bool() {
                operands.push(word(random, header[3]));
            } else {
                operands.pop();
            }
        }
        7 => header[random.usize(1..HEADER)] = number(random) as u32,
        _ => {
            let new = word(random, header[3]);
            let operands = &mut instructions[at].1;
            if !operands.is_empty() {
                let operand = random.usize(0..operands.len());
                operands[operand] = new;
            }
        }
    }
    joined(&header, &instructions)
}

/// An opcode and its operands.
type Instruction = (u32, Vec<u32>);

fn split(words: &[u32]) -> Option<([u32; HEADER], Vec<Instruction>)> {
    let header = <[u32; HEADER]>::try_from(words.get(..HEADER)?).ok()?;
    let mut instructions = Vec::new();
    let mut rest = words.get(HEADER..)?;
    while let Some(first) = rest.first() {
        let count = (first >> 16) as usize;
        instructions.push((first & 0xffff, rest.get(1..count)?.to_vec()));
        rest = rest.get(count..)?;
    }
    Some((header, instructions))
}

fn joined(header: &[u32; HEADER], instructions: &[Instruction]) -> Vec<u8> {
    let mut words = header.to_vec();
    for (opcode, operands) in instructions {
        let count = (operands.len() as u32 + 1).min(0xffff);
        words.push(count << 16 | opcode);
        words.extend(operands.iter().take(count as usize - 1));
    }
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// An id, mostly; sometimes a number.
fn word(random: &mut Rng, bound: u32) -> u32 {
    match random.u32(0..4) {
        0 => number(random) as u32,
        1 => random.u32(0..48),
        _ => random.u32(0..bound.clamp(1, 1 << 22)),
    }
}

fn made(random: &mut Rng, bound: u32) -> Instruction {
    let (opcode, count) = of(OPCODES, random).copied().unwrap_or((19, 1));
    (opcode, (0..count).map(|_| word(random, bound)).collect())
}

/// Many declarations, each made of the one before it: deep types, deep constants.
fn chain(
    header: &mut [u32; HEADER],
    instructions: &mut Vec<Instruction>,
    at: usize,
    random: &mut Rng,
) {
    let length = [4, 40, 130, 254, 300, 4000][random.usize(0..6)];
    let (opcode, count) = of(&OPCODES[7..26], random).copied().unwrap_or((30, 4));
    let result = usize::from(opcode >= 43);
    let mut last = word(random, header[3]);
    let first = header[3].min(1 << 22);
    let other = word(random, first);
    let made = (first..first + length).map(|id| {
        let mut operands = vec![last; count];
        if let Some(to) = operands.get_mut(result) {
            *to = id;
        }
        if let Some(to) = operands.last_mut().filter(|_| count > 2 && opcode != 30) {
            *to = other;
        }
        last = id;
        (opcode, operands)
    });
    let made: Vec<Instruction> = made.collect();
    instructions.splice(at..at, made);
    header[3] = first + length;
}
