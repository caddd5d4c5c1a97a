//! Limits of a graph: counted before anything is unrolled, and once more where only the unrolled graph shows.
//!
//! Later stages are quadratic in some of these numbers, and keep a bit for each pair of others. A graph within
//! the limits is compiled in bounded time and memory; one over a limit is V0804, and is not looked at any
//! further.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use crate::ir::{self, Range};
use crate::segment::lcm;
use crate::syntax::ast::Ast;

/// Passes, each element of an array counted.
pub const MAX_PASSES: u64 = 2048;
/// Resources, each element of an array counted.
pub const MAX_RESOURCES: u64 = 2048;
/// Accesses of one pass: slots, each element of an array counted.
pub const MAX_PASS_ACCESSES: u64 = 4096;
/// Accesses of all passes.
pub const MAX_ACCESSES: u64 = 65_536;
/// Pairs of accesses to one part of a resource, over all parts of all resources: where accesses name different mips,
/// layers or bytes of a resource, it is followed in the parts that they cut it into, and in each part every access
/// may have to wait for every other.
pub const MAX_PAIRS: u64 = 1 << 24;
/// Size parameters.
pub const MAX_PARAMS: u64 = 256;
/// Switches.
pub const MAX_SWITCHES: u64 = 64;
/// Frames after which all rings of a graph stand as at the start: the least common multiple of their lengths and
/// of the frames in flight. Descriptor sets and recorded commands have as many instances. Rings of up to 8 stay
/// within it, whatever their lengths.
pub const MAX_RING_PERIOD: u64 = 840;
/// Bytes of a resource at the declared maximum, all of its copies together.
pub const MAX_BYTES: u64 = 1 << 48;

fn over(diagnostics: &Diagnostics, site: Site, what: &str, limit: u64, help: &str) {
    let message = format!("{what}; the limit is {limit}");
    diagnostics.push(Diagnostic::error(Code::TooLarge, site, message).help(help));
}

/// Whether what is declared is within the limits.
pub(super) fn declared(ast: &Ast, diagnostics: &Diagnostics) -> bool {
    let graph = &ast.graph;
    let switches = graph.switches.get(MAX_SWITCHES as usize).map(|switch| &switch.name);
    let params = graph.params.get(MAX_PARAMS as usize).map(|param| &param.name);
    let lists = [(switches, "switches", MAX_SWITCHES), (params, "size parameters", MAX_PARAMS)];
    for (name, what, limit) in lists {
        if let Some(name) = name {
            let what = format!("`{name}` is one of too many {what}");
            over(diagnostics, name.site, &what, limit, "remove those that are not needed");
            return false;
        }
    }
    let mut count = 0u64;
    for resource in &graph.resources {
        count += u64::from(resource.count.unwrap_or(1));
        if count > MAX_RESOURCES {
            let what = format!("with `{}` there are {count} resources", resource.name);
            let help = "use mips, layers or ranges of fewer resources";
            over(diagnostics, resource.name.site, &what, MAX_RESOURCES, help);
            return false;
        }
    }
    passes(ast, diagnostics)
}

fn passes(ast: &Ast, diagnostics: &Diagnostics) -> bool {
    let (mut count, mut accesses) = (0u64, 0u64);
    for node in &ast.graph.nodes {
        let elements = u64::from(node.count.unwrap_or(1));
        let pass = node.decl.and_then(|decl| ast.passes.get(decl)).filter(|_| !node.is_graph);
        let slots: u64 = match pass {
            Some(pass) => pass.slots.iter().map(|slot| u64::from(slot.count.unwrap_or(1))).sum(),
            None => node.wires.len() as u64,
        };
        count += elements;
        accesses = accesses.saturating_add(elements.saturating_mul(slots));
        let help = "split the graph, or let a pass do more";
        let rules = [
            (slots, MAX_PASS_ACCESSES, format!("`{}` has {slots} slots", node.name)),
            (count, MAX_PASSES, format!("with `{}` there are {count} passes", node.name)),
            (accesses, MAX_ACCESSES, format!("with `{}` there are {accesses} accesses", node.name)),
        ];
        if let Some((_, limit, what)) = rules.iter().find(|(found, limit, _)| found > limit) {
            over(diagnostics, node.name.site, what, *limit, help);
            return false;
        }
    }
    true
}

/// Whether the unrolled graph is within the limits.
pub(super) fn lowered(graph: &ir::Graph, diagnostics: &Diagnostics) -> bool {
    rings(graph, diagnostics) && pairs(graph, diagnostics)
}

fn rings(graph: &ir::Graph, diagnostics: &Diagnostics) -> bool {
    let mut period = graph.frames_in_flight;
    for resource in &graph.resources {
        let copies = resource.copies.max(1);
        // Both are far below 32 bits, and so is their multiple.
        period = lcm(period, copies);
        if u64::from(period) > MAX_RING_PERIOD {
            let what = format!(
                "with the {copies} copies of `{}` the rings of the graph repeat after {period} frames",
                resource.name
            );
            let help = "give the rings equal lengths, or lengths that divide each other";
            over(diagnostics, resource.name.site, &what, MAX_RING_PERIOD, help);
            return false;
        }
    }
    true
}

/// What the accesses of a resource cut it into.
struct Cut {
    across: BTreeSet<u64>,
    along: BTreeSet<u64>,
    uses: u64,
}

impl Cut {
    fn new(whole: Range) -> Self {
        let mut cut = Self { across: BTreeSet::new(), along: BTreeSet::new(), uses: 0 };
        cut.at(whole);
        cut
    }

    fn at(&mut self, range: Range) {
        let (across, along) = match range {
            Range::Image { mips, layers } => {
                ([mips.0.into(), mips.1.into()], [layers.0.into(), layers.1.into()])
            }
            Range::Bytes(start, end) => ([start, end], [0, 1]),
        };
        self.across.extend(across);
        self.along.extend(along);
    }

    fn pairs(&self) -> u64 {
        let parts = |bounds: &BTreeSet<u64>| (bounds.len() as u64).saturating_sub(1);
        let parts = parts(&self.across).saturating_mul(parts(&self.along));
        parts.saturating_mul(self.uses.saturating_mul(self.uses))
    }
}

fn pairs(graph: &ir::Graph, diagnostics: &Diagnostics) -> bool {
    let mut cuts: Vec<Cut> =
        graph.resources.iter().map(|resource| Cut::new(resource.whole())).collect();
    for access in graph.passes.iter().flat_map(|pass| &pass.accesses) {
        let Some(cut) = cuts.get_mut(access.resource.index()) else { continue };
        cut.uses += 1;
        cut.at(access.range);
    }
    let mut total = 0u64;
    for (resource, cut) in graph.resources.iter().zip(&cuts) {
        total = total.saturating_add(cut.pairs());
        if total > MAX_PAIRS {
            let name = &resource.name;
            let what = format!(
                "the {} accesses of `{name}` make too many pairs in the parts that they cut it into",
                cut.uses
            );
            let help =
                "let accesses name the same mips, layers and bytes, or use several resources";
            over(diagnostics, name.site, &what, MAX_PAIRS, help);
            return false;
        }
    }
    true
}
