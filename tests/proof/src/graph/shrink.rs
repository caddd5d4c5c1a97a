//! Shrinking: a failing graph loses passes and resources one by one, and what is left becomes simple.
//!
//! proptest's own trees shrink the numbers that a graph was drawn from, where each number moves what all later ones
//! choose among. This tree edits the graph itself, and mends what an edit made invalid.

use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::{Graph, Life, Load, Observed, Pass, Shape, Size, Wire, Work, Write, any_graph, mend};

/// Random graphs that shrink by edits.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnyGraph;

impl Strategy for AnyGraph {
    type Tree = GraphTree;
    type Value = Graph;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        Ok(GraphTree::new(any_graph().new_tree(runner)?.current()))
    }
}

/// A graph on its way to a simple one.
#[derive(Clone, Debug)]
pub struct GraphTree {
    current: Graph,
    /// The graph before the last edit.
    before: Option<Graph>,
    /// The edit that comes next, and whether one was kept since the first.
    next: usize,
    kept: bool,
}

impl GraphTree {
    /// A tree with this graph at its top.
    #[must_use]
    pub fn new(current: Graph) -> Self {
        Self { current, before: None, next: 0, kept: false }
    }
}

impl ValueTree for GraphTree {
    type Value = Graph;

    fn current(&self) -> Graph {
        self.current.clone()
    }

    /// The last edit stays, and another is tried.
    fn simplify(&mut self) -> bool {
        if self.before.take().is_some() {
            self.kept = true;
            // What follows moved to the place of what was removed.
            self.next = self.next.saturating_sub(1);
        }
        self.edit()
    }

    /// The last edit is taken back, and another is tried.
    fn complicate(&mut self) -> bool {
        let Some(before) = self.before.take() else { return false };
        self.current = before;
        self.edit()
    }
}

impl GraphTree {
    fn edit(&mut self) -> bool {
        loop {
            let edits = edits(&self.current);
            let Some(edit) = edits.get(self.next) else {
                if !std::mem::take(&mut self.kept) {
                    return false;
                }
                self.next = 0;
                continue;
            };
            self.next += 1;
            let edited = mend(&edit.apply(&self.current));
            if edited != self.current && is_kept(&edited) {
                self.before = Some(std::mem::replace(&mut self.current, edited));
                return true;
            }
        }
    }
}

/// Whether anything of the graph would be executed; the compiler refuses it otherwise.
fn is_kept(graph: &Graph) -> bool {
    !Observed::of(graph).elements.is_empty()
}

/// A step towards a simple graph.
#[derive(Clone, Copy, Debug)]
enum Edit {
    /// So many passes from this one on.
    RemovePasses(usize, usize),
    RemoveResource(usize),
    Frame(Frame),
    Pass(usize, Simpler),
    Resource(usize, Plain),
}

/// What surrounds the graph.
#[derive(Clone, Copy, Debug)]
enum Frame {
    NoResize,
    OneInFlight,
    OneBurst,
    ShorterBursts,
    SmallScreen,
}

/// A simpler pass.
#[derive(Clone, Copy, Debug)]
enum Simpler {
    NoRead(usize),
    NoWrite(usize),
    NoDepth,
    NoResolve,
    NoPush,
    NoSideEffect,
    NoGroup,
    Single,
    Fixed,
    Direct,
    Overwrites,
    Whole,
    Ordered,
}

/// A plainer resource.
#[derive(Clone, Copy, Debug)]
enum Plain {
    Transient,
    OneMip,
    OneLayer,
    Small,
    Shallow,
    Flat,
    OneSample,
}

fn edits(graph: &Graph) -> Vec<Edit> {
    let mut edits = Vec::new();
    let count = graph.passes.len();
    let mut run = count / 2;
    while run > 0 {
        edits.extend((0..count / run).map(|block| Edit::RemovePasses(block * run, run)));
        run /= 2;
    }
    edits.extend((0..graph.resources.len()).map(Edit::RemoveResource));
    let frames = [
        Frame::NoResize,
        Frame::OneInFlight,
        Frame::OneBurst,
        Frame::ShorterBursts,
        Frame::SmallScreen,
    ];
    edits.extend(frames.map(Edit::Frame));
    for (index, pass) in graph.passes.iter().enumerate() {
        let (reads, writes) = match &pass.work {
            Work::Compute { reads, writes, .. } => (reads.len(), writes.len()),
            Work::Raster { reads, colors, .. } => (reads.len(), colors.len()),
            _ => (0, 0),
        };
        let more = [
            Simpler::NoDepth,
            Simpler::NoResolve,
            Simpler::NoPush,
            Simpler::NoSideEffect,
            Simpler::NoGroup,
            Simpler::Single,
            Simpler::Direct,
            Simpler::Fixed,
            Simpler::Overwrites,
            Simpler::Whole,
            Simpler::Ordered,
        ];
        let writes = if writes > 1 { writes } else { 0 };
        edits.extend((0..reads).rev().map(|read| Edit::Pass(index, Simpler::NoRead(read))));
        edits.extend((0..writes).rev().map(|write| Edit::Pass(index, Simpler::NoWrite(write))));
        edits.extend(more.map(|simpler| Edit::Pass(index, simpler)));
    }
    for index in 0..graph.resources.len() {
        let plain = [
            Plain::Transient,
            Plain::OneMip,
            Plain::OneLayer,
            Plain::Small,
            Plain::Shallow,
            Plain::Flat,
            Plain::OneSample,
        ];
        edits.extend(plain.map(|plain| Edit::Resource(index, plain)));
    }
    edits
}

