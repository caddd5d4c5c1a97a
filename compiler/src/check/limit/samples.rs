//! Sample counts by what an image is: colour of floats or integers, depth, stencil, sampled, stored to.

use ash::vk::{ImageAspectFlags, ImageUsageFlags as U, SampleCountFlags};

use super::Use;
use crate::format::{self, Numeric};
use crate::ir::{Access, Graph, Pass, Role};

pub(super) fn uses(graph: &Graph, pass: &Pass) -> Vec<Use> {
    pass.accesses.iter().flat_map(|access| of_access(graph, pass, access)).collect()
}

fn of_access(graph: &Graph, pass: &Pass, access: &Access) -> Vec<Use> {
    let resource = graph.resource(access.resource);
    let Some(image) = resource.image().filter(|i| i.samples != SampleCountFlags::TYPE_1) else {
        return Vec::new();
    };
    let format = format::info(image.format);
    let integer = format.is_some_and(|f| matches!(f.numeric, Numeric::Uint | Numeric::Sint));
    let is_depth = format.is_some_and(|f| f.is_depth_stencil());
    let has = |aspect| format.is_some_and(|f| f.aspects.contains(aspect));
    let (depth, stencil) = (has(ImageAspectFlags::DEPTH), has(ImageAspectFlags::STENCIL));
    let attached = matches!(access.role, Role::Color(_) | Role::Depth);
    let sampled = access.image_usage.contains(U::SAMPLED);
    let limits = [
        (attached && !is_depth && !integer, "framebufferColorSampleCounts"),
        (attached && !is_depth && integer, "framebufferIntegerColorSampleCounts"),
        (attached && depth, "framebufferDepthSampleCounts"),
        (attached && stencil, "framebufferStencilSampleCounts"),
        (sampled && !is_depth && !integer, "sampledImageColorSampleCounts"),
        (sampled && !is_depth && integer, "sampledImageIntegerSampleCounts"),
        (sampled && depth, "sampledImageDepthSampleCounts"),
        (sampled && stencil, "sampledImageStencilSampleCounts"),
        (access.image_usage.contains(U::STORAGE), "storageImageSampleCounts"),
    ];
    let asked = limits.into_iter().filter_map(|(asks, limit)| asks.then_some(limit));
    let of = |limit| Use {
        limit,
        value: u64::from(image.samples.as_raw()),
        site: access.site,
        what: format!("`{}` sees {:?} samples of `{}`", pass.name, image.samples, resource.name),
        help: "use one or four samples",
    };
    asked.map(of).collect()
}
