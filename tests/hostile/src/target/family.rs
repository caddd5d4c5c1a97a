//! What must hold of a family of plans, wherever it came from.

use quote::quote;
use vixen_compiler::{emit, report};
use vixen_plan::Family;

/// Each plan passes its verifier, and each way to print a family works and is well-formed.
pub(super) fn check(family: &Family) {
    assert!(!family.plans.is_empty(), "a family without a plan");
    for plan in family.plans.iter() {
        if let Err(what) = emit::verify(plan) {
            panic!("the plan of `{}` breaks an invariant: {what}", plan.name);
        }
    }
    assert!(!report::text(family).is_empty(), "the report is empty");
    let json = report::json(family);
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "the report is no JSON");
    assert!(report::dot(family).starts_with("digraph"), "the picture is no graph");
    let tokens = emit::tokens(family, &quote!(::vixen::plan));
    assert!(syn::parse2::<syn::Expr>(tokens).is_ok(), "the tables are no Rust");
}
