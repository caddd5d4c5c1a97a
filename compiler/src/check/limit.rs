//! V0702: limits of the profile.

use std::collections::BTreeMap;

use ash::vk;
use vixen_plan::{self as plan, SizeOp};

use super::Rules;
use crate::diagnostic::{Code, Site};
use crate::ir::{Graph, Pass, Resource, Role, Work};
use crate::profile;

fn over(rules: &Rules<'_>, site: Site, what: &str, limit: &str, most: u64, help: &str) {
    rules.error(
        Code::OverLimit,
        site,
        format!("{what}, and {} guarantees {most} ({limit})", profile::NAME),
        help,
    );
}

pub(super) fn check_resources(rules: &Rules<'_>) {
    for resource in &rules.graph.resources {
        if let Some(image) = resource.image() {
            image_extent(rules, resource, image);
            image_layers(rules, resource, image);
        }
    }
}

/// The extent of an image at the declared maximum.
fn image_extent(rules: &Rules<'_>, resource: &Resource, image: &plan::Image) {
    let (most, limit) = match image.ty {
        vk::ImageType::TYPE_3D => (profile::MAX_IMAGE_3D, "maxImageDimension3D"),
        vk::ImageType::TYPE_1D => (profile::MAX_IMAGE_2D, "maxImageDimension1D"),
        _ => (profile::MAX_IMAGE_2D, "maxImageDimension2D"),
    };
    let [x, y, z] = resource.max_extent;
    if [x, y, z].iter().any(|side| *side > most) {
        over(
            rules,
            resource.name.site,
            &format!("`{}` has {x} x {y} x {z} texels at the declared maximum", resource.name),
            limit,
            most,
            "make it smaller, or lower `max_extent` and the maxima of its parameters",
        );
    }
}

fn image_layers(rules: &Rules<'_>, resource: &Resource, image: &plan::Image) {
    if image.layers > profile::MAX_LAYERS {
        over(
            rules,
            resource.name.site,
            &format!("`{}` has {} layers", resource.name, image.layers),
            "maxImageArrayLayers",
            u64::from(profile::MAX_LAYERS),
            "use several images, or a volume",
        );
    }
}

pub(super) fn check_pass(rules: &Rules<'_>, pass: &Pass) {
    groups(rules, pass);
    color_attachments(rules, pass);
    sets(rules, pass);
    stage_resources(rules, pass);
    storage_ranges(rules, pass);
}

/// The number of work groups at the declared maximum.
fn groups(rules: &Rules<'_>, pass: &Pass) {
    let counts = match pass.work {
        Work::Dispatch(expr) => match plan::evaluate(ops(rules.graph, expr), &Maximum(rules.graph))
        {
            Some(counts) => counts,
            None => return,
        },
        Work::DispatchDynamic(counts) => counts.map(u64::from),
        _ => return,
    };
    if counts.iter().any(|count| *count > profile::MAX_WORKGROUP_COUNT) {
        let [x, y, z] = counts;
        over(
            rules,
            pass.name.site,
            &format!("`{}` dispatches {x} x {y} x {z} groups at the declared maximum", pass.name),
            "maxComputeWorkGroupCount",
            profile::MAX_WORKGROUP_COUNT,
            "spread the groups over y and z, or let each group do more",
        );
    }
}

fn color_attachments(rules: &Rules<'_>, pass: &Pass) {
    let colors = pass.accesses.iter().filter(|access| matches!(access.role, Role::Color(_)));
    let count = colors.count();
    if count > profile::MAX_COLOR_ATTACHMENTS as usize {
        over(
            rules,
            pass.name.site,
            &format!("`{}` has {count} colour attachments", pass.name),
            "maxColorAttachments",
            u64::from(profile::MAX_COLOR_ATTACHMENTS),
            "split the pass, or pack two attachments into one format",
        );
    }
}

fn sets(rules: &Rules<'_>, pass: &Pass) {
    let numbers =
        pass.bindings.iter().map(|binding| binding.set).chain(pass.external_sets.iter().copied());
    let count = numbers.max().map_or(0, |last| u64::from(last) + 1);
    if count > u64::from(profile::MAX_SETS) {
        over(
            rules,
            pass.name.site,
            &format!("`{}` uses descriptor sets up to number {}", pass.name, count - 1),
            "maxBoundDescriptorSets",
            u64::from(profile::MAX_SETS),
            "number the sets from 0 to 3",
        );
    }
}

fn stage_resources(rules: &Rules<'_>, pass: &Pass) {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for stage in &pass.stages {
        let used =
            pass.bindings.iter().filter(|b| b.element == 0 && b.stages.intersects(stage.stage));
        let descriptors: u64 = used.map(|binding| u64::from(binding.count)).sum();
        counts.insert(stage.stage.as_raw(), descriptors);
    }
    let most = u64::from(profile::MAX_STAGE_RESOURCES);
    if let Some(count) = counts.into_values().find(|count| *count > most) {
        over(
            rules,
            pass.name.site,
            &format!("one stage of `{}` uses {count} descriptors", pass.name),
            "maxPerStageResources",
            most,
            "split the pass, or gather images into one array image",
        );
    }
}

/// A storage buffer as a shader sees it.
fn storage_ranges(rules: &Rules<'_>, pass: &Pass) {
    for binding in &pass.bindings {
        let access = binding.access.and_then(|index| pass.accesses.get(index));
        let Some(access) = access.filter(|_| binding.ty == vk::DescriptorType::STORAGE_BUFFER)
        else {
            continue;
        };
        let crate::ir::Range::Bytes(start, end) = access.range else { continue };
        let bytes = end.min(rules.resource(access).max_bytes).saturating_sub(start);
        if bytes > profile::MAX_STORAGE_RANGE {
            over(
                rules,
                access.site,
                &format!("{} shows {bytes} bytes to the shader", rules.slot(pass, access)),
                "maxStorageBufferRange",
                profile::MAX_STORAGE_RANGE,
                "wire a part of it: `.bytes(a..b)`, or use several buffers",
            );
        }
    }
}

fn ops(graph: &Graph, expr: plan::Expr) -> &[SizeOp] {
    expr.0.of(&graph.size_ops)
}

/// Sizes at the declared maximum.
pub(super) struct Maximum<'a>(pub(super) &'a Graph);

impl plan::Sizes for Maximum<'_> {
    fn swapchain(&self) -> [u64; 3] {
        let [width, height] = self.0.max_extent;
        [u64::from(width), u64::from(height), 1]
    }

    fn resource(&self, index: u32) -> [u64; 3] {
        self.0.resources.get(index as usize).map_or([1; 3], |resource| resource.max_extent)
    }

    fn param(&self, index: u32) -> [u64; 3] {
        self.0.params.get(index as usize).map_or([1; 3], |param| param.max)
    }
}
