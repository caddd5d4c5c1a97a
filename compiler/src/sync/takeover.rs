//! Who used a transient's memory before it.
//!
//! Whoever takes memory over waits for all who had it, so the next one need only follow the last to come after all of
//! them. What they wrote is another matter: an image's barrier makes the memory of its own subresources available (7.6.2
//! "Image Memory Barriers"). Planned sizes are bounds, and which bytes it has of those that it takes over is known at
//! set-up; of an image of which only some mips or layers are used, not even then. So whoever wrote last and was not read
//! since is followed by all who come after it, until it uses its memory again itself.

use vixen_plan::Placement;

use super::tracks::Track;
use crate::ir::{Graph, Range, ResourceId};
use crate::memory::Memory;

/// For each resource that has a place in a pool, who used its bytes last.
pub(super) struct Takeovers {
    of: Vec<Option<Takeover>>,
}

/// Who used a transient's bytes last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Takeover {
    /// The last user of each byte, each once; the most recent first. Where that one was used in part alone, the
    /// one before it is among them, too, and so are those whose last writes nobody has read. The resource itself, a
    /// frame earlier, is among them where nobody else used all of its bytes in between, or where nobody has read it.
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
    pub(super) fn new(graph: &Graph, memory: &Memory, tracks: &[Track]) -> Self {
        let partial = used_in_part(graph, tracks);
        let pending = left_unread(graph, tracks);
        let place = |placement: &Placement| Place {
            placement: *placement,
            partial: partial.get(placement.resource as usize) == Some(&true),
            pending: pending.get(placement.resource as usize) == Some(&true),
        };
        let places: Vec<Place> = memory.placements.iter().map(place).collect();
        let mut of = vec![None; graph.resources.len()];
        let mut sharing: Vec<Vec<usize>> = vec![Vec::new(); memory.placements.len()];
        for (a, b) in &memory.may_alias {
            let (a, b) = (*a as usize, *b as usize);
            sharing[a].push(b);
            sharing[b].push(a);
        }
        for (index, placement) in memory.placements.iter().enumerate() {
            of[placement.resource as usize] = Some(takeover(&places, index, &sharing[index]));
        }
        Self { of }
    }

    pub(super) fn of(&self, resource: ResourceId) -> Option<&Takeover> {
        self.of.get(resource.index()).and_then(Option::as_ref)
    }
}

/// Memory that a resource uses.
#[derive(Clone, Copy)]
struct Place {
    placement: Placement,
    /// Whether some of it is an image's subresources that no access names.
    partial: bool,
    /// Whether some of what was written to it last nobody reads.
    pending: bool,
}

/// For each resource, whether it is an image of which the tracks cover a part alone.
fn used_in_part(graph: &Graph, tracks: &[Track]) -> Vec<bool> {
    let subresources = |range: &Range| match range {
        Range::Image { mips, layers } => {
            u64::from(mips.1 - mips.0) * u64::from(layers.1 - layers.0)
        }
        Range::Bytes(..) => 0,
    };
    let mut used = vec![0; graph.resources.len()];
    for track in tracks {
        used[track.resource.index()] += subresources(&track.range);
    }
    graph
        .resource_ids()
        .map(|id| used[id.index()] < subresources(&graph.resource(id).whole()))
        .collect()
}

/// For each resource, whether what was written last to a part of it is not read, or not in all aspects.
fn left_unread(graph: &Graph, tracks: &[Track]) -> Vec<bool> {
    let mut unread = vec![false; graph.resources.len()];
    for track in tracks {
        unread[track.resource.index()] |= track.ends().any(|group| group.writes);
    }
    unread
}

