//! Set-up: from a plan, its shaders and a device to tables that frames only read.
//!
//! Two groups of objects: [`Fixed`] holds what no size touches (layouts, pipelines, semaphores, the pools of
//! re-recorded commands), [`Tables`] what a resize makes anew (resources, views, sets, barriers, recorded
//! commands). Within each, what depends on another stands before it, and fields are dropped in that order.

mod barriers;
mod buffer_views;
mod cache;
mod check;
mod commands;
mod create;
mod given;
mod images;
mod imports;
mod initial;
mod layouts;
mod needs;
mod once;
mod options;
mod owned;
mod pipelines;
mod poison;
mod raster;
mod reservation;
mod resources;
mod rings;
mod sets;
mod sizes;
mod steps;
mod texels;
mod transients;
mod views;
mod work;

use std::ffi::CString;
use std::sync::Arc;

use ash::vk;

use crate::device::Device;
use crate::plan::{Plan, Shape, Work};
use crate::tracker::Phase;
use crate::{ResourceId, Result, Slot};

pub use given::{ExternalSet, Imported, Object};
pub use options::{BeforePresent, Options, ScreenFormat};

pub(crate) use barriers::Barriers;
pub(crate) use buffer_views::BufferViews;
pub(crate) use check::{by_frame, check, check_sizes, check_surface, fnv1a, only_plan};
pub(crate) use commands::{FrameCommands, OnceCommands};
pub(crate) use initial::{clear_image, color_value, depth_value, fill_word};
pub(crate) use layouts::Layouts;
pub(crate) use once::Once;
pub(crate) use owned::{Mapped, Owned};
pub(crate) use pipelines::Pipelines;
pub(crate) use resources::{Handle, Kept, Resources, make_buffer, make_image};
pub(crate) use rings::{Cursor, Instanced};
pub(crate) use sets::Sets;
pub(crate) use sizes::Extents;
pub(crate) use steps::{Step, Steps};
pub(crate) use texels::{packed_bytes, texel_bytes};
pub(crate) use transients::Transients;
pub(crate) use views::Views;
pub(crate) use work::Counts;

/// What no size touches.
#[derive(Debug)]
pub(crate) struct Fixed {
    pub(crate) layouts: Layouts,
    pub(crate) pipelines: Pipelines,
    /// Pass names, for labels.
    pub(crate) labels: Box<[CString]>,
    /// Format that stands for the screen's own in the pipelines.
    pub(crate) screen_format: vk::Format,
    _owned: Owned,
}

impl Fixed {
    /// Makes layouts and pipelines.
    pub(crate) fn new(
        device: &Arc<Device>,
        plan: &Plan,
        shaders: &[Box<[u8]>],
        options: &Options,
        screen_format: vk::Format,
    ) -> Result<Self> {
        let _compile = device.tracker().enter(Phase::Compile);
        let mut owned = Owned::new(device);
        let layouts = Layouts::new(&mut owned, plan, &options.external_sets)?;
        let pipelines =
            Pipelines::new(&mut owned, plan, shaders, &layouts, (options, screen_format))?;
        let label = |name: &str| CString::new(name.replace('\0', " ")).unwrap_or_default();
        let labels = plan.passes.iter().map(|pass| label(&pass.name)).collect();
        Ok(Self { layouts, pipelines, labels, screen_format, _owned: owned })
    }
}

/// What tells frames apart on the device.
#[derive(Debug)]
pub(crate) struct Flight {
    /// Signalled with the number of finished frames.
    pub(crate) timeline: vk::Semaphore,
    pub(crate) commands: FrameCommands,
    _owned: Owned,
}

impl Flight {
    /// Makes the timeline at 0 and the pools of re-recorded commands.
    pub(crate) fn new(device: &Arc<Device>, plan: &Plan) -> Result<Self> {
        let mut owned = Owned::new(device);
        let timeline = owned.timeline(&format!("{} frames", plan.name))?;
        let commands = FrameCommands::new(&mut owned, plan)?;
        Ok(Self { timeline, commands, _owned: owned })
    }
}

