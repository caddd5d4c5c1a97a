//! Holds the invariants of [`super::Graph`].

use super::{Access, Graph, Pass};

/// The first invariant that does not hold, in words. An error here is a fault of the compiler, never of the
/// graph.
pub fn verify(graph: &Graph) -> Result<(), String> {
    if !(1..=8).contains(&graph.frames_in_flight) {
        return Err(format!("{} frames in flight", graph.frames_in_flight));
    }
    graph.passes.iter().try_for_each(|pass| verify_pass(graph, pass))
}

fn verify_pass(graph: &Graph, pass: &Pass) -> Result<(), String> {
    for access in &pass.accesses {
        verify_access(graph, access)
            .map_err(|what| format!("pass `{}`, slot `{}`: {what}", pass.name, access.slot))?;
    }
    for (index, a) in pass.accesses.iter().enumerate() {
        for b in &pass.accesses[index + 1..] {
            if conflict(a, b) {
                return Err(format!(
                    "pass `{}`: `{}` and `{}` conflict",
                    pass.name, a.slot, b.slot
                ));
            }
        }
    }
    Ok(())
}

fn verify_access(graph: &Graph, access: &Access) -> Result<(), &'static str> {
    let Some(resource) = graph.resources.get(access.resource.index()) else {
        return Err("no such resource");
    };
    let rules = [
        (!access.range.is_empty(), "the range is empty"),
        (resource.whole().contains(&access.range), "the range leaves the resource"),
        (!access.stages.is_empty(), "no stage"),
        (access.reads || access.writes, "neither reads nor writes"),
        (access.ring < resource.copies.max(1), "deeper than the ring"),
        (!access.relaxed || !access.access.intersects(super::ATTACHMENT), "a relaxed attachment"),
        (resource.image().is_none() || !access.layouts.is_empty(), "an image without a layout"),
    ];
    match rules.iter().find(|(holds, _)| !holds) {
        Some((_, what)) => Err(what),
        None => Ok(()),
    }
}

/// Whether two accesses of one pass may not stand beside each other.
fn conflict(a: &Access, b: &Access) -> bool {
    a.resource == b.resource
        && a.ring == b.ring
        && a.range.overlaps(&b.range)
        && (a.writes || b.writes)
        && !(a.relaxed && b.relaxed)
        && !a.is_attached_beside(b)
}
