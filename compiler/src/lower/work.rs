//! What a pass records: group counts, vertices, or the user's method.

use vixen_plan as plan;

use super::context::Context;
use super::node::Element;
use super::wire::Wired;
use crate::diagnostic::Code;
use crate::ir::{Role, Work};
use crate::syntax::ast::{Expr, PassKind};

/// The work of a pass. `None` where an error was reported.
pub(super) fn lower(
    context: &mut Context<'_>,
    element: &Element<'_>,
    wired: &Wired,
) -> Option<Work> {
    let pass = element.pass;
    let indirect = wired.accesses.iter().position(|access| access.role == Role::Indirect);
    if pass.code {
        return Some(Work::Code);
    }
    if pass.shaders.is_empty() && matches!(pass.kind, PassKind::Compute | PassKind::Raster) {
        return Some(Work::Opaque);
    }
    match (pass.kind, indirect) {
        (PassKind::Compute, Some(access)) => Some(Work::DispatchIndirect(access)),
        (PassKind::Raster, Some(access)) => Some(Work::DrawIndirect(access)),
        (PassKind::Compute, None) => dispatch(context, element),
        (PassKind::Raster, None) => draw(context, element),
        (PassKind::Transfer, _) if context.graph().lenient => Some(Work::Opaque),
        (PassKind::Transfer, _) => Some(Work::Transfer),
        (PassKind::RayTracing, _) => Some(Work::Opaque),
        (PassKind::Host, _) => Some(Work::Host),
        (PassKind::Present, _) => Some(Work::Present),
    }
}

fn dispatch(context: &mut Context<'_>, element: &Element<'_>) -> Option<Work> {
    let Some(groups) = &element.node.groups else {
        missing(context, element, "groups", "groups = \"target / 8\"");
        return None;
    };
    let size = context.groups(groups, element.index)?;
    if element.node.dynamic {
        let max = size.max.map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        return Some(Work::DispatchDynamic(max));
    }
    Some(Work::Dispatch(context.sizes.intern(&size.ops)))
}

fn draw(context: &mut Context<'_>, element: &Element<'_>) -> Option<Work> {
    let Some(vertices) = &element.node.vertices else {
        missing(context, element, "vertices", "vertices = 3");
        return None;
    };
    let vertices = context.size(vertices, element.index)?;
    let instances = element.node.instances.as_ref();
    let instances = count(context, instances, element.index)?;
    if element.node.dynamic {
        let max = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        return Some(Work::DrawDynamic(max(vertices.max[0]), max(instances.max[0])));
    }
    let vertices = context.sizes.intern(&vertices.ops);
    Some(Work::Draw(vertices, context.sizes.intern(&instances.ops)))
}

/// A count; one where nothing is said.
fn count(
    context: &Context<'_>,
    expr: Option<&Expr>,
    index: Option<u64>,
) -> Option<super::size::Size> {
    match expr {
        Some(expr) => context.size(expr, index),
        None => Some(super::size::Size { ops: vec![plan::SizeOp::Scalar(1)], max: [1; 3] }),
    }
}

fn missing(context: &Context<'_>, element: &Element<'_>, key: &str, example: &str) {
    let (node, pass) = (element.node, element.pass);
    context.error(
        Code::GroupsMissing,
        node.name.site,
        format!("`{}` does not say how much `{}` does: it has no `{key}`", node.name, pass.name),
        format!("add `{example}`, wire an `#[indirect]` buffer, or give the maximum and `dynamic`"),
    );
}
