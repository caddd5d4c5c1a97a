//! Samplers, descriptor set layouts and pipeline layouts.

use ash::vk;

use super::ExternalSet;
use super::owned::Owned;
use crate::Result;
use crate::plan::{LayoutBinding, PipelineLayout, Plan, Sampler, SetLayout};

/// The layouts of a plan.
#[derive(Debug)]
pub(crate) struct Layouts {
    pub(crate) samplers: Box<[vk::Sampler]>,
    pub(crate) sets: Box<[vk::DescriptorSetLayout]>,
    pub(crate) pipelines: Box<[vk::PipelineLayout]>,
}

impl Layouts {
    /// `external` are the layouts of the program's own sets, by number.
    pub(super) fn new(
        owned: &mut Owned,
        plan: &Plan,
        external: &[(u32, ExternalSet)],
    ) -> Result<Self> {
        let samplers =
            plan.samplers.iter().map(|s| sampler(owned, plan, s)).collect::<Result<Box<[_]>>>()?;
        let sets = plan
            .set_layouts
            .iter()
            .map(|layout| set_layout(owned, plan, *layout, &samplers))
            .collect::<Result<Box<[_]>>>()?;
        let pipelines = plan
            .pipeline_layouts
            .iter()
            .map(|layout| pipeline_layout(owned, plan, *layout, (&sets, external)))
            .collect::<Result<Box<[_]>>>()?;
        Ok(Self { samplers, sets, pipelines })
    }

    /// A pipeline layout; null where there is none.
    pub(crate) fn pipeline(&self, index: Option<u32>) -> vk::PipelineLayout {
        index.and_then(|i| self.pipelines.get(i as usize)).copied().unwrap_or_default()
    }
}

fn sampler(owned: &mut Owned, plan: &Plan, sampler: &Sampler) -> Result<vk::Sampler> {
    let info = vk::SamplerCreateInfo::default()
        .mag_filter(sampler.filter)
        .min_filter(sampler.filter)
        .mipmap_mode(sampler.mipmap)
        .address_mode_u(sampler.address)
        .address_mode_v(sampler.address)
        .address_mode_w(sampler.address)
        .border_color(sampler.border)
        .compare_enable(sampler.compare.is_some())
        .compare_op(sampler.compare.unwrap_or(vk::CompareOp::NEVER))
        .anisotropy_enable(sampler.anisotropy > 0.0)
        .max_anisotropy(sampler.anisotropy)
        .max_lod(vk::LOD_CLAMP_NONE);
    // SAFETY: the values are those of the plan, whose needs name the features that they ask for.
    unsafe { owned.sampler(&info, "sampler") }.map_err(|error| error.in_graph(&plan.name))
}

fn set_layout(
    owned: &mut Owned,
    plan: &Plan,
    layout: SetLayout,
    samplers: &[vk::Sampler],
) -> Result<vk::DescriptorSetLayout> {
    let bindings = layout.bindings.of(&plan.layout_bindings);
    let immutable: Vec<Vec<vk::Sampler>> =
        bindings.iter().map(|binding| immutable_samplers(binding, samplers)).collect();
    let infos: Vec<_> = bindings
        .iter()
        .zip(&immutable)
        .map(|(binding, samplers)| {
            let info = vk::DescriptorSetLayoutBinding::default()
                .binding(binding.binding)
                .descriptor_type(binding.ty)
                .descriptor_count(binding.count)
                .stage_flags(binding.stages);
            if samplers.is_empty() { info } else { info.immutable_samplers(samplers) }
        })
        .collect();
    let info = vk::DescriptorSetLayoutCreateInfo::default().bindings(&infos);
    // SAFETY: the arrays live through the call, each sampler array is as long as its binding.
    unsafe { owned.set_layout(&info, "set layout") }.map_err(|error| error.in_graph(&plan.name))
}

fn immutable_samplers(binding: &LayoutBinding, samplers: &[vk::Sampler]) -> Vec<vk::Sampler> {
    let sampler = binding.sampler.and_then(|index| samplers.get(index as usize));
    sampler.map_or_else(Vec::new, |sampler| vec![*sampler; binding.count as usize])
}

fn pipeline_layout(
    owned: &mut Owned,
    plan: &Plan,
    layout: PipelineLayout,
    (sets, external): (&[vk::DescriptorSetLayout], &[(u32, ExternalSet)]),
) -> Result<vk::PipelineLayout> {
    let numbered = (0u32..).zip(layout.sets.of(&plan.pipeline_layout_sets));
    let sets: Vec<_> = numbered
        .filter_map(|(number, index)| {
            let is_external = plan.set_layouts.get(*index as usize)?.external;
            let given = external.iter().find(|(known, _)| is_external && *known == number);
            given.map(|(_, set)| set.layout()).or_else(|| sets.get(*index as usize).copied())
        })
        .collect();
    let push: Vec<_> = layout
        .push
        .of(&plan.push_ranges)
        .iter()
        .map(|push| {
            vk::PushConstantRange::default()
                .stage_flags(push.stages)
                .offset(push.offset)
                .size(push.size)
        })
        .collect();
    let info =
        vk::PipelineLayoutCreateInfo::default().set_layouts(&sets).push_constant_ranges(&push);
    // SAFETY: the set layouts are alive; the plan's needs hold the push constants to the device's limit.
    unsafe { owned.pipeline_layout(&info, "pipeline layout") }
        .map_err(|error| error.in_graph(&plan.name))
}