impl Edit {
    fn apply(self, graph: &Graph) -> Graph {
        let mut edited = graph.clone();
        match self {
            Self::RemovePasses(first, count) => {
                edited.passes.drain(first..(first + count).min(graph.passes.len()));
            }
            Self::RemoveResource(resource) => remove_resource(&mut edited, resource),
            Self::Frame(frame) => frame.apply(&mut edited),
            Self::Pass(index, simpler) => {
                let whole = |wire: Wire| graph.whole(wire.resource);
                if let Some(pass) = edited.passes.get_mut(index) {
                    simpler.apply(pass, whole);
                }
            }
            Self::Resource(index, plain) => plain.apply(&mut edited, index),
        }
        edited
    }
}

impl Frame {
    fn apply(self, graph: &mut Graph) {
        match self {
            Self::NoResize => graph.resized = None,
            Self::OneInFlight => graph.frames_in_flight -= u32::from(graph.frames_in_flight > 1),
            Self::OneBurst => graph.bursts.truncate(graph.bursts.len().div_ceil(2)),
            Self::ShorterBursts => {
                graph.bursts.iter_mut().for_each(|burst| *burst = (*burst - 1).max(1));
            }
            Self::SmallScreen => graph.screen = [8, 8],
        }
    }
}

impl Simpler {
    fn apply(self, pass: &mut Pass, whole: impl Fn(Wire) -> Wire) {
        match (self, &mut pass.work) {
            (Self::NoRead(at), Work::Compute { reads, .. } | Work::Raster { reads, .. }) => {
                reads.remove(at);
            }
            (Self::NoWrite(at), Work::Compute { writes, .. }) => {
                writes.remove(at);
            }
            (Self::NoWrite(at), Work::Raster { colors, resolves, .. }) => {
                colors.remove(at);
                remove_resolves(resolves, Some(at));
            }
            (Self::NoDepth, Work::Raster { depth, resolves, .. }) => {
                *depth = None;
                remove_resolves(resolves, None);
            }
            (Self::NoResolve, Work::Raster { resolves, .. }) => {
                resolves.pop();
            }
            (Self::Ordered, Work::Raster { relaxed, .. }) => *relaxed = false,
            (Self::NoGroup, _) => pass.merge_group = None,
            (Self::Direct, Work::Compute { indirect, .. } | Work::Raster { indirect, .. }) => {
                *indirect = None;
            }
            (Self::NoPush, _) => pass.push = false,
            (Self::NoSideEffect, _) => pass.side_effect = false,
            (Self::Single, _) => pass.repeat -= u32::from(pass.repeat > 1),
            (Self::Fixed, Work::Compute { groups, dynamic, .. }) => {
                (*groups, *dynamic) = (1, false);
            }
            (Self::Overwrites, Work::Compute { writes, .. }) => {
                let arguments = |how: &Write| matches!(how, Write::Groups | Write::Draws);
                for (how, _) in writes.iter_mut().filter(|(how, _)| !arguments(how)) {
                    *how = Write::Discard;
                }
            }
            (Self::Overwrites, Work::Raster { colors, half, .. }) => {
                for (load, _) in colors {
                    *load = Load::Over;
                }
                *half = false;
            }
            (Self::Whole, Work::Compute { reads, .. } | Work::Raster { reads, .. }) => {
                for (_, wire) in reads.iter_mut().filter(|(_, wire)| !wire.steps) {
                    *wire = Wire { prev: wire.prev, ..whole(*wire) };
                }
            }
            (Self::Whole, Work::Copy { from, to } | Work::Blit { from, to, .. }) => {
                (*from, *to) = (whole(*from), whole(*to));
            }
            (Self::Whole, Work::Clear { to, .. }) => *to = whole(*to),
            _ => {}
        }
    }
}

/// Takes out the resolve of an attachment that is gone; the colours behind it move up.
fn remove_resolves(resolves: &mut Vec<(Option<usize>, Wire)>, gone: Option<usize>) {
    resolves.retain(|(of, _)| *of != gone);
    let Some(gone) = gone else { return };
    for index in resolves.iter_mut().filter_map(|(of, _)| of.as_mut()) {
        *index -= usize::from(*index > gone);
    }
}

