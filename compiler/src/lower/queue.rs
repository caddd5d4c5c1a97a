//! Queues: what a pass names, and otherwise the one queue that can do all the work.

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use crate::diagnostic::{Code, Name};
use crate::ir::{Pass, QueueKind, Transfer, Work};
use crate::syntax::ast::{NodeDecl, PassDecl, PassKind};

/// Gives every pass its queue.
pub(super) fn assign(context: &mut Context<'_>) {
    let needs_graphics =
        context.passes.iter().any(|pass| lowest(context, pass) == QueueKind::Graphics);
    let main = if needs_graphics { QueueKind::Graphics } else { QueueKind::Compute };
    let named = named(context);
    let lenient = context.graph().lenient;
    let queues: Vec<QueueKind> = context
        .passes
        .iter()
        .zip(named)
        .map(|(pass, named)| match named {
            // Graph JSON's queues are hints.
            Some((queue, name)) if !lenient => {
                check(context, pass, queue, &name);
                queue
            }
            _ => main,
        })
        .collect();
    for (pass, queue) in context.passes.iter_mut().zip(queues) {
        pass.queue = queue;
    }
}

/// The queue that each pass names.
fn named(context: &Context<'_>) -> Vec<Option<(QueueKind, Name)>> {
    let ast = context.ast;
    let mut named = Vec::new();
    for node in &ast.graph.nodes {
        let pass = if node.is_graph { None } else { ast.passes.get(node.decl) };
        let queue = queue_of(context, node, pass);
        named.extend((0..node.count.unwrap_or(1)).map(|_| queue.clone()));
    }
    named
}

fn queue_of(
    context: &Context<'_>,
    node: &NodeDecl,
    pass: Option<&PassDecl>,
) -> Option<(QueueKind, Name)> {
    let of_pass = || {
        let text = &pass?.queue;
        (!text.is_empty()).then(|| Name::new(text.clone(), node.name.site))
    };
    let name = node.queue.clone().or_else(of_pass)?;
    let kind = match name.text.as_str() {
        "graphics" => QueueKind::Graphics,
        "compute" => QueueKind::Compute,
        "transfer" => QueueKind::Transfer,
        // Graph JSON's words for where the work runs, not for queues of their own.
        _ if context.graph().lenient => return None,
        _ => {
            context.error(
                Code::MalformedValue,
                name.site,
                format!("`{name}` is not a queue"),
                "write `graphics`, `compute` or `transfer`",
            );
            return None;
        }
    };
    Some((kind, name))
}

/// The least of the queues that can do a pass's work.
fn lowest(context: &Context<'_>, pass: &Pass) -> QueueKind {
    match pass.kind {
        PassKind::Raster => QueueKind::Graphics,
        PassKind::Compute | PassKind::RayTracing => QueueKind::Compute,
        PassKind::Transfer => lowest_for_transfers(context, pass),
        PassKind::Host | PassKind::Present => QueueKind::Transfer,
    }
}

/// Clears of images need a compute queue, clears and copies of depth and blits a graphics queue.
fn lowest_for_transfers(context: &Context<'_>, pass: &Pass) -> QueueKind {
    if pass.work == Work::Code {
        return QueueKind::Transfer;
    }
    let image = |access: usize| {
        let access = pass.accesses.get(access)?;
        context.resources.get(access.resource.index())?.image()
    };
    let depth = |image: &plan::Image| image.aspects != vk::ImageAspectFlags::COLOR;
    let lowest = |transfer: &Transfer| match *transfer {
        Transfer::Blit(..) => QueueKind::Graphics,
        Transfer::Clear(to, _) => match image(to) {
            Some(image) if depth(image) => QueueKind::Graphics,
            Some(_) => QueueKind::Compute,
            None => QueueKind::Transfer,
        },
        Transfer::Copy(from, to) => {
            let depths = [image(from), image(to)].into_iter().flatten().any(depth);
            if depths { QueueKind::Graphics } else { QueueKind::Transfer }
        }
    };
    pass.transfers.iter().map(lowest).min().unwrap_or(QueueKind::Transfer)
}

fn check(context: &Context<'_>, pass: &Pass, queue: QueueKind, name: &Name) {
    let lowest = lowest(context, pass);
    // The kinds stand in order of what they can do, most first.
    if queue > lowest {
        let needed = match lowest {
            QueueKind::Graphics => "graphics",
            QueueKind::Compute => "compute",
            QueueKind::Transfer => "transfer",
        };
        context.error(
            Code::QueueCannot,
            name.site,
            format!(
                "`{}` runs on the {name} queue, and its work needs a {needed} queue",
                pass.name
            ),
            format!("write `queue = \"{needed}\"`, or leave the queue out"),
        );
    }
}
