//! Who used a transient's memory before it.

use vixen_plan::Placement;

use crate::ir::{Graph, ResourceId};
use crate::memory::Memory;

/// For each resource that has a place in a pool, who used its bytes last.
pub(super) struct Takeovers {
    of: Vec<Option<Takeover>>,
}

/// Who used a transient's bytes last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Takeover {
    /// The last user of each byte, each once; the most recent first. The resource itself, a frame earlier, is
    /// among them where nobody else used all of its bytes in between.
    pub predecessors: Vec<Predecessor>,
    /// Whether anybody else ever uses its bytes: then its layout is lost from frame to frame.
    pub shared: bool,
}

/// A resource that used memory before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Predecessor {
    /// The resource.
    pub resource: ResourceId,
    /// 0 in the same frame, 1 in the frame before.
    pub frames_back: u32,
}

impl Takeovers {
    pub(super) fn new(graph: &Graph, memory: &Memory) -> Self {
        let mut of = vec![None; graph.resources.len()];
        let mut sharing: Vec<Vec<usize>> = vec![Vec::new(); memory.placements.len()];
        for (a, b) in &memory.may_alias {
            let (a, b) = (*a as usize, *b as usize);
            sharing[a].push(b);
            sharing[b].push(a);
        }
        for (index, placement) in memory.placements.iter().enumerate() {
            of[placement.resource as usize] =
                Some(takeover(&memory.placements, index, &sharing[index]));
        }
        Self { of }
    }

    pub(super) fn of(&self, resource: ResourceId) -> Option<&Takeover> {
        self.of.get(resource.index()).and_then(Option::as_ref)
    }
}

fn takeover(placements: &[Placement], index: usize, sharing: &[usize]) -> Takeover {
    let own = placements[index];
    // The larger the key, the more recent the use.
    let recency = |other: usize| {
        let last = i64::from(placements[other].levels.1);
        let before = placements[other].levels.1 < own.levels.0;
        (before, last)
    };
    let mut others: Vec<usize> = sharing.to_vec();
    others.push(index);
    others.sort_by_key(|other| (std::cmp::Reverse(recency(*other)), *other));
    let mut open = vec![(own.offset, own.offset.saturating_add(own.size))];
    let mut predecessors = Vec::new();
    for other in others {
        let place = placements[other];
        if take(&mut open, (place.offset, place.offset.saturating_add(place.size))) {
            let frames_back = u32::from(!recency(other).0);
            let resource = ResourceId(place.resource);
            predecessors.push(Predecessor { resource, frames_back });
        }
    }
    Takeover { predecessors, shared: !sharing.is_empty() }
}

/// Removes an interval from the open ones; whether anything of it was open.
fn take(open: &mut Vec<(u64, u64)>, (start, end): (u64, u64)) -> bool {
    let before: u64 = open.iter().map(|(a, b)| b - a).sum();
    *open = open
        .iter()
        .flat_map(|(a, b)| [(*a, (*b).min(start)), ((*a).max(end), *b)])
        .filter(|(a, b)| a < b)
        .collect();
    open.iter().map(|(a, b)| b - a).sum::<u64>() < before
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(resource: u32, offset: u64, size: u64, levels: (u32, u32)) -> Placement {
        Placement { resource, offset, size, levels }
    }

    #[test]
    fn the_last_user_of_each_byte_counts() {
        // 0 and 1 lie beside each other early, 2 covers both later, 3 covers the lower half at the end.
        let places = [
            placed(0, 0, 10, (0, 1)),
            placed(1, 10, 10, (0, 2)),
            placed(2, 0, 20, (3, 4)),
            placed(3, 0, 10, (5, 5)),
        ];
        let of = |index: usize, sharing: &[usize]| {
            takeover(&places, index, sharing)
                .predecessors
                .iter()
                .map(|p| (p.resource.0, p.frames_back))
                .collect::<Vec<_>>()
        };
        assert_eq!(of(2, &[0, 1, 3]), [(1, 0), (0, 0)]);
        assert_eq!(of(3, &[0, 2]), [(2, 0)]);
        assert_eq!(of(0, &[2, 3]), [(3, 1)]);
        assert_eq!(of(1, &[2]), [(2, 1)]);
    }

    #[test]
    fn who_shares_with_nobody_follows_itself() {
        let places = [placed(7, 0, 10, (0, 1))];
        let found = takeover(&places, 0, &[]);
        assert!(!found.shared);
        assert_eq!(found.predecessors, [Predecessor { resource: ResourceId(7), frames_back: 1 }]);
    }
}
