//! What the device must offer.

use ash::vk::{self, FormatFeatureFlags2 as F, ImageUsageFlags as U};
use vixen_plan::{FormatNeed, Lifetime, LimitNeed, Needs, Shape, Table, Text};

use super::Bindings;
use crate::ir::{Graph, QueueKind, Role};
use crate::order::Schedule;
use crate::syntax::ast::PassKind;

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
        formats: formats(graph, schedule, made).into(),
        limits: limits(graph, schedule).into(),
        graphics,
        present: screen.clone().next().is_some(),
        swapchain_usage: screen.map(|r| swapchain(&r.shape)).fold(U::empty(), |a, b| a | b),
    }
}

/// Each format of an image that the graph makes, with what its usage asks of it.
fn formats(graph: &Graph, schedule: &Schedule, made: &Bindings) -> Vec<FormatNeed> {
    let mut needs: Vec<FormatNeed> = Vec::new();
    for (index, resource) in made.resources.iter().enumerate() {
        let Shape::Image(image) = resource.shape else { continue };
        if image.format == vk::Format::UNDEFINED || image.usage.is_empty() {
            continue;
        }
        let features = features(image.usage) | sampling(graph, schedule, index as u32);
        if let Some(known) = needs.iter_mut().find(|n| n.format == image.format) {
            known.features |= features;
        } else {
            let resource = index as u32;
            needs.push(FormatNeed { format: image.format, features, resource });
        }
    }
    needs
}

fn features(usage: U) -> F {
    let table = [
        (U::SAMPLED, F::SAMPLED_IMAGE),
        (U::STORAGE, F::STORAGE_IMAGE),
        (U::COLOR_ATTACHMENT, F::COLOR_ATTACHMENT),
        (U::DEPTH_STENCIL_ATTACHMENT, F::DEPTH_STENCIL_ATTACHMENT),
        (U::TRANSFER_SRC, F::TRANSFER_SRC),
        (U::TRANSFER_DST, F::TRANSFER_DST),
    ];
    table.iter().filter(|(u, _)| usage.contains(*u)).fold(F::empty(), |all, (_, f)| all | *f)
}

/// Linear filtering and blending, as the passes use them.
fn sampling(graph: &Graph, schedule: &Schedule, resource: u32) -> F {
    let mut found = F::empty();
    for pass in schedule.passes.iter().map(|id| graph.pass(*id)) {
        for binding in &pass.bindings {
            let access = binding.access.and_then(|index| pass.accesses.get(index));
            let sampler = binding.sampler.and_then(|index| graph.samplers.get(index as usize));
            let linear = sampler.is_some_and(|s| s.filter == vk::Filter::LINEAR);
            if linear && access.is_some_and(|a| a.resource.0 == resource) {
                found |= F::SAMPLED_IMAGE_FILTER_LINEAR;
            }
        }
        for access in pass.accesses.iter().filter(|a| a.resource.0 == resource) {
            let Role::Color(location) = access.role else { continue };
            let blends = pass.raster.as_ref().map(|r| &r.blends);
            let blend = blends.and_then(|b| b.get(location as usize)).copied().unwrap_or_default();
            if blend != vixen_plan::Blend::Replace {
                found |= F::COLOR_ATTACHMENT_BLEND;
            }
        }
    }
    found
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
    [
        ("maxPushConstantsSize", push),
        ("maxBoundDescriptorSets", sets),
        ("maxColorAttachments", colors.filter(|count| *count > 0)),
        ("maxImageDimension2D", dimension),
    ]
    .into_iter()
    .filter_map(|(limit, at_least)| Some(LimitNeed { limit: limit.into(), at_least: at_least? }))
    .collect()
}
