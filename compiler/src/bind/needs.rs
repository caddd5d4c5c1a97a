//! What the device must offer.

use std::collections::BTreeMap;

use ash::vk::{self, FormatFeatureFlags2 as F, ImageUsageFlags as U};
use vixen_plan::{FormatNeed, Lifetime, LimitNeed, Needs, Shape, Table, Text};

use super::Bindings;
use crate::ir::{Graph, QueueKind, Role};
use crate::order::Schedule;
use crate::syntax::ast::PassKind;

const ONE_SAMPLE: vk::SampleCountFlags = vk::SampleCountFlags::TYPE_1;

/// Sums up what the graph's passes, shaders and resources ask for.
pub(super) fn needs(graph: &Graph, schedule: &Schedule, made: &Bindings) -> Needs {
    let passes = || schedule.passes.iter().map(|id| graph.pass(*id));
    let swapchain = |shape: &Shape| match shape {
        Shape::Image(image) => image.usage,
        _ => U::empty(),
    };
    let screen = made.resources.iter().filter(|r| r.lifetime == Lifetime::Swapchain);
    let graphics = passes().any(|p| p.kind == PassKind::Raster || p.queue == QueueKind::Graphics);
    let features = crate::check::needed_features(graph, passes());
    Needs {
        api_version: vk::API_VERSION_1_3,
        features: features.into_iter().map(|name| Text::from(name.to_owned())).collect(),
        extensions: Table::default(),
        formats: formats(graph, schedule).into(),
        limits: limits(graph, schedule).into(),
        graphics,
        present: screen.clone().next().is_some(),
        swapchain_usage: screen.map(|r| swapchain(&r.shape)).fold(U::empty(), |a, b| a | b),
    }
}

/// Each format that passes see, with what they ask of it; ascending by the first resource of the format.
fn formats(graph: &Graph, schedule: &Schedule) -> Vec<FormatNeed> {
    let mut needs: BTreeMap<i32, FormatNeed> = BTreeMap::new();
    let mut add = |format: vk::Format, (features, buffer_features): (F, F), resource: u32| {
        let fresh = FormatNeed { format, features, buffer_features, resource };
        let need = needs.entry(format.as_raw()).or_insert(fresh);
        need.features |= features;
        need.buffer_features |= buffer_features;
        need.resource = need.resource.min(resource);
    };
    for pass in schedule.passes.iter().map(|id| graph.pass(*id)) {
        for (index, access) in pass.accesses.iter().enumerate() {
            for (format, feature, _) in crate::check::format_uses(graph, pass, index) {
                add(format, (feature, F::empty()), access.resource.0);
            }
            for (format, feature, _) in crate::check::buffer_format_uses(pass, index) {
                add(format, (F::empty(), feature), access.resource.0);
            }
        }
    }
    for (resource, index) in graph.resources.iter().zip(0..) {
        // Set-up clears by a transfer.
        let cleared = resource.clear.is_some();
        if let Some(image) = resource.image().filter(|_| cleared) {
            add(image.format, (F::TRANSFER_DST, F::empty()), index);
        }
    }
    let mut needs: Vec<FormatNeed> = needs.into_values().collect();
    needs.sort_by_key(|need| need.resource);
    needs
}

fn limits(graph: &Graph, schedule: &Schedule) -> Vec<LimitNeed> {
    let passes = || schedule.passes.iter().map(|id| graph.pass(*id));
    let push = passes().filter_map(|p| p.push).map(|p| u64::from(p.offset + p.size)).max();
    let sets = passes().flat_map(|p| &p.bindings).map(|b| u64::from(b.set) + 1).max();
    let colors = passes()
        .map(|p| p.accesses.iter().filter(|a| matches!(a.role, Role::Color(_))).count() as u64)
        .max();
    let dimension = graph
        .resources
        .iter()
        .filter(|r| r.image().is_some_and(|i| i.ty == vk::ImageType::TYPE_2D))
        .flat_map(|r| r.max_extent)
        .max();
    let samples = |is: fn(&Role) -> bool| {
        let used = passes().flat_map(|p| &p.accesses).filter(|access| is(&access.role));
        let images = used.filter_map(|access| graph.resource(access.resource).image());
        let counts = images.map(|image| image.samples).filter(|count| *count != ONE_SAMPLE);
        let all = counts.fold(vk::SampleCountFlags::empty(), |all, count| all | count);
        (!all.is_empty()).then(|| u64::from(all.as_raw()))
    };
    [
        ("framebufferColorSampleCounts", samples(|role| matches!(role, Role::Color(_)))),
        ("framebufferDepthSampleCounts", samples(|role| *role == Role::Depth)),
        ("maxPushConstantsSize", push),
        ("maxBoundDescriptorSets", sets),
        ("maxColorAttachments", colors.filter(|count| *count > 0)),
        ("maxImageDimension2D", dimension),
    ]
    .into_iter()
    .filter_map(|(limit, at_least)| Some(LimitNeed { limit: limit.into(), at_least: at_least? }))
    .collect()
}
