//! The report as a graph for Graphviz: passes in ranks by level, an edge for each content handed on.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use vixen_plan::{Family, Plan};

use super::names;

/// Each plan of the family as a `digraph`.
#[must_use]
pub fn dot(family: &Family) -> String {
    let mut out = String::new();
    for plan in &*family.plans {
        digraph(plan, &mut out);
    }
    out
}

fn digraph(plan: &Plan, out: &mut String) {
    let _ = writeln!(out, "digraph \"{}\" {{", escaped(&plan.name));
    out.push_str("  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    let mut levels: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, pass) in plan.passes.iter().enumerate() {
        levels.entry(pass.level).or_default().push(index);
        let label = format!("{}\\n{}", escaped(&pass.name), names::work(&pass.work));
        let _ = writeln!(out, "  p{index} [label=\"{label}\"];");
    }
    for (level, passes) in &levels {
        let list: Vec<_> = passes.iter().map(|index| format!("p{index}")).collect();
        let _ = writeln!(out, "  {{ rank=same; {}; }} // level {level}", list.join("; "));
    }
    for ((from, to), resources) in edges(plan) {
        let label = escaped(&resources.join(", "));
        let _ = writeln!(out, "  p{from} -> p{to} [label=\"{label}\"];");
    }
    out.push_str("}\n");
}

/// For each pair of passes, what the second reads of what the first wrote last.
fn edges(plan: &Plan) -> BTreeMap<(usize, usize), Vec<String>> {
    let mut edges: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    // The writers of a copy of a resource that none has overwritten.
    let mut writers: BTreeMap<(u32, u32), Vec<(usize, &vixen_plan::Access)>> = BTreeMap::new();
    for (index, pass) in plan.passes.iter().enumerate() {
        let accesses = pass.accesses.of(&plan.accesses);
        for access in accesses.iter().filter(|access| access.reads) {
            let copy = (access.resource, access.ring);
            for (writer, written) in writers.get(&copy).into_iter().flatten() {
                if *writer != index && touch(access, written) {
                    let name = names::resource(plan, access.resource).to_owned();
                    let names = edges.entry((*writer, index)).or_default();
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        }
        for access in accesses.iter().filter(|access| access.writes) {
            let list = writers.entry((access.resource, access.ring)).or_default();
            list.retain(|(_, written)| {
                access.range != written.range || access.bytes != written.bytes
            });
            list.push((index, access));
        }
    }
    edges
}

/// Whether two accesses of one resource share a subresource or a byte.
fn touch(a: &vixen_plan::Access, b: &vixen_plan::Access) -> bool {
    let meet = |a: u64, a_len: u64, b: u64, b_len: u64| {
        a < b.saturating_add(b_len) && b < a.saturating_add(a_len)
    };
    let small = |a: u32, a_len: u32, b: u32, b_len: u32| {
        meet(a.into(), a_len.into(), b.into(), b_len.into())
    };
    let (r, s) = (a.range, b.range);
    let images = small(r.base_mip, r.mips, s.base_mip, s.mips)
        && small(r.base_layer, r.layers, s.base_layer, s.layers);
    images || meet(a.bytes.0, a.bytes.1, b.bytes.0, b.bytes.1)
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
