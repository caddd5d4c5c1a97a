//! What each event invalidates, transitively, as bit sets.
//!
//! A resource is invalid where its size depends on what changed, or where a resource is that its size
//! depends on; a pass where one of its resources or shaders is; a set where something that it binds is.

use vixen_plan::{Event, Invalidation, Lifetime, Plan, Shape, SizeOp, Span, Target};

/// Fills the plan's invalidation sets.
pub fn react(plan: &mut Plan) {
    let mut events = Vec::new();
    if plan.resources.iter().any(|r| r.lifetime == Lifetime::Swapchain)
        || reads(plan, SizeOp::Swapchain)
    {
        events.push(Event::Resize);
    }
    events.extend((0..plan.shaders.len() as u32).map(Event::ShaderReloaded));
    events.extend((0..plan.params.len() as u32).map(Event::ParamChanged));
    let (mut invalidations, mut words) = (Vec::new(), Vec::new());
    for event in events {
        let set = invalidated(plan, event);
        let span = Span::new(words.len() as u32, set.len() as u32);
        words.extend(set);
        invalidations.push(Invalidation { event, words: span });
    }
    plan.invalidations = invalidations.into();
    plan.invalidation_words = words.into();
}

fn reads(plan: &Plan, op: SizeOp) -> bool {
    plan.size_ops.contains(&op)
}

/// The bits of one event: resources, then passes, then sets.
fn invalidated(plan: &Plan, event: Event) -> Vec<u64> {
    let resources = resources(plan, event);
    let passes = plan.passes.iter().map(|pass| {
        let uses = pass.accesses.of(&plan.accesses);
        uses.iter().any(|access| is_set(&resources, access.resource))
            || matches!(event, Event::ShaderReloaded(shader) if runs(plan, pass.pipeline, shader))
    });
    let sets = plan.sets.iter().map(|set| {
        set.descriptors.of(&plan.descriptors).iter().any(|d| match d.target {
            Target::Image { view, .. } => {
                plan.views.get(view as usize).is_some_and(|v| is_set(&resources, v.resource))
            }
            Target::Buffer { resource, .. } | Target::AccelerationStructure { resource } => {
                is_set(&resources, resource)
            }
            Target::Texels { view, .. } => {
                plan.buffer_views.get(view as usize).is_some_and(|v| is_set(&resources, v.resource))
            }
            Target::Sampler(_) => false,
        })
    });
    packed(resources.iter().copied().chain(passes).chain(sets))
}

fn is_set(bits: &[bool], index: u32) -> bool {
    bits.get(index as usize).copied().unwrap_or(false)
}

fn runs(plan: &Plan, pipeline: Option<u32>, shader: u32) -> bool {
    pipeline
        .and_then(|index| plan.pipelines.get(index as usize))
        .is_some_and(|p| p.stages.of(&plan.stages).iter().any(|stage| stage.shader == shader))
}

/// Resources whose size the event changes. Sizes depend on each other without a cycle, so that as many
/// rounds as there are resources reach them all; a round that changes nothing is the last.
fn resources(plan: &Plan, event: Event) -> Vec<bool> {
    let mut invalid: Vec<bool> = plan
        .resources
        .iter()
        .map(|r| event == Event::Resize && r.lifetime == Lifetime::Swapchain)
        .collect();
    loop {
        let mut changed = false;
        for (index, resource) in plan.resources.iter().enumerate() {
            let size = match resource.shape {
                Shape::Image(image) => image.extent,
                Shape::Buffer(buffer) => buffer.size,
                Shape::AccelerationStructure { size } => size,
            };
            let depends = size.0.of(&plan.size_ops).iter().any(|op| match (op, event) {
                (SizeOp::Swapchain, Event::Resize) => true,
                (SizeOp::Param(param), Event::ParamChanged(which)) => *param == which,
                (SizeOp::Resource { resource, .. }, _) => is_set(&invalid, *resource),
                _ => false,
            });
            if depends && !invalid[index] {
                invalid[index] = true;
                changed = true;
            }
        }
        if !changed {
            return invalid;
        }
    }
}

fn packed(bits: impl Iterator<Item = bool>) -> Vec<u64> {
    let mut words = Vec::new();
    for (index, bit) in bits.enumerate() {
        if index % 64 == 0 {
            words.push(0);
        }
        if let Some(word) = words.last_mut() {
            *word |= u64::from(bit) << (index % 64);
        }
    }
    words
}