impl Plain {
    fn apply(self, graph: &mut Graph, index: usize) {
        let Some(resource) = graph.resources.get_mut(index) else { return };
        match (self, &mut resource.shape) {
            (Self::Transient, _) if resource.life != Life::Readback => {
                resource.life = Life::Transient;
            }
            (Self::OneMip, Shape::Image { mips, .. }) => *mips = 1,
            (Self::OneLayer, Shape::Image { layers, .. }) => *layers = 1,
            (Self::Small, Shape::Image { size, .. }) if resource.life != Life::Screen => {
                *size = Size::Fixed([8, 8]);
            }
            (Self::Flat, Shape::Image { depth, .. }) => *depth = 1,
            (Self::OneSample, Shape::Image { samples, .. }) => *samples = 1,
            (Self::Small, Shape::Buffer(chunks)) => *chunks = 1,
            (Self::Shallow, _) if resource.life == Life::History(3) => {
                resource.life = Life::History(2);
            }
            _ => return,
        }
        // Ranges shrink with what they are of.
        let cells = graph.cells(index);
        for wire in graph.passes.iter_mut().flat_map(wires).filter(|wire| wire.resource == index) {
            let axes = wire.first.iter_mut().zip(&mut wire.count).zip(cells);
            for ((first, count), cells) in axes {
                *first = (*first).min(cells - 1);
                *count = (*count).min(cells - *first);
            }
        }
    }
}

fn wires(pass: &mut Pass) -> Vec<&mut Wire> {
    match &mut pass.work {
        Work::Compute { reads, writes, indirect, .. } => {
            let reads = reads.iter_mut().map(|(_, wire)| wire).chain(indirect);
            reads.chain(writes.iter_mut().map(|(_, wire)| wire)).collect()
        }
        Work::Raster { reads, colors, depth, indirect, resolves, .. } => {
            let reads = reads.iter_mut().map(|(_, wire)| wire).chain(indirect);
            let colors = colors.iter_mut().map(|(_, wire)| wire);
            let drawn = reads.chain(colors).chain(depth.iter_mut().map(|(_, wire)| wire));
            drawn.chain(resolves.iter_mut().map(|(_, wire)| wire)).collect()
        }
        Work::Copy { from, to } | Work::Blit { from, to, .. } => vec![from, to],
        Work::Clear { to, .. } => vec![to],
    }
}

/// Without a resource, and without what names it.
fn remove_resource(graph: &mut Graph, resource: usize) {
    let other = |wire: &Wire| wire.resource != resource;
    graph.passes.retain_mut(|pass| match &mut pass.work {
        Work::Compute { reads, writes, indirect, .. } => {
            reads.retain(|(_, wire)| other(wire));
            writes.retain(|(_, wire)| other(wire));
            *indirect = indirect.filter(other);
            !writes.is_empty()
        }
        Work::Raster { reads, colors, depth, indirect, resolves, .. } => {
            reads.retain(|(_, wire)| other(wire));
            *indirect = indirect.filter(other);
            resolves.retain(|(_, wire)| other(wire));
            for at in (0..colors.len()).rev() {
                if colors.get(at).is_some_and(|(_, wire)| !other(wire)) {
                    colors.remove(at);
                    remove_resolves(resolves, Some(at));
                }
            }
            if depth.is_some_and(|(_, wire)| !other(&wire)) {
                *depth = None;
                remove_resolves(resolves, None);
            }
            !colors.is_empty()
        }
        Work::Copy { from, to } | Work::Blit { from, to, .. } => other(from) && other(to),
        Work::Clear { to, .. } => other(to),
    });
    graph.resources.remove(resource);
    for wire in graph.passes.iter_mut().flat_map(wires).filter(|w| w.resource > resource) {
        wire.resource -= 1;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot draw has failed")]
    use super::*;
    use proptest::test_runner::TestRunner;

    /// Shrinks while a pass copies, and says what is left.
    #[test]
    fn what_is_left_is_what_fails() {
        let mut runner = TestRunner::deterministic();
        let fails =
            |graph: &Graph| graph.passes.iter().any(|pass| matches!(pass.work, Work::Copy { .. }));
        let mut tree = (0..100)
            .map(|_| AnyGraph.new_tree(&mut runner).unwrap())
            .find(|tree| fails(&tree.current()) && tree.current().passes.len() > 6)
            .unwrap();
        let mut more = tree.simplify();
        while more {
            more = if fails(&tree.current()) { tree.simplify() } else { tree.complicate() };
        }
        let graph = tree.current();
        assert!(graph.passes.len() <= 3, "{graph}");
        assert!(graph.resources.len() <= 3, "{graph}");
        assert_eq!((graph.frames_in_flight, &*graph.bursts), (1, &[1][..]));
        assert_eq!(mend(&graph), graph);
    }
}
