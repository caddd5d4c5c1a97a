//! Workgroups, attachments, views and push constants of a pass.

use vixen_plan::{self as plan, SizeOp};

use super::Use;
use crate::ir::{Access, Graph, Pass, Range, Role, Work};

const COUNTS: [&str; 3] =
    ["maxComputeWorkGroupCount[0]", "maxComputeWorkGroupCount[1]", "maxComputeWorkGroupCount[2]"];
const SIZES: [&str; 3] =
    ["maxComputeWorkGroupSize[0]", "maxComputeWorkGroupSize[1]", "maxComputeWorkGroupSize[2]"];

pub(super) fn uses(graph: &Graph, pass: &Pass) -> Vec<Use> {
    let mut uses = groups(graph, pass);
    uses.extend(local_size(pass));
    uses.extend(attachments(pass));
    if let Some(push) = plan::Push::whole(&pass.push) {
        let value = u64::from(push.offset + push.size);
        let what = format!("`{}` has {value} bytes of push constants", pass.name);
        let help = "move what is large into a storage buffer";
        uses.push(of(pass, "maxPushConstantsSize", value, what, help));
    }
    uses
}

fn of(pass: &Pass, limit: &'static str, value: u64, what: String, help: &'static str) -> Use {
    Use { limit, value, site: pass.name.site, what, help }
}

/// The number of work groups at the declared maximum.
fn groups(graph: &Graph, pass: &Pass) -> Vec<Use> {
    let counts = match pass.work {
        Work::Dispatch(expr) => plan::evaluate(ops(graph, expr), &Maximum(graph)),
        Work::DispatchDynamic(counts) => Some(counts.map(u64::from)),
        _ => None,
    };
    let Some(counts) = counts else { return Vec::new() };
    let [x, y, z] = counts;
    let what = format!("`{}` dispatches {x} x {y} x {z} groups at the declared maximum", pass.name);
    let help = "spread the groups over y and z, or let each group do more";
    let of_axis = |(limit, value)| of(pass, limit, value, what.clone(), help);
    COUNTS.into_iter().zip(counts).map(of_axis).collect()
}

/// Invocations and shared memory of a workgroup (VUID-RuntimeSpirv-x-06429 to 06432 and Workgroup-06530).
fn local_size(pass: &Pass) -> Vec<Use> {
    let Some(group) = pass.group else { return Vec::new() };
    let sizes = group.size.map(u64::from);
    let [x, y, z] = sizes;
    let invocations = sizes.into_iter().fold(1, u64::saturating_mul);
    let name = &pass.name;
    let local = format!("the workgroups of `{name}` are {x} x {y} x {z}");
    let smaller = "make the local size smaller";
    let of_axis = |(limit, value)| of(pass, limit, value, local.clone(), smaller);
    let mut uses: Vec<Use> = SIZES.into_iter().zip(sizes).map(of_axis).collect();
    let what = format!("a workgroup of `{name}` has {invocations} invocations");
    uses.push(of(pass, "maxComputeWorkGroupInvocations", invocations, what, smaller));
    let what = format!("a workgroup of `{name}` shares {} bytes", group.shared);
    let help = "share less, or in smaller types";
    uses.push(of(pass, "maxComputeSharedMemorySize", group.shared, what, help));
    uses
}

fn attachments(pass: &Pass) -> Vec<Use> {
    let colors = pass.accesses.iter().filter(|access| matches!(access.role, Role::Color(_)));
    let count = colors.count() as u64;
    let what = format!("`{}` has {count} colour attachments", pass.name);
    let help = "split the pass, or pack two attachments into one format";
    let views = u64::from(u32::BITS - pass.view_mask.leading_zeros());
    let seen = format!("`{}` renders to views up to number {}", pass.name, views.max(1) - 1);
    let fewer = "render to fewer views at once";
    let layers = layers(pass);
    let layered = format!("`{}` renders to {layers} layers", pass.name);
    vec![
        of(pass, "maxFramebufferLayers", layers, layered, "render to fewer layers at once"),
        of(pass, "maxColorAttachments", count, what, help),
        of(pass, "maxMultiviewViewCount", views, seen, fewer),
    ]
}

/// Layers of the attachments (VUID-VkRenderingInfo-layerCount-07817); with a view mask they are views.
fn layers(pass: &Pass) -> u64 {
    let attached = |access: &&Access| matches!(access.role, Role::Color(_) | Role::Depth);
    let layers = pass.accesses.iter().filter(attached).map(|access| match access.range {
        Range::Image { layers: (first, end), .. } => u64::from(end.saturating_sub(first)),
        Range::Bytes(..) => 0,
    });
    if pass.view_mask == 0 { layers.max().unwrap_or(0) } else { 0 }
}

fn ops(graph: &Graph, expr: plan::Expr) -> &[SizeOp] {
    expr.0.of(&graph.size_ops)
}

/// Sizes at the declared maximum.
pub(in crate::check) struct Maximum<'a>(pub(in crate::check) &'a Graph);

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
