//! The chosen barriers as the plan's tables.

use ash::vk::ImageAspectFlags;
use vixen_plan::{Cut, ImageBarrier, MemoryBarrier, Reason, Span, Subresources};

use super::Input;
use super::entries::{Entries, Entry, Transition};
use crate::ir::{Graph, Range, ResourceId};

/// Barriers of a frame, as in the plan's tables of the same names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Barriers {
    /// Cuts: one before each level and one at the end.
    pub cuts: Vec<Cut>,
    /// Global barriers.
    pub memory: Vec<MemoryBarrier>,
    /// Image barriers.
    pub images: Vec<ImageBarrier>,
    /// Reasons of both.
    pub reasons: Vec<Reason>,
}

/// Writes the tables.
pub(super) fn barriers(input: &Input<'_>, entries: &Entries) -> Barriers {
    let mut tables = Barriers::default();
    for cut in &entries.cuts {
        let (memory, images) = (tables.memory.len(), tables.images.len());
        for entry in cut.iter().filter(|e| e.transition.is_none() && !e.is_dead()) {
            let reasons = tables.reasons(&entry.reasons);
            tables.memory.push(MemoryBarrier { scope: entry.scope(), reasons });
        }
        tables.transitions(input, cut);
        tables.cuts.push(Cut {
            memory: Span::new(memory as u32, (tables.memory.len() - memory) as u32),
            buffers: Span::default(),
            images: Span::new(images as u32, (tables.images.len() - images) as u32),
        });
    }
    tables
}

impl Barriers {
    fn reasons(&mut self, reasons: &[Reason]) -> Span {
        let start = self.reasons.len();
        for reason in reasons {
            if !self.reasons[start..].contains(reason) {
                self.reasons.push(*reason);
            }
        }
        Span::new(start as u32, (self.reasons.len() - start) as u32)
    }

    /// Image barriers that differ in their cell alone become one where the cells form a rectangle.
    fn transitions(&mut self, input: &Input<'_>, cut: &[Entry]) {
        let mut open: Vec<(&Entry, Transition)> =
            cut.iter().filter_map(|e| Some((e, e.transition?))).collect();
        while !open.is_empty() {
            let (first, transition) = open.remove(0);
            let resource = input.tracks[transition.track as usize].resource;
            let same = |(entry, t): &(&Entry, Transition)| {
                input.tracks[t.track as usize].resource == resource
                    && t.age == transition.age
                    && t.layouts == transition.layouts
                    && entry.scope() == first.scope()
            };
            let (joined, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(same);
            open = rest;
            let mut cells = vec![input.tracks[transition.track as usize].range];
            cells.extend(joined.iter().map(|(_, t)| input.tracks[t.track as usize].range));
            let mut reasons = first.reasons.clone();
            reasons.extend(joined.iter().flat_map(|(e, _)| e.reasons.iter().copied()));
            let reasons = self.reasons(&reasons);
            for rectangle in rectangles(cells) {
                let copies = i64::from(input.graph.resource(resource).copies.max(1));
                self.images.push(ImageBarrier {
                    resource: resource.0,
                    ring: transition.age.rem_euclid(copies) as u32,
                    range: subresources(input.graph, resource, &[rectangle]),
                    scope: first.scope(),
                    old_layout: transition.layouts.0,
                    new_layout: transition.layouts.1,
                    queues: (0, 0),
                    reasons,
                });
            }
        }
    }
}

/// The range of the cells as Vulkan takes it, with all aspects of the format.
pub(super) fn subresources(graph: &Graph, resource: ResourceId, cells: &[Range]) -> Subresources {
    let aspects =
        graph.resource(resource).image().map_or(ImageAspectFlags::empty(), |image| image.aspects);
    let mut found = Subresources { aspects, base_mip: 0, mips: 0, base_layer: 0, layers: 0 };
    if let Some(Range::Image { mips, layers }) = cells.first() {
        (found.base_mip, found.mips) = (mips.0, mips.1 - mips.0);
        (found.base_layer, found.layers) = (layers.0, layers.1 - layers.0);
    }
    found
}

/// Cells joined along layers, then along mips.
fn rectangles(mut cells: Vec<Range>) -> Vec<Range> {
    cells.sort_by_key(|cell| match cell {
        Range::Image { mips, layers } => (mips.0, layers.0),
        Range::Bytes(..) => (0, 0),
    });
    let rows = joined(cells, |a, b| match (a, b) {
        (Range::Image { mips: m, layers: l }, Range::Image { mips: n, layers: k })
            if m == n && l.1 == k.0 =>
        {
            Some(Range::Image { mips: m, layers: (l.0, k.1) })
        }
        _ => None,
    });
    joined(rows, |a, b| match (a, b) {
        (Range::Image { mips: m, layers: l }, Range::Image { mips: n, layers: k })
            if l == k && m.1 == n.0 =>
        {
            Some(Range::Image { mips: (m.0, n.1), layers: l })
        }
        _ => None,
    })
}

fn joined(cells: Vec<Range>, join: impl Fn(Range, Range) -> Option<Range>) -> Vec<Range> {
    let mut found: Vec<Range> = Vec::new();
    for cell in cells {
        match found.iter_mut().find_map(|at| join(*at, cell).map(|both| (at, both))) {
            Some((at, both)) => *at = both,
            None => found.push(cell),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_become_rectangles() {
        let cell = |m: u32, l: u32| Range::Image { mips: (m, m + 1), layers: (l, l + 1) };
        let square = rectangles(vec![cell(0, 0), cell(1, 1), cell(1, 0), cell(0, 1)]);
        assert_eq!(square, [Range::Image { mips: (0, 2), layers: (0, 2) }]);
        assert_eq!(rectangles(vec![cell(0, 0), cell(1, 1)]).len(), 2);
    }
}
