//! Random graphs. proptest draws numbers; what they choose among is what is valid where they are used, so that
//! every draw is a valid graph and most of it matters.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};

mod raster;
mod resource;

use super::walk::{allowed, mend};
use super::{Format, Graph, Life, Pass, Read, Resource, Shape, State, Wire, Work, Write};
use raster::raster;
use resource::resource;

/// Most resources of a graph, beside the readback that every graph has.
const MAX_RESOURCES: usize = 9;

/// Most passes of a graph, beside the one that ends in the readback.
const MAX_PASSES: usize = 22;

/// A random valid graph.
pub fn any_graph() -> impl Strategy<Value = Graph> {
    let resources = vec(vec(any::<u16>(), 12), 1..=MAX_RESOURCES);
    // Most graphs are small, which finds as much and costs less.
    let passes = proptest::prop_oneof![
        3 => vec(vec(any::<u16>(), 40), 1..=6),
        2 => vec(vec(any::<u16>(), 40), 4..=12),
        1 => vec(vec(any::<u16>(), 40), 8..=MAX_PASSES),
    ];
    (vec(any::<u16>(), 12), resources, passes)
        .prop_map(|(head, resources, passes)| drawn(&head, &resources, &passes))
}

/// Numbers, used up one after the other.
struct Choices<'a>(std::slice::Iter<'a, u16>);

impl<'a> Choices<'a> {
    fn new(numbers: &'a [u16]) -> Self {
        Self(numbers.iter())
    }

    /// A number below `count`; 0 once there are none left.
    fn below(&mut self, count: usize) -> usize {
        let next = self.0.next().copied().unwrap_or(0);
        usize::from(next) * count.max(1) / (usize::from(u16::MAX) + 1)
    }

    fn of<T: Copy>(&mut self, values: &[T]) -> Option<T> {
        values.get(self.below(values.len())).copied()
    }

    /// True in one of `count` cases.
    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) + 1 == count
    }

    fn number(&mut self, least: u32, most: u32) -> u32 {
        least + self.below((most - least + 1) as usize) as u32
    }
}

fn drawn(head: &[u16], resources: &[Vec<u16>], passes: &[Vec<u16>]) -> Graph {
    let mut head = Choices::new(head);
    let side = |head: &mut Choices<'_>| 8 + 4 * head.below(9) as u32;
    let screen = [side(&mut head), side(&mut head)];
    let resized = head.one_in(6).then(|| [side(&mut head), side(&mut head)]);
    let frames_in_flight = head.number(1, 3);
    let bursts = (0..head.number(1, 3)).map(|_| head.number(1, 3)).collect();
    let readback = Resource { life: Life::Readback, shape: Shape::Buffer(2) };
    let mut graph = Graph {
        screen,
        resized,
        frames_in_flight,
        bursts,
        resources: vec![readback],
        passes: Vec::new(),
    };
    for numbers in resources {
        let resource = resource(&graph, &mut Choices::new(numbers));
        graph.resources.push(resource);
    }
    let mut state = State::new(&graph);
    for numbers in passes {
        if let Some(pass) = pass(&graph, &state, &mut Choices::new(numbers)) {
            state.apply(&graph, &pass);
            graph.passes.push(pass);
        }
    }
    let result = result(&graph, &state);
    graph.passes.push(result);
    mend(&graph)
}

/// A part of a resource: all of it, or some mips, layers or chunks.
fn part(graph: &Graph, resource: usize, one_mip: bool, choose: &mut Choices<'_>) -> Wire {
    let whole = graph.whole(resource);
    let [m, n] = whole.count;
    let range = |choose: &mut Choices<'_>, count: u32| {
        let first = choose.number(0, count - 1);
        (first, choose.number(1, count - first))
    };
    let is_image = graph.format(resource).is_some();
    let (first, count) = match choose.below(3) {
        _ if is_image && one_mip => (choose.number(0, m - 1), 1),
        0 if m > 1 => range(choose, m),
        _ => (0, m),
    };
    let (layer, layers) = if n > 1 && choose.one_in(2) { range(choose, n) } else { (0, n) };
    Wire { first: [first, layer], count: [count, layers], ..whole }
}

