//! The plan's reservation, held before anything is made: with the screen's real number of images set-up creates no more
//! objects of a kind than the plan has reserved.

use crate::error::Place;
use crate::plan::{Lifetime, Plan, Shape};
use crate::{Error, Result};

/// Refuses a screen with more images than the plan is prepared for, and a plan that creates more than it says.
pub(super) fn check(plan: &Plan, images: u32) -> Result<()> {
    let reserved = &plan.reservation;
    let created = Created { plan, images };
    let kinds = [
        ("images", created.resources(true), reserved.images),
        ("buffers", created.resources(false), reserved.buffers),
        ("image views", created.views(), reserved.image_views),
        ("views of buffers", created.buffer_views(), reserved.buffer_views),
        ("samplers", plan.samplers.len() as u64, reserved.samplers),
        ("set layouts", plan.set_layouts.len() as u64, reserved.set_layouts),
        ("descriptor sets", created.sets(), reserved.sets),
        ("pipeline layouts", plan.pipeline_layouts.len() as u64, reserved.pipeline_layouts),
        ("pipelines", plan.pipelines.len() as u64, reserved.pipelines),
        ("command buffers", created.command_buffers(), reserved.command_buffers),
    ];
    match kinds.iter().find(|(_, created, reserved)| *created > u64::from(*reserved)) {
        None => Ok(()),
        Some((kind, created, reserved)) => Err(Error::Invalid {
            what: format!(
                "set-up would create {created} {kind} for a screen of {images} images, and the plan reserves {reserved}"
            ),
            remedy: "compile the graph again with this version; a surface with more than eight images cannot be drawn to"
                .to_owned(),
            place: Place::default(),
        }
        .in_graph(&plan.name)),
    }
}

/// What set-up creates of the plan's tables.
struct Created<'a> {
    plan: &'a Plan,
    /// Number of the screen's images.
    images: u32,
}

impl Created<'_> {
    /// Images or buffers that are the graph's own, all copies.
    fn resources(&self, images: bool) -> u64 {
        let own = self.plan.resources.iter().filter(|resource| {
            !matches!(resource.lifetime, Lifetime::Import(_) | Lifetime::Swapchain)
                && matches!(resource.shape, Shape::Image(_)) == images
        });
        own.map(|resource| u64::from(resource.copies)).sum()
    }

    fn copies(&self, resource: u32) -> u64 {
        let resource = self.plan.resources.get(resource as usize);
        u64::from(resource.map_or(1, |resource| match resource.lifetime {
            Lifetime::Swapchain => self.images,
            _ => resource.copies,
        }))
    }

    fn views(&self) -> u64 {
        self.plan.views.iter().map(|view| self.copies(view.resource)).sum()
    }

    fn buffer_views(&self) -> u64 {
        self.plan.buffer_views.iter().map(|view| self.copies(view.resource)).sum()
    }

    /// A period, times the screen's images where they choose too.
    fn instances(&self, period: u32, swapchain: bool) -> u64 {
        u64::from(period) * if swapchain { u64::from(self.images) } else { 1 }
    }

    fn sets(&self) -> u64 {
        self.plan.sets.iter().map(|set| self.instances(set.period, set.swapchain)).sum()
    }

    fn command_buffers(&self) -> u64 {
        let segments = self.plan.segments.iter();
        segments.map(|segment| self.instances(segment.period, segment.swapchain)).sum()
    }
}
