//! [`vixen_plan::place`], fast enough to be called thousands of times.

use super::search::Item;

/// Places items in one order after another. Offsets are those of [`vixen_plan::place`].
pub(super) struct Packer<'a> {
    items: &'a [Item],
    /// By item: those that it meets.
    neighbours: Vec<Vec<u32>>,
    /// Whether an item is placed.
    placed: Vec<bool>,
    /// By item.
    pub(super) offsets: Vec<u64>,
    /// Start and end of what is in the way.
    obstacles: Vec<(u64, u64)>,
}

impl<'a> Packer<'a> {
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
            placed: vec![false; items.len()],
            offsets: vec![0; items.len()],
            obstacles: Vec::new(),
        }
    }

    /// Places all items in `order` and returns the bytes needed; the offsets of those before position
    /// `from` are taken as they are. `None`, with offsets in part, as soon as more than `limit` are needed.
    pub(super) fn pack(&mut self, order: &[usize], from: usize, limit: u64) -> Option<u64> {
        self.placed.fill(false);
        let mut bytes = 0;
        for (at, &index) in order.iter().enumerate() {
            if at >= from {
                self.offsets[index] = self.lowest(index);
            }
            self.placed[index] = true;
            bytes = bytes.max(self.offsets[index].saturating_add(self.items[index].size));
            if bytes > limit {
                return None;
            }
        }
        Some(bytes)
    }

    fn lowest(&mut self, index: usize) -> u64 {
        self.obstacles.clear();
        for &other in &self.neighbours[index] {
            let other = other as usize;
            if self.placed[other] && self.items[other].size > 0 {
                let start = self.offsets[other];
                self.obstacles.push((start, start.saturating_add(self.items[other].size)));
            }
        }
        self.obstacles.sort_unstable();
        let item = &self.items[index];
        let mut offset = 0u64;
        for &(start, end) in &self.obstacles {
            if start >= offset.saturating_add(item.size) {
                break;
            }
            if end > offset {
                offset = end.next_multiple_of(item.align.max(1));
            }
        }
        offset
    }
}
