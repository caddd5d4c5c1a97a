//! Random graphs. proptest draws numbers; what they choose among is what is valid where they are used, so that
//! every draw is a valid graph and most of it matters.

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};

use super::walk::allowed;
use super::{
    Contract, Depth, Format, Graph, Life, Load, Pass, Read, Resource, Shape, Size, State, Wire,
    Work, Write,
};

/// Most resources of a graph, beside the readback that every graph has.
const MAX_RESOURCES: usize = 9;

/// Most passes of a graph, beside the one that ends in the readback.
const MAX_PASSES: usize = 22;

/// A random valid graph.
pub fn any_graph() -> impl Strategy<Value = Graph> {
    let resources = vec(vec(any::<u16>(), 10), 1..=MAX_RESOURCES);
    // Most graphs are small, which finds as much and costs less.
    let passes = proptest::prop_oneof![
        3 => vec(vec(any::<u16>(), 28), 1..=6),
        2 => vec(vec(any::<u16>(), 28), 4..=12),
        1 => vec(vec(any::<u16>(), 28), 8..=MAX_PASSES),
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
    graph
}

fn resource(graph: &Graph, choose: &mut Choices<'_>) -> Resource {
    const IMAGES: [Format; 4] = [Format::R32, Format::Rgba8, Format::Rgba16, Format::Unorm8];
    const CONTRACTS: [Contract; 3] = [Contract::Storage, Contract::CopiedToRead, Contract::Fresh];
    let is_image = !choose.one_in(3);
    let screen_taken = graph.resources.iter().any(|resource| resource.life == Life::Screen);
    let life = match choose.below(16) {
        7 | 8 => Life::Persistent(choose.number(0, 200)),
        9 | 10 => Life::History(choose.number(2, 3)),
        11 | 12 => Life::Import(choose.of(&CONTRACTS).unwrap_or(Contract::Storage)),
        13 if is_image && !screen_taken => Life::Screen,
        13 | 14 if !is_image => choose.of(&[Life::Upload, Life::Readback]).unwrap_or(Life::Upload),
        _ => Life::Transient,
    };
    if life == Life::Screen {
        let shape = Shape::Image { format: Format::Unorm8, size: Size::Screen, mips: 1, layers: 1 };
        return Resource { life, shape };
    }
    if !is_image {
        return Resource { life, shape: Shape::Buffer(choose.number(1, 8)) };
    }
    let ours = matches!(life, Life::Transient | Life::Persistent(_) | Life::History(_));
    let depth = ours && choose.one_in(5);
    let format = if depth { Format::Depth } else { choose.of(&IMAGES).unwrap_or(Format::R32) };
    let fixed = [[8, 8], [16, 16], [16, 8], [12, 20]];
    let size = match choose.below(3) {
        // An import has the size that the program gave it, whatever becomes of the screen.
        0 | 1 if matches!(life, Life::Import(_)) => {
            Size::Fixed(choose.of(&fixed).unwrap_or([8, 8]))
        }
        _ if matches!(life, Life::Import(_)) => Size::Fixed([16, 16]),
        0 => Size::Fixed(choose.of(&fixed).unwrap_or([8, 8])),
        1 => Size::Screen,
        _ => Size::Half,
    };
    let mips = if choose.one_in(3) { choose.number(2, 3) } else { 1 };
    let layers = if choose.one_in(4) { choose.number(2, 3) } else { 1 };
    Resource { life, shape: Shape::Image { format, size, mips, layers } }
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
            (true, _) => Read::Sampled,
            (false, _) => Read::Uniform,
        };
        reads.push((how, wire));
    }
    reads
}

fn pass(graph: &Graph, state: &State, choose: &mut Choices<'_>) -> Option<Pass> {
    let push = choose.one_in(2);
    let side_effect = choose.one_in(20);
    let tries = match choose.below(8) {
        0..=3 => [compute, raster, copy],
        4 | 5 => [raster, compute, copy],
        6 => [copy, compute, raster],
        _ => [clear, copy, compute],
    };
    tries.iter().find_map(|make| {
        let (work, repeat) = make(graph, state, choose)?;
        let shades = matches!(work, Work::Compute { .. } | Work::Raster { .. });
        allowed(graph, state, &Pass { repeat, push: push && shades, side_effect, work })
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
        let wire = part(graph, choose.of(&writable)?, true, choose);
        let held = state.holds(graph, wire);
        let how = match choose.below(6) {
            2 => Write::All,
            3 if held => Write::Some,
            4 if held => Write::Update,
            5 if held && graph.format(wire.resource).is_none() => Write::Count,
            _ => Write::Discard,
        };
        if writes.iter().all(|(_, other)| !other.overlaps(wire)) {
            writes.push((how, wire));
        }
    }
    let reads = reads(graph, state, choose);
    let work =
        Work::Compute { reads, writes, groups: choose.number(1, 3), dynamic: choose.one_in(4) };
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
    };
    Some((work, choose.number(1, whole.count[0] - 1)))
}

