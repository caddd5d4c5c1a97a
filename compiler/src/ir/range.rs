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
}
