//! Graphs in JSON.

use vixen_compiler::diagnostic::{Diagnostic, Diagnostics, Severity};
use vixen_compiler::syntax::json::parse;
use vixen_plan::Family;

use super::{check_findings, family};

/// A graph in JSON through all stages: reading, lowering, checking, ordering, barriers, placement, reports.
///
/// # Panics
///
/// Where something does not hold that must.
pub fn graph_json(input: &[u8]) {
    // The tool refuses other bytes before anything reads them.
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (plans, found) = plan(text);
    check_findings(&found);
    let errors = found.iter().any(|one| one.severity == Severity::Error);
    assert_eq!(plans.is_none(), errors, "a family or an error, and not both");
    if let Some(plans) = plans {
        family::check(&plans);
    }
}

/// The plans of a graph, and what was found.
pub(super) fn plan(text: &str) -> (Option<Family>, Vec<Diagnostic>) {
    let diagnostics = Diagnostics::new();
    let ast = parse(text, None, &diagnostics);
    let plans = ast.and_then(|ast| vixen_compiler::compile(&ast, &diagnostics));
    (plans, diagnostics.into_vec())
}
