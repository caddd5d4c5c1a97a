//! Passes into command buffers: what never changes is recorded once, the rest each frame.

use vixen_plan::{Lifetime, Recorded, Segment, Span};

use crate::ir::{Graph, Pass, ResourceId, Work};
use crate::order::Schedule;
use crate::sync::Barriers;

/// A run of unchanging passes between two changing ones is recorded with them if it is shorter than this:
/// another command buffer costs more than so few commands.
const WORTHWHILE: u32 = 3;

/// The segments of a frame, in order.
#[must_use]
pub fn segments(graph: &Graph, schedule: &Schedule, barriers: &Barriers) -> Vec<Segment> {
    let mut runs: Vec<(Recorded, u32)> = Vec::new();
    for (id, _) in schedule.iter() {
        let recorded = recorded(graph.pass(id));
        match runs.last_mut() {
            Some((last, len)) if *last == recorded => *len += 1,
            _ => runs.push((recorded, 1)),
        }
    }
    let mut start = 0;
    joined(&runs)
        .into_iter()
        .map(|(recorded, len)| {
            let passes = Span::new(start, len);
            start += len;
            segment(graph, schedule, barriers, passes, recorded)
        })
        .collect()
}

/// Whether a pass's commands are the same in every frame.
fn recorded(pass: &Pass) -> Recorded {
    let by_frame =
        pass.raster.as_ref().and_then(|raster| raster.stencil).is_some_and(|s| s.by_frame);
    let changes = !pass.push.is_empty()
        || by_frame
        || matches!(
            pass.work,
            Work::Code
                | Work::DispatchDynamic(_)
                | Work::DrawDynamic(..)
                | Work::DrawIndexedDynamic(..)
        );
    if changes { Recorded::EveryFrame } else { Recorded::Once }
}

/// Joins short unchanging runs with the changing ones around them.
fn joined(runs: &[(Recorded, u32)]) -> Vec<(Recorded, u32)> {
    let mut found: Vec<(Recorded, u32)> = Vec::new();
    for (index, (recorded, len)) in runs.iter().enumerate() {
        let inner = index > 0 && index + 1 < runs.len();
        let short = *recorded == Recorded::Once && inner && *len < WORTHWHILE;
        let recorded = if short { Recorded::EveryFrame } else { *recorded };
        match found.last_mut() {
            Some((last, total)) if *last == recorded => *total += len,
            _ => found.push((recorded, *len)),
        }
    }
    found
}

fn segment(
    graph: &Graph,
    schedule: &Schedule,
    barriers: &Barriers,
    passes: Span,
    recorded: Recorded,
) -> Segment {
    let named = named(graph, schedule, barriers, passes);
    let copies = named.iter().map(|id| graph.resource(*id).copies.max(1));
    Segment {
        passes,
        recorded,
        period: copies.fold(graph.frames_in_flight, lcm),
        swapchain: named
            .iter()
            .any(|id| matches!(graph.resource(*id).lifetime, Lifetime::Swapchain)),
    }
}

/// Resources that the commands of a segment name: its passes' and its barriers'.
fn named(graph: &Graph, schedule: &Schedule, barriers: &Barriers, passes: Span) -> Vec<ResourceId> {
    let accessed = passes.of(&schedule.passes).iter().flat_map(|id| &graph.pass(*id).accesses);
    let cuts = cuts(schedule, passes);
    let barred = barriers.cuts.get(cuts.0 as usize..cuts.1 as usize).unwrap_or(&[]);
    accessed
        .map(|access| access.resource)
        .chain(
            barred
                .iter()
                .flat_map(|cut| cut.images.of(&barriers.images))
                .map(|barrier| ResourceId(barrier.resource)),
        )
        .collect()
}

/// The cuts that a segment records: those before the levels that begin in it, and the last one if it ends
/// the frame.
fn cuts(schedule: &Schedule, passes: Span) -> (u32, u32) {
    let level = |position: u32| schedule.levels.get(position as usize).copied();
    let end = passes.start + passes.len;
    let first = match (level(passes.start), passes.start.checked_sub(1).and_then(level)) {
        (Some(own), Some(before)) if own == before => own + 1,
        (own, _) => own.unwrap_or(0),
    };
    let last = match (level(end), passes.len) {
        (None, _) => schedule.level_count() + 1,
        (Some(next), _) => {
            let own = level(end - 1).unwrap_or(0);
            if next == own { own + 1 } else { next }
        }
    };
    (first, last)
}

/// The least common multiple; rings are short, so it stays small ([`crate::lower::limit::MAX_RING_PERIOD`]).
#[must_use]
pub fn lcm(a: u32, b: u32) -> u32 {
    let (mut x, mut y) = (a.max(1), b.max(1));
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a.max(1) / x).saturating_mul(b.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Recorded::{EveryFrame, Once};

    #[test]
    fn short_runs_join_their_neighbours() {
        assert_eq!(
            joined(&[(EveryFrame, 1), (Once, 2), (EveryFrame, 1), (Once, 3), (EveryFrame, 1)]),
            [(EveryFrame, 4), (Once, 3), (EveryFrame, 1)]
        );
        assert_eq!(joined(&[(Once, 1), (EveryFrame, 1), (Once, 1)]).len(), 3);
    }

    #[test]
    fn a_segment_has_the_cuts_of_the_levels_that_begin_in_it() {
        let schedule = Schedule {
            passes: (0..5).map(crate::ir::PassId).collect(),
            levels: vec![0, 1, 1, 2, 3],
            culled: Vec::new(),
        };
        assert_eq!(cuts(&schedule, Span::new(0, 2)), (0, 2));
        assert_eq!(cuts(&schedule, Span::new(2, 2)), (2, 3));
        assert_eq!(cuts(&schedule, Span::new(4, 1)), (3, 5));
    }

    #[test]
    fn the_least_common_multiple() {
        assert_eq!(lcm(2, 3), 6);
        assert_eq!(lcm(4, 6), 12);
        assert_eq!(lcm(0, 3), 3);
    }
}
