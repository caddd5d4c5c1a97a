//! Placement on a skyline: always the item that can lie lowest, above all that it meets.
//!
//! Among items that can lie equally low, a priority decides. Holes are not filled: that is left to
//! [`vixen_plan::place`], which never needs more bytes for the sequence that comes out of here.

use super::search::Item;

/// Ranks of a block. The lowest item is looked for in a block at a time, so that placing one of `n` items looks at
/// `n / BLOCK` blocks, and into those alone in which items were lifted.
const BLOCK: usize = 64;

/// The offset of a rank that does not wait any more: above all that waits.
const PLACED: u64 = u64::MAX;

/// Places the same items by one priority after another.
pub(super) struct Skyline<'a> {
    items: &'a [Item],
    /// By item: those that it meets.
    pub(super) neighbours: Vec<Vec<u32>>,
    /// By item: its offset.
    pub(super) offsets: Vec<u64>,
    /// By item: its place in the priority.
    ranks: Vec<u32>,
    /// By rank: the lowest offset that its item can have while it waits, then [`PLACED`].
    waiting: Vec<u64>,
    /// By block of ranks: the lowest of them, or less where items were lifted since it was looked at.
    lowest: Vec<u64>,
    /// By block of ranks: whether items were lifted since.
    lifted: Vec<bool>,
    /// Items, and blocks of ranks, looked at in all placements so far: what placing took.
    pub(super) looked_at: u64,
}

impl<'a> Skyline<'a> {
    pub(super) fn new(items: &'a [Item]) -> Self {
        let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); items.len()];
        for (index, item) in items.iter().enumerate() {
            for (other, _) in items[..index].iter().enumerate().filter(|(_, o)| o.meets(item)) {
                neighbours[index].push(other as u32);
                neighbours[other].push(index as u32);
            }
        }
        let blocks = items.len().div_ceil(BLOCK);
        Self {
            items,
            neighbours,
            offsets: vec![0; items.len()],
            ranks: vec![0; items.len()],
            waiting: vec![0; items.len()],
            lowest: vec![0; blocks],
            lifted: vec![false; blocks],
            looked_at: 0,
        }
    }

    /// Places all items, the first of `priority` first, and returns the bytes needed.
    pub(super) fn place(&mut self, priority: &[usize]) -> u64 {
        for (rank, &index) in (0u32..).zip(priority) {
            self.ranks[index] = rank;
        }
        self.waiting.fill(0);
        self.lowest.fill(0);
        self.lifted.fill(false);
        let mut bytes = 0;
        for _ in priority {
            let rank = self.lowest_rank();
            bytes = bytes.max(self.put(rank, priority[rank]));
        }
        bytes
    }

    /// The first rank of those that can lie lowest.
    fn lowest_rank(&mut self) -> usize {
        loop {
            let block = first_lowest(&self.lowest);
            self.looked_at += self.lowest.len() as u64;
            if !self.lifted[block] {
                return block * BLOCK + first_lowest(self.block(block));
            }
            self.look_at(block);
        }
    }

    fn block(&self, block: usize) -> &[u64] {
        let start = block * BLOCK;
        &self.waiting[start..self.waiting.len().min(start + BLOCK)]
    }

    fn look_at(&mut self, block: usize) {
        let ranks = self.block(block);
        let (lowest, looked_at) = (ranks.iter().copied().min(), ranks.len() as u64);
        self.lowest[block] = lowest.unwrap_or(PLACED);
        self.lifted[block] = false;
        self.looked_at += looked_at;
    }

    /// Leaves an item where it is, lifts all that it meets above it, and returns its end.
    fn put(&mut self, rank: usize, index: usize) -> u64 {
        let offset = self.waiting[rank];
        self.offsets[index] = offset;
        self.waiting[rank] = PLACED;
        self.look_at(rank / BLOCK);
        let end = offset.saturating_add(self.items[index].size);
        self.looked_at += self.neighbours[index].len() as u64;
        for &other in &self.neighbours[index] {
            let rank = self.ranks[other as usize] as usize;
            if self.waiting[rank] < end {
                self.waiting[rank] = aligned(end, self.items[other as usize].align);
                self.lifted[rank / BLOCK] = true;
            }
        }
        end
    }
}

/// The next multiple of a power of two; what lies beyond 64 bits waits at their end.
fn aligned(offset: u64, align: u64) -> u64 {
    let mask = align.max(1) - 1;
    offset.checked_add(mask).map_or(PLACED - 1, |up| (up & !mask).min(PLACED - 1))
}

/// Index of the first of the lowest values.
fn first_lowest(values: &[u64]) -> usize {
    let mut lowest = (PLACED, 0);
    for (index, &value) in values.iter().enumerate() {
        if value < lowest.0 {
            lowest = (value, index);
        }
    }
    lowest.1
}
