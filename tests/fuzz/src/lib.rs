//! What the fuzz targets share: libFuzzer's own mutations, and those of vixen-hostile, which know the formats.

pub use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
pub use vixen_hostile::mutate;

/// A fuzz target of a door.
#[macro_export]
macro_rules! fuzz {
    ($target:expr) => {
        $crate::fuzz_target!(|data: &[u8]| $target.check(data));

        $crate::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            if seed % 3 == 0 {
                return $crate::fuzzer_mutate(data, size, max_size);
            }
            let made = $crate::mutate($target, &data[..size], u64::from(seed), max_size);
            data[..made.len()].copy_from_slice(&made);
            made.len()
        });
    };
}
