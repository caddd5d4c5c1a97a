//! Compute, transfers, histories and uploads, by the words that come back.

use vixen::{DynExecutor, Options, ResourceId};

use crate::harness::samples::{COUNT, Given, fill, history, run, scaled};
use crate::harness::{Bench, words};

fn result(executor: &DynExecutor, id: u32) -> Vec<u32> {
    executor.wait_idle().unwrap();
    words(executor.readback(ResourceId::new(id)).unwrap().bytes)
}

#[test]
fn a_pass_fills_what_the_host_reads() {
    let bench = Bench::new();
    let (graph, out) = fill(false);
    let mut executor = bench.executor(&graph, &Options::default());
    for frame in 0..5u32 {
        run(&mut executor, &Given::seed(frame * 1000));
    }
    let expected: Vec<u32> = (4000..4000 + COUNT as u32).collect();
    assert_eq!(result(&executor, out), expected);
    drop(executor);
    bench.finish();
}

#[test]
fn a_segment_recorded_once_follows_one_recorded_each_frame() {
    let bench = Bench::new();
    let (graph, out) = fill(true);
    let mut executor = bench.executor(&graph, &Options::default());
    for frame in 0..4u32 {
        run(&mut executor, &Given::seed(frame));
        let readback = executor.readback(ResourceId::new(out)).unwrap();
        let first = words(readback.bytes)[0];
        assert_eq!(u64::from(first), readback.frame, "a finished frame's own words");
    }
    assert_eq!(result(&executor, out)[..2], [3, 4]);
    drop(executor);
    bench.finish();
}

#[test]
fn a_history_steps_from_its_cleared_state() {
    let bench = Bench::new();
    let (graph, out) = history();
    let mut executor = bench.executor(&graph, &Options::default());
    for frames in 1..=7 {
        run(&mut executor, &());
        assert_eq!(result(&executor, out), vec![100 + frames; COUNT as usize]);
    }
    drop(executor);
    bench.finish();
}

#[test]
fn each_frame_sees_its_own_upload() {
    let bench = Bench::new();
    let (graph, factor, out) = scaled();
    let mut executor = bench.executor(&graph, &Options::default());
    for frame in 0..9u32 {
        if frame % 2 == 0 {
            let mut bytes = [0; 16];
            bytes[..4].copy_from_slice(&frame.to_le_bytes());
            let given = Given { push: [0; 4], upload: Some((factor, bytes)) };
            run(&mut executor, &given);
        } else {
            let mut begun = executor.begin().unwrap();
            begun.upload(ResourceId::new(factor)).unwrap()[..4]
                .copy_from_slice(&frame.to_le_bytes());
            begun.submit(&(), |_, _| {}).unwrap();
        }
        assert_eq!(result(&executor, out)[255], frame * 255);
    }
    drop(executor);
    bench.finish();
}

#[test]
fn a_frame_that_was_dropped_has_not_been() {
    let bench = Bench::new();
    let (graph, out) = history();
    let mut executor = bench.executor(&graph, &Options::default());
    run(&mut executor, &());
    assert_eq!(executor.begin().unwrap().number(), 1);
    assert_eq!(executor.begin().unwrap().number(), 1);
    run(&mut executor, &());
    assert_eq!(result(&executor, out)[0], 102);
    drop(executor);
    bench.finish();
}
