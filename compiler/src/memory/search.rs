//! Search for the order of placing.
//!
//! Any placement can be had by placing at the lowest offset, in the order of its offsets; so the order is all
//! there is to search. A few known orders are tried, then the best is changed: something that ends
//! at the top is placed earlier, and the change stands if fewer bytes are needed, or as many.

use std::cmp::Reverse;

use super::pack::Packer;
use crate::order::random::Random;

/// Something to place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Bytes.
    pub size: u64,
    /// Power of two, at least 1.
    pub align: u64,
    /// First and last level in which it is in use, both included. Two items may share bytes if their
    /// levels do not meet.
    pub levels: (u32, u32),
}

impl Item {
    /// Whether both are in use in some level.
    pub(super) const fn meets(&self, other: &Self) -> bool {
        self.levels.0 <= other.levels.1 && other.levels.0 <= self.levels.1
    }

    const fn length(&self) -> u64 {
        (self.levels.1 - self.levels.0) as u64 + 1
    }
}

/// What the search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Indices of the items, in the order of placing.
    pub order: Vec<usize>,
    /// Offset of each item, by its index.
    pub offsets: Vec<u64>,
    /// Bytes needed.
    pub bytes: u64,
}

/// The order in which [`vixen_plan::place`] needs the fewest bytes, among those seen in `steps` trials. Stops
/// where the lower bound is met, the largest sum of live bytes. The same items give the same order.
#[must_use]
pub fn search(items: &[Item], steps: u32) -> Found {
    let mut packer = Packer::new(items);
    let bound = live_peak(items);
    let mut best = Found::default();
    for order in known_orders(items) {
        let bytes = packer.pack(&order, 0, u64::MAX).unwrap_or(u64::MAX);
        if best.order.len() != items.len() || bytes < best.bytes {
            best = Found { order, offsets: packer.offsets.clone(), bytes };
        }
    }
    improve(items, &mut packer, &mut best, (steps, bound));
    best
}

/// Largest sum of the sizes of items that are in use in one level.
#[must_use]
pub fn live_peak(items: &[Item]) -> u64 {
    // An item leaves after its last level and before another one enters.
    let enters = items.iter().map(|item| (u64::from(item.levels.0), 1, item.size));
    let leaves = items.iter().map(|item| (u64::from(item.levels.1) + 1, 0, item.size));
    let mut events: Vec<_> = enters.chain(leaves).collect();
    events.sort_unstable();
    let (mut live, mut peak) = (0u64, 0);
    for (_, enters, size) in events {
        live = if enters == 1 { live.saturating_add(size) } else { live.saturating_sub(size) };
        peak = peak.max(live);
    }
    peak
}

/// Orders that others use, and that do well on one graph or another.
fn known_orders(items: &[Item]) -> Vec<Vec<usize>> {
    type Key = (Reverse<u64>, Reverse<u64>, u32);
    let by = |key: &dyn Fn(&Item) -> Key| {
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by_key(|&index| key(&items[index]));
        order
    };
    let (size, length) = (|i: &Item| Reverse(i.size), |i: &Item| Reverse(i.length()));
    vec![
        by(&|item| (size(item), length(item), item.levels.0)),
        by(&|item| (length(item), size(item), item.levels.0)),
        by(&|item| (Reverse(item.size.saturating_mul(item.length())), size(item), item.levels.0)),
        by(&|item| (Reverse(u64::from(u32::MAX - item.levels.0)), size(item), 0)),
        by(&|item| (Reverse(u64::from(item.levels.1)), size(item), 0)),
    ]
}

fn improve(items: &[Item], packer: &mut Packer, best: &mut Found, (steps, bound): (u32, u64)) {
    let mut random = Random::new(items.len() as u64);
    let mut current = best.clone();
    for _ in 0..steps {
        if best.bytes <= bound {
            return;
        }
        let (order, from) = neighbour(items, &current, &mut random);
        packer.offsets.clone_from(&current.offsets);
        let Some(bytes) = packer.pack(&order, from, current.bytes) else { continue };
        current = Found { order, offsets: packer.offsets.clone(), bytes };
        if bytes < best.bytes {
            best.clone_from(&current);
        }
    }
}

/// Another order, and the first position in which it differs: something at the top moves before something
/// that stood in its way.
fn neighbour(items: &[Item], current: &Found, random: &mut Random) -> (Vec<usize>, usize) {
    let mut order = current.order.clone();
    let ends = |index: usize| current.offsets[index].saturating_add(items[index].size);
    let top: Vec<usize> = (0..order.len()).filter(|&at| ends(order[at]) == current.bytes).collect();
    let mut at = top[random.below(top.len())];
    // Now and then something else moves, so that the search leaves a plateau.
    if random.below(4) == 0 {
        at = random.below(order.len());
    }
    let index = order[at];
    let in_the_way: Vec<usize> =
        (0..at).filter(|&before| items[order[before]].meets(&items[index])).collect();
    let to = match in_the_way.len() {
        0 => random.below(at + 1),
        count => in_the_way[random.below(count)],
    };
    order.remove(at);
    order.insert(to, index);
    (order, to)
}
