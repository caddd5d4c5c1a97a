//! Placement on a skyline: always the item that can lie lowest, above all that it meets.
//!
//! Among items that can lie equally low, a priority decides. Holes are not filled: that is left to
//! [`vixen_plan::place`], which never needs more bytes for the sequence that comes out of here.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::search::Item;

/// Places the same items by one priority after another.
pub(super) struct Skyline<'a> {
    items: &'a [Item],
    /// By item: those that it meets.
    pub(super) neighbours: Vec<Vec<u32>>,
    /// By item: its offset; while it waits, the lowest that it can have.
    pub(super) offsets: Vec<u64>,
    placed: Vec<bool>,
    /// Items that wait: offset when entered, rank, index. Offsets only grow, so an entry never comes late.
    waiting: BinaryHeap<Reverse<(u64, u32, u32)>>,
    /// Items taken from `waiting` in all placements so far: what placing took.
    pub(super) taken: u64,
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
        Self {
            items,
            neighbours,
            offsets: vec![0; items.len()],
            placed: vec![false; items.len()],
            waiting: BinaryHeap::new(),
            taken: 0,
        }
    }

    /// Places all items, the first of `priority` first, and returns the bytes needed.
    pub(super) fn place(&mut self, priority: &[usize]) -> u64 {
        self.offsets.fill(0);
        self.placed.fill(false);
        self.waiting.clear();
        let ranked = (0u32..).zip(priority);
        self.waiting.extend(ranked.map(|(rank, &index)| Reverse((0, rank, index as u32))));
        let mut bytes = 0;
        while let Some(Reverse((entered, rank, index))) = self.waiting.pop() {
            self.taken += 1;
            let offset = self.offsets[index as usize];
            if offset > entered {
                self.waiting.push(Reverse((offset, rank, index)));
            } else {
                bytes = bytes.max(self.put(index as usize));
            }
        }
        bytes
    }

    /// Leaves an item where it is, lifts all that it meets above it, and returns its end.
    fn put(&mut self, index: usize) -> u64 {
        self.placed[index] = true;
        let end = self.offsets[index].saturating_add(self.items[index].size);
        for &other in &self.neighbours[index] {
            let other = other as usize;
            if !self.placed[other] && self.offsets[other] < end {
                self.offsets[other] = end.next_multiple_of(self.items[other].align.max(1));
            }
        }
        end
    }
}
