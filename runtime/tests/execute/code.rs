//! Passes with code of their own, and counts that the program gives.

use ash::vk;
use vixen::plan::{Lifetime, MemoryClass, Recorded, Work};
use vixen::{DynExecutor, Error, Inputs, Options, ResourceId};

use crate::harness::build::{Build, scope, whole};
use crate::harness::samples::{BYTES, COMPUTE, COUNT, FILL, Given, HOST, direct, fill, run};
use crate::harness::{Bench, words};

#[test]
fn code_records_with_the_pass_s_own_objects() {
    let bench = Bench::new();
    let (graph, out) = direct(Work::Code);
    let mut executor = bench.executor(&graph, &Options::default());
    for frame in 0..4u32 {
        let mut calls = 0;
        let begun = executor.begin().unwrap();
        begun
            .submit(&(), |pass, cx| {
                calls += 1;
                assert_eq!((pass, cx.frame(), &*cx.pass().name), (0, u64::from(frame), "fill"));
                let slot = cx.slot("data", 0).unwrap();
                assert_eq!((slot.offset, slot.size), (0, BYTES));
                assert_ne!(slot.buffer, ash::vk::Buffer::null());
                assert!(cx.slot("other", 0).is_none() && cx.slot("data", 1).is_none());
                cx.bind();
                cx.push(&(10 * frame));
                // SAFETY: all is bound, and the buffer has a word for each invocation.
                unsafe { cx.dispatch([COUNT as u32 / 64, 1, 1]) };
            })
            .unwrap();
        assert_eq!(calls, 1);
    }
    executor.wait_idle().unwrap();
    assert_eq!(words(executor.readback(ResourceId::new(out)).unwrap().bytes)[..2], [30, 31]);
    drop(executor);
    bench.finish();
}

struct Groups(u32);

impl Inputs for Groups {
    fn push(&self, _: u32) -> &[u8] {
        &[1, 0, 0, 0]
    }

    fn groups(&self, _: u32) -> [u32; 3] {
        [self.0, 1, 1]
    }
}

#[test]
fn a_count_given_each_frame_is_held_to_its_maximum() {
    let bench = Bench::new();
    let (graph, out) = direct(Work::DispatchDynamic { max: [4, 1, 1] });
    let mut executor = bench.executor(&graph, &Options::default());
    run(&mut executor, &Groups(1));
    executor.wait_idle().unwrap();
    let result = words(executor.readback(ResourceId::new(out)).unwrap().bytes);
    assert_eq!((result[63], result[64]), (64, 0), "one group of 64 and no more");

    let error = executor.begin().unwrap().submit(&Groups(5), |_, _| {}).unwrap_err();
    assert_eq!(
        error.to_string(),
        "[5, 1, 1] work groups where [4, 1, 1] are declared in pass `fill` of graph `direct`; raise the \
         counts on the pass in the graph"
    );
    run(&mut executor, &Groups(4));
    executor.wait_idle().unwrap();
    let readback = executor.readback(ResourceId::new(out)).unwrap();
    assert_eq!((readback.frame, words(readback.bytes)[255]), (1, 256));
    drop(executor);
    bench.finish();
}

/// Says one thing when it is checked, and another when it is recorded.
#[derive(Default)]
struct Fickle(std::cell::Cell<u32>);

impl Fickle {
    fn is_asked_again(&self) -> bool {
        self.0.replace(self.0.get() + 1) > 1
    }
}

impl Inputs for Fickle {
    fn push(&self, _: u32) -> &[u8] {
        if self.is_asked_again() { &[] } else { &[9, 0, 0, 0] }
    }

    fn groups(&self, _: u32) -> [u32; 3] {
        if self.is_asked_again() { [u32::MAX; 3] } else { [1; 3] }
    }
}

#[test]
fn inputs_that_change_while_they_are_read_are_held_to_their_bounds() {
    let bench = Bench::new();
    let (graph, out) = direct(Work::DispatchDynamic { max: [4, 1, 1] });
    let mut executor = bench.executor(&graph, &Options::default());
    run(&mut executor, &Fickle::default());
    executor.wait_idle().unwrap();
    // Four groups, and push constants of zero.
    assert_eq!(result_words(&executor, out), (0..COUNT as u32).collect::<Vec<_>>());
    drop(executor);
    bench.finish();
}

