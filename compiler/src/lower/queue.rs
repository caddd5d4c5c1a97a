//! Queues: what a pass names, and otherwise the one queue that can do all the work.

use ash::vk;
use vixen_plan as plan;

use super::context::Context;
use crate::diagnostic::{Code, Name};
use crate::ir::{Pass, QueueKind, Transfer, Work};
use crate::syntax::ast::{NodeDecl, PassDecl, PassKind};

/// A queue as a node or its pass type names it.
#[derive(Clone, Debug)]
pub(super) struct NamedQueue {
    kind: QueueKind,
    name: Name,
}

/// Gives every pass its queue.
pub(super) fn assign(context: &mut Context<'_>) {
    let graphics = |pass: &Pass| lowest(context, pass) == QueueKind::Graphics;
    let main =
        if context.passes.iter().any(graphics) { QueueKind::Graphics } else { QueueKind::Compute };
    let mut passes = std::mem::take(&mut context.passes);
    for (pass, named) in passes.iter_mut().zip(&context.queues) {
        pass.queue = match named {
            // Graph JSON's queues are hints.
            Some(named) if !context.graph().lenient && can(context, pass, named) => named.kind,
            _ => main,
        };
    }
    context.passes = passes;
}

/// The queue that a node names, or its pass type.
pub(super) fn named(
    context: &Context<'_>,
    node: &NodeDecl,
    pass: Option<&PassDecl>,
) -> Option<NamedQueue> {
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
    Some(NamedQueue { kind, name })
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

/// Whether a queue can do a pass's work; V0508 where it cannot.
fn can(context: &Context<'_>, pass: &Pass, named: &NamedQueue) -> bool {
    let (queue, name) = (named.kind, &named.name);
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
    queue <= lowest
}
