//! How far a worker is, in a file that outlives it.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// A worker's state before the input that it tries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// Number of the input; 0 inputs were begun where it is `None`.
    pub(super) number: Option<u64>,
    /// Most bytes of heap that one input took.
    pub(super) peak: u64,
    /// Longest time that one input took, in microseconds.
    pub(super) slowest: u64,
}

impl Progress {
    pub(super) fn write(self, file: &File) -> io::Result<()> {
        let words = [self.number.map_or(0, |number| number + 1), self.peak, self.slowest];
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        file.write_all_at(&bytes, 0)
    }

    /// Nothing where nothing was written yet.
    pub(super) fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap_or_default();
        let word = |at: usize| {
            let part = bytes.get(at * 8..at * 8 + 8).and_then(|part| part.try_into().ok());
            part.map_or(0, u64::from_le_bytes)
        };
        Self { number: word(0).checked_sub(1), peak: word(1), slowest: word(2) }
    }
}
