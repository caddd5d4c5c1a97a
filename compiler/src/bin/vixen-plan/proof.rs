//! What the oracle says of plans.

use std::fmt::Write as _;

use serde_json::{Value, json};
use vixen_oracle::{Report, Verdicts};
use vixen_plan::Family;

use super::Arguments;

/// What the oracle says of the plans of a family, as far as it was asked.
#[derive(Default)]
pub(super) struct Proof {
    pub(super) verdicts: Option<Verdicts>,
    mutation: Vec<Report>,
}

impl Proof {
    pub(super) fn of(arguments: &Arguments, family: &Family) -> Self {
        let verdicts = arguments.oracle.then(|| {
            Verdicts(
                family.plans.iter().flat_map(|plan| vixen_oracle::judge_plan(plan).0).collect(),
            )
        });
        let mutated = family.plans.iter().filter(|_| arguments.mutate);
        Self { verdicts, mutation: mutated.map(vixen_oracle::mutate).collect() }
    }

    /// Adds what was asked for to the figures.
    pub(super) fn to_json(&self, value: &mut Value) {
        if let Some(verdicts) = &self.verdicts {
            value["oracle"] = verdicts.len().into();
            value["objections"] = verdicts.len().into();
            value["verdicts"] = verdicts.0.iter().map(ToString::to_string).collect();
        }
        if self.mutation.is_empty() {
            return;
        }
        let sum = |of: fn(&Report) -> usize| self.mutation.iter().map(of).sum::<usize>();
        value["mutants"] = sum(|report| report.mutants).into();
        value["killed"] = sum(|report| report.killed).into();
        value["survivors_explained"] = sum(|report| report.survivors_explained).into();
        value["survivors_unexplained"] = sum(|report| report.survivors_unexplained).into();
        let survivors = self.mutation.iter().flat_map(|report| &report.survivors);
        let survivors = survivors.map(|survivor| {
            json!({
                "kind": survivor.kind.name(),
                "mutant": survivor.description,
                "reason": survivor.reason,
            })
        });
        value["survivors"] = survivors.collect();
    }

    pub(super) fn to_text(&self, text: &mut String) {
        if let Some(verdicts) = &self.verdicts {
            let _ = writeln!(text, "\nOracle: {} objections", verdicts.len());
            let _ = write!(text, "{verdicts}");
        }
        for report in &self.mutation {
            let _ = write!(text, "\nMutation: {report}");
        }
    }
}
