//! Compute, transfers, histories and uploads, by the words that come back.

use ash::vk::{self, AccessFlags2 as Access, DescriptorType as Type, PipelineStageFlags2 as Stage};
use vixen::plan::{Lifetime, MemoryClass, Recorded, SizeOp, Transfer, Work};
use vixen::{DynExecutor, Inputs, Options, ResourceId};

use crate::harness::build::{Build, scope, whole};
use crate::harness::{Bench, Graph, words};

pub(crate) const FILL: &str = include_str!("shaders/fill.comp");
const STEP: &str = include_str!("shaders/step.comp");
const SCALE: &str = include_str!("shaders/scale.comp");

const NO_LAYOUT: vk::ImageLayout = vk::ImageLayout::UNDEFINED;
pub(crate) const COUNT: u64 = 256;
pub(crate) const BYTES: u64 = COUNT * 4;

/// Push constants of one pass, and a typed upload.
pub(crate) struct Given {
    pub(crate) push: [u8; 4],
    pub(crate) upload: Option<(u32, [u8; 16])>,
}

impl Given {
    pub(crate) fn seed(seed: u32) -> Self {
        Self { push: seed.to_le_bytes(), upload: None }
    }
}

impl Inputs for Given {
    fn push(&self, _: u32) -> &[u8] {
        &self.push
    }

    fn upload(&self, resource: u32) -> Option<&[u8]> {
        self.upload.as_ref().filter(|(id, _)| *id == resource).map(|(_, bytes)| &bytes[..])
    }
}

pub(crate) fn run(executor: &mut DynExecutor, inputs: &impl Inputs) {
    executor.begin().unwrap().submit(inputs, |_, _| {}).unwrap();
}

fn result(executor: &DynExecutor, id: u32) -> Vec<u32> {
    executor.wait_idle().unwrap();
    words(executor.readback(ResourceId::new(id)).unwrap().bytes)
}

fn storage() -> vk::BufferUsageFlags {
    vk::BufferUsageFlags::STORAGE_BUFFER | vk::BufferUsageFlags::TRANSFER_SRC
}

pub(crate) const COMPUTE: (Stage, Access) = (Stage::COMPUTE_SHADER, Access::SHADER_STORAGE_WRITE);
const COPY_READ: (Stage, Access) = (Stage::COPY, Access::TRANSFER_READ);
const COPY_WRITE: (Stage, Access) = (Stage::COPY, Access::TRANSFER_WRITE);
pub(crate) const HOST: (Stage, Access) = (Stage::HOST, Access::HOST_READ);

/// A transient filled by a pass with push constants, then copied to the readback. Segments as asked.
pub(crate) fn fill(split: bool) -> (Graph, u32) {
    let mut b = Build::new("fill", 2);
    let kind = (Lifetime::Persistent, 1, MemoryClass::Device);
    let data = b.buffer("data", kind, BYTES, storage());
    let out = b.readback(BYTES);
    let groups = b.expr(&[
        SizeOp::Scalar(COUNT / 64),
        SizeOp::Scalar(1),
        SizeOp::Scalar(1),
        SizeOp::Compose,
    ]);
    b.compute(
        ("fill", 0),
        FILL,
        &[(Type::STORAGE_BUFFER, whole(data, 0))],
        (1, false),
        (Work::Dispatch(groups), 4),
    );
    let (from, to) =
        (b.access("from", data, NO_LAYOUT, None), b.access("to", out, NO_LAYOUT, None));
    b.transfer(("copy", 1), &[Transfer::Copy { from, to }]);
    // The copy of the frame before must be through with the words.
    b.cut(&[scope((Stage::COPY, Access::NONE), (Stage::COMPUTE_SHADER, Access::NONE))], &[]);
    b.cut(&[scope(COMPUTE, COPY_READ)], &[]);
    b.cut(&[scope(COPY_WRITE, HOST)], &[]);
    if split {
        b.segment((0, 1), Recorded::EveryFrame, 2, false);
        b.segment((1, 1), Recorded::Once, 2, false);
    } else {
        b.segment((0, 2), Recorded::EveryFrame, 2, false);
    }
    (b.finish(Stage::NONE), out)
}

/// A history of two: each frame writes its predecessor's words and one more, and copies them out.
pub(crate) fn history() -> (Graph, u32) {
    let mut b = Build::new("history", 2);
    let kind = (Lifetime::History, 2, MemoryClass::Device);
    let ring = b.buffer("ring", kind, BYTES, storage());
    b.clear_buffer(ring, 2, 100);
    let out = b.readback(BYTES);
    let groups = b.expr(&[SizeOp::Vector([COUNT / 64, 1, 1])]);
    b.compute(
        ("step", 0),
        STEP,
        &[(Type::STORAGE_BUFFER, whole(ring, 1)), (Type::STORAGE_BUFFER, whole(ring, 0))],
        (2, false),
        (Work::Dispatch(groups), 0),
    );
    let (from, to) =
        (b.access("from", ring, NO_LAYOUT, None), b.access("to", out, NO_LAYOUT, None));
    b.transfer(("copy", 1), &[Transfer::Copy { from, to }]);
    let read_write =
        (Stage::COMPUTE_SHADER, Access::SHADER_STORAGE_READ | Access::SHADER_STORAGE_WRITE);
    let earlier = (Stage::COMPUTE_SHADER | Stage::COPY, Access::SHADER_STORAGE_WRITE);
    b.cut(&[scope(earlier, read_write)], &[]);
    b.cut(&[scope(COMPUTE, COPY_READ)], &[]);
    b.cut(&[scope(COPY_WRITE, HOST)], &[]);
    b.segment((0, 2), Recorded::Once, 2, false);
    (b.finish(Stage::NONE), out)
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

/// A uniform that the program gives each frame, as a value or through the frame.
fn scaled() -> (Graph, u32, u32) {
    let mut b = Build::new("scaled", 3);
    let kind = (Lifetime::Upload, 3, MemoryClass::Upload);
    let factor = b.buffer("factor", kind, 16, vk::BufferUsageFlags::UNIFORM_BUFFER);
    let out = b.readback(BYTES);
    let groups = b.expr(&[SizeOp::Vector([COUNT / 64, 1, 1])]);
    b.compute(
        ("scale", 0),
        SCALE,
        &[(Type::UNIFORM_BUFFER, whole(factor, 0)), (Type::STORAGE_BUFFER, whole(out, 0))],
        (3, false),
        (Work::Dispatch(groups), 0),
    );
    b.cut(&[], &[]);
    b.cut(&[scope(COMPUTE, HOST)], &[]);
    b.segment((0, 1), Recorded::Once, 3, false);
    (b.finish(Stage::NONE), factor, out)
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
