//! What random graphs cost to compile, in steps: they are the same on every machine.
#![allow(clippy::unwrap_used, clippy::panic)] // A test fails by panicking.

use vixen_compiler::diagnostic::Diagnostics;
use vixen_compiler::sync::{MAX_STEPS, Synchronization};
use vixen_compiler::syntax::json::parse;
use vixen_compiler::{lower, memory, order, sync};
use vixen_cost::Shape;

/// The barriers of a random graph.
fn synchronized(shape: Shape, seed: u64) -> Synchronization {
    let diags = Diagnostics::new();
    let ast = parse(&shape.draw(seed).to_string(), None, &diags).unwrap();
    let graph = lower::lower(&ast, &diags);
    let schedule = order::order(&graph, &diags).unwrap();
    let memory = memory::place(&graph, &schedule, &diags).unwrap();
    let sync = sync::synchronize(&graph, &schedule, &memory, &diags).unwrap();
    sync.unwrap_or_else(|| panic!("{}: {:?}", shape.name(seed), diags.into_vec()))
}

/// With walks that began anew in every trial, one graph took a hundred times the steps of another of its
/// shape, and each third of a thousand passes was refused.
#[test]
fn no_seed_takes_many_steps() {
    for window in [4, 16] {
        let shape = Shape { passes: 300, window };
        for seed in 1..=3 {
            let steps = synchronized(shape, seed).steps;
            println!("{}: {steps}", shape.name(seed));
            assert!(steps < MAX_STEPS / 200, "{}: {steps}", shape.name(seed));
        }
    }
}

#[test]
fn the_same_graph_takes_the_same_steps() {
    let shape = Shape { passes: 100, window: 4 };
    assert_eq!(synchronized(shape, 7), synchronized(shape, 7));
}
