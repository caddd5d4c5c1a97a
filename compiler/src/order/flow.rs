//! What flows from pass to pass: versions of cells, who writes and who reads them, and the dependencies
//! that follow.
//!
//! Declaration order fixes the meaning: a read sees the last write declared before it. Each copy of a history that passes
//! name, `prev(k)`, is followed by itself: a write to it is what the frame's later readers of `prev(k)` see, and the next
//! frame finds it as `prev(k + 1)`.

use super::cells::{Cell, Cells};
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

/// A cell while the passes are walked.
struct State<'a> {
    version: Version,
    /// What the writers of `version` wait for, and so does who joins them.
    before: Vec<PassId>,
    /// The access that made `version`.
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
            states: (0..cells.len()).map(State::new).collect(),
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
    pub(super) fn cells_of(
        &self,
        graph: &Graph,
        resource: ResourceId,
    ) -> impl Iterator<Item = Cell> + use<> {
        self.cells.of((resource, 0), graph.resource(resource).whole())
    }
}

impl State<'_> {
    const fn new(version: Version) -> Self {
        Self { version, before: Vec::new(), class: None, readers: Vec::new() }
    }
}

struct Walk<'a> {
    states: Vec<State<'a>>,
    flow: Flow,
}

impl<'a> Walk<'a> {
    /// Reads come first: a pass reads what it finds, not what it writes.
    fn pass(&mut self, id: PassId, accesses: &'a [Access]) {
        for access in accesses.iter().filter(|access| access.reads) {
            for cell in self.flow.cells.of((access.resource, access.ring), access.range) {
                self.read(id, access, cell);
            }
        }
        for access in accesses.iter().filter(|access| access.writes) {
            for cell in self.flow.cells.of((access.resource, access.ring), access.range) {
                self.write(id, access, cell);
            }
        }
    }

    fn read(&mut self, id: PassId, access: &'a Access, cell: Cell) {
        let state = &mut self.states[cell];
        self.flow.reads[id.index()].push(state.version);
        if access.writes {
            return; // The write brings the order.
        }
        let writers = &self.flow.versions[state.version].writers;
        let elsewhere = state.readers.iter().filter(|(_, other)| !share_layout(other, access));
        let waits = writers.iter().copied().chain(elsewhere.map(|&(reader, _)| reader));
        self.flow.dependencies.extend(waits.map(|earlier| (earlier, id)));
        state.readers.push((id, access));
    }

    fn write(&mut self, id: PassId, access: &'a Access, cell: Cell) {
        let state = &mut self.states[cell];
        let others_read = state.readers.iter().any(|&(reader, _)| reader != id);
        let joins = state.class.is_some_and(|class| equal_relaxed(class, access));
        if joins && !others_read {
            self.flow.versions[state.version].writers.push(id);
        } else {
            state.before.clone_from(&self.flow.versions[state.version].writers);
            state.before.extend(state.readers.drain(..).map(|(reader, _)| reader));
            let below = (!access.discards).then_some(state.version);
            state.version = self.flow.versions.len();
            state.class = Some(access);
            self.flow.versions.push(Content { cell, writers: vec![id], below });
        }
        self.flow.dependencies.extend(state.before.iter().map(|&earlier| (earlier, id)));
    }

    fn finish(self) -> Flow {
        let Self { states, mut flow } = self;
        flow.last = states.iter().map(|state| state.version).collect();
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
