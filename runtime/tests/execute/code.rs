//! Passes with code of their own, and counts that the program gives.

use vixen::plan::Work;
use vixen::{Error, Inputs, Options, ResourceId};

use crate::harness::samples::{BYTES, COUNT, direct, run};
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
                let slot = cx.slot("data", 0);
                assert_eq!((slot.offset, slot.size), (0, BYTES));
                assert_ne!(slot.buffer, ash::vk::Buffer::null());
                assert_eq!(cx.slot("other", 0).buffer, ash::vk::Buffer::null());
                cx.bind();
                cx.push(&(10 * frame));
                cx.dispatch([COUNT as u32 / 64, 1, 1]);
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
