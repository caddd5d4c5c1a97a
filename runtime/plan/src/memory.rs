//! Where transients lie in memory that they share, and the placement that set-up repeats.

use crate::Span;

/// A block of device memory that transients share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Part of [`crate::Plan::placements`], in the order of placing.
    pub placements: Span,
    /// Bytes at the declared maximum size.
    pub bytes: u64,
    /// Whether images (optimal tiling) are in it, beside buffers. Then set-up rounds size and alignment of
    /// the images up to `bufferImageGranularity`, so that no buffer shares a page with one.
    pub images: bool,
}

/// A transient in a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The resource.
    pub resource: u32,
    /// Offset in bytes at the declared maximum size.
    pub offset: u64,
    /// Size in bytes at the declared maximum size.
    pub size: u64,
    /// First and last level at which it is in use, both included.
    pub levels: (u32, u32),
}

/// Size and alignment of something to place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// Bytes.
    pub size: u64,
    /// Power of two, at least 1.
    pub align: u64,
}

/// Places `extents` one after the other, each at the lowest offset at which it overlaps only what it may
/// share bytes with, and returns the bytes needed. `may_share(a, b)` speaks of indices into `extents`.
///
/// It is the whole of placement: the compiler searches the order in which it is called, set-up and resize
/// call it with real sizes in that order. Nothing is allocated: `offsets` must be as long as `extents`
/// (what is missing in either is left alone), and the search is quadratic.
pub fn place(
    extents: &[Extent],
    offsets: &mut [u64],
    may_share: impl Fn(usize, usize) -> bool,
) -> u64 {
    let mut end = 0;
    for (index, extent) in extents.iter().enumerate().take(offsets.len()) {
        let placed = (&extents[..index], &offsets[..index]);
        let offset = lowest(*extent, placed, |other| may_share(other, index));
        offsets[index] = offset;
        end = end.max(offset.saturating_add(extent.size));
    }
    end
}

/// The lowest offset at which `extent` overlaps none of the placed that it may not share with.
fn lowest(
    extent: Extent,
    (extents, offsets): (&[Extent], &[u64]),
    may_share: impl Fn(usize) -> bool,
) -> u64 {
    let align = extent.align.max(1);
    let mut offset = 0u64;
    // An obstacle is left behind for good, since the offset only grows; so the order in which they are met does not
    // matter, and a round without one ends the search. Placed in order of their offsets, they take two rounds.
    loop {
        let before = offset;
        for (other, (o, at)) in extents.iter().zip(offsets).enumerate() {
            let overlaps =
                offset < at.saturating_add(o.size) && *at < offset.saturating_add(extent.size);
            if overlaps && !may_share(other) {
                let end = at.saturating_add(o.size);
                // Beyond 64 bits there is no memory either; whoever allocates it says so.
                offset = end.checked_next_multiple_of(align).unwrap_or(u64::MAX);
            }
        }
        if offset == before {
            return offset;
        }
    }
}

/// Pairs of 16-bit numbers, low byte first, as generated code holds a large table of them: `bytes` has four
/// for each pair; what is missing reads as 0.
#[must_use]
pub const fn unpack_pairs<const N: usize>(bytes: &[u8]) -> [(u32, u32); N] {
    let mut pairs = [(0, 0); N];
    let mut index = 0;
    while index < N && index * 4 + 3 < bytes.len() {
        let at = index * 4;
        pairs[index] = (
            bytes[at] as u32 | (bytes[at + 1] as u32) << 8,
            bytes[at + 2] as u32 | (bytes[at + 3] as u32) << 8,
        );
        index += 1;
    }
    pairs
}
