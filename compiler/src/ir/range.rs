//! Ranges of resources.

/// A range of a resource: half-open intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Range {
    /// Mips and layers of an image, `start..end` each.
    Image {
        /// Mips.
        mips: (u32, u32),
        /// Layers.
        layers: (u32, u32),
    },
    /// Bytes of a buffer, `start..end`; the end may be `u64::MAX` for all that follows.
    Bytes(u64, u64),
}

impl Range {
    /// Whether it names nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        match *self {
            Self::Image { mips, layers } => mips.0 >= mips.1 || layers.0 >= layers.1,
            Self::Bytes(start, end) => start >= end,
        }
    }

    /// The first `bytes` of a range of bytes, where it has more; `size` is that of the whole buffer at the declared
    /// maximum.
    #[must_use]
    pub fn narrowed(self, bytes: u64, size: u64) -> Self {
        match self {
            Self::Bytes(start, end) if start.saturating_add(bytes) < end.min(size) => {
                Self::Bytes(start, start + bytes)
            }
            _ => self,
        }
    }

    /// Whether the two share a subresource or a byte. Ranges of different kinds share nothing.
    #[must_use]
    pub const fn overlaps(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Self::Image { mips: a, layers: b }, Self::Image { mips: c, layers: d }) => {
                a.0 < c.1 && c.0 < a.1 && b.0 < d.1 && d.0 < b.1
            }
            (Self::Bytes(a, b), Self::Bytes(c, d)) => a < d && c < b,
            _ => false,
        }
    }

    /// What is left of it without another.
    #[must_use]
    pub fn without(&self, taken: &Self) -> Vec<Self> {
        if !self.overlaps(taken) {
            return vec![*self];
        }
        let mut left = Vec::new();
        match (*self, *taken) {
            (Self::Bytes(start, end), Self::Bytes(from, to)) => {
                left.extend([Self::Bytes(start, from.min(end)), Self::Bytes(to.max(start), end)]);
            }
            (Self::Image { mips, layers }, Self::Image { mips: m, layers: l }) => {
                let between = (mips.0.max(m.0), mips.1.min(m.1));
                left.extend([
                    Self::Image { mips: (mips.0, between.0), layers },
                    Self::Image { mips: (between.1, mips.1), layers },
                    Self::Image { mips: between, layers: (layers.0, l.0.min(layers.1)) },
                    Self::Image { mips: between, layers: (l.1.max(layers.0), layers.1) },
                ]);
            }
            _ => {}
        }
        left.retain(|range| !range.is_empty());
        left
    }

    /// Whether `other` lies within it.
    #[must_use]
    pub const fn contains(&self, other: &Self) -> bool {
        match (*self, *other) {
            (Self::Image { mips: a, layers: b }, Self::Image { mips: c, layers: d }) => {
                a.0 <= c.0 && c.1 <= a.1 && b.0 <= d.0 && d.1 <= b.1
            }
            (Self::Bytes(a, b), Self::Bytes(c, d)) => a <= c && d <= b,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_narrowed_where_it_has_more_bytes() {
        let whole = Range::Bytes(0, u64::MAX);
        assert_eq!(whole.narrowed(12, 256), Range::Bytes(0, 12));
        assert_eq!(Range::Bytes(64, 128).narrowed(12, 256), Range::Bytes(64, 76));
        // What reaches the end stays a range that does, and what is too small stays as it is.
        assert_eq!(whole.narrowed(256, 256), whole);
        assert_eq!(Range::Bytes(64, 72).narrowed(12, 256), Range::Bytes(64, 72));
        let image = Range::Image { mips: (0, 1), layers: (0, 1) };
        assert_eq!(image.narrowed(1, 256), image);
    }

    #[test]
    fn a_middle_leaves_four_sides() {
        let whole = Range::Image { mips: (0, 4), layers: (0, 4) };
        let left = whole.without(&Range::Image { mips: (1, 3), layers: (1, 3) });
        assert_eq!(left.len(), 4);
        let cells = |range: &Range| match *range {
            Range::Image { mips, layers } => (mips.1 - mips.0) * (layers.1 - layers.0),
            Range::Bytes(..) => 0,
        };
        assert_eq!(left.iter().map(cells).sum::<u32>(), 12);
    }

    #[test]
    fn bytes_and_the_open_end() {
        let whole = Range::Bytes(0, u64::MAX);
        let left = whole.without(&Range::Bytes(16, 32));
        assert_eq!(left, [Range::Bytes(0, 16), Range::Bytes(32, u64::MAX)]);
        assert_eq!(Range::Bytes(16, 32).without(&whole), []);
    }
}
