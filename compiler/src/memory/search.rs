//! Search for the order of placing.
//!
//! A few priorities are tried on the [`super::skyline`]; then the best is changed a step at a time: an item
//! that reaches the top, or one beside it, gets another rank, and the change stands if fewer bytes are
//! needed, or as many. The order of placing is that of the offsets found.

use std::cmp::Reverse;

use vixen_plan::{Extent, place};

use super::skyline::Skyline;
use crate::order::random::Random;

/// Steps after which the search starts again from the best of the first priorities: a single descent gets
/// stuck high now and then.
const DESCENT: u32 = 700;

/// Items looked at in all trials together: where thousands are in use at once, each is looked at as often as there are
/// others.
const MAX_LOOKED_AT: u64 = 1 << 31;

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

    const fn length(&self) -> u32 {
        self.levels.1 - self.levels.0
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

/// An order in which [`vixen_plan::place`] needs few bytes: the best that `steps` trials find. It stops where
/// the lower bound is met, the largest sum of live bytes. The same items give the same order.
#[must_use]
pub fn search(items: &[Item], steps: u32) -> Found {
    let mut skyline = Skyline::new(items);
    let firsts = priorities(items).into_iter().map(|priority| State::new(&mut skyline, priority));
    let Some(first) = firsts.min_by_key(|state| state.bytes) else { return Found::default() };
    let bound = live_peak(items);
    let mut random = Random::new(items.len() as u64);
    let (mut best, mut current) = (first.clone(), first.clone());
    for step in 1..=steps {
        if best.bytes <= bound || skyline.looked_at > MAX_LOOKED_AT {
            break;
        }
        if step % DESCENT == 0 {
            current.clone_from(&first);
        }
        let priority = current.neighbour(items, &skyline, &mut random);
        let next = State::new(&mut skyline, priority);
        if next.bytes <= current.bytes {
            current = next;
        }
        if current.bytes < best.bytes {
            best.clone_from(&current);
        }
    }
    found(items, &best)
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

/// A priority and the placement that it gives.
#[derive(Clone)]
struct State {
    priority: Vec<usize>,
    offsets: Vec<u64>,
    bytes: u64,
}

impl State {
    fn new(skyline: &mut Skyline<'_>, priority: Vec<usize>) -> Self {
        let bytes = skyline.place(&priority);
        Self { priority, offsets: skyline.offsets.clone(), bytes }
    }

    /// The priority with another rank for one item.
    fn neighbour(&self, items: &[Item], skyline: &Skyline<'_>, random: &mut Random) -> Vec<usize> {
        let ends = |index: usize| self.offsets[index].saturating_add(items[index].size);
        let top: Vec<usize> = (0..items.len()).filter(|&i| ends(i) == self.bytes).collect();
        let top = top[random.below(top.len())];
        let beside = &skyline.neighbours[top];
        let moved = match random.below(4) {
            0 => top,
            1 => random.below(items.len()),
            _ => beside.get(random.below(beside.len())).map_or(top, |&index| index as usize),
        };
        let mut priority = self.priority.clone();
        priority.retain(|&index| index != moved);
        priority.insert(random.below(items.len()), moved);
        priority
    }
}

/// First priorities: from the start or from the end of the frame, where it is fullest, the longest, the largest.
fn priorities(items: &[Item]) -> Vec<Vec<usize>> {
    type Key = (Reverse<u64>, Reverse<u64>, Reverse<u32>);
    let loads = loads(items);
    let by = |key: &dyn Fn(usize, &Item) -> u64, first: &dyn Fn(&Item) -> u64| {
        let mut order: Vec<usize> = (0..items.len()).collect();
        let key = |&index: &usize| -> Key {
            let item = &items[index];
            (Reverse(key(index, item)), Reverse(first(item)), Reverse(item.length()))
        };
        order.sort_by_key(key);
        order
    };
    let (size, length) = (|i: &Item| i.size, |i: &Item| u64::from(i.length()));
    vec![
        by(&|_, item| u64::from(u32::MAX - item.levels.0), &size),
        by(&|_, item| u64::from(item.levels.1), &size),
        by(&|index, _| loads[index], &length),
        by(&|_, item| length(item), &size),
        by(&|_, item| item.size, &length),
    ]
}

/// By item: the largest sum of live bytes while it is in use.
fn loads(items: &[Item]) -> Vec<u64> {
    // The sum changes upwards only where an item enters.
    let mut starts: Vec<u32> = items.iter().map(|item| item.levels.0).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut loads = vec![0u64; starts.len()];
    let during = |item: &Item| {
        let from = starts.partition_point(|&start| start < item.levels.0);
        from..starts.partition_point(|&start| start <= item.levels.1)
    };
    for item in items {
        for load in &mut loads[during(item)] {
            *load = load.saturating_add(item.size);
        }
    }
    items.iter().map(|item| loads[during(item)].iter().copied().max().unwrap_or(0)).collect()
}

/// The order of the offsets, and where it puts everything.
fn found(items: &[Item], best: &State) -> Found {
    let mut order = best.priority.clone();
    order.sort_by_key(|&index| best.offsets[index]);
    let extents: Vec<Extent> = order
        .iter()
        .map(|&index| Extent { size: items[index].size, align: items[index].align })
        .collect();
    let mut placed = vec![0; extents.len()];
    let bytes = place(&extents, &mut placed, |a, b| !items[order[a]].meets(&items[order[b]]));
    let mut offsets = vec![0; items.len()];
    for (&index, offset) in order.iter().zip(placed) {
        offsets[index] = offset;
    }
    Found { order, offsets, bytes }
}
