//! What set-up refuses, as values that say where and what to do.

use ash::vk::{self, Handle as _};
use vixen::plan::{
    Contract, Lifetime, MemoryClass, Plan, Queue, QueueKind, Recorded, SizeOp, State, Work,
};
use vixen::{Imported, Object, Options, ParamId, ResourceId};

use crate::harness::build::{Build, whole};
use crate::harness::samples::{BYTES, FILL, drawn, fill, history, options, run};
use crate::harness::{Bench, Graph};

fn refusal(graph: &Graph, options: &Options) -> String {
    let bench = Bench::new();
    let error = bench.try_executor(graph, options).unwrap_err().to_string();
    bench.finish();
    error
}

fn changed(mut graph: Graph, change: impl FnOnce(&mut Plan)) -> Graph {
    change(&mut graph.plan);
    graph
}

#[test]
fn another_shader_than_the_plan_s() {
    let (mut graph, _) = fill(false);
    graph.shaders[0].push(0);
    let error = refusal(&graph, &Options::default());
    assert!(error.contains("for `test.glsl` of graph `fill`"), "{error}");
    graph.shaders.clear();
    let error = refusal(&graph, &Options::default());
    assert!(error.starts_with("0 shader modules where there are 1"), "{error}");
}

#[test]
fn several_queues() {
    let (graph, _) = history();
    let graph = changed(graph, |plan| {
        plan.queues.to_mut().push(Queue { kind: QueueKind::Compute, device: 0, batches: 1 });
    });
    let error = refusal(&graph, &Options::default());
    assert!(error.starts_with("several queues"), "{error}");
}

#[test]
fn push_constants_in_what_is_recorded_once() {
    let (graph, _) = fill(false);
    let graph = changed(graph, |plan| plan.segments.to_mut()[0].recorded = Recorded::Once);
    let error = refusal(&graph, &Options::default());
    assert!(error.contains("for `fill`"), "{error}");
}

#[test]
fn an_extent_beyond_the_graph_s() {
    let error = refusal(&drawn(2), &options([1281, 16]));
    assert_eq!(
        error,
        "an extent of 1281 x 16 where 1 to 1280 x 1024 is allowed for `screen` of graph `drawn`; raise the \
         graph's max_extent"
    );
}

#[test]
fn a_parameter_that_is_not_there() {
    let params = vec![(ParamId::new(3), [1; 3])];
    let error = refusal(&history().0, &Options { params, ..Options::default() });
    assert!(error.starts_with("no size parameter 3"), "{error}");
}

/// What set-up creates is what the plan has reserved, or less.
#[test]
fn more_objects_than_the_plan_reserves() {
    let few = |change: fn(&mut Plan)| refusal(&changed(drawn(2), change), &options([8, 8]));
    let error = few(|plan| plan.reservation.image_views = 0);
    assert!(error.starts_with("set-up would create "), "{error}");
    assert!(error.contains(" image views for a screen of "), "{error}");
    assert!(error.contains("and the plan reserves 0"), "{error}");
    assert!(few(|plan| plan.reservation.pipelines = 0).contains("1 pipelines"));
    assert!(few(|plan| plan.reservation.command_buffers = 0).contains("command buffers"));
}

#[test]
fn more_groups_than_the_device_takes() {
    let mut b = Build::new("wide", 1);
    let out = b.readback(BYTES);
    let groups = b.expr(&[SizeOp::Vector([u64::from(u32::MAX), 1, 1])]);
    let binding = [(vk::DescriptorType::STORAGE_BUFFER, whole(out, 0))];
    b.compute(("fill", 0), FILL, &binding, (1, false), (Work::Dispatch(groups), 4));
    b.segment((0, 1), Recorded::EveryFrame, 1, false);
    let error = refusal(&b.finish(vk::PipelineStageFlags2::NONE), &Options::default());
    assert!(error.contains("work groups where the device takes"), "{error}");
    assert!(error.contains("in pass `fill` of graph `wide`"), "{error}");
}

#[test]
fn an_import_that_nobody_gave_or_that_is_too_small() {
    let state = State {
        stages: vk::PipelineStageFlags2::NONE,
        access: vk::AccessFlags2::NONE,
        layout: vk::ImageLayout::UNDEFINED,
    };
    let import = Lifetime::Import(Contract { entry: state, exit: state, keep: true });
    let (graph, _) = fill(false);
    let graph = changed(graph, |plan| {
        let data = &mut plan.resources.to_mut()[0];
        (data.lifetime, data.memory) = (import, MemoryClass::External);
    });
    let error = refusal(&graph, &Options::default());
    assert!(error.starts_with("nothing given for an import for `data` of graph `fill`"), "{error}");
    let object = |buffer, size| {
        // SAFETY: it is refused.
        unsafe { Imported::new(Object::Buffer { buffer, size }) }
    };
    let null = object(vk::Buffer::null(), BYTES);
    let imports = vec![(ResourceId::new(0), null)];
    let error = refusal(&graph, &Options { imports, ..Options::default() });
    assert!(error.starts_with("a null buffer given for an import for `data`"), "{error}");
    let stray = vec![(ResourceId::new(1), null)];
    let error = refusal(&graph, &Options { imports: stray, ..Options::default() });
    assert!(error.starts_with("an object is given for resource 1, which is no import"), "{error}");
    let small = object(vk::Buffer::from_raw(1), BYTES - 1);
    let imports = vec![(ResourceId::new(0), small)];
    let error = refusal(&graph, &Options { imports, ..Options::default() });
    assert!(error.starts_with("a buffer of 1023 bytes given for an import"), "{error}");
}

#[test]
fn a_capture_without_a_picture() {
    let bench = Bench::new();
    let mut executor = bench.executor(&drawn(2), &options([8, 8]));
    let error = executor.capture().unwrap_err().to_string();
    assert!(error.starts_with("there is no picture to capture"), "{error}");
    let error = executor.readback(ResourceId::new(0)).unwrap_err().to_string();
    assert!(error.starts_with("no frame has been submitted"), "{error}");
    run(&mut executor, &());
    let error = executor.readback(ResourceId::new(0)).unwrap_err().to_string();
    assert!(error.starts_with("resource 0 is not a readback for `screen`"), "{error}");
    drop(executor);
    bench.finish();
}
