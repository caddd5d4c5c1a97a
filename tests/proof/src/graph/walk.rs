//! What makes a graph valid, walked in order of declaration: what is defined, what gets in its own way, what
//! fits together.

use super::fits::packed;
use super::{
    CHUNK_WORDS, Contract, Depth, Graph, Life, Load, Pass, Read, Shape, Wire, Work, Write,
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
        self.passes.iter().enumerate().flat_map(move |(pass, content)| {
            (0..content.elements()).map(move |index| Element {
                pass,
                index,
                accesses: accesses(self, content, index),
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
fn accesses(graph: &Graph, pass: &Pass, index: u32) -> Vec<Access> {
    let access = |wire: &Wire, reads, writes| Access {
        wire: wire.element(index),
        reads,
        writes,
        relaxed: false,
    };
    let read = |(_, wire): &(Read, Wire)| access(wire, true, false);
    let arguments = |wire: &Wire| access(wire, true, false);
    match &pass.work {
        Work::Compute { reads, writes, indirect, .. } => {
            let write = |(how, wire): &(Write, Wire)| Access {
                relaxed: *how == Write::Count,
                ..access(wire, matches!(how, Write::Update | Write::Count), true)
            };
            let read = reads.iter().map(read).chain(indirect.iter().map(arguments));
            read.chain(writes.iter().map(write)).collect()
        }
        Work::Raster { reads, colors, depth, indirect, resolves, .. } => {
            let color = |(load, wire): &(Load, Wire)| {
                access(wire, matches!(load, Load::Keep | Load::Add), true)
            };
            let depth = depth
                .iter()
                .map(|(how, wire)| access(wire, *how != Depth::Clear, *how != Depth::Read));
            let read = reads.iter().map(read).chain(indirect.iter().map(arguments));
            let drawn = read.chain(colors.iter().map(color)).chain(depth);
            drawn.chain(resolves.iter().map(|(_, wire)| access(wire, false, true))).collect()
        }
        Work::Copy { from, to } => {
            let (from, to) = touched(graph, *from, *to);
            vec![access(&from, true, false), access(&to, false, true)]
        }
        Work::Blit { from, to, .. } => vec![access(from, true, false), access(to, false, true)],
        Work::Clear { to, .. } => vec![access(to, false, true)],
    }
}

/// What a copy touches: of a buffer the chunks in which the image's texels lie.
pub(super) fn touched(graph: &Graph, from: Wire, to: Wire) -> (Wire, Wire) {
    let chunks = |image: Wire, buffer: Wire| {
        let chunk = u64::from(CHUNK_WORDS * 4);
        let needed = packed(graph, image).map(|bytes| bytes.div_ceil(chunk) as u32);
        let count = needed.unwrap_or(buffer.count[0]).min(buffer.count[0]);
        Wire { count: [count, 1], ..buffer }
    };
    match (graph.format(from.resource), graph.format(to.resource)) {
        (Some(_), None) => (from, chunks(from, to)),
        (None, Some(_)) => (chunks(to, from), to),
        _ => (from, to),
    }
}

/// What a cell holds, while the passes are walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Nothing,
    Something,
    /// Numbers that an indirect dispatch may take.
    Groups,
    /// Numbers that an indirect draw may take.
    Draws,
}

/// What the cells of each resource hold, while the passes are walked.
#[derive(Clone, Debug)]
pub struct State(Vec<Vec<Held>>);

impl State {
    /// The start of a frame.
    #[must_use]
    pub fn new(graph: &Graph) -> Self {
        let cells = |(index, resource): (usize, &super::Resource)| {
            let [a, b] = graph.cells(index);
            let held = match resource.life {
                Life::Persistent(_) | Life::Upload => true,
                Life::Import(contract) => {
                    !matches!(contract, Contract::Fresh | Contract::None)
                        || matches!(resource.shape, Shape::Buffer(_))
                }
                Life::Transient | Life::History(_) | Life::Screen | Life::Readback => false,
            };
            let held = if held { Held::Something } else { Held::Nothing };
            vec![held; (a * b) as usize]
        };
        Self(graph.resources.iter().enumerate().map(cells).collect())
    }

    /// Whether all cells of a range hold something.
    #[must_use]
    pub fn holds(&self, graph: &Graph, wire: Wire) -> bool {
        self.all(graph, wire, |held| held != Held::Nothing)
    }

    /// Whether an indirect command of a pass may take its numbers from the start of a range.
    #[must_use]
    pub fn holds_arguments(&self, graph: &Graph, wire: Wire, draws: bool) -> bool {
        let wanted = if draws { Held::Draws } else { Held::Groups };
        let buffer = graph.format(wire.resource).is_none();
        buffer && wire.prev == 0 && self.all(graph, wire, |held| held == wanted)
    }

    fn all(&self, graph: &Graph, wire: Wire, is: impl Fn(Held) -> bool) -> bool {
        let layers = graph.cells(wire.resource)[1];
        let cells = self.0.get(wire.resource);
        let cell = |[a, b]: [u32; 2]| cells.and_then(|c| c.get((a * layers + b) as usize)).copied();
        wire.prev > 0 || wire.each().all(|at| cell(at).is_some_and(&is))
    }

    /// Takes note of what a pass writes.
    pub fn apply(&mut self, graph: &Graph, pass: &Pass) {
        for index in 0..pass.elements() {
            self.apply_element(graph, pass, index);
        }
    }

    fn apply_element(&mut self, graph: &Graph, pass: &Pass, index: u32) {
        let arguments = |wire: Wire| match &pass.work {
            Work::Compute { writes, .. } => match writes.iter().find(|(_, to)| *to == wire) {
                Some((Write::Groups, _)) => Held::Groups,
                Some((Write::Draws, _)) => Held::Draws,
                _ => Held::Something,
            },
            _ => Held::Something,
        };
        // An earlier copy of a history holds something whatever is written to it.
        let current = |access: &&Access| access.writes && access.wire.prev == 0;
        for access in accesses(graph, pass, index).iter().filter(current) {
            let layers = graph.cells(access.wire.resource)[1];
            let held = arguments(access.wire);
            for [a, b] in access.wire.each() {
                let cells = self.0.get_mut(access.wire.resource);
                if let Some(cell) = cells.and_then(|c| c.get_mut((a * layers + b) as usize)) {
                    *cell = held;
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
            let list = accesses(graph, pass, index);
            let sound = list.iter().all(|access| in_range(graph, *access))
                && !conflict(&list)
                && list.iter().all(|access| !access.reads || state.holds(graph, access.wire))
                && state.work_fits(graph, pass, index);
            state.apply_element(graph, pass, index);
            sound
        })
    }
}

pub(super) fn in_range(graph: &Graph, access: Access) -> bool {
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
    ring && within(0) && within(1)
}

fn conflict(accesses: &[Access]) -> bool {
    accesses.iter().enumerate().any(|(index, a)| {
        accesses.iter().skip(index + 1).any(|b| (a.writes || b.writes) && a.wire.overlaps(b.wire))
    })
}

/// The graph without what is not valid in it: reads are taken out of a pass first, then the pass itself. Then passes that write
/// an earlier copy of a history where nobody could see it, one by one.
#[must_use]
pub fn mend(graph: &Graph) -> Graph {
    let mut mended = walked(graph);
    while let Some(pass) = unseen(&mended) {
        mended.passes.remove(pass);
        mended = walked(&mended);
    }
    mended
}

/// A pass that writes an earlier copy which no pass behind it reads in its frame, and none an older one in a later frame.
fn unseen(graph: &Graph) -> Option<usize> {
    let elements: Vec<Element> = graph.elements().collect();
    let meet = |a: Wire, b: Wire| Wire { prev: 0, ..a }.overlaps(Wire { prev: 0, ..b });
    let sees = |write: Wire, behind: bool, read: &Access| {
        let in_time = read.wire.prev > write.prev || (behind && read.wire.prev == write.prev);
        read.reads && in_time && meet(read.wire, write)
    };
    let is_seen = |at: usize, write: Wire| {
        let mut others = elements.iter().enumerate();
        others.any(|(other, one)| one.accesses.iter().any(|read| sees(write, other > at, read)))
    };
    let lost = |(at, element): &(usize, &Element)| {
        let writes = element.accesses.iter().filter(|access| access.writes && access.wire.prev > 0);
        writes.map(|access| access.wire).any(|wire| !is_seen(*at, wire))
    };
    elements.iter().enumerate().find(lost).map(|(_, element)| element.pass)
}

fn walked(graph: &Graph) -> Graph {
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