/// A part of a resource to be written; of a history often of an earlier copy.
fn target(graph: &Graph, resource: usize, one_mip: bool, choose: &mut Choices<'_>) -> Wire {
    let wire = part(graph, resource, one_mip, choose);
    match graph.resources.get(resource).map(|resource| resource.life) {
        Some(Life::History(depth)) if choose.one_in(2) => {
            Wire { prev: choose.number(1, depth - 1), ..wire }
        }
        _ => wire,
    }
}

/// Something that may be read now; mostly what was written last.
fn readable(
    graph: &Graph,
    state: &State,
    choose: &mut Choices<'_>,
    fits: impl Fn(usize) -> bool,
) -> Option<Wire> {
    let one_mip = choose.one_in(2);
    let candidates: Vec<usize> = (0..graph.resources.len()).filter(|index| fits(*index)).collect();
    let resource = choose.of(&candidates)?;
    let mut wire = part(graph, resource, one_mip, choose);
    if let Some(Life::History(depth)) = graph.resources.get(resource).map(|r| r.life) {
        wire.prev = choose.number(0, depth - 1);
    }
    if state.holds(graph, wire) {
        return Some(wire);
    }
    // Another choice of what holds something, so that few reads are lost.
    let held = candidates.iter().map(|index| graph.whole(*index));
    let held: Vec<Wire> = held.filter(|wire| state.holds(graph, *wire)).collect();
    choose.of(&held)
}

fn reads(graph: &Graph, state: &State, choose: &mut Choices<'_>) -> Vec<(Read, Wire)> {
    let count = choose.number(0, 3);
    let mut reads = Vec::new();
    for _ in 0..count {
        let Some(wire) = readable(graph, state, choose, |_| true) else { continue };
        let is_image = graph.format(wire.resource).is_some();
        let how = match (is_image, choose.below(3)) {
            (true, 0) | (false, 0 | 1) => Read::Storage,
            (true, 1) if graph.is_cube(wire.resource) && wire.count[1] == 6 => Read::Cube,
            (true, _) => Read::Sampled,
            (false, _) => Read::Uniform,
        };
        reads.push((how, wire));
    }
    reads
}

/// A chunk from which an indirect dispatch, or draw, may take its numbers.
fn arguments(graph: &Graph, state: &State, draws: bool, choose: &mut Choices<'_>) -> Option<Wire> {
    if choose.one_in(3) {
        return None;
    }
    let chunks = |resource| {
        let whole = graph.whole(resource);
        whole.each().map(move |first| Wire { first, count: [1, 1], ..whole })
    };
    let all = (0..graph.resources.len()).flat_map(chunks);
    let usable: Vec<Wire> = all.filter(|wire| state.holds_arguments(graph, *wire, draws)).collect();
    choose.of(&usable)
}

fn pass(graph: &Graph, state: &State, choose: &mut Choices<'_>) -> Option<Pass> {
    let push = choose.one_in(2);
    let side_effect = choose.one_in(20);
    let merge_group = choose.one_in(5).then(|| choose.number(0, 1));
    let tries = match choose.below(8) {
        0..=3 => [compute, raster, copy],
        4 | 5 => [raster, compute, copy],
        6 => [copy, compute, raster],
        _ => [clear, copy, compute],
    };
    tries.iter().find_map(|make| {
        let (work, repeat) = make(graph, state, choose)?;
        let shades = matches!(work, Work::Compute { .. } | Work::Raster { .. });
        let pass = Pass { repeat, push: push && shades, side_effect, merge_group, work };
        allowed(graph, state, &pass)
    })
}

fn compute(graph: &Graph, state: &State, choose: &mut Choices<'_>) -> Option<(Work, u32)> {
    if choose.one_in(8)
        && let Some(chain) = chain(graph, state, choose)
    {
        return Some(chain);
    }
    let writable: Vec<usize> = (0..graph.resources.len())
        .filter(|index| {
            let life = graph.resources.get(*index).map(|resource| resource.life);
            !matches!(life, Some(Life::Upload | Life::Screen))
                && graph.format(*index) != Some(Format::Depth)
        })
        .collect();
    let mut writes: Vec<(Write, Wire)> = Vec::new();
    for _ in 0..choose.number(1, 5).div_ceil(4) {
        let wire = target(graph, choose.of(&writable)?, true, choose);
        let held = state.holds(graph, wire);
        let buffer = graph.format(wire.resource).is_none();
        let how = match choose.below(9) {
            2 => Write::All,
            3 if held => Write::Some,
            4 if held => Write::Update,
            5 if held && buffer => Write::Count,
            6 if buffer => Write::Groups,
            7 if buffer => Write::Draws,
            _ => Write::Discard,
        };
        if writes.iter().all(|(_, other)| !other.overlaps(wire)) {
            writes.push((how, wire));
        }
    }
    let reads = reads(graph, state, choose);
    let indirect = arguments(graph, state, false, choose);
    let dynamic = choose.one_in(4) && indirect.is_none();
    let work = Work::Compute { reads, writes, groups: choose.number(1, 3), dynamic, indirect };
    Some((work, 0))
}

