//! The order in which resources are lowered: sizes refer to what stands before, so that set-up evaluates
//! them in one run over the plan's resources.

use std::collections::{BTreeSet, HashMap};

use super::super::context::Context;
use super::super::size;
use crate::diagnostic::Code;
use crate::syntax::ast::{Expr, ResourceDecl, ShapeDecl};

/// Indices of the declarations, those that others refer to first, otherwise as declared. Sizes that depend on
/// each other are reported, and left out with all that depend on them.
pub(super) fn by_size(context: &Context<'_>) -> Vec<usize> {
    let resources = &context.graph().resources;
    let needs = dependencies(resources);
    let mut waiting: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut users = vec![Vec::new(); resources.len()];
    for (at, needs) in needs.iter().enumerate() {
        for other in needs {
            users[*other].push(at);
        }
    }
    let mut ready: BTreeSet<usize> =
        (0..resources.len()).filter(|at| needs[*at].is_empty()).collect();
    let mut order = Vec::with_capacity(resources.len());
    while let Some(at) = ready.pop_first() {
        order.push(at);
        for user in &users[at] {
            waiting[*user] -= 1;
            if waiting[*user] == 0 {
                ready.insert(*user);
            }
        }
    }
    if order.len() < resources.len() {
        report(context, &needs, &waiting);
    }
    order
}

/// For each resource the others that its size names.
fn dependencies(resources: &[ResourceDecl]) -> Vec<Vec<usize>> {
    let at: HashMap<&str, usize> = resources
        .iter()
        .enumerate()
        .map(|(at, resource)| (resource.name.text.as_str(), at))
        .collect();
    let of = |resource: &ResourceDecl| {
        let mut names = Vec::new();
        if !size::is_swapchain(&resource.lifetime) {
            size::names(extent(resource), &mut names);
        }
        let found = names.into_iter().filter_map(|name| at.get(name).copied());
        found.collect::<BTreeSet<_>>().into_iter().collect()
    };
    resources.iter().map(of).collect()
}

fn extent(resource: &ResourceDecl) -> &Expr {
    match &resource.shape {
        ShapeDecl::Image(image) => &image.extent,
        ShapeDecl::Buffer { size } | ShapeDecl::AccelerationStructure { size } => size,
    }
}

/// Names the resources of one cycle.
fn report(context: &Context<'_>, needs: &[Vec<usize>], waiting: &[usize]) {
    let resources = &context.graph().resources;
    let Some(mut at) = waiting.iter().position(|count| *count > 0) else { return };
    // What still waits needs something that still waits: following it must come around.
    let mut path = Vec::new();
    while !path.contains(&at) {
        path.push(at);
        let next = needs[at].iter().copied().find(|need| waiting[*need] > 0);
        let Some(next) = next else { return };
        at = next;
    }
    let start = path.iter().position(|seen| *seen == at).unwrap_or(0);
    let names = path[start..].iter().chain([&at]);
    let names: Vec<_> = names.map(|at| format!("`{}`", resources[*at].name)).collect();
    context.error(
        Code::SizeCycle,
        extent(&resources[at]).site,
        format!("the size of `{}` depends on itself: {}", resources[at].name, names.join(" -> ")),
        "write one of these sizes by the swapchain, a parameter or numbers",
    );
}
