//! What a node that an error keeps out could have touched.
//!
//! A rule that concludes from a missing write or read would blame innocent passes, so it leaves out the resources
//! that are marked here: those that the node names, those that a misspelt name probably means, and all where
//! nothing tells which are meant.

use vixen_plan as plan;

use super::context::Context;
use super::scope::Named;
use super::wire::roots;
use crate::diagnostic::nearest;
use crate::ir;
use crate::syntax::ast::{NodeDecl, PassDecl, SlotKind};

/// Marks what a node could have touched.
pub(super) fn mark(context: &mut Context<'_>, node: &NodeDecl) {
    context.partial = true;
    match meant(context, node) {
        Some(names) => names.iter().for_each(|name| mark_family(context, name)),
        None => context.resources.iter_mut().for_each(|resource| resource.doubted = true),
    }
}

/// The resources that a node means, by name; `None` where nobody can tell.
fn meant(context: &Context<'_>, node: &NodeDecl) -> Option<Vec<String>> {
    let pass = node.decl.and_then(|decl| context.ast.passes.get(decl)).filter(|_| !node.is_graph);
    let open = |pass: &&PassDecl| {
        pass.slots.iter().any(|slot| !node.wires.iter().any(|wire| wire.slot.text == slot.name))
    };
    if pass.as_ref().is_some_and(open) {
        return None;
    }
    let mut names = Vec::new();
    for wire in &node.wires {
        let slot = pass.and_then(|pass| pass.slots.iter().find(|s| s.name == wire.slot.text));
        for (name, _) in roots(&wire.target) {
            let name = match context.scope.find(name) {
                Some(_) => name,
                None => nearest(name, context.scope.names())?,
            };
            if slot.is_some_and(|slot| differs(context, name, slot.kind)) {
                return None;
            }
            names.push(name.to_owned());
        }
    }
    Some(names)
}

/// Whether a name stands for another kind of resource than a slot holds.
fn differs(context: &Context<'_>, name: &str, kind: SlotKind) -> bool {
    let family = match context.scope.find(name) {
        Some(Named::Resource(family)) => family,
        Some(Named::Broken) => return false,
        Some(Named::Param(_)) | None => return true,
    };
    let shape = context.resources.get(family.first.index()).map(|resource| &resource.shape);
    !matches!(
        (kind, shape),
        (SlotKind::Any, _)
            | (SlotKind::Image, Some(plan::Shape::Image(_)))
            | (SlotKind::Buffer, Some(plan::Shape::Buffer(_)))
            | (SlotKind::AccelerationStructure, Some(plan::Shape::AccelerationStructure { .. }))
    )
}

fn mark_family(context: &mut Context<'_>, name: &str) {
    let Some(Named::Resource(family)) = context.scope.find(name) else { return };
    let count = family.count.unwrap_or(1) as usize;
    let all = context.resources.iter_mut().skip(family.first.index()).take(count);
    all.for_each(|resource: &mut ir::Resource| resource.doubted = true);
}
