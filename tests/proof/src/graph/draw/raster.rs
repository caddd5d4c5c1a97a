//! A raster pass: what it draws into, and what its samples are resolved into.

use super::{Choices, arguments, reads, target};
use crate::graph::{Depth, Format, Graph, Load, Pass, State, Wire, Work};

pub(super) fn raster(
    graph: &Graph,
    state: &State,
    choose: &mut Choices<'_>,
) -> Option<(Work, u32)> {
    let color = |index: &usize| graph.format(*index).is_some_and(|format| format != Format::Depth);
    let targets: Vec<usize> = (0..graph.resources.len()).filter(color).collect();
    let depths: Vec<usize> = (0..graph.resources.len())
        .filter(|index| graph.format(*index) == Some(Format::Depth))
        .collect();
    let depth = if choose.one_in(2) { choose.of(&depths) } else { None };
    let depth = depth.map(|resource| {
        let wire = single(target(graph, resource, true, choose));
        let how = match choose.below(3) {
            0 if state.holds(graph, wire) => Depth::Keep,
            1 if state.holds(graph, wire) => Depth::Read,
            _ => Depth::Clear,
        };
        (how, wire)
    });
    let mut drawn = Attachments { colors: Vec::new(), depth: None, resolves: Vec::new() };
    let indirect = arguments(graph, state, true, choose);
    let half = choose.one_in(2);
    for _ in 0..choose.number(1, 4).div_ceil(2) {
        let wire = single(target(graph, choose.of(&targets)?, true, choose));
        let load = match choose.below(4) {
            0 if state.holds(graph, wire) => Load::Keep,
            1 if state.holds(graph, wire)
                && graph.format(wire.resource) == Some(Format::Unorm8) =>
            {
                Load::Add
            }
            2 if !half && depth.is_none() && indirect.is_none() => Load::Over,
            _ => Load::Clear(choose.number(0, 200)),
        };
        let mut more = drawn.clone();
        more.colors.push((load, wire));
        if state.allows(graph, &Pass::of(more.clone().work())) {
            drawn = more;
        }
    }
    let with = Attachments { depth, ..drawn.clone() };
    // A depth attachment keeps fragments from what is to be drawn over.
    if with.colors.iter().all(|(load, _)| *load != Load::Over)
        && state.allows(graph, &Pass::of(with.clone().work()))
    {
        drawn = with;
    }
    resolves(graph, state, &mut drawn, choose);
    let reads = reads(graph, state, choose);
    let relaxed = choose.one_in(3);
    let Attachments { colors, depth, resolves } = drawn;
    Some((Work::Raster { reads, colors, depth, half, indirect, resolves, relaxed }, 0))
}

/// What a raster pass draws into.
#[derive(Clone)]
struct Attachments {
    colors: Vec<(Load, Wire)>,
    depth: Option<(Depth, Wire)>,
    resolves: Vec<(Option<usize>, Wire)>,
}

impl Attachments {
    /// All of it drawn over, so that only the attachments are in question.
    fn work(self) -> Work {
        let Self { colors, depth, resolves } = self;
        Work::Raster {
            reads: Vec::new(),
            colors,
            depth,
            half: false,
            indirect: None,
            resolves,
            relaxed: false,
        }
    }
}

/// Targets for the attachments that have several samples.
fn resolves(graph: &Graph, state: &State, drawn: &mut Attachments, choose: &mut Choices<'_>) {
    let colors = (0..drawn.colors.len()).map(Some);
    let depth = drawn.depth.map(|_| None);
    for of in colors.chain(depth).collect::<Vec<_>>() {
        let mut fitting = Vec::new();
        for resource in 0..graph.resources.len() {
            let mut more = drawn.clone();
            more.resolves.push((of, single(target(graph, resource, true, choose))));
            if state.allows(graph, &Pass::of(more.clone().work())) {
                fitting.push(more);
            }
        }
        if let Some(chosen) = fitting.into_iter().nth(choose.below(2)) {
            *drawn = chosen;
        }
    }
}

fn single(wire: Wire) -> Wire {
    Wire { count: [1, 1], ..wire }
}
