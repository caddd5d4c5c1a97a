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
