//! What a graph may say and this version does not execute yet: queues, devices, switches, rates, sub-graphs,
//! ray tracing.

use vixen_plan as plan;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Site};
use crate::ir::{Graph, Pass, QueueKind, Work};
use crate::syntax::ast::PassKind;

/// Reports everything in the graph that cannot be executed.
pub(super) fn refuse(graph: &Graph, kept: &[bool], diags: &Diagnostics) {
    for (name, _) in &graph.switches {
        let what = format!("`{name}` is a switch, and this version executes one variant");
        let remedy =
            "remove the switch and its `when` conditions, or write a graph for each variant";
        diags.push(refusal(Code::Switches, name.site, what, "switches between plans", remedy));
    }
    for pass in &graph.passes {
        refuse_pass(graph, pass, diags);
    }
    // Which queue the others run on is not known while a pass is missing.
    if !graph.partial {
        refuse_queues(graph, kept, diags);
    }
}

fn refuse_pass(graph: &Graph, pass: &Pass, diags: &Diagnostics) {
    let site = pass.name.site;
    if pass.device != 0 {
        let what = format!(
            "pass `{}` is placed on device {}, and this version executes on device 0 alone",
            pass.name, pass.device
        );
        let remedy = "remove `device`, or place the pass on device 0";
        diags.push(refusal(Code::SeveralDevices, site, what, "places passes on devices", remedy));
    }
    if pass.rate.is_some() {
        let what = format!(
            "pass `{}` has a rate of its own, and this version runs every pass once a frame",
            pass.name
        );
        let remedy =
            "remove `every`, and skip the pass's work by a push constant or its group count";
        diags.push(refusal(Code::Rates, site, what, "runs timelines", remedy));
    }
    // Graph JSON is planned and never executed: its passes have no work and may trace rays.
    if !graph.lenient {
        refuse_sub_graph(pass, diags);
        refuse_ray_tracing(graph, pass, diags);
    }
}

/// A sub-graph stands in the IR as one pass without work of its own.
fn refuse_sub_graph(pass: &Pass, diags: &Diagnostics) {
    if pass.work != Work::Opaque || pass.kind == PassKind::RayTracing {
        return;
    }
    let what = format!(
        "`{}` is the graph `{}`, and this version executes no graph within a graph",
        pass.name, pass.ty
    );
    let remedy = format!("wire the passes of `{}` here themselves", pass.ty);
    diags.push(refusal(Code::SubGraphs, pass.name.site, what, "inlines sub-graphs", &remedy));
}

fn refuse_ray_tracing(graph: &Graph, pass: &Pass, diags: &Diagnostics) {
    let structure = pass.accesses.iter().find(|access| {
        matches!(graph.resource(access.resource).shape, plan::Shape::AccelerationStructure { .. })
    });
    let (site, what) = match structure {
        _ if pass.kind == PassKind::RayTracing => {
            (pass.name.site, format!("pass `{}` traces rays", pass.name))
        }
        Some(access) => {
            let resource = &graph.resource(access.resource).name;
            let what = format!("pass `{}` uses acceleration structure `{resource}`", pass.name);
            (access.site, what)
        }
        None => return,
    };
    let what = format!("{what}, and this version has no ray tracing");
    let remedy = "march the rays in a compute pass, or trace in the program's own command buffer";
    diags.push(refusal(Code::RayTracing, site, what, "has ray tracing", remedy));
}

fn refuse_queues(graph: &Graph, kept: &[bool], diags: &Diagnostics) {
    let on_device = |pass: &&Pass| !matches!(pass.kind, PassKind::Host | PassKind::Present);
    let kept = graph.passes.iter().zip(kept).filter(|(_, kept)| **kept).map(|(pass, _)| pass);
    let passes: Vec<&Pass> = kept.filter(on_device).collect();
    // Graphics < Compute < Transfer: the least is the queue that can do the most.
    let Some(main) = passes.iter().map(|pass| pass.queue).min() else { return };
    for pass in passes.iter().filter(|pass| pass.queue != main) {
        let what = format!(
            "pass `{}` asks for the {} queue and others run on the {} queue: this version executes one queue",
            pass.name,
            name(pass.queue),
            name(main)
        );
        let remedy = format!("remove `queue`, and the pass runs on the {} queue", name(main));
        diags.push(refusal(
            Code::SeveralQueues,
            pass.name.site,
            what,
            "submits to several queues",
            &remedy,
        ));
    }
}

const fn name(queue: QueueKind) -> &'static str {
    match queue {
        QueueKind::Graphics => "graphics",
        QueueKind::Compute => "compute",
        QueueKind::Transfer => "transfer",
    }
}

fn refusal(code: Code, site: Site, what: String, later: &str, remedy: &str) -> Diagnostic {
    Diagnostic::error(code, site, what)
        .note(format!(
            "such graphs pass all checks already; the first version that {later} takes them"
        ))
        .help(format!("until then, {remedy}"))
}
