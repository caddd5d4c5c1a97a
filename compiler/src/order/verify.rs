//! Holds the invariants of [`super::Schedule`], without the cells and versions that made it.

use super::arrange::{Phase, phase};
use super::flow::{equal_relaxed, share_layout};
use super::{Schedule, by_resource};
use crate::ir::{Access, Graph, PassId};

/// The first invariant that does not hold, in words. An error here is a fault of the compiler.
pub fn verify(graph: &Graph, schedule: &Schedule) -> Result<(), String> {
    let levels = verify_sequence(graph, schedule)?;
    for uses in by_resource(graph, |id| levels[id.index()].is_some()) {
        for (index, later) in uses.iter().enumerate() {
            for earlier in &uses[..index] {
                verify_pair(graph, &levels, *earlier, *later)?;
            }
        }
    }
    Ok(())
}

/// By pass: its position's phase and level.
type Levels = Vec<Option<u32>>;

fn verify_sequence(graph: &Graph, schedule: &Schedule) -> Result<Levels, String> {
    let mut levels: Levels = vec![None; graph.passes.len()];
    if schedule.passes.len() != schedule.levels.len() {
        return Err("as many levels as passes are needed".to_owned());
    }
    let mut last = (Phase::Before, 0);
    for (id, level) in schedule.iter() {
        let pass = graph.passes.get(id.index()).ok_or("no such pass")?;
        if levels[id.index()].replace(level).is_some() {
            return Err(format!("`{}` stands twice", pass.name));
        }
        let here = (phase(pass), level);
        if here.0 < last.0 || !(last.1..=last.1 + 1).contains(&level) {
            return Err(format!("`{}` is out of sequence", pass.name));
        }
        if (here.0 == Phase::Before && level != 0) || (here.0 == Phase::After && level != last.1) {
            return Err(format!("host pass `{}` is in level {level}", pass.name));
        }
        last = here;
    }
    verify_culled(graph, schedule, &levels)?;
    Ok(levels)
}

fn verify_culled(graph: &Graph, schedule: &Schedule, levels: &Levels) -> Result<(), String> {
    let missing: Vec<PassId> = graph.pass_ids().filter(|id| levels[id.index()].is_none()).collect();
    if missing == schedule.culled {
        Ok(())
    } else {
        Err("culled and kept passes do not add up to all passes".to_owned())
    }
}

/// Two accesses to one resource, `earlier` declared before `later`.
fn verify_pair(
    graph: &Graph,
    levels: &Levels,
    earlier: (PassId, &Access),
    later: (PassId, &Access),
) -> Result<(), String> {
    let (a, b) = (earlier.1, later.1);
    let apart = earlier.0 == later.0 || a.ring != b.ring || !a.range.overlaps(&b.range);
    let order = if a.writes || b.writes { !equal_relaxed(a, b) } else { !share_layout(a, b) };
    if apart || !order {
        return Ok(());
    }
    let (first, second) = (graph.pass(earlier.0), graph.pass(later.0));
    let ordered = match (phase(first), phase(second)) {
        (Phase::Device, Phase::Device) => levels[earlier.0.index()] < levels[later.0.index()],
        (first, second) => first <= second,
    };
    if ordered {
        return Ok(());
    }
    let resource = &graph.resource(a.resource).name;
    Err(format!("`{}` is not before `{}`, which share `{resource}`", first.name, second.name))
}
