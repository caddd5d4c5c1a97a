//! Lines and columns of byte offsets.

use crate::diagnostic::Site;

/// Bytes between two marks: a file in one line of megabytes is no slower than a tidy one.
const STEP: usize = 256;

/// Finds the line and the column (in characters, from 1) of any part of a text.
#[derive(Debug)]
pub(super) struct Places<'a> {
    text: &'a str,
    /// Line and column of every [`STEP`]th byte.
    marks: Vec<(u32, u32)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut at = (1, 1);
        for (offset, byte) in text.bytes().enumerate() {
            if offset % STEP == 0 {
                marks.push(at);
            }
            at = after(at, byte);
        }
        Self { text, marks }
    }

    /// The place of a byte offset; past the end, the end's.
    pub(super) fn of_offset(&self, offset: usize) -> Site {
        let offset = offset.min(self.text.len());
        let mark = (offset / STEP).min(self.marks.len().saturating_sub(1));
        let start = self.marks.get(mark).copied().unwrap_or((1, 1));
        let between = self.text.as_bytes().get(mark * STEP..offset).unwrap_or(&[]);
        let (line, column) = between.iter().fold(start, |at, byte| after(at, *byte));
        Site::Text { line, column }
    }

    /// The place at which `part`, a slice of the text, begins.
    pub(super) fn of(&self, part: &str) -> Site {
        self.of_offset(part.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr()))
    }

    /// The place of a line from 1 and a column in bytes from 1, as `serde_json` counts.
    pub(super) fn of_line(&self, line: usize, column: usize) -> Site {
        let start: usize =
            self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        self.of_offset(start + column.saturating_sub(1))
    }
}

/// The place after a byte; the continuation bytes of a character do not count.
const fn after((line, column): (u32, u32), byte: u8) -> (u32, u32) {
    match byte {
        b'\n' => (line + 1, 1),
        0x80..=0xBF => (line, column),
        _ => (line, column + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "ab\näöü x";
        let places = Places::new(text);
        let part = text.split(' ').nth(1).unwrap_or("");
        assert!(matches!(places.of(part), Site::Text { line: 2, column: 5 }));
        assert!(matches!(places.of_line(2, 8), Site::Text { line: 2, column: 5 }));
    }

    #[test]
    fn long_lines_have_marks() {
        let text = format!("{}\n{}", "x".repeat(1000), "é".repeat(1000));
        let places = Places::new(&text);
        assert!(matches!(places.of_offset(999), Site::Text { line: 1, column: 1000 }));
        assert!(matches!(places.of_offset(1001 + 600), Site::Text { line: 2, column: 301 }));
        assert!(matches!(places.of_offset(usize::MAX), Site::Text { line: 2, column: 1001 }));
    }
}
