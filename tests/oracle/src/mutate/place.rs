//! Placements made to collide.

use std::collections::HashSet;

use vixen_plan::{Placement, Plan};

use super::{Change, Edit, Kind};

/// For each placement, the nearest below it and above it in memory that it shares no byte with and may not,
/// moved onto it.
pub(super) fn collisions(plan: &Plan) -> Vec<Edit> {
    let may: HashSet<(u32, u32)> =
        plan.may_alias.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]).collect();
    let mut edits = Vec::new();
    for pool in plan.pools.iter() {
        let first = pool.placements.start;
        let placements = pool.placements.of(&plan.placements);
        for (index, placement) in placements.iter().enumerate() {
            let apart = placements.iter().enumerate().filter(|(other, entry)| {
                let pair = (first + index as u32, first + *other as u32);
                *other != index
                    && entry.size > 0
                    && !overlap(placement, entry)
                    && !may.contains(&pair)
            });
            let apart: Vec<_> = apart.collect();
            let below = apart.iter().filter(|(_, entry)| entry.offset < placement.offset);
            let above = apart.iter().filter(|(_, entry)| entry.offset > placement.offset);
            let nearest = [
                below.max_by_key(|(other, entry)| (entry.offset + entry.size, *other)),
                above.min_by_key(|(other, entry)| (entry.offset, *other)),
            ];
            for (_, entry) in nearest.into_iter().flatten() {
                let name = |placement: &Placement| {
                    let resource = plan.resources.get(placement.resource as usize);
                    resource.map_or("?", |resource| &*resource.name)
                };
                let description = format!("`{}` moved onto `{}`", name(placement), name(entry));
                let change = Change::Offset(first as usize + index, entry.offset);
                edits.push(Edit { kind: Kind::Placement, description, change });
            }
        }
    }
    edits
}

fn overlap(a: &Placement, b: &Placement) -> bool {
    a.offset < b.offset.saturating_add(b.size) && b.offset < a.offset.saturating_add(a.size)
}
