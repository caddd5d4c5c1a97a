//! The plans whose mutants are judged: every graph of the tree, and random ones.

use vixen::Graph as _;
use vixen_compiler::diagnostic::Diagnostics;
use vixen_compiler::syntax::json;
use vixen_plan::{Family, Plan};

use super::{Effort, Summary};
use crate::campaign;
use crate::compile::compile;

/// Graphs of the tree, embedded.
const FILES: [(&str, &str); 6] = [
    ("daxa_mpm_sim_and_draw", include_str!("../../../graphs/daxa_mpm_sim_and_draw.json")),
    (
        "granite_viewer_forward_msaa",
        include_str!("../../../graphs/granite_viewer_forward_msaa.json"),
    ),
    ("random_window16_1000", include_str!("../../../graphs/random_window16_1000.json")),
    ("rps_downsample_array", include_str!("../../../graphs/rps_downsample_array.json")),
    ("rps_mini_renderer", include_str!("../../../graphs/rps_mini_renderer.json")),
    ("rps_multi_queue", include_str!("../../../graphs/rps_multi_queue.json")),
];

/// Seed of the random graphs whose mutants are judged.
const SEED: u64 = 7;

/// Judges the mutants of every plan.
pub fn mutation(summary: &mut Summary, effort: Effort) {
    for (name, text) in FILES {
        let diags = Diagnostics::new();
        let family =
            json::parse(text, None, &diags).and_then(|ast| vixen_compiler::compile(&ast, &diags));
        match family {
            Some(family) => judge(summary, effort, (name, &family)),
            None => summary.problems.push(format!("{name} does not compile")),
        }
    }
    judge(summary, effort, ("Glow", vixen_graphs::post::Glow::FAMILY));
    judge(summary, effort, ("VoxelWorld", vixen_examples::voxel::graph::VoxelWorld::FAMILY));
    for index in 0..effort.mutated {
        let Some(graph) = campaign::graph(SEED, index) else { continue };
        if let Ok(compiled) = compile(&graph) {
            let name = format!("seed {SEED}, graph {index}");
            add(summary, &name, &compiled.plan);
        }
    }
}

fn judge(summary: &mut Summary, effort: Effort, (name, family): (&str, &Family)) {
    for plan in family.plans.iter().filter(|plan| plan.passes.len() <= effort.largest) {
        add(summary, name, plan);
    }
}

fn add(summary: &mut Summary, name: &str, plan: &Plan) {
    let report = vixen_oracle::mutate(plan);
    summary.mutated_plans += 1;
    summary.objections += report.objections.len() as u64;
    summary.mutants += report.mutants as u64;
    summary.killed += report.killed as u64;
    summary.survivors_explained += report.survivors_explained as u64;
    summary.survivors_unexplained += report.survivors_unexplained as u64;
    if !report.objections.is_empty() {
        summary.problems.push(format!("{name}: {}", report.objections));
    }
    let unexplained = report.survivors.iter().filter(|survivor| survivor.reason.is_none());
    summary
        .problems
        .extend(unexplained.map(|survivor| format!("{name}: {}", survivor.description)));
}
