//! What flows from pass to pass: versions of cells, who writes and who reads them, and the dependencies
//! that follow.
//!
//! Declaration order fixes the meaning: a read sees the last write declared before it. Each copy of a history that passes
//! name, `prev(k)`, is followed by itself: a write to it is what the frame's later readers of `prev(k)` see, and the next
//! frame finds it as `prev(k + 1)`.

use super::cells::{Cell, Cells, Place};
use crate::ir::{Access, Graph, PassId, ResourceId};

/// A content of a cell, by number.
pub(super) type Version = usize;

/// The flow of one frame.
pub(super) struct Flow {
    /// Cells.
    pub cells: Cells,
    /// `(earlier, later)`: passes whose order matters, each pair once, ascending.
    pub dependencies: Vec<(PassId, PassId)>,
    /// Contents. The first ones are, cell by cell, what the frame finds.
    pub versions: Vec<Content>,
    /// By pass: contents that it reads.
    pub reads: Vec<Vec<Version>>,
    /// By cell: the content that the frame leaves.
    pub last: Vec<Version>,
}

/// A content of a cell.
pub(super) struct Content {
    /// The cell.
    pub cell: Cell,
    /// The passes that make it: several where they are relaxed, none for what the frame finds.
    pub writers: Vec<PassId>,
    /// The content that shows through where the writers leave something out.
    pub below: Option<Version>,
}

/// A place while the passes are walked. Its aspects are ordered together, for they share a layout, and a write of one
/// may read and write back the other.
#[derive(Clone, Default)]
struct State<'a> {
    /// The passes that wrote last: several where they are relaxed.
    writers: Vec<PassId>,
    /// What the writers wait for, and so does who joins them.
    before: Vec<PassId>,
    /// The access of the last writers.
    class: Option<&'a Access>,
    /// Readers since.
    readers: Vec<(PassId, &'a Access)>,
}

/// Whether the two are relaxed accesses of the same kind in the same stages, between which there is no
/// order.
#[must_use]
pub fn equal_relaxed(a: &Access, b: &Access) -> bool {
    a.relaxed
        && b.relaxed
        && (a.stages, a.access) == (b.stages, b.access)
        && a.layouts == b.layouts
        && (a.reads, a.writes, a.discards) == (b.reads, b.writes, b.discards)
}

/// Whether both can be served at the same time: always for buffers, in a common layout for images.
#[must_use]
pub fn share_layout(a: &Access, b: &Access) -> bool {
    a.layouts.is_empty() || a.layouts.iter().any(|layout| b.layouts.contains(layout))
}

impl Flow {
    /// Follows the passes for which `kept` holds; the others do not exist.
    pub(super) fn new(graph: &Graph, kept: impl Fn(PassId) -> bool) -> Self {
        let cells = Cells::new(graph);
        let found = |cell| Content { cell, writers: Vec::new(), below: None };
        let mut walk = Walk {
            states: vec![State::default(); cells.places()],
            current: (0..cells.len()).collect(),
            flow: Self {
                versions: (0..cells.len()).map(found).collect(),
                cells,
                dependencies: Vec::new(),
                reads: vec![Vec::new(); graph.passes.len()],
                last: Vec::new(),
            },
        };
        for id in graph.pass_ids().filter(|&id| kept(id)) {
            walk.pass(id, &graph.pass(id).accesses);
        }
        walk.finish()
    }

    /// The cells of all of a resource's current copy.
    pub(super) fn cells_of(&self, graph: &Graph, resource: ResourceId) -> Vec<Cell> {
        self.cells.of((resource, 0), graph.resource(resource).content())
    }
}

struct Walk<'a> {
    /// By place.
    states: Vec<State<'a>>,
    /// By cell: what it holds.
    current: Vec<Version>,
    flow: Flow,
}

impl<'a> Walk<'a> {
    /// Reads come first: a pass reads what it finds, not what it writes.
    fn pass(&mut self, id: PassId, accesses: &'a [Access]) {
        for access in accesses.iter().filter(|access| access.reads) {
            let cells = self.flow.cells.of((access.resource, access.ring), access.part());
            self.flow.reads[id.index()].extend(cells.iter().map(|cell| self.current[*cell]));
            // Of an access that also writes, the write brings the order.
            if !access.writes {
                self.read(id, access);
            }
        }
        for access in accesses.iter().filter(|access| access.writes) {
            for place in self.flow.cells.places_of(access) {
                self.write(id, access, place);
            }
        }
    }

    fn read(&mut self, id: PassId, access: &'a Access) {
        for place in self.flow.cells.places_of(access) {
            let state = &mut self.states[place];
            let elsewhere = state.readers.iter().filter(|(_, other)| !share_layout(other, access));
            let waits = state.writers.iter().copied().chain(elsewhere.map(|&(reader, _)| reader));
            self.flow.dependencies.extend(waits.map(|earlier| (earlier, id)));
            state.readers.push((id, access));
        }
    }

    fn write(&mut self, id: PassId, access: &'a Access, place: Place) {
        let state = &mut self.states[place];
        let others_read = state.readers.iter().any(|&(reader, _)| reader != id);
        let equal =
            |class: &Access| equal_relaxed(class, access) && class.aspects() == access.aspects();
        let joins = !others_read && state.class.is_some_and(equal);
        if joins {
            state.writers.push(id);
        } else {
            state.before = std::mem::replace(&mut state.writers, vec![id]);
            state.before.extend(state.readers.drain(..).map(|(reader, _)| reader));
            state.class = Some(access);
        }
        self.flow.dependencies.extend(state.before.iter().map(|&earlier| (earlier, id)));
        for cell in self.flow.cells.at(access.resource, access.aspects(), place) {
            let current = &mut self.current[cell];
            if joins {
                self.flow.versions[*current].writers.push(id);
            } else {
                let below = (!access.discards).then_some(*current);
                *current = self.flow.versions.len();
                self.flow.versions.push(Content { cell, writers: vec![id], below });
            }
        }
    }

    fn finish(self) -> Flow {
        let Self { current, mut flow, .. } = self;
        flow.last = current;
        flow.dependencies.retain(|(earlier, later)| earlier != later);
        flow.dependencies.sort_unstable();
        flow.dependencies.dedup();
        for list in &mut flow.reads {
            list.sort_unstable();
            list.dedup();
        }
        flow
    }
}
