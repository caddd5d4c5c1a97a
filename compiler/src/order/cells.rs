//! Resources cut into cells, so that ranges that overlap in part are followed piece by piece.

use crate::ir::{Graph, Range, ResourceId};

/// A cell of a copy of a resource, by number: the current copy's cells come first, then those of `prev(1)` and so on, as far
/// back as passes name copies. Every range that the graph names is a set of whole cells.
pub(super) type Cell = usize;

/// The cells of a graph.
pub(super) struct Cells {
    grids: Vec<Grid>,
    count: usize,
}

/// The cells of a resource, copy by copy: a grid over mips and layers, or over bytes and a second axis of length 1.
struct Grid {
    first: Cell,
    /// Copies that passes name, the current one and those before it.
    copies: usize,
    x: Vec<u64>,
    y: Vec<u64>,
}

impl Cells {
    /// Cuts every resource at the bounds of the ranges that passes name.
    pub(super) fn new(graph: &Graph) -> Self {
        let mut grids: Vec<Grid> =
            graph.resources.iter().map(|resource| Grid::new(resource.whole())).collect();
        for access in graph.passes.iter().flat_map(|pass| &pass.accesses) {
            let grid = &mut grids[access.resource.index()];
            grid.cut(access.range);
            grid.copies = grid.copies.max(access.ring as usize + 1);
        }
        let mut count = 0;
        for grid in &mut grids {
            grid.finish(count);
            count += grid.len() * grid.copies;
        }
        Self { grids, count }
    }

    /// Number of cells.
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// The cells of all copies of a resource.
    pub(super) fn all(&self, resource: ResourceId) -> std::ops::Range<Cell> {
        let grid = &self.grids[resource.index()];
        grid.first..grid.first + grid.len() * grid.copies
    }

    /// The cell of which a frame finds what the frame before left in this one: the same part of the next copy, and of the
    /// oldest one that passes name, the current copy. It is the reverse of how a ring turns.
    pub(super) fn a_frame_before(&self, resource: ResourceId, cell: Cell) -> Cell {
        let grid = &self.grids[resource.index()];
        let (len, at) = (grid.len(), cell - grid.first);
        grid.first + (at + len * (grid.copies - 1)) % (len * grid.copies).max(1)
    }

    /// The cells of a range of a resource, of the copy that was current `ring` frames ago.
    pub(super) fn of(
        &self,
        (resource, ring): (ResourceId, u32),
        range: Range,
    ) -> impl Iterator<Item = Cell> + use<> {
        let grid = &self.grids[resource.index()];
        let (x, y) = axes(range);
        let (x, y) = (span(&grid.x, x), span(&grid.y, y));
        let (first, width) = (grid.first + grid.len() * ring as usize, grid.x.len() - 1);
        y.flat_map(move |row| x.clone().map(move |column| first + row * width + column))
    }
}

impl Grid {
    fn new(whole: Range) -> Self {
        let mut grid = Self { first: 0, copies: 1, x: Vec::new(), y: Vec::new() };
        grid.cut(whole);
        grid
    }

    fn cut(&mut self, range: Range) {
        let (x, y) = axes(range);
        self.x.extend([x.0, x.1]);
        self.y.extend([y.0, y.1]);
    }

    fn finish(&mut self, first: Cell) {
        self.first = first;
        for axis in [&mut self.x, &mut self.y] {
            axis.sort_unstable();
            axis.dedup();
        }
    }

    const fn len(&self) -> usize {
        (self.x.len() - 1) * (self.y.len() - 1)
    }
}

fn axes(range: Range) -> ((u64, u64), (u64, u64)) {
    match range {
        Range::Image { mips, layers } => {
            ((mips.0.into(), mips.1.into()), (layers.0.into(), layers.1.into()))
        }
        Range::Bytes(start, end) => ((start, end), (0, 1)),
    }
}

/// Indices of the intervals between `cuts` that lie in `start..end`, both of which are cuts.
fn span(cuts: &[u64], (start, end): (u64, u64)) -> std::ops::Range<usize> {
    cuts.partition_point(|&cut| cut < start)..cuts.partition_point(|&cut| cut < end)
}
