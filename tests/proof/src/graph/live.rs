//! What of a graph can be seen: which cells the next frame or the program reads, and which passes matter to
//! that.
//!
//! The compiler leaves out what nobody reads, so only what is read can be compared. This walk says what that
//! is from the description alone.

use std::collections::BTreeSet;

use super::{Element, Graph, Life, State, Wire, Work, Write};

/// A cell of a copy of a resource: resource, how many frames ago the copy was the current one, and the place along both
/// axes.
type Cell = (usize, u32, [u32; 2]);

/// What of a graph can be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Cells whose content at the end of a frame is read later.
    pub cells: BTreeSet<Cell>,
    /// Elements that matter, by their position in [`Graph::elements`].
    pub elements: BTreeSet<usize>,
}

impl Observed {
    /// Walks a graph until nothing more is found.
    #[must_use]
    pub fn of(graph: &Graph) -> Self {
        let mut observed = Self::default();
        let mut state = State::new(graph);
        graph.passes.iter().for_each(|pass| state.apply(graph, pass));
        for (resource, entry) in graph.resources.iter().enumerate() {
            if matches!(entry.life, Life::Readback | Life::Import(_) | Life::Screen) {
                let whole = graph.whole(resource);
                let one = |cell| Wire { first: cell, count: [1, 1], ..whole };
                // A readback starts at zero; of the others nobody reads what nobody wrote.
                let held = whole
                    .each()
                    .filter(|cell| entry.life == Life::Readback || state.holds(graph, one(*cell)));
                observed.cells.extend(held.map(|cell| (resource, 0, cell)));
            }
        }
        loop {
            let before = observed.clone();
            let begin = observed.backwards(graph);
            observed.cells.extend(begin.into_iter().filter_map(|cell| left(graph, cell)));
            if observed == before {
                return observed;
            }
        }
    }

    /// From the last element to the first: who matters, and what is read before it is overwritten.
    fn backwards(&mut self, graph: &Graph) -> BTreeSet<Cell> {
        let mut live = self.cells.clone();
        let elements: Vec<_> = graph.elements().collect();
        for (position, element) in elements.iter().enumerate().rev() {
            let pass = graph.passes.get(element.pass);
            let seen = |wire: Wire| cells(wire).any(|cell| live.contains(&cell));
            let matters = pass.is_some_and(|pass| pass.side_effect)
                || element.accesses.iter().any(|access| access.writes && seen(access.wire));
            if !matters {
                continue;
            }
            self.elements.insert(position);
            let partial = pass.map(|pass| partial(&pass.work, element)).unwrap_or_default();
            for access in element.accesses.iter().filter(|access| access.writes && !access.reads) {
                if !partial.contains(&access.wire) {
                    cells(access.wire).for_each(|cell| {
                        live.remove(&cell);
                    });
                }
            }
            let reads = element.accesses.iter().filter(|access| access.reads);
            live.extend(reads.flat_map(|access| cells(access.wire)));
        }
        live
    }

    /// Whether the copy of a resource that was current `age` frames ago can be seen in this cell at the end of a frame.
    #[must_use]
    pub fn sees(&self, (resource, cell): (usize, [u32; 2]), age: u32) -> bool {
        self.cells.contains(&(resource, age, cell))
    }
}

fn cells(wire: Wire) -> impl Iterator<Item = Cell> {
    wire.each().map(move |cell| (wire.resource, wire.prev, cell))
}

/// The cell of which a frame finds the content there that the frame before left in it.
fn left(graph: &Graph, (resource, age, cell): Cell) -> Option<Cell> {
    match graph.resources.get(resource)?.life {
        Life::Persistent(_) => Some((resource, 0, cell)),
        Life::History(_) => Some((resource, age.checked_sub(1)?, cell)),
        _ => None,
    }
}

/// What a pass writes without declaring that it overwrites all of it, so that what was there is still seen.
fn partial(work: &Work, element: &Element) -> Vec<Wire> {
    match work {
        Work::Compute { writes, .. } => {
            let whole = |how: &Write| matches!(how, Write::Discard | Write::Groups | Write::Draws);
            let partial = writes.iter().filter(|(how, _)| !whole(how));
            partial.map(|(_, wire)| wire.element(element.index)).collect()
        }
        Work::Copy { .. } => element.accesses.iter().filter(|a| a.writes).map(|a| a.wire).collect(),
        Work::Raster { .. } | Work::Blit { .. } | Work::Clear { .. } => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Pass, Read, Resource, Shape};
    use super::*;

    fn buffer(life: Life) -> Resource {
        Resource { life, shape: Shape::Buffer(1) }
    }

    fn compute(graph: &Graph, reads: &[usize], write: usize) -> Pass {
        Pass {
            repeat: 0,
            push: false,
            side_effect: false,
            merge_group: None,
            work: Work::Compute {
                reads: reads.iter().map(|read| (Read::Storage, graph.whole(*read))).collect(),
                writes: vec![(Write::Discard, graph.whole(write))],
                groups: 1,
                dynamic: false,
                indirect: None,
            },
        }
    }

    #[test]
    fn a_persistent_is_seen_where_a_later_frame_reads_it_first() {
        let mut graph = Graph {
            screen: [8, 8],
            resized: None,
            frames_in_flight: 1,
            bursts: vec![1],
            resources: vec![
                buffer(Life::Readback),
                buffer(Life::Persistent(0)),
                buffer(Life::Persistent(0)),
                buffer(Life::Transient),
            ],
            passes: Vec::new(),
        };
        // The first is read before it is written, the second after; the transient is read by nobody.
        graph.passes = vec![
            compute(&graph, &[1], 0),
            compute(&graph, &[], 1),
            compute(&graph, &[1], 2),
            compute(&graph, &[2], 3),
        ];
        let observed = Observed::of(&graph);
        let cells: Vec<usize> = observed.cells.iter().map(|(resource, ..)| *resource).collect();
        assert_eq!(cells, [0, 1]);
        assert_eq!(observed.elements.into_iter().collect::<Vec<_>>(), [0, 1]);
    }

    /// What is left in `prev(1)` is seen behind it in the frame, and as `prev(2)` in the next one.
    #[test]
    fn an_earlier_copy_is_seen_where_one_of_its_readers_comes_later() {
        let mut graph = Graph {
            screen: [8, 8],
            resized: None,
            frames_in_flight: 1,
            bursts: vec![1],
            resources: vec![buffer(Life::Readback), buffer(Life::History(3))],
            passes: Vec::new(),
        };
        let prev = |wire: Wire, prev| Wire { prev, ..wire };
        let mut write = compute(&graph, &[], 1);
        let mut read = compute(&graph, &[1], 0);
        if let Work::Compute { writes, .. } = &mut write.work {
            writes[0].1 = prev(writes[0].1, 1);
        }
        if let Work::Compute { reads, .. } = &mut read.work {
            reads[0].1 = prev(reads[0].1, 2);
        }
        graph.passes = vec![read.clone(), write.clone()];
        let observed = Observed::of(&graph);
        assert!(observed.sees((1, [0, 0]), 1) && !observed.sees((1, [0, 0]), 0));
        assert_eq!(observed.elements.iter().copied().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(super::super::mend(&graph), graph);
        // The reader of the same copy stands before the write: nobody could see it.
        if let Work::Compute { reads, .. } = &mut graph.passes[0].work {
            reads[0].1 = prev(reads[0].1, 1);
        }
        assert_eq!(super::super::mend(&graph).passes.len(), 1);
    }
}