#[test]
fn push_constants_of_another_size_are_an_error() {
    let bench = Bench::new();
    let (graph, _) = direct(Work::DispatchDynamic { max: [4, 1, 1] });
    let mut executor = bench.executor(&graph, &Options::default());
    let error = executor.begin().unwrap().submit(&(), |_, _| {}).unwrap_err();
    assert!(matches!(error, Error::Invalid { .. }), "{error}");
    assert!(error.to_string().starts_with("0 bytes of push constants where the shader reads 4"));
    drop(executor);
    bench.finish();
}

#[test]
fn a_count_is_read_from_a_buffer() {
    let bench = Bench::new();
    let mut b = Build::new("indirect", 2);
    let kind = (Lifetime::Upload, 2, MemoryClass::Upload);
    let arguments = b.buffer("arguments", kind, 16, vk::BufferUsageFlags::INDIRECT_BUFFER);
    let out = b.readback(BYTES);
    let access = b.access("arguments", arguments, vk::ImageLayout::UNDEFINED, None);
    let work = Work::DispatchIndirect { arguments: access, offset: 4 };
    let binding = [(vk::DescriptorType::STORAGE_BUFFER, whole(out, 0))];
    b.compute(("fill", 0), FILL, &binding, (2, false), (work, 4));
    b.cut(&[], &[]);
    b.cut(&[scope(COMPUTE, HOST)], &[]);
    b.segment((0, 1), Recorded::EveryFrame, 2, false);
    let graph = b.finish(vk::PipelineStageFlags2::NONE);
    let mut executor = bench.executor(&graph, &Options::default());
    for groups in 1..=4u32 {
        let mut frame = executor.begin().unwrap();
        let words = [99, groups, 1, 1].map(u32::to_le_bytes).concat();
        frame.upload(ResourceId::new(arguments)).unwrap().copy_from_slice(&words);
        frame.submit(&Groups(0), |_, _| {}).unwrap();
        executor.wait_idle().unwrap();
        let result = result_words(&executor, out);
        let filled = result.iter().filter(|word| **word != 0).count() as u32;
        assert_eq!((filled, result[0]), (64 * groups, 1));
    }
    drop(executor);
    bench.finish();
}

fn result_words(executor: &DynExecutor, id: u32) -> Vec<u32> {
    words(executor.readback(ResourceId::new(id)).unwrap().bytes)
}

#[test]
fn a_frame_waits_for_and_signals_the_program_s_semaphores() {
    let bench = Bench::new();
    let (graph, _) = fill(false);
    let mut executor = bench.executor(&graph, &Options::default());
    let all = vk::PipelineStageFlags2::ALL_COMMANDS;
    let semaphore = bench.device.create_timeline_semaphore(0, "the program's").unwrap();
    for frame in 0..4u64 {
        let mut begun = executor.begin().unwrap();
        // SAFETY: the semaphore is a timeline at `frame`, alive until the graph is idle.
        unsafe {
            begun.wait_for(semaphore, frame, all).unwrap();
            begun.signal(semaphore, frame + 1, all).unwrap();
        }
        begun.submit(&Given::seed(1), |_, _| {}).unwrap();
    }
    executor.wait_idle().unwrap();
    // SAFETY: the semaphore is alive and a timeline.
    let value = unsafe { bench.device.raw().get_semaphore_counter_value(semaphore) }.unwrap();
    assert_eq!(value, 4);

    let mut begun = executor.begin().unwrap();
    for _ in 0..8 {
        // SAFETY: as above.
        unsafe { begun.wait_for(semaphore, 4, all) }.unwrap();
    }
    // SAFETY: as above.
    let error = unsafe { begun.wait_for(semaphore, 4, all) }.unwrap_err().to_string();
    assert!(error.starts_with("more than 8 semaphores in one frame"), "{error}");
    begun.submit(&Given::seed(1), |_, _| {}).unwrap();
    drop(executor);
    // SAFETY: every frame has finished.
    unsafe { bench.device.destroy_semaphore(semaphore) };
    bench.finish();
}