fn raster(graph: &Graph, state: &State, choose: &mut Choices<'_>) -> Option<(Work, u32)> {
    let color = |index: &usize| graph.format(*index).is_some_and(|format| format != Format::Depth);
    let targets: Vec<usize> = (0..graph.resources.len()).filter(color).collect();
    let mut colors: Vec<(Load, Wire)> = Vec::new();
    let depths: Vec<usize> = (0..graph.resources.len())
        .filter(|index| graph.format(*index) == Some(Format::Depth))
        .collect();
    let single = |wire: Wire| Wire { count: [1, 1], ..wire };
    let depth = if choose.one_in(2) { choose.of(&depths) } else { None };
    let depth = depth.map(|resource| {
        let wire = single(part(graph, resource, true, choose));
        let how = match choose.below(3) {
            0 if state.holds(graph, wire) => Depth::Keep,
            1 if state.holds(graph, wire) => Depth::Read,
            _ => Depth::Clear,
        };
        (how, wire)
    });
    let half = choose.one_in(2);
    for _ in 0..choose.number(1, 4).div_ceil(2) {
        let wire = single(part(graph, choose.of(&targets)?, true, choose));
        let load = match choose.below(4) {
            0 if state.holds(graph, wire) => Load::Keep,
            1 if state.holds(graph, wire)
                && graph.format(wire.resource) == Some(Format::Unorm8) =>
            {
                Load::Add
            }
            2 if !half && depth.is_none() => Load::Over,
            _ => Load::Clear(choose.number(0, 200)),
        };
        let mut more = colors.clone();
        more.push((load, wire));
        let work =
            Work::Raster { reads: Vec::new(), colors: more.clone(), depth: None, half: false };
        let alone = Pass { repeat: 0, push: false, side_effect: false, work };
        if state.allows(graph, &alone) {
            colors = more;
        }
    }
    let work = |depth| Work::Raster { reads: Vec::new(), colors: colors.clone(), depth, half };
    let with = Pass { repeat: 0, push: false, side_effect: false, work: work(depth) };
    let depth = depth.filter(|_| state.allows(graph, &with));
    let reads = reads(graph, state, choose);
    Some((Work::Raster { reads, colors, depth, half }, 0))
}

fn copy(graph: &Graph, state: &State, choose: &mut Choices<'_>) -> Option<(Work, u32)> {
    let from = readable(graph, state, choose, |_| true)?;
    let mut fitting = Vec::new();
    for resource in 0..graph.resources.len() {
        for _ in 0..3 {
            let wire = part(graph, resource, false, choose);
            let wire =
                Wire { count: if choose.one_in(2) { from.count } else { wire.count }, ..wire };
            let linear = choose.one_in(2);
            for work in [Work::Copy { from, to: wire }, Work::Blit { from, to: wire, linear }] {
                let pass = Pass { repeat: 0, push: false, side_effect: false, work };
                if state.allows(graph, &pass) {
                    fitting.push(pass.work);
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
    Some((Work::Clear { to: part(graph, resource, false, choose), value }, 0))
}

/// The pass that every graph ends with: a buffer for the host, from as much as four resources that hold something.
fn result(graph: &Graph, state: &State) -> Pass {
    let readable = |index: &usize| {
        graph.resources.get(*index).is_some_and(|resource| resource.life != Life::Readback)
    };
    let held = (1..graph.resources.len()).rev().filter(readable).map(|index| graph.whole(index));
    let reads = held.filter(|wire| state.holds(graph, *wire)).take(4).map(|wire| {
        (if graph.format(wire.resource).is_some() { Read::Sampled } else { Read::Storage }, wire)
    });
    let work = Work::Compute {
        reads: reads.collect(),
        writes: vec![(Write::Discard, graph.whole(0))],
        groups: 2,
        dynamic: false,
    };
    Pass { repeat: 0, push: true, side_effect: false, work }
}
