//! Host cost of a frame: a chain of 100 dispatches with a barrier between each, two frames in flight.
//!
//! Three ways in one process: written by hand on ash and recorded each frame; the same chain as a graph, whose
//! push constants change each frame; and as a graph that changes nothing, so that it is recorded once. What is
//! timed is the CPU time of the thread that records and submits. Compare ratios: on a software driver the
//! driver's own work on that thread is part of every row.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot set up has failed")]
#![allow(missing_docs, reason = "the graphs are the benchmark's own")]

mod by_hand;
mod graphs;

use std::time::Duration;

use cpu_time::ThreadTime;
use criterion::{Criterion, criterion_group, criterion_main};
use vixen::device::{DeviceOptions, InstanceOptions, Needs, Validation};
use vixen::{Device, Executor, Instance, Options};

use by_hand::ByHand;
use graphs::{Chain, ChainInputs, FixedChain, FixedChainInputs};

/// CPU time of this thread in so many calls.
fn on_thread(iterations: u64, mut frame: impl FnMut()) -> Duration {
    let start = ThreadTime::now();
    for _ in 0..iterations {
        frame();
    }
    start.elapsed()
}

fn frame_cost(criterion: &mut Criterion) {
    // The layer would be what is measured.
    let options =
        InstanceOptions { name: "bench", validation: Validation::Off, ..Default::default() };
    let instance = Instance::new(&options).unwrap();
    let needs = Needs::of::<Chain>().unwrap();
    let device = Device::new(&instance, &DeviceOptions { needs, ..Default::default() }).unwrap();
    let options = Options { labels: false, ..Options::default() };
    let mut chain = Executor::<Chain>::new(&device, &options).unwrap();
    let mut fixed = Executor::<FixedChain>::new(&device, &options).unwrap();
    let mut by_hand = ByHand::new(&device, <Chain as vixen::Graph>::SHADERS[0]);
    let mut inputs = ChainInputs::default();

    let mut group = criterion.benchmark_group("frame of 100 dispatches, thread CPU");
    group.sample_size(30).measurement_time(Duration::from_secs(4));
    group.bench_function("ash by hand, re-recorded", |bencher| {
        bencher.iter_custom(|iterations| on_thread(iterations, || by_hand.frame()));
    });
    group.bench_function("vixen, re-recorded", |bencher| {
        bencher.iter_custom(|iterations| {
            on_thread(iterations, || {
                inputs.steps[0].add += 1;
                chain.begin().unwrap().submit(&inputs, &mut ()).unwrap();
            })
        });
    });
    group.bench_function("vixen, recorded once", |bencher| {
        bencher.iter_custom(|iterations| {
            on_thread(iterations, || {
                fixed.begin().unwrap().submit(&FixedChainInputs::default(), &mut ()).unwrap();
            })
        });
    });
    group.finish();
    by_hand.destroy();
}

criterion_group!(benches, frame_cost);
criterion_main!(benches);
