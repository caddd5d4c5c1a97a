//! What a pass records: group counts, vertices or indices, or the user's method.

use vixen_plan as plan;

use super::context::Context;
use super::node::Element;
use super::shader::entry_point;
use super::wire::Wired;
use crate::diagnostic::Code;
use crate::ir::{Role, Work};
use crate::syntax::ast::{Expr, PassKind, Usage};

/// Bytes of `VkDispatchIndirectCommand`, `VkDrawIndirectCommand` and `VkDrawIndexedIndirectCommand`: an indirect command
/// reads one of them at the start of its range.
const DISPATCH_BYTES: u64 = 12;
const DRAW_BYTES: u64 = 16;
const DRAW_INDEXED_BYTES: u64 = 20;

/// The work of a pass. `None` where an error was reported.
pub(super) fn lower(
    context: &mut Context<'_>,
    element: &Element<'_>,
    wired: &mut Wired,
) -> Option<Work> {
    let pass = element.pass;
    let indirect = wired.accesses.iter().position(|access| access.role == Role::Indirect);
    let counts = Counts::of(element);
    if pass.code {
        counts.only(context, element, &[], "the pass's method says how much it does");
        return Some(Work::Code);
    }
    if pass.shaders.is_empty() && matches!(pass.kind, PassKind::Compute | PassKind::Raster) {
        return Some(Work::Opaque);
    }
    let indexed = is_indexed(element);
    let (taken, why): (&[&str], &str) = match (pass.kind, indirect) {
        (PassKind::Compute | PassKind::Raster, Some(_)) => {
            (&[], "its `#[indirect]` buffer says how much it does")
        }
        (PassKind::Compute, None) => (&["groups"], "a dispatch counts in `groups`"),
        (PassKind::Raster, None) if indexed => (
            &["indices", "instances"],
            "a draw with an index buffer counts in `indices` and `instances`",
        ),
        (PassKind::Raster, None) => (
            &["vertices", "instances"],
            "a draw without an index buffer counts in `vertices` and `instances`",
        ),
        _ => (&[], "a pass of its kind counts nothing"),
    };
    counts.only(context, element, taken, why);
    match (pass.kind, indirect) {
        (PassKind::Compute, Some(access)) => {
            wired.touches(context, access, DISPATCH_BYTES);
            Some(Work::DispatchIndirect(access))
        }
        (PassKind::Raster, Some(access)) if indexed => {
            wired.touches(context, access, DRAW_INDEXED_BYTES);
            Some(Work::DrawIndexedIndirect(access))
        }
        (PassKind::Raster, Some(access)) => {
            wired.touches(context, access, DRAW_BYTES);
            Some(Work::DrawIndirect(access))
        }
        (PassKind::Compute, None) => dispatch(context, element, wired),
        (PassKind::Raster, None) => draw(context, element),
        (PassKind::Transfer, _) if context.graph().lenient => Some(Work::Opaque),
        (PassKind::Transfer, _) => Some(Work::Transfer),
        (PassKind::RayTracing, _) => Some(Work::Opaque),
        (PassKind::Host, _) => Some(Work::Host),
        (PassKind::Present, _) => Some(Work::Present),
    }
}

fn dispatch(context: &mut Context<'_>, element: &Element<'_>, wired: &Wired) -> Option<Work> {
    let Some(groups) = &element.node.groups else {
        missing(context, element, "groups", &example(context, element, wired));
        return None;
    };
    let size = context.groups(groups, element.index)?;
    if element.node.dynamic {
        let max = size.max.map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        return Some(Work::DispatchDynamic(max));
    }
    Some(Work::Dispatch(context.sizes.intern(&size.ops)))
}

/// Groups for what the pass writes, by the size of the shader's group.
fn example(context: &Context<'_>, element: &Element<'_>, wired: &Wired) -> String {
    let written = wired.accesses.iter().find(|access| access.writes);
    let resource = written.and_then(|access| context.resources.get(access.resource.index()));
    let point = element.pass.shaders.first().and_then(entry_point);
    let side = point.and_then(|point| point.workgroup_size.as_ref()).map_or(1, |size| size.size[0]);
    match resource {
        Some(resource) if resource.image().is_some() => {
            format!("groups = \"{} / {side}\"", resource.name)
        }
        _ => "groups = 64".to_owned(),
    }
}

fn draw(context: &mut Context<'_>, element: &Element<'_>) -> Option<Work> {
    let node = element.node;
    let indexed = is_indexed(element);
    let (key, given) =
        if indexed { ("indices", &node.indices) } else { ("vertices", &node.vertices) };
    let Some(given) = given else {
        missing(context, element, key, if indexed { "indices = 36" } else { "vertices = 3" });
        return None;
    };
    let size = context.size(given, element.index)?;
    let instances = count(context, node.instances.as_ref(), element.index)?;
    if node.dynamic {
        let max = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        let (most, instances) = (max(size.max[0]), max(instances.max[0]));
        return Some(if indexed {
            Work::DrawIndexedDynamic(most, instances)
        } else {
            Work::DrawDynamic(most, instances)
        });
    }
    let size = context.sizes.intern(&size.ops);
    let instances = context.sizes.intern(&instances.ops);
    Some(if indexed { Work::DrawIndexed(size, instances) } else { Work::Draw(size, instances) })
}

fn is_indexed(element: &Element<'_>) -> bool {
    element.pass.slots.iter().any(|slot| slot.usage == Usage::Index)
}

/// The counts that a node gives, by their keys.
struct Counts<'e>(Vec<(&'static str, &'e Expr)>);

impl<'e> Counts<'e> {
    fn of(element: &Element<'e>) -> Self {
        let node = element.node;
        let all = [
            ("groups", &node.groups),
            ("vertices", &node.vertices),
            ("indices", &node.indices),
            ("instances", &node.instances),
        ];
        Self(all.into_iter().filter_map(|(key, expr)| Some((key, expr.as_ref()?))).collect())
    }

    fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(given, _)| *given == key)
    }

    /// V0417: a count that the work does not take would be lost without a word.
    fn only(&self, context: &Context<'_>, element: &Element<'_>, taken: &[&str], why: &str) {
        for (key, expr) in self.0.iter().filter(|(key, _)| !taken.contains(key)) {
            context.error(
                Code::CountUnused,
                expr.site,
                format!(
                    "`{}` is given `{key}`, and `{}` does not take it: {why}",
                    element.node.name, element.pass.name
                ),
                match taken.iter().find(|key| !self.has(key)) {
                    None => format!("remove `{key}`"),
                    Some(open) => format!("write `{open} = ...` instead, or remove `{key}`"),
                },
            );
        }
    }
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
