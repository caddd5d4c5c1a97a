//! What of a graph can be seen: which cells the next frame or the program reads, and which passes matter to
//! that.
//!
//! The compiler leaves out what nobody reads, so only what is read can be compared. This walk says what that
//! is from the description alone.

use std::collections::BTreeSet;

use super::{Element, Graph, Life, State, Wire, Work, Write};

/// A cell of a resource: resource, and its place along both axes.
type Cell = (usize, [u32; 2]);

/// What of a graph can be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Cells whose content at the end of a frame is read later; of a history, those of the current copy.
    pub cells: BTreeSet<Cell>,
    /// For each history's cell, the greatest `k` of `prev(k)` that reads it.
    pub back: BTreeSet<(Cell, u32)>,
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
                observed.cells.extend(held.map(|cell| (resource, cell)));
            }
        }
        loop {
            let before = observed.clone();
            let begin = observed.backwards(graph);
            let stays = |(resource, _): &Cell| {
                graph
                    .resources
                    .get(*resource)
                    .is_some_and(|r| matches!(r.life, Life::Persistent(_)))
            };
            observed.cells.extend(begin.into_iter().filter(stays));
            let read: Vec<Cell> = observed.back.iter().map(|(cell, _)| *cell).collect();
            observed.cells.extend(read);
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
            let seen = |wire: Wire| wire.each().any(|cell| live.contains(&(wire.resource, cell)));
            let matters = pass.is_some_and(|pass| pass.side_effect)
                || element.accesses.iter().any(|access| access.writes && seen(access.wire));
            if !matters {
                continue;
            }
            self.elements.insert(position);
            let partial = pass.map(|pass| partial(&pass.work, element)).unwrap_or_default();
            for access in element.accesses.iter().filter(|access| access.writes && !access.reads) {
                if !partial.contains(&access.wire) {
                    access.wire.each().for_each(|cell| {
                        live.remove(&(access.wire.resource, cell));
                    });
                }
            }
            for wire in element.accesses.iter().filter(|access| access.reads).map(|a| a.wire) {
                for cell in wire.each() {
                    let cell = (wire.resource, cell);
                    if wire.prev == 0 {
                        live.insert(cell);
                    } else {
                        self.back.insert((cell, wire.prev));
                    }
                }
            }
        }
        live
    }

    /// Whether a copy of a resource that was current `age` frames ago can be seen in this cell.
    #[must_use]
    pub fn sees(&self, graph: &Graph, cell: Cell, age: u32) -> bool {
        match graph.resources.get(cell.0).map(|resource| resource.life) {
            Some(Life::History(_)) => {
                self.back.iter().any(|(known, back)| *known == cell && *back > age)
            }
            Some(Life::Readback) => age == 0 && self.cells.contains(&cell),
            _ => self.cells.contains(&cell),
        }
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
        let cells: Vec<usize> = observed.cells.iter().map(|(resource, _)| *resource).collect();
        assert_eq!(cells, [0, 1]);
        assert_eq!(observed.elements.into_iter().collect::<Vec<_>>(), [0, 1]);
    }
}
