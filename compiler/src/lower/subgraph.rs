//! Sub-graphs: their ports are wired and checked like slots; what is inside is not executed in this version,
//! so the node stands as one pass that may do to its ports whatever the sub-graph does.

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use super::target::Target;
use super::usage::effect;
use super::view::{self, Wanted};
use super::wire::roots;
use super::{queue, switch};
use crate::diagnostic::{Code, Name, did_you_mean};
use crate::ir::{self, QueueKind, Role, Work};
use crate::syntax::ast::{Ast, LifetimeDecl, NodeDecl, PassKind, ResourceDecl, ShapeDecl, Wire};

/// Lowers a sub-graph node. `None` where an error was reported.
pub(super) fn lower(context: &mut Context<'_>, node: &NodeDecl, inner: &Ast) -> Option<()> {
    check_open_ports(context, node, inner);
    let lowered = node.wires.iter().map(|wire| lower_port(context, node, inner, wire));
    let accesses = lowered.collect::<Vec<_>>().into_iter().collect::<Option<Vec<_>>>()?;
    let queue = queue::named(context, node, None);
    for at in 0..node.count.unwrap_or(1) {
        let name = match node.count {
            Some(_) => Name::new(format!("{}[{at}]", node.name), node.name.site),
            None => node.name.clone(),
        };
        let pass = ir::Pass {
            name,
            ty: inner.graph.name.text.clone(),
            path: node.ty.text.clone(),
            element: node.count.map(|_| at),
            kind: kind(inner),
            queue: QueueKind::Graphics,
            device: node.device.map_or(0, |(device, _)| device),
            rate: node.every.map(|(rate, _)| rate),
            when: switch::condition(context, node.when.as_ref()),
            side_effect: node.side_effect,
            merge_group: None,
            view_mask: 0,
            accesses: accesses.clone(),
            work: Work::Opaque,
            stages: Vec::new(),
            group: None,
            push: Vec::new(),
            bindings: Vec::new(),
            external_sets: Vec::new(),
            raster: None,
            geometry: ir::Geometry::default(),
            transfers: Vec::new(),
        };
        context.passes.push(pass);
        context.queues.push(queue.clone());
    }
    Some(())
}

/// Graphics work where any pass inside is such.
fn kind(inner: &Ast) -> PassKind {
    if inner.passes.iter().any(|pass| pass.kind == PassKind::Raster) {
        PassKind::Raster
    } else {
        PassKind::Compute
    }
}

/// A port is a resource that comes from outside.
fn ports(inner: &Ast) -> impl Iterator<Item = &ResourceDecl> {
    let from_outside = |resource: &&ResourceDecl| {
        matches!(resource.lifetime, LifetimeDecl::Import { .. } | LifetimeDecl::Swapchain)
    };
    inner.graph.resources.iter().filter(from_outside)
}

fn check_open_ports(context: &Context<'_>, node: &NodeDecl, inner: &Ast) {
    for port in ports(inner) {
        if node.wires.iter().any(|wire| wire.slot == port.name) {
            continue;
        }
        context.error(
            Code::SlotNotWired,
            node.name.site,
            format!(
                "`{}` leaves the import `{}` of `{}` open",
                node.name, port.name, inner.graph.name
            ),
            format!("add `{} = ...` with the name of a resource", port.name),
        );
    }
}

fn lower_port(
    context: &Context<'_>,
    node: &NodeDecl,
    inner: &Ast,
    wire: &Wire,
) -> Option<ir::Access> {
    let Some(port) = ports(inner).find(|port| port.name == wire.slot) else {
        let names: Vec<&str> = ports(inner).map(|port| port.name.text.as_str()).collect();
        context.error(
            Code::WireWithoutSlot,
            wire.slot.site,
            format!(
                "`{}` wires `{}`, and the graph `{}` imports nothing of that name",
                node.name, wire.slot, inner.graph.name
            ),
            did_you_mean(
                &wire.slot.text,
                names.iter().copied(),
                "wire the sub-graph's imports by their names",
            ),
        );
        return None;
    };
    let target = context.targets(&wire.target, None, false)?.pop()?;
    check_kind(context, inner, port, &target)?;
    port_access(context, inner, port, &target)
}

fn check_kind(
    context: &Context<'_>,
    inner: &Ast,
    port: &ResourceDecl,
    target: &Target,
) -> Option<()> {
    let resource = context.resources.get(target.resource.index())?;
    let fits = matches!(
        (&port.shape, &resource.shape),
        (ShapeDecl::Image(_), plan::Shape::Image(_))
            | (ShapeDecl::Buffer { .. }, plan::Shape::Buffer(_))
            | (ShapeDecl::AccelerationStructure { .. }, plan::Shape::AccelerationStructure { .. })
    );
    if fits {
        return Some(());
    }
    let word = match port.shape {
        ShapeDecl::Image(_) => "an image",
        ShapeDecl::Buffer { .. } => "a buffer",
        ShapeDecl::AccelerationStructure { .. } => "an acceleration structure",
    };
    context.error(
        Code::ResourceKind,
        target.site,
        format!(
            "the import `{}` of `{}` is {word}, and `{}` is not",
            port.name, inner.graph.name, resource.name
        ),
        format!("wire {word}"),
    );
    None
}

fn port_access(
    context: &Context<'_>,
    inner: &Ast,
    port: &ResourceDecl,
    target: &Target,
) -> Option<ir::Access> {
    let (reads, writes) = uses(inner, &port.name);
    let looked = view::look(context, target, Wanted::default())?;
    let read = if reads { vk::AccessFlags2::MEMORY_READ } else { vk::AccessFlags2::NONE };
    let write = if writes { vk::AccessFlags2::MEMORY_WRITE } else { vk::AccessFlags2::NONE };
    let image = looked.view.is_some();
    Some(ir::Access {
        slot: Name::new(port.name.text.clone(), target.site),
        site: target.site,
        resource: target.resource,
        ring: target.ring as u32,
        range: looked.range,
        view: looked.view,
        stages: vk::PipelineStageFlags2::ALL_COMMANDS,
        access: read | write,
        layouts: if image { vec![vk::ImageLayout::GENERAL] } else { Vec::new() },
        image_usage: vk::ImageUsageFlags::empty(),
        buffer_usage: vk::BufferUsageFlags::empty(),
        role: Role::Declared,
        reads,
        writes,
        discards: false,
        relaxed: false,
        undefined_ok: true,
        clear: None,
    })
}

/// Whether passes within read and write a port. One that none touches counts as read.
fn uses(inner: &Ast, port: &Name) -> (bool, bool) {
    let (mut reads, mut writes) = (false, false);
    for node in inner.graph.nodes.iter().filter(|node| !node.is_graph) {
        let Some(pass) = node.decl.and_then(|decl| inner.passes.get(decl)) else { continue };
        let names = |wire: &&Wire| roots(&wire.target).iter().any(|(name, _)| *name == port.text);
        for wire in node.wires.iter().filter(names) {
            let slot = pass.slots.iter().find(|slot| slot.name == wire.slot.text);
            let Some(effect) = slot.map(|slot| effect(&slot.usage)) else { continue };
            reads |= effect.reads;
            writes |= effect.writes;
        }
    }
    (reads || !writes, writes)
}
