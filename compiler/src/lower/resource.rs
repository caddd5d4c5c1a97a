//! Resources: order of sizes, formats, extents and bytes at the declared maximum.

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use super::limit::MAX_BYTES;
use super::scope::{Family, Named};
use super::{clear, state, switch};
use crate::diagnostic::{Code, Name};
use crate::ir::{self, ResourceId};
use crate::syntax::ast::{Expr, LifetimeDecl, ParamDecl, ResourceDecl, ShapeDecl};

mod image;
mod order;

pub(super) use image::named_format;

/// Fills in parameters and resources. Those with an error stay out, and their names are known as broken.
pub(super) fn lower(context: &mut Context<'_>) {
    let graph = context.graph();
    let unread = |name: &Name| graph.unread.names.contains(&name.text);
    context.partial |= graph.unread.passes;
    for name in &graph.unread.names {
        leave_out(context, name);
    }
    for param in graph.params.iter().filter(|param| !unread(&param.name)) {
        lower_param(context, param);
    }
    let order = order::by_size(context);
    let mut in_order = vec![false; graph.resources.len()];
    for at in &order {
        in_order[*at] = true;
    }
    for (decl, _) in graph.resources.iter().zip(&in_order).filter(|(_, ordered)| !**ordered) {
        leave_out(context, &decl.name.text);
    }
    let ordered = order.iter().filter_map(|at| graph.resources.get(*at));
    for decl in ordered.filter(|decl| !unread(&decl.name)) {
        lower_family(context, decl);
    }
    for output in &graph.outputs {
        mark_output(context, output);
    }
}

fn leave_out(context: &mut Context<'_>, name: &str) {
    context.partial = true;
    context.scope.insert(name, Named::Broken);
}

fn lower_param(context: &mut Context<'_>, param: &ParamDecl) {
    let index = context.params.len() as u32;
    declare(context, &param.name, Named::Param(index));
    context.params.push(plan::Param {
        name: param.name.text.clone().into(),
        default: param.default,
        max: param.max,
    });
}

fn declare(context: &mut Context<'_>, name: &Name, named: Named) {
    if !context.scope.insert(&name.text, named) {
        context.error(
            Code::DuplicateName,
            name.site,
            format!("`{name}` is declared twice in `{}`", context.graph().name),
            "give one of the two another name",
        );
    }
}

fn lower_family(context: &mut Context<'_>, decl: &ResourceDecl) {
    let first = ResourceId(context.resources.len() as u32);
    for element in 0..decl.count.unwrap_or(1) {
        let index = decl.count.map(|_| u64::from(element));
        let Some(resource) = lower_resource(context, decl, index) else {
            // The other elements would say the same again.
            context.resources.truncate(first.index());
            leave_out(context, &decl.name.text);
            return;
        };
        context.resources.push(resource);
    }
    declare(context, &decl.name, Named::Resource(Family { first, count: decl.count }));
}

fn lower_resource(
    context: &mut Context<'_>,
    decl: &ResourceDecl,
    index: Option<u64>,
) -> Option<ir::Resource> {
    let name = match index {
        Some(index) => Name::new(format!("{}[{index}]", decl.name), decl.name.site),
        None => decl.name.clone(),
    };
    let measured = match &decl.shape {
        ShapeDecl::Image(image) => image::lower(context, decl, image, index)?,
        ShapeDecl::Buffer { size } => lower_buffer(context, &name, size, index)?,
        ShapeDecl::AccelerationStructure { size } => {
            let buffer = lower_buffer(context, &name, size, index)?;
            match buffer.shape {
                plan::Shape::Buffer(plan::Buffer { size, .. }) => {
                    Measured { shape: plan::Shape::AccelerationStructure { size }, ..buffer }
                }
                _ => buffer,
            }
        }
    };
    let copies = copies(decl, context.graph().frames_in_flight);
    if measured.bytes.checked_mul(u64::from(copies.max(1))).is_none_or(|all| all > MAX_BYTES) {
        context.error(
            Code::TooLarge,
            name.site,
            format!(
                "`{name}` has {} bytes at the declared maximum, in {} copies; the limit is {MAX_BYTES} for all",
                measured.bytes,
                copies.max(1)
            ),
            "make it smaller, or lower `max_extent` and the maxima of its parameters",
        );
        return None;
    }
    let lifetime = lower_lifetime(context, decl)?;
    let ours = matches!(lifetime, plan::Lifetime::Persistent | plan::Lifetime::History)
        && !is_external(&decl.lifetime);
    let clear = match &decl.clear {
        Some(value) => Some(clear::resource(context, &name, &measured.shape, value)?),
        None if ours => clear::zero(&measured.shape),
        None => None,
    };
    Some(ir::Resource {
        name,
        lifetime,
        copies,
        memory: memory(&decl.lifetime),
        shape: measured.shape,
        max_extent: measured.extent,
        max_bytes: measured.bytes,
        clear,
        output: is_external(&decl.lifetime),
        when: switch::condition(context, decl.when.as_ref()),
        data: decl.data.clone(),
        doubted: context.graph().unread.passes,
    })
}

