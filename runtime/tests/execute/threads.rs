//! Two graphs of one device on two threads, under the layer's thread-safety validation.

use std::thread;

use vixen::{DynExecutor, Options, ResourceId};

use crate::harness::samples::{COUNT, Given, drawn, fill, options, run};
use crate::harness::{Bench, words};

const ROUNDS: u32 = 40;

/// Draws, captures and resizes, each a use of the queue.
fn draw(mut executor: DynExecutor) {
    for round in 0..ROUNDS {
        run(&mut executor, &());
        if round % 4 == 3 {
            let pixels = executor.capture().unwrap();
            assert_eq!(pixels.bytes[..4], [255, 0, 0, 255]);
            executor.resize([8 + round, 8]).unwrap();
        }
    }
}

/// Fills and reads, waiting for its own frames.
fn compute(mut executor: DynExecutor, out: u32) {
    for round in 0..4 * ROUNDS {
        run(&mut executor, &Given::seed(round));
        if round % 2 == 1 {
            executor.wait_idle().unwrap();
            let found = words(executor.readback(ResourceId::new(out)).unwrap().bytes);
            assert_eq!(found, (round..round + COUNT as u32).collect::<Vec<_>>());
        }
    }
}

/// `VkQueue`: "Host access to queue must be externally synchronized" in `vkQueueSubmit2`, `vkQueueWaitIdle` and
/// `vkQueuePresentKHR`; `vkDeviceWaitIdle` asks it of every queue of the device.
#[test]
fn two_graphs_of_one_device_run_on_two_threads_while_a_third_waits() {
    let bench = Bench::new();
    let (graph, out) = fill(true);
    let pictures = drawn(2);
    let drawing = bench.executor(&pictures, &options([16, 16]));
    let computing = bench.executor(&graph, &Options::default());
    thread::scope(|scope| {
        let threads = [scope.spawn(|| draw(drawing)), scope.spawn(|| compute(computing, out))];
        while !threads.iter().all(thread::ScopedJoinHandle::is_finished) {
            bench.device.wait_idle().unwrap();
            thread::yield_now();
        }
    });
    bench.finish();
}

/// Set-up submits too: what brings resources into their first state.
#[test]
fn graphs_are_set_up_on_one_thread_while_another_draws() {
    let bench = Bench::new();
    let (graph, _) = fill(false);
    let pictures = drawn(2);
    let drawing = bench.executor(&pictures, &options([16, 16]));
    thread::scope(|scope| {
        let thread = scope.spawn(|| draw(drawing));
        while !thread.is_finished() {
            run(&mut bench.executor(&graph, &Options::default()), &Given::seed(1));
        }
    });
    bench.finish();
}
