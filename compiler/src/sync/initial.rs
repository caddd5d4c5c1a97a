//! In which state set-up leaves each resource, so that the first frame is like every other.

use ash::vk::{AccessFlags2, ImageAspectFlags, ImageLayout, PipelineStageFlags2};
use vixen_plan::{Initial, State, Subresources};

use super::Input;
use super::entries::Entries;
use super::output::subresources;
use super::tracks::Track;
use crate::ir::Range;

/// The initial states of all resources that the graph owns.
pub(super) fn initial(input: &Input<'_>, entries: &Entries) -> Vec<Initial> {
    let mut found = Vec::new();
    for (index, track) in input.tracks.iter().enumerate() {
        let resource = input.graph.resource(track.resource);
        let Some(cycle) = track.cycle else { continue };
        let clear = resource.clear.filter(|_| track.keeps);
        for ring in 0..cycle {
            let (range, layout) = match track.range {
                Range::Bytes(..) if clear.is_none() || !first_cell(input, index) => continue,
                Range::Bytes(..) => (none(), ImageLayout::UNDEFINED),
                Range::Image { .. } => {
                    let layout = layout_at(input, entries, index as u32, track, ring);
                    if layout == ImageLayout::UNDEFINED {
                        continue;
                    }
                    (subresources(input.graph, track.resource, &[track.range]), layout)
                }
            };
            let (stages, access) = (PipelineStageFlags2::NONE, AccessFlags2::NONE);
            let state = State { stages, access, layout };
            found.push(Initial { resource: track.resource.0, ring, range, clear, state });
        }
    }
    found
}

/// A buffer is cleared whole, once, however many cells its uses cut it into.
fn first_cell(input: &Input<'_>, index: usize) -> bool {
    index == 0 || input.tracks[index - 1].resource != input.tracks[index].resource
}

fn none() -> Subresources {
    let aspects = ImageAspectFlags::empty();
    Subresources { aspects, base_mip: 0, mips: 0, base_layer: 0, layers: 0 }
}

/// The layout of a cell at the start of the frame in which its copy is `prev(ring)`: what the last transition
/// before it in the cycle left. `UNDEFINED` where that does not matter.
fn layout_at(
    input: &Input<'_>,
    entries: &Entries,
    index: u32,
    track: &Track,
    ring: u32,
) -> ImageLayout {
    let cycle = i64::from(track.cycle.unwrap_or(1)) * input.frame;
    let start = i64::from(ring) * input.frame;
    let transitions = entries.cuts.iter().enumerate().flat_map(|(cut, list)| {
        list.iter().filter_map(move |entry| {
            let transition = entry.transition.filter(|t| t.track == index)?;
            let time = transition.age * input.frame + cut as i64;
            Some((time.rem_euclid(cycle), transition.layouts))
        })
    });
    let transitions: Vec<_> = transitions.collect();
    // A transient that discards before its first use starts from whatever is there. One whose transition stands
    // at the end of the frame before does not: the first frame has none before it.
    let until = |time: i64| (time - start).rem_euclid(cycle);
    let first_use = track.groups.iter().flat_map(|g| &g.uses).map(|u| until(u.time)).min();
    let next = transitions.iter().min_by_key(|(time, _)| until(*time));
    let discards_first = next.is_some_and(|(time, (old, _))| {
        *old == ImageLayout::UNDEFINED && first_use.is_none_or(|used| until(*time) <= used)
    });
    if !track.keeps && discards_first {
        return ImageLayout::UNDEFINED;
    }
    transitions
        .iter()
        .min_by_key(|(time, _)| (start - 1 - time).rem_euclid(cycle))
        .map(|(_, (_, new))| *new)
        .or_else(|| track.groups.first().map(|g| input.layouts.of_group(g)))
        .unwrap_or(ImageLayout::UNDEFINED)
}
