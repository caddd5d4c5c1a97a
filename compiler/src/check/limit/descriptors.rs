//! Descriptors by type, for each stage and for a pipeline layout, and what they show of buffers.

use ash::vk::{DescriptorType as D, ShaderStageFlags as S};

use super::Use;
use crate::ir::{Binding, Graph, Pass, Range, Role};

/// A limit for each stage and one for all of a layout, with the descriptors that count against them
/// (VUID-VkPipelineLayoutCreateInfo-descriptorType-03016 to 03021, 06939, and 03028 to 03035).
struct Kind {
    stage: &'static str,
    layout: &'static str,
    types: &'static [D],
}

const KINDS: [Kind; 6] = [
    Kind {
        stage: "maxPerStageDescriptorSamplers",
        layout: "maxDescriptorSetSamplers",
        types: &[D::SAMPLER, D::COMBINED_IMAGE_SAMPLER],
    },
    Kind {
        stage: "maxPerStageDescriptorUniformBuffers",
        layout: "maxDescriptorSetUniformBuffers",
        types: &[D::UNIFORM_BUFFER, D::UNIFORM_BUFFER_DYNAMIC],
    },
    Kind {
        stage: "maxPerStageDescriptorStorageBuffers",
        layout: "maxDescriptorSetStorageBuffers",
        types: &[D::STORAGE_BUFFER, D::STORAGE_BUFFER_DYNAMIC],
    },
    Kind {
        stage: "maxPerStageDescriptorSampledImages",
        layout: "maxDescriptorSetSampledImages",
        types: &[D::COMBINED_IMAGE_SAMPLER, D::SAMPLED_IMAGE, D::UNIFORM_TEXEL_BUFFER],
    },
    Kind {
        stage: "maxPerStageDescriptorStorageImages",
        layout: "maxDescriptorSetStorageImages",
        types: &[D::STORAGE_IMAGE, D::STORAGE_TEXEL_BUFFER],
    },
    Kind {
        stage: "maxPerStageDescriptorInputAttachments",
        layout: "maxDescriptorSetInputAttachments",
        types: &[D::INPUT_ATTACHMENT],
    },
];

const FEWER: &str = "split the pass, or gather images into one array image";

pub(super) fn uses(graph: &Graph, pass: &Pass) -> Vec<Use> {
    let mut uses = sets(pass);
    for kind in &KINDS {
        let fits = |b: &Binding| kind.types.contains(&b.ty);
        let most = stages(pass).map(|stage| count(pass, stage, fits)).max().unwrap_or(0);
        let types = format!("{:?} and alike", kind.types[0]);
        uses.push(of(pass, kind.stage, most, &format!("of the kind {types} in one stage")));
        let all = count(pass, S::ALL, fits);
        uses.push(of(pass, kind.layout, all, &format!("of the kind {types}")));
    }
    let most = stages(pass).map(|stage| resources(pass, stage)).max().unwrap_or(0);
    uses.push(of(pass, "maxPerStageResources", most, "in one stage, attachments counted"));
    uses.extend(outputs(pass));
    uses.extend(ranges(graph, pass));
    uses
}

fn of(pass: &Pass, limit: &'static str, value: u64, what: &str) -> Use {
    let what = format!("`{}` has {value} descriptors {what}", pass.name);
    Use { limit, value, site: pass.name.site, what, help: FEWER }
}

fn stages(pass: &Pass) -> impl Iterator<Item = S> {
    pass.stages.iter().map(|stage| stage.stage)
}

/// Descriptors that a stage sees; elements of an array stand one by one in the IR, and count once with it.
fn count(pass: &Pass, stage: S, fits: impl Fn(&Binding) -> bool) -> u64 {
    let seen = pass.bindings.iter().filter(|b| b.element == 0 && b.stages.intersects(stage));
    seen.filter(|b| fits(b)).map(|b| u64::from(b.count)).sum()
}

fn colors(pass: &Pass) -> u64 {
    pass.accesses.iter().filter(|access| matches!(access.role, Role::Color(_))).count() as u64
}

/// What counts against `maxPerStageResources`: all but samplers alone, and a fragment shader's attachments.
fn resources(pass: &Pass, stage: S) -> u64 {
    let attachments = if stage == S::FRAGMENT { colors(pass) } else { 0 };
    count(pass, stage, |b| b.ty != D::SAMPLER) + attachments
}

/// What a fragment shader writes: storage buffers, storage images and attachments together.
fn outputs(pass: &Pass) -> Option<Use> {
    stages(pass).find(|stage| *stage == S::FRAGMENT)?;
    let stored = count(pass, S::FRAGMENT, |b| {
        matches!(b.ty, D::STORAGE_BUFFER | D::STORAGE_IMAGE | D::STORAGE_TEXEL_BUFFER)
    });
    let value = stored + colors(pass);
    Some(Use {
        limit: "maxFragmentCombinedOutputResources",
        value,
        site: pass.name.site,
        what: format!("the fragment shader of `{}` may write {value} resources", pass.name),
        help: "split the pass, or let fewer of its stages see a storage buffer",
    })
}

/// The numbers of the sets, and the descriptors of each.
fn sets(pass: &Pass) -> Vec<Use> {
    let site = pass.name.site;
    let numbers = pass.bindings.iter().map(|b| b.set).chain(pass.external_sets.iter().copied());
    let value = numbers.max().map_or(0, |last| u64::from(last) + 1);
    let largest = pass.bindings.iter().map(|one| {
        let of_set = pass.bindings.iter().filter(|b| b.set == one.set && b.element == 0);
        of_set.map(|b| u64::from(b.count)).sum::<u64>()
    });
    let largest = largest.max().unwrap_or(0);
    vec![
        Use {
            limit: "maxBoundDescriptorSets",
            value,
            site,
            what: format!("`{}` uses descriptor sets up to number {}", pass.name, value.max(1) - 1),
            help: "number the sets from 0 to 3",
        },
        of(pass, "maxPerSetDescriptors", largest, "in one set"),
    ]
}

/// What uniform and storage buffers show to a shader (VUID-VkWriteDescriptorSet-descriptorType-00332 and 00333).
fn ranges(graph: &Graph, pass: &Pass) -> Vec<Use> {
    let shown = pass.bindings.iter().filter_map(|binding| {
        let limit = match binding.ty {
            D::UNIFORM_BUFFER => "maxUniformBufferRange",
            D::STORAGE_BUFFER => "maxStorageBufferRange",
            _ => return None,
        };
        let access = pass.accesses.get(binding.access?)?;
        let Range::Bytes(start, end) = access.range else { return None };
        let resource = graph.resource(access.resource);
        let value = end.min(resource.max_bytes).saturating_sub(start);
        let (slot, name) = (&access.slot, &resource.name);
        let what = format!(
            "the slot `{slot}` of `{}` (`{name}`) shows {value} bytes to the shader",
            pass.name
        );
        let help = "wire a part of it: `.bytes(a..b)`, or use several buffers";
        Some(Use { limit, value, site: access.site, what, help })
    });
    shown.collect()
}
