//! Descriptor sets: one pool of exact size, every instance written once.

use std::collections::BTreeMap;
use std::sync::Arc;

use ash::vk;

use super::buffer_views::BufferViews;
use super::layouts::Layouts;
use super::owned::Owned;
use super::resources::Resources;
use super::rings::{Cursor, Instances};
use super::views::Views;
use crate::device::Device;
use crate::error::Place;
use crate::plan::{Plan, Set, Target};
use crate::{Error, Result};

/// The descriptor sets of a plan.
#[derive(Debug)]
pub(crate) struct Sets {
    /// First instance of each set in `handles`, and how it is instanced.
    rings: Box<[(u32, Instances)]>,
    handles: Box<[vk::DescriptorSet]>,
    _owned: Owned,
}

/// What descriptors point at.
pub(super) struct Objects<'a> {
    pub(super) device: &'a Arc<Device>,
    pub(super) plan: &'a Plan,
    pub(super) layouts: &'a Layouts,
    pub(super) resources: &'a Resources,
    pub(super) views: &'a Views,
    pub(super) buffer_views: &'a BufferViews,
    /// Number of the screen's images.
    pub(super) images: u32,
}

impl Sets {
    pub(super) fn new(objects: &Objects<'_>) -> Result<Self> {
        let plan = objects.plan;
        let mut owned = Owned::new(objects.device);
        let mut rings = Vec::with_capacity(plan.sets.len());
        let mut layouts = Vec::new();
        for set in plan.sets.iter() {
            let instances = Instances::new(set.period, set.swapchain, objects.images);
            rings.push((layouts.len() as u32, instances));
            let layout = objects.layouts.sets.get(set.layout as usize).copied();
            layouts.extend((0..instances.count()).filter_map(|_| layout));
        }
        let handles = allocate(&mut owned, plan, &rings, &layouts)
            .map_err(|error| error.in_graph(&plan.name))?;
        for (set, (first, instances)) in plan.sets.iter().zip(&rings) {
            for instance in 0..instances.count() {
                if let Some(handle) = handles.get((first + instance) as usize) {
                    write(objects, set, *handle, instances.cursor(instance))?;
                }
            }
        }
        Ok(Self { rings: rings.into(), handles: handles.into(), _owned: owned })
    }

    /// The instance of a set that a frame uses.
    pub(crate) fn at(&self, set: u32, at: Cursor) -> vk::DescriptorSet {
        let Some((first, instances)) = self.rings.get(set as usize) else {
            return vk::DescriptorSet::null();
        };
        self.handles.get((first + instances.at(at)) as usize).copied().unwrap_or_default()
    }
}

fn allocate(
    owned: &mut Owned,
    plan: &Plan,
    rings: &[(u32, Instances)],
    layouts: &[vk::DescriptorSetLayout],
) -> Result<Vec<vk::DescriptorSet>> {
    if layouts.is_empty() {
        return Ok(Vec::new());
    }
    let sizes = pool_sizes(plan, rings);
    let info =
        vk::DescriptorPoolCreateInfo::default().max_sets(layouts.len() as u32).pool_sizes(&sizes);
    // SAFETY: there is at least one set and one size, none of them zero.
    let pool = unsafe { owned.descriptor_pool(&info, "descriptor pool") }?;
    // SAFETY: the pool was sized for these sets and nobody else has it.
    unsafe { owned.device().allocate_descriptor_sets(pool, layouts, "set") }
}

/// Exactly what the sets take, by type.
fn pool_sizes(plan: &Plan, rings: &[(u32, Instances)]) -> Vec<vk::DescriptorPoolSize> {
    let mut counts = BTreeMap::new();
    for (set, (_, instances)) in plan.sets.iter().zip(rings) {
        let layout = plan.set_layouts.get(set.layout as usize);
        let bindings = layout.map_or(&[][..], |layout| layout.bindings.of(&plan.layout_bindings));
        for binding in bindings {
            *counts.entry(binding.ty).or_insert(0) += binding.count * instances.count();
        }
    }
    // A pool for empty sets alone must still name a size.
    if counts.is_empty() {
        counts.insert(vk::DescriptorType::SAMPLER, 1);
    }
    let size = |(ty, count)| vk::DescriptorPoolSize { ty, descriptor_count: count };
    counts.into_iter().map(size).collect()
}

fn write(objects: &Objects<'_>, set: &Set, handle: vk::DescriptorSet, at: Cursor) -> Result<()> {
    for descriptor in set.descriptors.of(&objects.plan.descriptors) {
        let base = vk::WriteDescriptorSet::default()
            .dst_set(handle)
            .dst_binding(descriptor.binding)
            .dst_array_element(descriptor.element)
            .descriptor_type(descriptor.ty);
        match descriptor.target {
            Target::Image { view, ring, layout } => {
                let view = objects.views.at(view, ring, at);
                let info =
                    [vk::DescriptorImageInfo::default().image_view(view).image_layout(layout)];
                update(objects, base.image_info(&info));
            }
            Target::Sampler(index) => {
                let sampler = objects.layouts.samplers.get(index as usize).copied();
                let info =
                    [vk::DescriptorImageInfo::default().sampler(sampler.unwrap_or_default())];
                update(objects, base.image_info(&info));
            }
            Target::Buffer { resource, ring, offset, size } => {
                let handle = objects.resources.handle(resource, ring, at);
                let info = [vk::DescriptorBufferInfo::default()
                    .buffer(handle.buffer)
                    .offset(offset)
                    .range(size.min(handle.bytes.saturating_sub(offset)))];
                update(objects, base.buffer_info(&info));
            }
            Target::Texels { view, ring } => {
                let views = [objects.buffer_views.at(view, ring, at)];
                update(objects, base.texel_buffer_view(&views));
            }
            Target::AccelerationStructure { resource } => {
                return Err(unsupported(objects.plan, resource, "an acceleration structure"));
            }
        }
    }
    Ok(())
}

fn update(objects: &Objects<'_>, write: vk::WriteDescriptorSet<'_>) {
    // SAFETY: the set was just allocated and no command uses it; the write's object is alive and of the
    // binding's type; a binding with an immutable sampler ignores the null one.
    unsafe { objects.device.raw().update_descriptor_sets(&[write], &[]) };
}

fn unsupported(plan: &Plan, resource: u32, what: &str) -> Error {
    let name = plan.resources.get(resource as usize).map_or("", |resource| &*resource.name);
    Error::Invalid {
        what: format!("{what} is bound, which this version plans and does not execute"),
        remedy: "leave the ray tracing passes out".to_owned(),
        place: Place::object(name),
    }
    .in_graph(&plan.name)
}
