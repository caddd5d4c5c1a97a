//! Resources cut into cells: the largest parts that no access and no barrier divides.

use vixen_plan::vk::ImageAspectFlags as Aspects;

use crate::stream::{Range, Resource, Shape, Stream};

/// How the resources of a stream are cut.
#[derive(Clone, Debug)]
pub(crate) struct Space {
    grids: Vec<Grid>,
    /// First cell of each resource, and the number of cells behind the last one's.
    first: Vec<u32>,
    /// For each resource, those whose memory overlaps its own.
    pub(crate) aliases: Vec<Vec<u32>>,
}

/// The cuts of one resource along its axes. Cell numbers run through aspects, then layers, then mips; or
/// bytes.
#[derive(Clone, Debug)]
struct Grid {
    aspects: Vec<Aspects>,
    layers: Vec<u64>,
    /// Mips, or bytes.
    columns: Vec<u64>,
    /// Number of layers, and of mips or bytes.
    ends: (u64, u64),
}

impl Grid {
    fn new(shape: Shape) -> Self {
        match shape {
            Shape::Image { aspects, mips, layers } => Self {
                aspects: each_aspect(aspects).collect(),
                layers: vec![0, u64::from(layers)],
                columns: vec![0, u64::from(mips)],
                ends: (layers.into(), mips.into()),
            },
            Shape::Buffer(bytes) => Self {
                aspects: vec![Aspects::NONE],
                layers: vec![0, 1],
                columns: vec![0, bytes],
                ends: (1, bytes),
            },
        }
    }

    /// Aspects, layers and columns of a range, clamped to the resource.
    fn bounds(&self, range: Range) -> (Aspects, (u64, u64), (u64, u64)) {
        let all = Aspects::from_raw(u32::MAX);
        let clamp = |end: u64, (base, count): (u64, u64)| {
            (base.min(end), base.saturating_add(count).min(end))
        };
        let whole = (0, u64::MAX);
        match range {
            Range::Whole => (all, clamp(self.ends.0, whole), clamp(self.ends.1, whole)),
            Range::Image { aspects, mips, layers } => (
                aspects,
                clamp(self.ends.0, (layers.0.into(), layers.1.into())),
                clamp(self.ends.1, (mips.0.into(), mips.1.into())),
            ),
            Range::Bytes(base, count) => {
                (all, clamp(self.ends.0, whole), clamp(self.ends.1, (base, count)))
            }
        }
    }

    fn cut(&mut self, range: Range) {
        let (_, layers, columns) = self.bounds(range);
        self.layers.extend([layers.0, layers.1]);
        self.columns.extend([columns.0, columns.1]);
    }

    fn sort(&mut self) {
        for cuts in [&mut self.layers, &mut self.columns] {
            cuts.sort_unstable();
            cuts.dedup();
        }
    }

    fn rows(&self) -> (usize, usize) {
        (self.layers.len().saturating_sub(1), self.columns.len().saturating_sub(1))
    }

    fn len(&self) -> usize {
        let (layers, columns) = self.rows();
        self.aspects.len() * layers * columns
    }
}

fn each_aspect(aspects: Aspects) -> impl Iterator<Item = Aspects> {
    (0..32).map(|bit| Aspects::from_raw(1 << bit)).filter(move |one| aspects.contains(*one))
}

impl Space {
    /// Cuts the resources at the edges of every range that the stream names, and of `more`.
    pub(crate) fn new(stream: &Stream, more: &[(usize, Range)]) -> Self {
        let mut grids: Vec<Grid> =
            stream.resources.iter().map(|resource| Grid::new(resource.shape)).collect();
        let mut cut = |resource: usize, range: Range| {
            if let Some(grid) = grids.get_mut(resource) {
                grid.cut(range);
            }
        };
        for used in stream.works.iter().flat_map(|work| &work.uses) {
            cut(used.resource, used.range);
        }
        for target in stream
            .dependencies
            .iter()
            .flat_map(|one| &one.barriers)
            .filter_map(|barrier| barrier.target)
        {
            cut(target.resource, target.range);
        }
        for (resource, range) in more {
            cut(*resource, *range);
        }
        let mut first = Vec::with_capacity(grids.len() + 1);
        let mut count = 0;
        for grid in &mut grids {
            grid.sort();
            first.push(count);
            count += grid.len() as u32;
        }
        first.push(count);
        Self { grids, first, aliases: aliases(&stream.resources) }
    }

