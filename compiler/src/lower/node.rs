//! Nodes of the graph: passes, unrolled from their arrays, and sub-graphs.

use ash::vk;

use super::context::Context;
use super::shader::{self, Bound};
use super::wire::{self, Wired};
use super::{
    blocks, doubt, group, queue, raster, sampler, spec, subgraph, switch, transfer, vertex, work,
};
use crate::diagnostic::Name;
use crate::ir::{self, QueueKind};
use crate::syntax::ast::{NodeDecl, PassDecl, PassKind, SlotDecl, Trust};

/// One pass of a node.
pub(super) struct Element<'a> {
    pub(super) node: &'a NodeDecl,
    pub(super) pass: &'a PassDecl,
    /// Index in the array; `None` outside of one.
    pub(super) index: Option<u64>,
}

impl Element<'_> {
    /// The pass's name with its index, at the node's place.
    pub(super) fn name(&self) -> Name {
        let name = &self.node.name;
        match self.index {
            Some(index) => Name::new(format!("{name}[{index}]"), name.site),
            None => name.clone(),
        }
    }
}

/// Lowers all nodes in order of declaration.
pub(super) fn lower(context: &mut Context<'_>) {
    let ast = context.ast;
    for node in &ast.graph.nodes {
        if lower_node(context, node).is_none() {
            doubt::mark(context, node);
        }
    }
}

/// `None` where an error, here or in the node's type, keeps the node out.
fn lower_node<'a>(context: &mut Context<'a>, node: &'a NodeDecl) -> Option<()> {
    let ast = context.ast;
    let decl = node.decl.filter(|_| !node.refused);
    if node.is_graph {
        return match decl.and_then(|decl| ast.graphs.get(decl)) {
            Some(inner) => subgraph::lower(context, node, inner),
            None => wire::look(context, node, None),
        };
    }
    let known = decl.and_then(|decl| Some((decl, ast.passes.get(decl)?)));
    match known.map(|(decl, pass)| (decl, pass, pass.trust)) {
        Some((decl, pass, Trust::Whole)) => lower_passes(context, node, decl, pass),
        Some((_, pass, Trust::Slots)) => wire::look(context, node, Some(pass)),
        Some((_, _, Trust::Nothing)) | None => wire::look(context, node, None),
    }
}

fn lower_passes<'a>(
    context: &mut Context<'a>,
    node: &'a NodeDecl,
    decl: usize,
    pass: &'a PassDecl,
) -> Option<()> {
    let bound = match context.bound.remove(&decl) {
        Some(bound) => bound,
        None => shader::bind(context, pass),
    };
    let queue = queue::named(context, node, Some(pass));
    let mut lowered = Some(());
    for at in 0..node.count.unwrap_or(1) {
        let index = node.count.map(|_| u64::from(at));
        let element = Element { node, pass, index };
        let Some(pass) = lower_pass(context, &element, &bound) else {
            // The other elements would say the same again.
            lowered = None;
            break;
        };
        context.passes.push(pass);
        context.queues.push(queue.clone());
    }
    context.bound.insert(decl, bound);
    lowered
}

fn lower_pass<'a>(
    context: &mut Context<'a>,
    element: &Element<'a>,
    bound: &Bound,
) -> Option<ir::Pass> {
    let (node, pass, index) = (element.node, element.pass, element.index);
    let wired = wire::wire(context, element, bound);
    // Each part reports its own errors before any of them ends the pass.
    let bindings = wired.as_ref().and_then(|wired| bindings(context, element, bound, wired));
    let stages = spec::stages(context, element, bound);
    let raster = raster::lower(context, element);
    blocks::check(context, element);
    let (mut wired, bindings, stages) = (wired?, bindings?, stages?);
    let work = work::lower(context, element, &mut wired)?;
    let transfers = transfer::lower(context, element, &mut wired)?;
    let geometry = vertex::geometry(pass, &wired);
    Some(ir::Pass {
        name: element.name(),
        ty: pass.name.clone(),
        path: node.ty.text.clone(),
        element: index.map(|index| index as u32),
        kind: pass.kind,
        // Assigned once all passes are known.
        queue: QueueKind::Graphics,
        device: node.device.map_or(0, |(device, _)| device),
        rate: node.every.map(|(rate, _)| rate),
        when: switch::condition(context, node.when.as_ref()),
        side_effect: node.side_effect || pass.side_effect,
        merge_group: merge_group(context, node),
        view_mask: node.view_mask,
        accesses: wired.accesses,
        work,
        group: group::of(pass, &stages),
        stages,
        push: bound.push.clone(),
        bindings,
        external_sets: pass.external_sets.clone(),
        geometry,
        raster: if pass.kind == PassKind::Raster { Some(raster?) } else { None },
        transfers,
    })
}

fn merge_group<'a>(context: &mut Context<'a>, node: &'a NodeDecl) -> Option<u32> {
    let name = node.merge_group.as_deref()?;
    let next = context.merge_groups.len() as u32;
    Some(*context.merge_groups.entry(name).or_insert(next))
}

/// The format of a texel buffer: the slot's, or the one that the shader declares.
fn texels(slot: &SlotDecl, binding: &shader::Slot) -> vk::Format {
    let declared = binding.image.map_or(0, |image| image.format);
    crate::format::by_name(&slot.texels).unwrap_or(vk::Format::from_raw(declared))
}

/// The descriptors of a pass, by set and binding.
fn bindings(
    context: &mut Context<'_>,
    element: &Element<'_>,
    bound: &Bound,
    wired: &Wired,
) -> Option<Vec<ir::Binding>> {
    let mut bindings = Vec::new();
    let slots = element.pass.slots.iter().zip(&bound.slots).zip(&wired.slots);
    for ((slot, binding), (start, len)) in slots {
        let Some(binding) = binding else { continue };
        let needs_sampler = matches!(
            binding.ty,
            vk::DescriptorType::COMBINED_IMAGE_SAMPLER | vk::DescriptorType::SAMPLER
        );
        let sampler = if needs_sampler {
            let lowered = sampler::lower(context, slot.sampler.as_ref(), element.node.name.site)?;
            Some(context.sampler(lowered))
        } else {
            None
        };
        let alone = shader::is_sampler(slot);
        let elements = if alone { slot.count.unwrap_or(1) } else { *len as u32 };
        for at in 0..elements {
            bindings.push(ir::Binding {
                set: binding.set,
                binding: binding.binding,
                element: at,
                count: binding.count,
                ty: binding.ty,
                stages: binding.stages,
                access: (!alone).then_some(start + at as usize),
                sampler,
                name: binding.name.clone(),
                shader: binding.shader,
                image: binding.image,
                texels: texels(slot, binding),
            });
        }
    }
    bindings.sort_by_key(|binding| (binding.set, binding.binding, binding.element));
    Some(bindings)
}
