//! What makes a graph valid, walked in order of declaration: what is defined, what gets in its own way, what
//! fits together.

use super::{
    Depth, Format, Graph, Life, Load, MAX_SCREEN, Pass, Read, Shape, Size, Wire, Work, Write,
};

/// One access of an element of a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// What is accessed.
    pub wire: Wire,
    /// Reads what was there.
    pub reads: bool,
    /// Writes.
    pub writes: bool,
    /// Order among equals does not matter.
    pub relaxed: bool,
}

/// A pass, or an element of a pass array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Index of the pass.
    pub pass: usize,
    /// Index in the array, for an element of one.
    pub index: u32,
    /// What it does to resources.
    pub accesses: Vec<Access>,
}

impl Graph {
    /// All passes, arrays element by element, in order of declaration.
    pub fn elements(&self) -> impl Iterator<Item = Element> {
        self.passes.iter().enumerate().flat_map(|(pass, content)| {
            (0..content.elements()).map(move |index| Element {
                pass,
                index,
                accesses: accesses(content, index),
            })
        })
    }

    /// The name of a pass's element, as plans have it.
    #[must_use]
    pub fn element_name(&self, pass: usize, index: u32) -> String {
        match self.passes.get(pass).map(|pass| pass.repeat) {
            Some(1..) => format!("p{pass}[{index}]"),
            _ => format!("p{pass}"),
        }
    }
}

/// What an element of a pass does to resources.
fn accesses(pass: &Pass, index: u32) -> Vec<Access> {
    let access = |wire: &Wire, reads, writes| Access {
        wire: wire.element(index),
        reads,
        writes,
        relaxed: false,
    };
    let read = |(_, wire): &(Read, Wire)| access(wire, true, false);
    match &pass.work {
        Work::Compute { reads, writes, .. } => {
            let write = |(how, wire): &(Write, Wire)| Access {
                relaxed: *how == Write::Count,
                ..access(wire, matches!(how, Write::Update | Write::Count), true)
            };
            reads.iter().map(read).chain(writes.iter().map(write)).collect()
        }
        Work::Raster { reads, colors, depth, .. } => {
            let color = |(load, wire): &(Load, Wire)| {
                access(wire, matches!(load, Load::Keep | Load::Add), true)
            };
            let depth = depth
                .iter()
                .map(|(how, wire)| access(wire, *how != Depth::Clear, *how != Depth::Read));
            reads.iter().map(read).chain(colors.iter().map(color)).chain(depth).collect()
        }
        Work::Copy { from, to } | Work::Blit { from, to, .. } => {
            vec![access(from, true, false), access(to, false, true)]
        }
        Work::Clear { to, .. } => vec![access(to, false, true)],
    }
}

/// Which cells hold something, of each resource, while the passes are walked.
#[derive(Clone, Debug)]
pub struct State(Vec<Vec<bool>>);

impl State {
    /// The start of a frame.
    #[must_use]
    pub fn new(graph: &Graph) -> Self {
        let cells = |(index, resource): (usize, &super::Resource)| {
            let [a, b] = graph.cells(index);
            let held = match resource.life {
                Life::Persistent(_) | Life::Upload => true,
                Life::Import(contract) => {
                    contract != super::Contract::Fresh || matches!(resource.shape, Shape::Buffer(_))
                }
                Life::Transient | Life::History(_) | Life::Screen | Life::Readback => false,
            };
            vec![held; (a * b) as usize]
        };
        Self(graph.resources.iter().enumerate().map(cells).collect())
    }

    /// Whether all cells of a range hold something.
    #[must_use]
    pub fn holds(&self, graph: &Graph, wire: Wire) -> bool {
        let layers = graph.cells(wire.resource)[1];
        let cells = self.0.get(wire.resource);
        wire.prev > 0
            || wire.each().all(|[a, b]| {
                cells.and_then(|cells| cells.get((a * layers + b) as usize)) == Some(&true)
            })
    }

    /// Takes note of what a pass writes.
    pub fn apply(&mut self, graph: &Graph, pass: &Pass) {
        for index in 0..pass.elements() {
            self.apply_element(graph, &accesses(pass, index));
        }
    }

