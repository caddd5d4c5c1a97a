//! What the device must offer.

use std::collections::{BTreeMap, BTreeSet};

use ash::vk::{self, FormatFeatureFlags2 as F, ImageUsageFlags as U};
use vixen_plan::{FormatNeed, Lifetime, LimitNeed, Needs, Shape, Text, feature};

use super::Bindings;
use crate::ir::{Graph, QueueKind, Resource};
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
    let graphics = passes().any(|p| p.kind == PassKind::Raster || p.queue == QueueKind::Graphics)
        || graph.resources.iter().any(asks_for_graphics);
    let features = crate::check::needed_features(graph, passes());
    Needs {
        api_version: vk::API_VERSION_1_3,
        extensions: extensions(&features).into(),
        // An extension without a feature structure is turned on by its name alone.
        features: features
            .into_iter()
            .filter(|name| !name.starts_with("VK_"))
            .map(|name| Text::from(name.to_owned()))
            .collect(),
        formats: formats(graph, schedule).into(),
        limits: limits(graph, schedule).into(),
        graphics,
        present: screen.clone().next().is_some(),
        swapchain_format: crate::check::screen_format(graph, passes()),
        swapchain_features: passes()
            .flat_map(|pass| {
                (0..pass.accesses.len()).map(|index| crate::check::screen_uses(graph, pass, index))
            })
            .fold(F::empty(), |all, features| all | features),
        swapchain_usage: screen.map(|r| swapchain(&r.shape)).fold(U::empty(), |a, b| a | b),
    }
}

/// Whether what is done to a resource beside the passes' work needs a queue for graphics: set-up clears depth by
/// `vkCmdClearDepthStencilImage`, which no other queue has, and barriers name the stages of contracts, which must
/// be the queue's own (VUID-vkCmdPipelineBarrier2-srcStageMask-09673).
fn asks_for_graphics(resource: &Resource) -> bool {
    use vk::PipelineStageFlags2 as P;
    let is_depth = |image: &vixen_plan::Image| image.aspects != vk::ImageAspectFlags::COLOR;
    let cleared_depth = resource.clear.is_some() && resource.image().is_some_and(is_depth);
    let compute = P::ALL_COMMANDS | P::COMPUTE_SHADER | P::DRAW_INDIRECT | P::HOST;
    let transfer = P::ALL_TRANSFER | P::COPY | P::CLEAR | P::TOP_OF_PIPE | P::BOTTOM_OF_PIPE;
    let drawn = match resource.lifetime {
        Lifetime::Import(contract) => contract.entry.stages | contract.exit.stages,
        _ => P::NONE,
    };
    cleared_depth || !(compute | transfer).contains(drawn)
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

/// The limits that the passes and their resources come up against beyond what every Vulkan 1.3 device has.
fn limits(graph: &Graph, schedule: &Schedule) -> Vec<LimitNeed> {
    let passes = || schedule.passes.iter().map(|id| graph.pass(*id));
    let accesses = passes().flat_map(|pass| &pass.accesses);
    let used: BTreeSet<u32> = accesses.map(|access| access.resource.0).collect();
    let resources = used.iter().filter_map(|index| graph.resources.get(*index as usize));
    let needed = crate::check::needed_limits(graph, passes(), resources);
    let need = |(limit, value): (String, u64)| LimitNeed { limit: limit.into(), at_least: value };
    needed.into_iter().map(need).collect()
}

/// The extensions of the features, and those that they build on.
fn extensions(features: &[&str]) -> Vec<Text> {
    let known = features.iter().filter_map(|name| feature::extension_of(name));
    let all = known.flat_map(|one| one.requires.iter().chain([&one.name]).copied());
    let all: BTreeSet<&str> = all.collect();
    all.into_iter().map(|name| Text::from(name.to_owned())).collect()
}
