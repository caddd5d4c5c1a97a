//! What is recorded, in order: the cuts and passes of each command buffer.

use super::rings::Instances;
use crate::plan::{Plan, Segment};

/// One step of a command buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The barriers of a cut.
    Cut(u32),
    /// The commands of a pass.
    Pass(u32),
}

/// The steps of every segment.
#[derive(Debug)]
pub(crate) struct Steps {
    of_segment: Box<[Box<[Step]>]>,
    segments: Box<[Instances]>,
    cuts: Box<[Instances]>,
    passes: Box<[Instances]>,
}

impl Steps {
    /// `images` is the number of the screen's images.
    pub(super) fn new(plan: &Plan, images: u32) -> Self {
        let instances =
            |segment: &Segment| Instances::new(segment.period, segment.swapchain, images);
        let segments: Box<[_]> = plan.segments.iter().map(instances).collect();
        let mut cuts = vec![Instances::new(1, false, 1); plan.cuts.len()];
        let mut passes = vec![Instances::new(1, false, 1); plan.passes.len()];
        let steps = sequence(plan);
        for (steps, instances) in steps.iter().zip(&segments) {
            for step in steps {
                let (table, index) = match step {
                    Step::Cut(cut) => (&mut cuts, *cut),
                    Step::Pass(pass) => (&mut passes, *pass),
                };
                if let Some(entry) = table.get_mut(index as usize) {
                    *entry = *instances;
                }
            }
        }
        let of_segment = steps.into_iter().map(Into::into).collect();
        Self { of_segment, segments, cuts: cuts.into(), passes: passes.into() }
    }

    /// The steps of a segment.
    pub(crate) fn of(&self, segment: usize) -> &[Step] {
        self.of_segment.get(segment).map_or(&[], |steps| steps)
    }

    /// How each segment is instanced.
    pub(crate) fn segments(&self) -> &[Instances] {
        &self.segments
    }

    /// How the command buffer that holds each cut is instanced.
    pub(super) fn cuts(&self) -> &[Instances] {
        &self.cuts
    }

    /// How the command buffer that holds each pass is instanced.
    pub(crate) fn passes(&self) -> &[Instances] {
        &self.passes
    }
}

/// Cut `l` comes before the first pass of level `l`; those that are left end the frame.
fn sequence(plan: &Plan) -> Vec<Vec<Step>> {
    let mut next_cut = 0;
    let mut segments = Vec::with_capacity(plan.segments.len());
    for segment in plan.segments.iter() {
        let mut steps = Vec::new();
        for (index, pass) in (segment.passes.start..).zip(segment.passes.of(&plan.passes)) {
            while next_cut <= pass.level && (next_cut as usize) < plan.cuts.len() {
                steps.push(Step::Cut(next_cut));
                next_cut += 1;
            }
            steps.push(Step::Pass(index));
        }
        segments.push(steps);
    }
    if let Some(last) = segments.last_mut() {
        last.extend((next_cut..plan.cuts.len() as u32).map(Step::Cut));
    }
    segments
}
