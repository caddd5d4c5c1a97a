//! Mutations of bytes and of little-endian words.

use fastrand::Rng;

use super::number;

/// Changes bytes.
pub(super) fn mutate(mut bytes: Vec<u8>, random: &mut Rng) -> Vec<u8> {
    if bytes.is_empty() {
        return vec![random.u8(..)];
    }
    let at = random.usize(0..bytes.len());
    let end = (at + random.usize(0..32)).min(bytes.len());
    match random.u32(0..8) {
        0 => drop(bytes.drain(at..end)),
        1 => {
            let copy = bytes[at..end].to_vec();
            let to = random.usize(0..=bytes.len());
            bytes.splice(to..to, copy);
        }
        2 => bytes[at] = random.u8(..),
        3 => bytes[at] ^= 1 << random.u32(0..8),
        4 => bytes.truncate(at),
        // A word where the format has one.
        _ => {
            let at = if random.bool() { at } else { at / 4 * 4 };
            let word = (number(random) as u32).to_le_bytes();
            for (to, from) in bytes.iter_mut().skip(at).zip(word) {
                *to = from;
            }
        }
    }
    bytes
}