    fn apply_element(&mut self, graph: &Graph, accesses: &[Access]) {
        for access in accesses.iter().filter(|access| access.writes) {
            let layers = graph.cells(access.wire.resource)[1];
            for [a, b] in access.wire.each() {
                let cells = self.0.get_mut(access.wire.resource);
                if let Some(cell) = cells.and_then(|c| c.get_mut((a * layers + b) as usize)) {
                    *cell = true;
                }
            }
        }
    }

    /// Whether a pass may come next.
    #[must_use]
    pub fn allows(&self, graph: &Graph, pass: &Pass) -> bool {
        if pass.repeat > 0 && !matches!(pass.work, Work::Compute { .. }) {
            return false;
        }
        let mut state = self.clone();
        (0..pass.elements()).all(|index| {
            let list = accesses(pass, index);
            let sound = list.iter().all(|access| in_range(graph, *access))
                && !conflict(&list)
                && list.iter().all(|access| !access.reads || state.holds(graph, access.wire))
                && state.work_fits(graph, pass, index);
            state.apply_element(graph, &list);
            sound
        })
    }

    fn work_fits(&self, graph: &Graph, pass: &Pass, index: u32) -> bool {
        match &pass.work {
            Work::Compute { reads, writes, .. } => {
                reads.iter().all(|read| read_fits(graph, *read))
                    && !writes.is_empty()
                    && writes.iter().all(|(how, wire)| {
                        let wire = wire.element(index);
                        let partial = *how == Write::Some && !self.holds(graph, wire);
                        write_fits(graph, *how, wire) && !partial
                    })
            }
            Work::Raster { reads, colors, depth, half } => {
                let over = colors.iter().any(|(load, _)| *load == Load::Over);
                let covers = !half && depth.is_none();
                reads.iter().all(|read| read_fits(graph, *read))
                    && (covers || !over)
                    && attachments_fit(graph, colors, *depth)
            }
            Work::Copy { from, to } => self.copy_fits(graph, *from, *to),
            Work::Blit { from, to, linear } => blit_fits(graph, (*from, *to), *linear),
            Work::Clear { to, .. } => !is(graph, *to, Life::Upload),
        }
    }

    fn copy_fits(&self, graph: &Graph, from: Wire, to: Wire) -> bool {
        let shape = |wire: Wire| graph.resources.get(wire.resource).map(|r| r.shape);
        match (shape(from), shape(to)) {
            (
                Some(Shape::Image { format: a, size: x, .. }),
                Some(Shape::Image { format: b, size: y, .. }),
            ) => {
                let formats = if a == Format::Depth || b == Format::Depth {
                    a == b
                } else {
                    a.bytes() == b.bytes()
                };
                formats && from.count == to.count && same_extent(graph, (x, from), (y, to))
            }
            (Some(Shape::Buffer(_)), Some(Shape::Buffer(_))) => from.count == to.count,
            (Some(Shape::Image { .. }), Some(Shape::Buffer(_))) => {
                let (needed, given) = (packed(graph, from), to.bytes().1);
                needed.is_some_and(|needed| {
                    needed == given || needed < given && self.holds(graph, to)
                })
            }
            (Some(Shape::Buffer(_)), Some(Shape::Image { .. })) => {
                packed(graph, to).is_some_and(|needed| needed <= from.bytes().1)
            }
            _ => false,
        }
    }
}

/// A blit converts within normalized formats or within whole numbers; depth is not every device's to blit.
fn blit_fits(graph: &Graph, (from, to): (Wire, Wire), linear: bool) -> bool {
    let formats = (graph.format(from.resource), graph.format(to.resource));
    let (Some(a), Some(b)) = formats else { return false };
    let depth = a == Format::Depth || b == Format::Depth;
    !depth && a.is_float() == b.is_float() && (!linear || a.is_float()) && from.count == to.count
}

fn is(graph: &Graph, wire: Wire, life: Life) -> bool {
    graph.resources.get(wire.resource).is_some_and(|resource| resource.life == life)
}

fn in_range(graph: &Graph, access: Access) -> bool {
    let wire = access.wire;
    let cells = graph.cells(wire.resource);
    let ring = match graph.resources.get(wire.resource).map(|resource| resource.life) {
        Some(Life::History(depth)) => wire.prev < depth,
        Some(Life::Upload) => wire.prev == 0 && !access.writes,
        Some(Life::Readback) => wire.prev == 0 && !access.reads,
        Some(_) => wire.prev == 0,
        None => false,
    };
    let within =
        |axis: usize| wire.count[axis] > 0 && wire.first[axis] + wire.count[axis] <= cells[axis];
    ring && (wire.prev == 0 || !access.writes) && within(0) && within(1)
}