/// What a resize makes anew. Fields that use others come first, since fields are dropped in order.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) once: OnceCommands,
    pub(crate) barriers: Barriers,
    pub(crate) steps: Steps,
    /// For each pass and instance: its sets with their numbers.
    pub(crate) bound: Instanced<(u32, vk::DescriptorSet)>,
    /// For each pass with code and instance: what stands behind its accesses.
    pub(crate) slots: Instanced<Slot>,
    pub(crate) counts: Box<[Counts]>,
    sets: Sets,
    pub(crate) views: Views,
    buffer_views: BufferViews,
    pub(crate) resources: Resources,
}

impl Tables {
    /// Makes everything that depends on sizes, and brings new resources into their initial state. `next` is
    /// the frame that comes first.
    pub(crate) fn new(
        request: resources::Request<'_>,
        fixed: &Fixed,
        kept: &Kept,
        next: u64,
    ) -> Result<Self> {
        let (device, plan, screen) = (request.device, request.plan, request.screen);
        let images = screen.images().len() as u32;
        reservation::check(plan, images)?;
        let resources = Resources::new(request, kept)?;
        let views = Views::new(device, plan, &resources)?;
        let buffer_views = BufferViews::new(device, plan, &resources)?;
        let _compile = device.tracker().enter(Phase::Compile);
        let sets = Sets::new(&sets::Objects {
            device,
            plan,
            layouts: &fixed.layouts,
            resources: &resources,
            views: &views,
            buffer_views: &buffer_views,
            images,
        })?;
        let counts = work::counts(device, plan, resources.extents())?;
        let steps = Steps::new(plan, images);
        let barriers = Barriers::new(plan, steps.cuts(), &resources, screen);
        let bound = Instanced::build(steps.passes().iter().copied(), |pass, at, list| {
            let span = plan.passes[pass].sets;
            let sets_of_pass = (span.start..).zip(span.of(&plan.sets));
            list.extend(sets_of_pass.map(|(index, set)| (set.number, sets.at(index, at))));
        });
        let slots = Instanced::build(steps.passes().iter().copied(), |pass, at, list| {
            if plan.passes[pass].work == Work::Code {
                let accesses = plan.passes[pass].accesses.of(&plan.accesses);
                list.extend(accesses.iter().map(|a| slot(plan, a, &resources, &views, at)));
            }
        });
        let once = OnceCommands::new(device, plan, &steps)?;
        initial::establish(device, plan, &resources, next)
            .map_err(|error| error.in_graph(&plan.name))?;
        Ok(Self {
            once,
            barriers,
            steps,
            bound,
            slots,
            counts,
            sets,
            views,
            buffer_views,
            resources,
        })
    }

    /// The content that does not depend on the screen's size.
    pub(crate) fn kept(&self) -> &Kept {
        self.resources.kept()
    }

    /// Destroys all but the content that does not depend on the screen's size.
    pub(crate) fn into_kept(self) -> Kept {
        let Self { once, sets, views, buffer_views, resources, .. } = self;
        drop(once);
        drop(sets);
        drop(views);
        drop(buffer_views);
        resources.into_kept()
    }
}

pub(crate) use resources::Request;

/// What stands behind an access, for passes with code.
fn slot(
    plan: &Plan,
    access: &crate::plan::Access,
    resources: &Resources,
    views: &Views,
    at: Cursor,
) -> Slot {
    let handle = resources.handle(access.resource, access.ring, at);
    let is_image = plan
        .resources
        .get(access.resource as usize)
        .is_some_and(|resource| matches!(resource.shape, Shape::Image(_)));
    let view = access.view.map(|view| views.at(view, access.ring, at)).unwrap_or_default();
    if is_image {
        return Slot {
            image: handle.image,
            view,
            layout: access.layout,
            format: resources.format(access.resource),
            extent: resources.mip_extent(access.resource, access.range.base_mip),
            range: access.range.vk(),
            ..Slot::default()
        };
    }
    let (offset, size) = access.bytes;
    let size = size.min(handle.bytes.saturating_sub(offset));
    Slot { buffer: handle.buffer, offset, size, ..Slot::default() }
}

/// The upload or readback buffer of an id, where it is one of that class.
pub(crate) fn host_resource(
    plan: &Plan,
    id: ResourceId,
    class: crate::plan::MemoryClass,
) -> Option<&crate::plan::Resource> {
    plan.resources.get(id.index() as usize).filter(|resource| resource.memory == class)
}
