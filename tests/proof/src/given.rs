//! What the program gives: push constants, uploads, counts, and what imports hold at first. Both the subject and
//! the reference ask here.

use crate::graph::Graph;

/// A number without a pattern, of two others: `SplitMix64`.
#[must_use]
pub fn mixed(a: u64, b: u64) -> u64 {
    let z =
        a.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(b.wrapping_mul(0xd134_2543_de82_ef95));
    let z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ z >> 31
}

/// The push constant of an element of a pass in a frame.
#[must_use]
pub fn seed(frame: u64, pass: usize, index: u32) -> [u8; 4] {
    (mixed(frame, (pass as u64) << 16 | u64::from(index)) as u32).to_le_bytes()
}

/// Bytes of an upload in a frame.
#[must_use]
pub fn upload(frame: u64, resource: usize, count: usize) -> Vec<u8> {
    bytes(mixed(frame + 1, resource as u64), count)
}

/// Bytes of a cell of an import before the first frame.
#[must_use]
pub fn imported(resource: usize, [a, b]: [u32; 2], count: usize) -> Vec<u8> {
    bytes(mixed(resource as u64, u64::from(a) << 32 | u64::from(b)), count)
}

fn bytes(seed: u64, count: usize) -> Vec<u8> {
    (0u64..).flat_map(|word| mixed(seed, word).to_le_bytes()).take(count).collect()
}

/// Work groups along x of a pass whose count the program gives, in a frame: at most what the graph declares.
#[must_use]
pub fn groups(graph: &Graph, frame: u64, pass: usize) -> u32 {
    match graph.passes.get(pass).map(|pass| &pass.work) {
        Some(crate::graph::Work::Compute { groups, .. }) => {
            1 + (mixed(frame, pass as u64) % u64::from((*groups).max(1))) as u32
        }
        _ => 1,
    }
}