fn conflict(accesses: &[Access]) -> bool {
    accesses.iter().enumerate().any(|(index, a)| {
        accesses.iter().skip(index + 1).any(|b| (a.writes || b.writes) && a.wire.overlaps(b.wire))
    })
}

fn read_fits(graph: &Graph, (how, wire): (Read, Wire)) -> bool {
    match (how, graph.format(wire.resource)) {
        (Read::Sampled, Some(_)) | (Read::Storage, None) => true,
        (Read::Storage, Some(format)) => {
            format != Format::Depth && wire.count[0] == 1 && !is(graph, wire, Life::Screen)
        }
        (Read::Uniform, None) => wire.count[0] == 1,
        _ => false,
    }
}

fn write_fits(graph: &Graph, how: Write, wire: Wire) -> bool {
    match graph.format(wire.resource) {
        Some(format) => {
            let screen = is(graph, wire, Life::Screen);
            how != Write::Count && format != Format::Depth && wire.count[0] == 1 && !screen
        }
        None => true,
    }
}

fn attachments_fit(graph: &Graph, colors: &[(Load, Wire)], depth: Option<(Depth, Wire)>) -> bool {
    let one = |wire: Wire| wire.count == [1, 1];
    let size = |wire: Wire| match graph.resources.get(wire.resource).map(|r| r.shape) {
        Some(Shape::Image { size, .. }) => Some((size, wire)),
        _ => None,
    };
    let color = |(load, wire): &(Load, Wire)| {
        let format = graph.format(wire.resource);
        one(*wire)
            && format.is_some_and(|format| format != Format::Depth)
            && (*load != Load::Add || format == Some(Format::Unorm8))
    };
    let depth_fits = depth
        .is_none_or(|(_, wire)| one(wire) && graph.format(wire.resource) == Some(Format::Depth));
    let mut wires = colors.iter().map(|(_, wire)| *wire).chain(depth.map(|(_, wire)| wire));
    let Some(first) = wires.next().and_then(size) else { return false };
    let same = wires.all(|wire| size(wire).is_some_and(|size| same_extent(graph, first, size)));
    !colors.is_empty() && colors.iter().all(color) && depth_fits && same
}

/// Whether two mips have one extent, whatever the screen's.
fn same_extent(graph: &Graph, (a, x): (Size, Wire), (b, y): (Size, Wire)) -> bool {
    let of = |wire: Wire| graph.extent(wire.resource, wire.first[0], [MAX_SCREEN; 2]);
    match (a, b) {
        (Size::Fixed(_), Size::Fixed(_)) => of(x) == of(y),
        _ => a == b && x.first[0] == y.first[0],
    }
}

/// Bytes of the texels of a range, tightly packed; `None` where they depend on the screen.
fn packed(graph: &Graph, wire: Wire) -> Option<u64> {
    let Shape::Image { format, size: Size::Fixed(_), .. } =
        graph.resources.get(wire.resource)?.shape
    else {
        return None;
    };
    let texels = wire.each().map(|[mip, _]| {
        let [width, height] = graph.extent(wire.resource, mip, [1, 1]);
        u64::from(width * height)
    });
    Some(texels.sum::<u64>() * u64::from(format.bytes()))
}

/// The graph without what is not valid in it: reads are taken out of a pass first, then the pass itself.
#[must_use]
pub fn mend(graph: &Graph) -> Graph {
    let mut mended = Graph { passes: Vec::new(), ..graph.clone() };
    let mut state = State::new(graph);
    for pass in &graph.passes {
        if let Some(pass) = allowed(graph, &state, pass) {
            state.apply(graph, &pass);
            mended.passes.push(pass);
        }
    }
    mended
}

/// The pass, or as much of it as may come next.
pub(super) fn allowed(graph: &Graph, state: &State, pass: &Pass) -> Option<Pass> {
    let mut pass = pass.clone();
    while !state.allows(graph, &pass) {
        let reads = match &mut pass.work {
            Work::Compute { reads, .. } | Work::Raster { reads, .. } => reads,
            Work::Copy { .. } | Work::Blit { .. } | Work::Clear { .. } => return None,
        };
        reads.pop()?;
    }
    Some(pass)
}
