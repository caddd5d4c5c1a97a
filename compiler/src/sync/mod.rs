//! Hazards to barriers: none is missing, none can be removed, none is wider than its accesses.
//!
//! Barriers are the same in every frame. What a frame's barriers order is the endless sequence of frames,
//! in which the frame is one period: hazards against the frame before are hazards like any other, with an
//! earlier side that lies a frame back. The stage goes through these steps:
//!
//! 1. `tracks`: the uses of each cell of each resource, in order, over a ring's frames.
//! 2. `takeover`: who used a transient's memory before it.
//! 3. `layouts`: the layout of each access, over the whole frame.
//! 4. `needs`: what has to be ordered; layout transitions are put into their cuts.
//! 5. `place`: barriers for the needs that are not met yet.
//! 6. `minimize`: whatever can be taken away is taken away; `merge` joins what says the same. `watch` knows which needs
//!    a barrier serves, and `walk` remembers how each of them is met.
//! 7. `gather`: cuts whose barriers have room elsewhere are emptied; `minimize` again, and pair by pair.
//! 8. `output` and `initial`: the plan's tables.
//!
//! Whether a need is met is asked of `reach` alone, which knows execution dependency chains, availability and
//! visibility. It is the model of this stage and not its proof: that is the oracle's, which shares nothing
//! with it.

mod entries;
mod gather;
mod half;
mod initial;
mod layouts;
mod merge;
mod minimize;
mod needs;
mod output;
mod place;
mod reach;
mod stages;
mod takeover;
#[cfg(test)]
mod tests;
mod tracks;
mod walk;
mod watch;

pub use entries::MAX_STEPS;
pub use layouts::Layouts;
pub use output::Barriers;

use ash::vk::PipelineStageFlags2;
use vixen_plan::{Initial, Lifetime};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use crate::ir::{Graph, ResourceId, Role};
use crate::memory::Memory;
use crate::order::Schedule;

/// What the stage hands on.
#[derive(Clone, Debug, PartialEq)]
pub struct Synchronization {
    /// Barriers in their cuts.
    pub barriers: Barriers,
    /// Layout of each access.
    pub layouts: Layouts,
    /// State of each resource before the first frame.
    pub initial: Vec<Initial>,
    /// Barriers looked at while they were chosen, of [`MAX_STEPS`].
    pub steps: u64,
}

/// What the steps share.
struct Input<'a> {
    graph: &'a Graph,
    tracks: Vec<tracks::Track>,
    /// First track of each resource, and one more.
    first_track: Vec<usize>,
    takeover: takeover::Takeovers,
    layouts: Layouts,
    /// Cuts a frame.
    frame: i64,
}

impl Input<'_> {
    fn tracks_of(&self, resource: ResourceId) -> impl Iterator<Item = &tracks::Track> {
        let bounds = self.first_track.get(resource.index()..resource.index() + 2);
        bounds.and_then(|b| self.tracks.get(b[0]..b[1])).unwrap_or(&[]).iter()
    }
}

impl Input<'_> {
    /// Whether something outside of the frame takes over at its end.
    fn closes(&self) -> bool {
        let uses = self.tracks.iter().flat_map(|t| t.groups.iter().flat_map(|g| &g.uses));
        uses.filter(|u| u.position.is_none()).any(|u| u.time == self.frame - 1)
    }
}

/// Works out the barriers of a scheduled and placed graph. An error is a fault of the compiler, unless a limit's in
/// `diags`.
pub fn synchronize(
    graph: &Graph,
    schedule: &Schedule,
    memory: &Memory,
    diags: &Diagnostics,
) -> Result<Option<Synchronization>, String> {
    let tracks = tracks::tracks(graph, schedule);
    let takeover = takeover::Takeovers::new(graph, memory, &tracks);
    let shared = |id| takeover.of(id).is_some_and(|t| t.shared);
    let layouts = layouts::choose(graph, schedule, &tracks, shared);
    let first_track = (0..=graph.resources.len())
        .map(|id| tracks.partition_point(|t| t.resource.index() < id))
        .collect();
    let frame = i64::from(schedule.level_count()) + 1;
    let input = Input { graph, tracks, first_track, takeover, layouts, frame };

    let mut entries = entries::Entries::new(schedule.level_count() as usize + 1, input.closes());
    let needs = needs::collect(&input, &mut entries);
    place::place(&needs, &mut entries);
    minimize::minimize(&needs, &mut entries);
    merge::merge(&mut entries);
    minimize::minimize(&needs, &mut entries);
    if gather::gather(&needs, &mut entries) {
        merge::merge(&mut entries);
        minimize::minimize(&needs, &mut entries);
    }
    minimize::minimize_pairs(&needs, &mut entries);
    if entries.exhausted() {
        let message = format!(
            "the barriers of `{}` take more than {MAX_STEPS} steps to choose, which is the limit",
            graph.name
        );
        let help = "split the graph, or let passes depend on fewer others";
        diags.push(Diagnostic::error(Code::TooLarge, Site::Whole, message).help(help));
        return Ok(None);
    }
    verify(&needs, &entries)?;

    Ok(Some(Synchronization {
        barriers: output::barriers(&input, &entries),
        initial: initial::initial(&input, &entries),
        steps: entries.steps(),
        layouts: input.layouts,
    }))
}

/// Stages at which a frame waits for the swapchain's image: those of its first use. `None` where no pass of the
/// schedule uses it.
#[must_use]
pub fn acquire(graph: &Graph, schedule: &Schedule) -> Option<PipelineStageFlags2> {
    let uses = schedule.iter().flat_map(|(id, level)| {
        let accesses = graph.pass(id).accesses.iter().filter(|access| {
            graph.resource(access.resource).lifetime == Lifetime::Swapchain
                && access.role != Role::Present
        });
        accesses.map(move |access| (level, access.stages))
    });
    let uses: Vec<_> = uses.collect();
    let first = uses.iter().map(|(level, _)| *level).min()?;
    let stages = uses.iter().filter(|(level, _)| *level == first).map(|(_, stages)| *stages);
    Some(stages.fold(PipelineStageFlags2::NONE, |all, stages| all | stages))
}

/// Every need is met.
fn verify(needs: &[needs::Need], entries: &entries::Entries) -> Result<(), String> {
    match needs.iter().find(|need| reach::met(need, entries).is_none()) {
        Some(need) => Err(format!("a dependency is not ordered: {:?}", need.reason)),
        None => Ok(()),
    }
}
