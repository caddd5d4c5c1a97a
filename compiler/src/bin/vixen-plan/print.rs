//! Findings as rustc prints its own, and the plan in the form that was asked for.

use serde_json::{Value, json};
use vixen_compiler::diagnostic::{Diagnostic, Site};
use vixen_compiler::report::{self, Figures};
use vixen_compiler::snippet::{self, Finding, Place};
use vixen_plan::Family;

use super::proof::Proof;
use super::{Arguments, Outcome};

/// How findings are shown.
pub(super) struct Shown<'t> {
    pub(super) path: String,
    pub(super) text: Option<&'t str>,
    pub(super) styled: bool,
}

impl Shown<'_> {
    pub(super) fn finding(&self, diagnostic: &Diagnostic) -> String {
        let (start, end) = match diagnostic.site {
            Site::Text { line, column } => ((line, column), (0, 0)),
            Site::Tokens(span) => (number(span.start()), number(span.end())),
            Site::Whole => ((0, 0), (0, 0)),
        };
        let finding = Finding {
            severity: diagnostic.severity,
            code: Some(diagnostic.code),
            message: &diagnostic.message,
            notes: &diagnostic.notes,
            help: &diagnostic.help,
        };
        let place = Place { path: &self.path, text: self.text, start, end };
        snippet::render(finding, place, self.styled)
    }
}

/// Line and column from 1.
fn number(place: proc_macro2::LineColumn) -> (u32, u32) {
    let number = |n: usize| u32::try_from(n).unwrap_or_default();
    (number(place.line), number(place.column) + 1)
}

pub(super) fn printed(
    arguments: &Arguments,
    family: &Family,
    outcome: &Outcome,
    proof: &Proof,
) -> String {
    if arguments.json || arguments.full {
        let mut value = figures(family, outcome);
        proof.to_json(&mut value);
        if arguments.full {
            value["report"] = report::value(family);
        }
        return format!("{value:#}\n");
    }
    let mut text = if arguments.dot { report::dot(family) } else { report::text(family) };
    proof.to_text(&mut text);
    text
}

/// The figures as `tests/graphs/README.md` measures them.
fn figures(family: &Family, outcome: &Outcome) -> Value {
    let Some(plan) = family.plans.first() else { return json!({}) };
    let figures = Figures::of(plan).with_rings();
    let order: Vec<&str> = plan.passes.iter().map(|pass| &*pass.name).collect();
    let levels: Vec<u32> = plan.passes.iter().map(|pass| pass.level).collect();
    let declared = plan.passes.len() + plan.culled.len();
    let culled: Vec<&str> = plan.culled.iter().map(|pass| &*pass.name).collect();
    let warnings: Vec<String> = outcome.found.iter().map(ToString::to_string).collect();
    json!({
        "name": family.name,
        "extent": plan.max_extent,
        "declared_passes": declared,
        "passes": figures.passes,
        "order": order,
        "levels": figures.levels,
        "level_of": levels,
        "culled": culled,
        "barrier_batches": figures.barrier_batches,
        "image_barriers": figures.image_barriers,
        "buffer_barriers": figures.buffer_barriers,
        "memory_barriers": figures.memory_barriers,
        "transient_bytes": figures.transient_bytes,
        "transient_bytes_without_aliasing": figures.transient_bytes_without_aliasing,
        "live_peak_bytes": figures.live_peak_bytes,
        "persistent_bytes": figures.persistent_bytes,
        "host_ring_bytes": figures.ring_bytes,
        "warnings": warnings,
        "compile_ms": outcome.elapsed.as_secs_f64() * 1e3,
    })
}
