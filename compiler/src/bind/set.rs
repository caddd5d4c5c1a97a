//! Descriptor sets and their layouts.

use std::collections::BTreeMap;

use ash::vk;
use vixen_plan::{self as plan, Lifetime, Target};

use super::view::bytes;
use super::{Binder, append};
use crate::ir::{Access, Binding, Pass};
use crate::segment::lcm;

impl Binder<'_> {
    /// The sets of a pass, and the set layouts of its pipeline layout from set 0 up.
    pub(super) fn sets(&mut self, position: usize, pass: &Pass) -> (plan::Span, Vec<u32>) {
        let mut by_set: BTreeMap<u32, Vec<&Binding>> = BTreeMap::new();
        for binding in &pass.bindings {
            by_set.entry(binding.set).or_default().push(binding);
        }
        let last = by_set.keys().chain(&pass.external_sets).max().copied();
        let mut layouts = Vec::new();
        let mut sets = Vec::new();
        for number in 0..last.map_or(0, |last| last + 1) {
            let bindings = by_set.get(&number).map_or(&[][..], Vec::as_slice);
            let external = pass.external_sets.contains(&number);
            let layout = self.set_layout(bindings, external);
            layouts.push(layout);
            if !bindings.is_empty() && !external {
                sets.push(self.set(position, pass, (number, layout), bindings));
            }
        }
        (append(&mut self.made.sets, sets), layouts)
    }

    fn set_layout(&mut self, bindings: &[&Binding], external: bool) -> u32 {
        let mut entries: Vec<plan::LayoutBinding> = Vec::new();
        for binding in bindings {
            match entries.iter_mut().find(|e| e.binding == binding.binding) {
                Some(known) => known.stages |= binding.stages,
                None => entries.push(plan::LayoutBinding {
                    binding: binding.binding,
                    ty: binding.ty,
                    count: binding.count,
                    stages: binding.stages,
                    sampler: binding.sampler,
                }),
            }
        }
        entries.sort_by_key(|e| e.binding);
        let key = (entries, external);
        if let Some(known) = self.interned.set_layouts.get(&key) {
            return *known;
        }
        let bindings = append(&mut self.made.layout_bindings, key.0.iter().copied());
        let index =
            append(&mut self.made.set_layouts, [plan::SetLayout { bindings, external }]).start;
        self.interned.set_layouts.insert(key, index);
        index
    }

    fn set(
        &mut self,
        position: usize,
        pass: &Pass,
        (number, layout): (u32, u32),
        bindings: &[&Binding],
    ) -> plan::Set {
        let bound = || bindings.iter().filter_map(|b| pass.accesses.get(b.access?));
        let resources = || bound().map(|access| self.graph.resource(access.resource));
        let period = resources().map(|r| r.copies.max(1)).fold(1, lcm);
        let swapchain = resources().any(|r| r.lifetime == Lifetime::Swapchain);
        let descriptors: Vec<_> =
            bindings.iter().filter_map(|b| self.descriptor(position, pass, b)).collect();
        let descriptors = append(&mut self.made.descriptors, descriptors);
        plan::Set { number, layout, descriptors, period, swapchain }
    }

    /// What a binding's element points at; `None` for a sampler that the layout holds.
    fn descriptor(
        &mut self,
        position: usize,
        pass: &Pass,
        binding: &Binding,
    ) -> Option<plan::Descriptor> {
        let index = binding.access?;
        let access = pass.accesses.get(index)?;
        let target = match self.view(access) {
            Some(view) => {
                let layout = self.layouts.of(position, index);
                Target::Image { view, ring: access.ring, layout }
            }
            None if is_texels(binding.ty) => {
                let view = self.buffer_view(access, binding.texels);
                Target::Texels { view, ring: access.ring }
            }
            None => buffer(self.graph.resource(access.resource).shape, access),
        };
        Some(plan::Descriptor {
            binding: binding.binding,
            element: binding.element,
            ty: binding.ty,
            target,
        })
    }
}

fn is_texels(ty: vk::DescriptorType) -> bool {
    matches!(
        ty,
        vk::DescriptorType::UNIFORM_TEXEL_BUFFER | vk::DescriptorType::STORAGE_TEXEL_BUFFER
    )
}

fn buffer(shape: plan::Shape, access: &Access) -> Target {
    let resource = access.resource.0;
    if let plan::Shape::AccelerationStructure { .. } = shape {
        return Target::AccelerationStructure { resource };
    }
    let (offset, size) = bytes(access);
    Target::Buffer { resource, ring: access.ring, offset, size }
}
