//! Frames in steady state: no heap block, no Vulkan object, no device memory, counted by the tracker and from
//! outside. One test plants one of each.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

mod harness;

use std::sync::Mutex;
use std::sync::atomic::Ordering;

use ash::vk;
use vixen::plan::Work;
use vixen::tracker::CountingAllocator;
use vixen::{DynExecutor, Error, Options};

use harness::outside::{MEMORY, OBJECTS, watched_instance};
use harness::samples::{Given, direct, drawn, fill, history, options, run, scaled, transfers};
use harness::{Bench, Graph};

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

/// The counts from outside are the process's: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

const FRAMES: u32 = 5000;

fn outside() -> (u64, u64) {
    (OBJECTS.load(Ordering::Relaxed), MEMORY.load(Ordering::Relaxed))
}

/// Frames until every ring has been used.
fn warm(executor: &mut DynExecutor) {
    for _ in 0..20 {
        run(executor, &Given::seed(1));
    }
}

fn steady(graph: &Graph) {
    let bench = Bench::on(&watched_instance(&[]));
    let mut executor = bench.executor(graph, &options([32, 32]));
    warm(&mut executor);
    for extent in [[32, 32], [48, 16]] {
        executor.resize(extent).unwrap();
        warm(&mut executor);
        let before = outside();
        for frame in 0..FRAMES {
            run(&mut executor, &Given::seed(frame));
        }
        assert_eq!(outside(), before, "{}", graph.plan.name);
    }
    bench.device.tracker().verify_execute().unwrap();
    let compiled = bench.device.tracker().compile();
    assert!(compiled.heap_allocations > 0 && compiled.vulkan_objects > 0, "something is counted");
    drop(executor);
    bench.finish();
}

#[test]
fn frames_of_every_sample_graph() {
    let _alone = ALONE.lock().unwrap();
    steady(&fill(false).0);
    steady(&fill(true).0);
    steady(&history().0);
    steady(&scaled().0);
    steady(&drawn(2));
    steady(&transfers().0);
}

#[test]
fn what_is_planted_is_found() {
    let _alone = ALONE.lock().unwrap();
    let bench = Bench::on(&watched_instance(&[]));
    let (graph, _) = direct(Work::Code);
    let mut executor = bench.executor(&graph, &Options::default());
    warm(&mut executor);
    let tracker = bench.device.tracker();
    tracker.verify_execute().unwrap();
    let before = outside();

    let mut planted = None;
    let frame = executor.begin().unwrap();
    let code = |_: u32, _: vixen::RawPass<'_>| {
        let block = std::hint::black_box(Box::new(7u32));
        let info = vk::SemaphoreCreateInfo::default();
        // SAFETY: plain requests; both are given back below.
        let semaphore = unsafe { bench.device.create_semaphore(&info, "") }.unwrap();
        let memory = bench.device.allocate_memory(256, 0, "").unwrap();
        planted = Some((block, semaphore, memory));
    };
    frame.submit(&(), code).unwrap();
    let execute = tracker.execute();
    assert_eq!((execute.vulkan_objects, execute.device_allocations), (1, 1));
    assert!(execute.heap_allocations >= 1);
    assert_eq!(outside(), (before.0 + 1, before.1 + 1));
    let Err(Error::ExecuteAllocated { passes, .. }) = tracker.verify_execute() else {
        unreachable!("the planted allocations are an error");
    };
    assert_eq!(passes, [(0, execute.heap_allocations)], "the pass that made them");

    let (_block, semaphore, memory) = planted.unwrap();
    // SAFETY: the device never used them.
    unsafe {
        bench.device.destroy_semaphore(semaphore);
        bench.device.free_memory(memory);
    }
    drop(executor);
    bench.finish();
}
