//! Mutations that keep so much of an input's structure that it gets past the first check.

mod bytes;
mod cache;
mod json;
mod spirv;
mod text;

use fastrand::Rng;

use crate::target::Target;

/// Changes an input: a few mutations, mostly of its structure, sometimes of its bytes. The same seed makes the
/// same change. `max` bounds the result's bytes.
#[must_use]
pub fn mutate(target: Target, input: &[u8], seed: u64, max: usize) -> Vec<u8> {
    let random = &mut Rng::with_seed(seed);
    let mut result = input.to_vec();
    for _ in 0..=random.u32(0..4) {
        result = if random.u32(0..12) == 0 {
            bytes::mutate(result, random)
        } else {
            match target {
                Target::Spirv => spirv::mutate(&result, random),
                Target::GraphJson => json::mutate(&result, random),
                Target::Tokens => text::mutate(&result, random, text::TOKENS, 20_000),
                // Deeper, and it is glslang's stack that overflows: `tests/door.rs` has that.
                Target::ShaderFolder => text::mutate(&result, random, text::GLSL, 300),
                Target::Vox => bytes::mutate(result, random),
                Target::PipelineCache => cache::mutate(result, random),
            }
        };
    }
    result.truncate(max);
    result
}

/// One of a list; `None` of an empty one.
fn of<'a, T>(list: &'a [T], random: &mut Rng) -> Option<&'a T> {
    (!list.is_empty()).then(|| &list[random.usize(0..list.len())])
}

/// Numbers at which things break.
const NUMBERS: &[u64] = &[
    0,
    1,
    2,
    3,
    6,
    7,
    8,
    15,
    16,
    31,
    32,
    63,
    64,
    127,
    128,
    255,
    256,
    1023,
    4095,
    4096,
    4097,
    16_383,
    16_384,
    65_535,
    65_536,
    1 << 20,
    (1 << 24) + 1,
    1 << 27,
    (1 << 31) - 1,
    1 << 31,
    (1 << 32) - 1,
    1 << 32,
    1 << 48,
    (1 << 63) - 1,
    1 << 63,
    u64::MAX - 1,
    u64::MAX,
];

/// A number at which things break, or a small one.
fn number(random: &mut Rng) -> u64 {
    match random.u32(0..4) {
        0 => random.u64(0..40),
        1 => random.u64(..),
        _ => of(NUMBERS, random).copied().unwrap_or(0),
    }
}