/// An import without a contract: the graph keeps its state, the caller its memory.
fn is_external(lifetime: &LifetimeDecl) -> bool {
    matches!(lifetime, LifetimeDecl::Import { entry: None, .. })
}

fn lower_lifetime(context: &Context<'_>, decl: &ResourceDecl) -> Option<plan::Lifetime> {
    let site = decl.name.site;
    Some(match &decl.lifetime {
        LifetimeDecl::Transient => plan::Lifetime::Transient,
        LifetimeDecl::History { depth: 2.. } => plan::Lifetime::History,
        LifetimeDecl::History { depth } => {
            context.error(
                Code::LifetimeMisuse,
                site,
                format!("`{}` is a history of depth {depth}, which holds no previous copy", decl.name),
                "write `depth = 2` or more, or `#[persistent(...)]` for content that lives on in place",
            );
            return None;
        }
        LifetimeDecl::Persistent | LifetimeDecl::Import { entry: None, .. } => {
            plan::Lifetime::Persistent
        }
        LifetimeDecl::Import { entry: Some(entry), exit } => {
            let entry = state::state(context, entry, site)?;
            let exit = match exit {
                Some(exit) => state::state(context, exit, site)?,
                None => entry,
            };
            let is_image = matches!(decl.shape, ShapeDecl::Image(_));
            let keep = !is_image || entry.layout != vk::ImageLayout::UNDEFINED;
            plan::Lifetime::Import(plan::Contract { entry, exit, keep })
        }
        LifetimeDecl::Swapchain => plan::Lifetime::Swapchain,
        LifetimeDecl::Upload { .. } => plan::Lifetime::Upload,
        LifetimeDecl::Readback => plan::Lifetime::Readback,
    })
}

fn copies(decl: &ResourceDecl, frames_in_flight: u32) -> u32 {
    match decl.lifetime {
        LifetimeDecl::History { depth } => depth,
        LifetimeDecl::Upload { copies } => copies.unwrap_or(frames_in_flight).max(1),
        LifetimeDecl::Readback => frames_in_flight,
        _ => 1,
    }
}

fn memory(lifetime: &LifetimeDecl) -> plan::MemoryClass {
    match lifetime {
        LifetimeDecl::Upload { .. } => plan::MemoryClass::Upload,
        LifetimeDecl::Readback => plan::MemoryClass::Readback,
        LifetimeDecl::Import { .. } | LifetimeDecl::Swapchain => plan::MemoryClass::External,
        _ => plan::MemoryClass::Device,
    }
}

/// A shape with its values at the declared maximum.
struct Measured {
    shape: plan::Shape,
    extent: [u64; 3],
    bytes: u64,
}

fn lower_buffer(
    context: &mut Context<'_>,
    name: &Name,
    size: &Expr,
    index: Option<u64>,
) -> Option<Measured> {
    let lowered = context.size(size, index)?;
    let [bytes, ..] = lowered.max;
    if bytes == 0 {
        context.error(
            Code::MalformedExpression,
            size.site,
            format!("`{name}` has a size of 0 bytes"),
            "give it at least one byte",
        );
        return None;
    }
    let size = context.sizes.intern(&lowered.ops);
    let shape = plan::Shape::Buffer(plan::Buffer { size, usage: vk::BufferUsageFlags::empty() });
    Some(Measured { shape, extent: [bytes, 1, 1], bytes })
}

fn mark_output(context: &mut Context<'_>, output: &Name) {
    let Some(family) = context.family(&output.text, output.site) else { return };
    let start = family.first.index();
    let end = start + family.count.unwrap_or(1) as usize;
    if let Some(resources) = context.resources.get_mut(start..end) {
        for resource in resources {
            resource.output = true;
        }
    }
}