    /// Number of cells of all resources.
    pub(crate) fn len(&self) -> usize {
        self.first.last().map_or(0, |count| *count as usize)
    }

    /// The cells of a resource.
    pub(crate) fn of(&self, resource: usize) -> std::ops::Range<usize> {
        self.first[resource] as usize..self.first[resource + 1] as usize
    }

    /// The cells of a part of a resource, in order.
    pub(crate) fn cells(&self, resource: usize, range: Range, out: &mut Vec<usize>) {
        out.clear();
        let grid = &self.grids[resource];
        if range == Range::Whole {
            out.extend(self.of(resource));
            return;
        }
        let (aspects, layers, columns) = grid.bounds(range);
        let (rows, width) = grid.rows();
        let first = self.first[resource] as usize;
        for (plane, aspect) in grid.aspects.iter().enumerate() {
            if !aspect.is_empty() && !aspects.contains(*aspect) {
                continue;
            }
            for row in within(&grid.layers, layers) {
                let base = first + (plane * rows + row) * width;
                out.extend(within(&grid.columns, columns).map(|column| base + column));
            }
        }
    }

    /// The cells of the aspects that a part of a combined depth/stencil image does not name, in order.
    pub(crate) fn beside(&self, resource: usize, range: Range, out: &mut Vec<usize>) {
        out.clear();
        let Range::Image { aspects, mips, layers } = range else { return };
        let all = self.grids[resource].aspects.iter().fold(Aspects::NONE, |all, one| all | *one);
        let others = Aspects::from_raw(all.as_raw() & !aspects.as_raw());
        if !others.is_empty() {
            self.cells(resource, Range::Image { aspects: others, mips, layers }, out);
        }
    }

    /// A cell in words: `mip 1 layers 0..6`, `bytes 0..256`; empty where it is all of the resource.
    pub(crate) fn name(&self, shape: Shape, resource: usize, cell: usize) -> String {
        let grid = &self.grids[resource];
        let (rows, width) = grid.rows();
        if rows == 0 || width == 0 {
            return String::new();
        }
        let index = cell - self.first[resource] as usize;
        let (row, column) = (index / width % rows, index % width);
        let columns = (grid.columns[column], grid.columns[column + 1]);
        let Shape::Image { mips, layers: all, .. } = shape else {
            let whole = width == 1;
            return if whole {
                String::new()
            } else {
                format!("bytes {}..{}", columns.0, columns.1)
            };
        };
        let mut words = Vec::new();
        if grid.aspects.len() > 1 {
            words.push(format!("{:?}", grid.aspects[index / width / rows]).to_lowercase());
        }
        if columns != (0, mips.into()) {
            words.push(span("mip", columns));
        }
        let layers = (grid.layers[row], grid.layers[row + 1]);
        if layers != (0, all.into()) {
            words.push(span("layer", layers));
        }
        words.join(" ")
    }
}

fn span(word: &str, (from, to): (u64, u64)) -> String {
    if to == from + 1 { format!("{word} {from}") } else { format!("{word}s {from}..{to}") }
}

/// The columns between two cuts.
fn within(cuts: &[u64], (from, to): (u64, u64)) -> std::ops::Range<usize> {
    let at = |cut| cuts.partition_point(|other| *other < cut);
    at(from)..at(to).max(at(from))
}

/// For each resource, those that share bytes with it.
fn aliases(resources: &[Resource]) -> Vec<Vec<u32>> {
    let mut placed: Vec<_> = resources
        .iter()
        .enumerate()
        .filter_map(|(index, resource)| Some((resource.memory?, index)))
        .collect();
    placed.sort_by_key(|(memory, index)| (memory.pool, memory.offset, *index));
    let mut aliases = vec![Vec::new(); resources.len()];
    for (at, (a, first)) in placed.iter().enumerate() {
        let end = a.offset.saturating_add(a.size);
        let behind = placed[at + 1..].iter();
        let overlapping = behind.take_while(|(b, _)| b.pool == a.pool && b.offset < end);
        for (b, second) in overlapping {
            if b.size > 0 {
                aliases[*first].push(*second as u32);
                aliases[*second].push(*first as u32);
            }
        }
    }
    aliases
}
