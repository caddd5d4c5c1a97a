//! Snapshots of the sample frame's reports.

// A test states what it expects; where that fails, a panic is the report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use vixen_plan::{Family, Placement, Plan, Span, Table};

use super::*;
use crate::emit::tests::sample;

fn frame() -> Family {
    let mut family = sample::family();
    family.plans.to_mut().truncate(1);
    family
}

#[test]
fn the_frame_as_text() {
    insta::assert_snapshot!(text(&frame()));
}

#[test]
fn the_frame_as_dot() {
    insta::assert_snapshot!(dot(&frame()));
}

#[test]
fn the_frame_as_json() {
    let text = json(&frame());
    let back: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(back["plans"][0]["figures"]["barrier_batches"], 5);
    insta::assert_snapshot!(text);
}

#[test]
fn figures_count_rings_on_demand() {
    let figures = Figures::of(&frame().plans[0]);
    // `camera` and `shot`, two copies of 65,536 bytes each.
    assert_eq!(figures.ring_bytes, 4 * 65_536);
    assert_eq!(figures.with_rings().transient_bytes, figures.transient_bytes + 4 * 65_536);
}

/// A plan that breaks its invariants must still be told: that is when a report is read.
#[test]
fn broken_plans_are_told_without_a_panic() {
    let mut plan: Plan = sample::family().plans[1].clone();
    plan.reasons = Table::Owned(sample::family().plans[0].reasons.to_vec());
    plan.pools = sample::family().plans[0].pools.clone();
    plan.placements =
        vec![
            Placement { resource: 9, offset: u64::MAX, size: u64::MAX, levels: (0, u32::MAX) };
            100
        ]
        .into();
    plan.pools.to_mut()[0].placements = Span::new(0, 100);
    let mut family = sample::family();
    family.plans = vec![plan].into();
    assert!(text(&family).contains("and 52 smaller ones"));
    assert!(!json(&family).is_empty() && !dot(&family).is_empty());
}
