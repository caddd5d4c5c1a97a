//! Resources cut into cells, so that ranges that overlap in part are followed piece by piece.
//!
//! A place is what no range cuts: mips and layers of an image, bytes of a buffer. Order is a matter of places. Content is
//! a matter of cells, of which a place has one for each aspect.

use ash::vk::ImageAspectFlags;

use crate::ir::{Access, Graph, Part, Range, ResourceId, each_aspect};

/// A cell of a copy of a resource, by number: the current copy's cells come first, then those of `prev(1)` and so on, as far
/// back as passes name copies. Every part that the graph names is a set of whole cells.
pub(super) type Cell = usize;

/// A place of a copy of a resource, by number, in the same order.
pub(super) type Place = usize;

/// The cells of a graph.
pub(super) struct Cells {
    grids: Vec<Grid>,
    places: usize,
    count: usize,
}

/// The places of a resource, copy by copy: a grid over mips and layers, or over bytes and a second axis of length 1. Its
/// cells are one such grid for each aspect of each copy.
struct Grid {
    first_place: Place,
    first: Cell,
    aspects: Vec<ImageAspectFlags>,
    /// Copies that passes name, the current one and those before it.
    copies: usize,
    x: Vec<u64>,
    y: Vec<u64>,
}

impl Cells {
    /// Cuts every resource at the bounds of the ranges that passes name.
    pub(super) fn new(graph: &Graph) -> Self {
        let mut grids: Vec<Grid> =
            graph.resources.iter().map(|resource| Grid::new(resource.content())).collect();
        for access in graph.passes.iter().flat_map(|pass| &pass.accesses) {
            let grid = &mut grids[access.resource.index()];
            grid.cut(access.range);
            grid.copies = grid.copies.max(access.ring as usize + 1);
        }
        let (mut places, mut count) = (0, 0);
        for grid in &mut grids {
            grid.finish(places, count);
            places += grid.places() * grid.copies;
            count += grid.cells() * grid.copies;
        }
        Self { grids, places, count }
    }

    /// Number of cells.
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    /// Number of places.
    pub(super) const fn places(&self) -> usize {
        self.places
    }

    /// The cells of all copies of a resource.
    pub(super) fn all(&self, resource: ResourceId) -> std::ops::Range<Cell> {
        let grid = &self.grids[resource.index()];
        grid.first..grid.first + grid.cells() * grid.copies
    }

    /// The cell of which a frame finds what the frame before left in this one: the same part of the next copy, and of the
    /// oldest one that passes name, the current copy. It is the reverse of how a ring turns.
    pub(super) fn a_frame_before(&self, resource: ResourceId, cell: Cell) -> Cell {
        let grid = &self.grids[resource.index()];
        let (len, at) = (grid.cells(), cell - grid.first);
        grid.first + (at + len * (grid.copies - 1)) % (len * grid.copies).max(1)
    }

    /// The places of an access.
    pub(super) fn places_of(&self, access: &Access) -> impl Iterator<Item = Place> + use<> {
        self.grids[access.resource.index()].within(access.range, access.ring)
    }

    /// The cells of some aspects at a place of a resource; a buffer has none and one cell.
    pub(super) fn at(
        &self,
        resource: ResourceId,
        aspects: ImageAspectFlags,
        place: Place,
    ) -> impl Iterator<Item = Cell> + '_ {
        let grid = &self.grids[resource.index()];
        let (places, at) = (grid.places(), place - grid.first_place);
        let first = grid.first + at / places * grid.cells() + at % places;
        let named = grid.aspects.iter().enumerate();
        named
            .filter(move |(_, aspect)| aspect.is_empty() || aspects.contains(**aspect))
            .map(move |(plane, _)| first + plane * places)
    }

    /// The cells of a part of a resource, of the copy that was current `ring` frames ago.
    pub(super) fn of(&self, (resource, ring): (ResourceId, u32), part: Part) -> Vec<Cell> {
        let places = self.grids[resource.index()].within(part.range, ring);
        places.flat_map(|place| self.at(resource, part.aspects, place)).collect()
    }
}

impl Grid {
    fn new(whole: Part) -> Self {
        let mut aspects: Vec<ImageAspectFlags> = each_aspect(whole.aspects).collect();
        if aspects.is_empty() {
            aspects.push(ImageAspectFlags::empty());
        }
        let (x, y) = (Vec::new(), Vec::new());
        let mut grid = Self { first_place: 0, first: 0, aspects, copies: 1, x, y };
        grid.cut(whole.range);
        grid
    }

    fn cut(&mut self, range: Range) {
        let (x, y) = axes(range);
        self.x.extend([x.0, x.1]);
        self.y.extend([y.0, y.1]);
    }

    fn finish(&mut self, first_place: Place, first: Cell) {
        (self.first_place, self.first) = (first_place, first);
        for axis in [&mut self.x, &mut self.y] {
            axis.sort_unstable();
            axis.dedup();
        }
    }

    /// Places of a copy.
    const fn places(&self) -> usize {
        (self.x.len() - 1) * (self.y.len() - 1)
    }

    /// Cells of a copy.
    const fn cells(&self) -> usize {
        self.places() * self.aspects.len()
    }

    /// The places of a range, of the copy that was current `ring` frames ago.
    fn within(&self, range: Range, ring: u32) -> impl Iterator<Item = Place> + use<> {
        let (x, y) = axes(range);
        let (x, y) = (span(&self.x, x), span(&self.y, y));
        let first = self.first_place + self.places() * ring as usize;
        let width = self.x.len() - 1;
        y.flat_map(move |row| x.clone().map(move |column| first + row * width + column))
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