/// A pass array down a chain of mips, or along the chunks of a buffer.
fn chain(graph: &Graph, state: &State, choose: &mut Choices<'_>) -> Option<(Work, u32)> {
    let chains: Vec<usize> = (0..graph.resources.len())
        .filter(|index| {
            let whole = graph.whole(*index);
            let first = Wire { count: [1, whole.count[1]], ..whole };
            let depth = graph.format(*index) == Some(Format::Depth);
            whole.count[0] > 1 && !depth && state.holds(graph, first)
        })
        .collect();
    let whole = graph.whole(choose.of(&chains)?);
    let at = |first| Wire { first: [first, 0], count: [1, whole.count[1]], steps: true, ..whole };
    let how = if graph.format(whole.resource).is_some() { Read::Sampled } else { Read::Storage };
    let work = Work::Compute {
        reads: vec![(how, at(0))],
        writes: vec![(Write::Discard, at(1))],
        groups: 1,
        dynamic: false,
        indirect: None,
    };
    Some((work, choose.number(1, whole.count[0] - 1)))
}

fn copy(graph: &Graph, state: &State, choose: &mut Choices<'_>) -> Option<(Work, u32)> {
    let from = readable(graph, state, choose, |_| true)?;
    let mut fitting = Vec::new();
    for resource in 0..graph.resources.len() {
        for _ in 0..3 {
            let wire = target(graph, resource, false, choose);
            let wire =
                Wire { count: if choose.one_in(2) { from.count } else { wire.count }, ..wire };
            let linear = choose.one_in(2);
            for work in [Work::Copy { from, to: wire }, Work::Blit { from, to: wire, linear }] {
                if state.allows(graph, &Pass::of(work.clone())) {
                    fitting.push(work);
                }
            }
        }
    }
    let chosen = choose.below(fitting.len());
    Some((fitting.into_iter().nth(chosen)?, 0))
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "one of several ways to make a pass, of which others fail"
)]
fn clear(graph: &Graph, _: &State, choose: &mut Choices<'_>) -> Option<(Work, u32)> {
    let value = choose.number(0, 200);
    let resource = choose.below(graph.resources.len());
    Some((Work::Clear { to: target(graph, resource, false, choose), value }, 0))
}

/// The pass that every graph ends with: a buffer for the host, from as much as four resources that hold something, earlier
/// copies first that were written.
fn result(graph: &Graph, state: &State) -> Pass {
    let readable = |index: &usize| {
        graph.resources.get(*index).is_some_and(|resource| resource.life != Life::Readback)
    };
    let held = (1..graph.resources.len()).rev().filter(readable).map(|index| graph.whole(index));
    let written = graph.elements().flat_map(|element| element.accesses);
    let written = written.filter(|access| access.writes && access.wire.prev > 0);
    let earlier: BTreeSet<(usize, u32)> =
        written.map(|access| (access.wire.resource, access.wire.prev)).collect();
    let earlier =
        earlier.iter().map(|(resource, prev)| Wire { prev: *prev, ..graph.whole(*resource) });
    let reads = earlier.chain(held).filter(|wire| state.holds(graph, *wire)).take(4).map(|wire| {
        (if graph.format(wire.resource).is_some() { Read::Sampled } else { Read::Storage }, wire)
    });
    let work = Work::Compute {
        reads: reads.collect(),
        writes: vec![(Write::Discard, graph.whole(0))],
        groups: 2,
        dynamic: false,
        indirect: None,
    };
    Pass { push: true, ..Pass::of(work) }
}