fn takeover(places: &[Place], index: usize, sharing: &[usize]) -> Takeover {
    let own = places[index].placement;
    // The larger the key, the more recent the use.
    let recency = |other: usize| {
        let levels = places[other].placement.levels;
        (levels.1 < own.levels.0, i64::from(levels.1))
    };
    let mut others: Vec<usize> = sharing.to_vec();
    others.push(index);
    others.sort_by_key(|other| (std::cmp::Reverse(recency(*other)), *other));
    let mut open = vec![(own.offset, own.offset.saturating_add(own.size))];
    let mut predecessors = Vec::new();
    // It has made all that was in its bytes available when it took them the last time.
    let mut followed_itself = false;
    for other in others {
        let Place { placement, partial, pending } = places[other];
        let bytes = (placement.offset, placement.offset.saturating_add(placement.size));
        let last = open.iter().any(|(start, end)| *start < bytes.1 && bytes.0 < *end);
        let counts = last || (pending && !followed_itself);
        if !partial {
            take(&mut open, bytes);
            followed_itself |= other == index;
        }
        if counts {
            let frames_back = u32::from(!recency(other).0);
            predecessors
                .push(Predecessor { resource: ResourceId(placement.resource), frames_back });
        }
    }
    Takeover { predecessors, shared: !sharing.is_empty() }
}

/// Removes an interval from the open ones.
fn take(open: &mut Vec<(u64, u64)>, (start, end): (u64, u64)) {
    *open = open
        .iter()
        .flat_map(|(a, b)| [(*a, (*b).min(start)), ((*a).max(end), *b)])
        .filter(|(a, b)| a < b)
        .collect();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(resource: u32, offset: u64, size: u64, levels: (u32, u32)) -> Place {
        Place {
            placement: Placement { resource, offset, size, levels },
            partial: false,
            pending: false,
        }
    }

    fn found(places: &[Place], index: usize, sharing: &[usize]) -> Vec<(u32, u32)> {
        let predecessors = takeover(places, index, sharing).predecessors;
        predecessors.iter().map(|p| (p.resource.0, p.frames_back)).collect()
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
        assert_eq!(found(&places, 2, &[0, 1, 3]), [(1, 0), (0, 0)]);
        assert_eq!(found(&places, 3, &[0, 2]), [(2, 0)]);
        assert_eq!(found(&places, 0, &[2, 3]), [(3, 1)]);
        assert_eq!(found(&places, 1, &[2]), [(2, 1)]);
    }

    #[test]
    fn behind_one_that_is_used_in_part_those_before_it_count_too() {
        let mut places =
            [placed(0, 0, 10, (0, 1)), placed(1, 0, 10, (2, 3)), placed(2, 0, 10, (4, 5))];
        places[1].partial = true;
        assert_eq!(found(&places, 2, &[0, 1]), [(1, 0), (0, 0)]);
        assert_eq!(found(&places, 1, &[0, 2]), [(0, 0)]);
        assert_eq!(found(&places, 0, &[1, 2]), [(2, 1)]);
        // With two of them, the first one follows itself.
        assert_eq!(found(&places[..2], 0, &[1]), [(1, 1), (0, 1)]);
    }

    #[test]
    fn what_nobody_read_is_followed_by_all_until_its_next_use() {
        let mut places =
            [placed(0, 0, 10, (0, 1)), placed(1, 0, 10, (2, 3)), placed(2, 0, 10, (4, 5))];
        places[0].pending = true;
        assert_eq!(found(&places, 1, &[0, 2]), [(0, 0)]);
        assert_eq!(found(&places, 2, &[0, 1]), [(1, 0), (0, 0)]);
        // Its own next use is in the next frame, behind both of the others.
        assert_eq!(found(&places, 0, &[1, 2]), [(2, 1), (0, 1)]);
        // What 2 leaves is behind the last use of 1 in the frame before, not before it.
        places[2].pending = true;
        assert_eq!(found(&places, 1, &[0, 2]), [(0, 0), (2, 1)]);
    }

    #[test]
    fn who_shares_with_nobody_follows_itself() {
        let places = [placed(7, 0, 10, (0, 1))];
        let found = takeover(&places, 0, &[]);
        assert!(!found.shared);
        assert_eq!(found.predecessors, [Predecessor { resource: ResourceId(7), frames_back: 1 }]);
    }
}
