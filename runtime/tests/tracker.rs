//! Counting of heap blocks, with the counting allocator in place.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

use std::hint::black_box;

use vixen::Error;
use vixen::tracker::{CountingAllocator, MAX_TRACKED_PASSES, Phase, Tracker};

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

fn one_block(bytes: usize) -> Vec<u8> {
    black_box(Vec::with_capacity(bytes))
}

#[test]
fn a_planted_block_is_found_in_its_phase_and_pass() {
    let tracker = Tracker::new();
    {
        let execute = tracker.enter(Phase::Execute);
        let _pass = execute.pass(3);
        drop(one_block(100));
    }
    let counts = tracker.execute();
    assert_eq!((counts.heap_allocations, counts.heap_bytes, counts.heap_frees), (1, 100, 1));
    assert_eq!(tracker.pass_heap_allocations(3), 1);
    assert_eq!(tracker.allocating_passes(), [(3, 1)]);
    assert!(tracker.compile().is_empty() && tracker.setup().is_empty());

    let error = tracker.verify_execute().unwrap_err();
    assert!(matches!(error, Error::ExecuteAllocated { .. }));
    assert!(error.to_string().contains("pass 3: 1 heap blocks"), "{error}");
}

#[test]
fn an_empty_frame_passes() {
    let tracker = Tracker::new();
    let before = tracker.snapshot();
    {
        let execute = tracker.enter(Phase::Execute);
        for pass in 0..8 {
            let _pass = execute.pass(pass);
            black_box([0u8; 64]);
        }
    }
    tracker.verify_execute().unwrap();
    assert!(tracker.snapshot().since(&before).phase(Phase::Execute).is_empty());
}

#[test]
fn growing_a_block_counts_too() {
    let tracker = Tracker::new();
    let mut block = one_block(8);
    {
        let _execute = tracker.enter(Phase::Execute);
        block.reserve_exact(4096);
    }
    assert_eq!(tracker.execute().heap_allocations, 1);
}

#[test]
fn phases_nest_and_the_inner_one_counts() {
    let tracker = Tracker::new();
    let _setup = tracker.enter(Phase::Setup);
    {
        let _compile = tracker.enter(Phase::Compile);
        drop(one_block(1));
    }
    drop(one_block(1));
    assert_eq!(tracker.compile().heap_allocations, 1);
    assert_eq!(tracker.setup().heap_allocations, 1);
}

#[test]
fn other_threads_and_other_trackers_are_not_counted() {
    let tracker = Tracker::new();
    let other = Tracker::new();
    let _execute = tracker.enter(Phase::Execute);
    let before = tracker.execute();
    std::thread::scope(|scope| {
        scope.spawn(|| drop(one_block(1 << 20)));
    });
    // Starting the thread made blocks here; the thread's own is not among them.
    assert!(tracker.execute().since(&before).heap_bytes < 1 << 20);
    assert!(other.execute().is_empty());
}

#[test]
fn guards_dropped_out_of_order_leave_every_phase() {
    let outer = Tracker::new();
    let inner = Tracker::new();
    let outer_guard = outer.enter(Phase::Execute);
    let inner_guard = inner.enter(Phase::Execute);
    drop(outer_guard);
    drop(outer);
    drop(one_block(1));
    drop(inner_guard);
    drop(one_block(1));
    assert!(inner.execute().is_empty());
}

#[test]
fn passes_beyond_the_table_share_its_end() {
    let tracker = Tracker::new();
    {
        let execute = tracker.enter(Phase::Execute);
        let _pass = execute.pass(u32::MAX);
        drop(one_block(1));
    }
    let last = MAX_TRACKED_PASSES as u32 - 1;
    assert_eq!(tracker.pass_heap_allocations(last), 1);
}

#[test]
fn the_table_has_a_line_a_phase() {
    let tracker = Tracker::new();
    {
        let _execute = tracker.enter(Phase::Execute);
        drop(one_block(100));
    }
    let table = tracker.to_string();
    let execute = table.lines().find(|line| line.starts_with("execute")).unwrap();
    let numbers: Vec<&str> = execute.split_whitespace().skip(1).collect();
    assert_eq!(numbers, ["1", "100", "1", "0", "0", "0", "0", "0"]);
    assert_eq!(table.lines().count(), 5);
}
