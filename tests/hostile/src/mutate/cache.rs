//! Mutations of pipeline-cache files.

use fastrand::Rng;
use vixen::pipeline_cache::HEADER_BYTES;
use vixen_compiler::hash::fnv1a;

use super::bytes;

/// Changes bytes, and mostly makes length and hash true again: what is checked after them is reached so.
pub(super) fn mutate(input: Vec<u8>, random: &mut Rng) -> Vec<u8> {
    let mut result = bytes::mutate(input, random);
    if random.u32(0..4) > 0
        && let Some((header, data)) = result.split_at_mut_checked(HEADER_BYTES)
    {
        header[40..48].copy_from_slice(&(data.len() as u64).to_le_bytes());
        header[48..56].copy_from_slice(&fnv1a(data.iter().copied()).to_le_bytes());
    }
    result
}
