//! Holds the invariants of [`super::Memory`].

use vixen_plan as plan;

use super::{Memory, align, lifetimes};
use crate::ir::Graph;
use crate::order::{Schedule, is_aliased};

/// The first invariant that does not hold, in words. An error here is a fault of the compiler.
pub fn verify(graph: &Graph, schedule: &Schedule, memory: &Memory) -> Result<(), String> {
    verify_lifetimes(graph, schedule, memory)?;
    let mut next = 0;
    for pool in &memory.pools {
        if pool.placements.start != next {
            return Err("pools do not follow each other".to_owned());
        }
        next += pool.placements.len;
        verify_pool(graph, memory, pool)?;
    }
    if next as usize != memory.placements.len() {
        return Err("a placement outside all pools".to_owned());
    }
    verify_sharing(memory)
}

/// Each transient in use is placed once, for the levels in which it is used.
fn verify_lifetimes(graph: &Graph, schedule: &Schedule, memory: &Memory) -> Result<(), String> {
    let mut levels = lifetimes(graph, schedule);
    for placement in &memory.placements {
        let found = levels.get_mut(placement.resource as usize).and_then(Option::take);
        if found != Some(placement.levels) {
            return Err(format!("resource {} is placed for other levels", placement.resource));
        }
    }
    let missing = graph.resources.iter().zip(&levels).find(|(r, l)| is_aliased(r) && l.is_some());
    match missing {
        Some((resource, _)) => Err(format!("`{}` has no place", resource.name)),
        None => Ok(()),
    }
}

fn verify_pool(graph: &Graph, memory: &Memory, pool: &plan::Pool) -> Result<(), String> {
    for placement in pool.placements.of(&memory.placements) {
        let resource = &graph.resources[placement.resource as usize];
        let rules = [
            (is_aliased(resource), "is no transient"),
            (resource.image().is_none() || pool.images, "is an image in a pool without"),
            (placement.offset.is_multiple_of(align(resource)), "is not aligned"),
            (placement.size >= resource.max_bytes, "is larger than its place"),
            (placement.offset + placement.size <= pool.bytes, "leaves the pool"),
        ];
        if let Some((_, what)) = rules.iter().find(|(holds, _)| !holds) {
            return Err(format!("`{}` {what}", resource.name));
        }
    }
    Ok(())
}

/// Who shares bytes shares no level, and is listed, the earlier one first; nobody else is.
fn verify_sharing(memory: &Memory) -> Result<(), String> {
    let mut pairs = Vec::new();
    for pool in &memory.pools {
        let range = pool.placements.start..pool.placements.start + pool.placements.len;
        for a in range.clone() {
            for b in range.clone().filter(|&b| a != b) {
                let (first, second) =
                    (&memory.placements[a as usize], &memory.placements[b as usize]);
                let bytes = first.offset.max(second.offset)
                    < (first.offset + first.size).min(second.offset + second.size);
                let apart = first.levels.1 < second.levels.0;
                if bytes && !apart && second.levels.1 >= first.levels.0 {
                    return Err(format!("placements {a} and {b} collide"));
                }
                if bytes && apart {
                    pairs.push((a, b));
                }
            }
        }
    }
    if pairs == memory.may_alias {
        Ok(())
    } else {
        Err("may_alias is not what shares bytes".to_owned())
    }
}
