//! Resizes, parameters and imports that change between frames.

use ash::vk::{self, PipelineStageFlags2 as Stage};
use vixen::device::{Allocation, MemoryLocation};
use vixen::plan::{Contract, Expr, Lifetime, MemoryClass, Param, Shape, SizeOp, Span, State};
use vixen::{Device, GraphState, Imported, Object, Options, ParamId, ResourceId};

use crate::harness::samples::{BYTES, COUNT, Given, drawn, fill, history, options, run};
use crate::harness::{Bench, Graph, words};

#[test]
fn a_resize_makes_the_screen_anew() {
    let bench = Bench::new();
    let mut executor = bench.executor(&drawn(2), &options([16, 16]));
    for extent in [[16, 16], [40, 8], [3, 100], [1024, 1]] {
        executor.resize(extent).unwrap();
        for _ in 0..3 {
            run(&mut executor, &());
        }
        let pixels = executor.capture().unwrap();
        assert_eq!(pixels.extent, extent);
        assert_eq!(pixels.bytes[..4], [255, 0, 0, 255]);
        let last = pixels.bytes.len() - 4;
        assert_eq!(pixels.bytes[last..], [0, 0, 255, 255]);
    }
    drop(executor);
    bench.finish();
}

/// All is checked before anything is taken down, an image that was acquired included.
#[test]
fn a_refused_resize_changes_nothing() {
    let bench = Bench::new();
    let mut executor = bench.executor(&drawn(2), &options([16, 16]));
    run(&mut executor, &());
    let before = executor.capture().unwrap();
    for extent in [[4000, 4000], [0, 0], [0, 16], [16, 0], [1281, 16], [u32::MAX, u32::MAX]] {
        executor.begin().map(|_| ()).unwrap();
        let error = executor.resize(extent).unwrap_err();
        assert_eq!(error.graph_state(), Some(GraphState::GoesOn));
        let text = error.to_string();
        assert!(text.starts_with(&format!("an extent of {} x {}", extent[0], extent[1])), "{text}");
        assert!(text.contains("of graph `drawn`, which goes on as before; raise"), "{text}");
        assert_eq!(executor.extent(), [16, 16]);
        run(&mut executor, &());
        assert_eq!(executor.capture().unwrap(), before);
    }
    let error = executor.set_param(ParamId::new(0), [1; 3]).unwrap_err();
    assert_eq!(error.graph_state(), Some(GraphState::GoesOn), "{error}");
    executor.resize([32, 16]).unwrap();
    run(&mut executor, &());
    assert_eq!(executor.capture().unwrap().extent, [32, 16]);
    drop(executor);
    bench.finish();
}

#[test]
fn a_resize_keeps_what_does_not_depend_on_it() {
    let bench = Bench::new();
    let (graph, out) = history();
    let mut executor = bench.executor(&graph, &Options::default());
    for frame in 1..=3 {
        run(&mut executor, &());
        executor.resize([64 * frame, 64]).unwrap();
    }
    run(&mut executor, &());
    executor.wait_idle().unwrap();
    let result = words(executor.readback(ResourceId::new(out)).unwrap().bytes);
    assert_eq!(result, vec![104; COUNT as usize], "the history went on");
    drop(executor);
    bench.finish();
}

#[test]
fn a_history_of_another_size_starts_from_its_first_state() {
    let bench = Bench::new();
    let (mut graph, out) = history();
    graph.plan.params =
        vec![Param { name: "words".into(), default: [BYTES; 3], max: [4 * BYTES; 3] }].into();
    // The first expression is the ring's size.
    graph.plan.size_ops.to_mut()[0] = SizeOp::Param(0);
    let mut executor = bench.executor(&graph, &Options::default());
    run(&mut executor, &());
    executor.set_param(ParamId::new(0), [2 * BYTES; 3]).unwrap();
    run(&mut executor, &());
    executor.wait_idle().unwrap();
    let result = words(executor.readback(ResourceId::new(out)).unwrap().bytes);
    assert_eq!(result, vec![101; COUNT as usize]);
    for value in [[5 * BYTES; 3], [0; 3], [u64::MAX; 3]] {
        let error = executor.set_param(ParamId::new(0), value).unwrap_err().to_string();
        assert!(error.contains("for `words`"), "{error}");
        assert!(error.contains("which goes on as before"), "{error}");
    }
    run(&mut executor, &());
    executor.wait_idle().unwrap();
    let result = words(executor.readback(ResourceId::new(out)).unwrap().bytes);
    assert_eq!(result, vec![102; COUNT as usize], "the history went on");
    drop(executor);
    bench.finish();
}

#[test]
fn an_import_is_used_and_replaced() {
    let bench = Bench::new();
    let (graph, out) = imported();
    let buffers = [BYTES; 2].map(|size| given(&bench.device, size));
    let object = |index: usize| Object::Buffer { buffer: buffers[index].0, size: BYTES };
    // SAFETY: the buffers outlive the graph.
    let import = |index: usize| unsafe { Imported::new(object(index)) };
    let imports = vec![(ResourceId::new(0), import(0))];
    let mut executor = bench.executor(&graph, &Options { imports, ..Options::default() });
    run(&mut executor, &Given::seed(5));
    executor.set_import(ResourceId::new(0), import(1)).unwrap();
    run(&mut executor, &Given::seed(6));
    executor.wait_idle().unwrap();
    assert_eq!(words(executor.readback(ResourceId::new(out)).unwrap().bytes)[..2], [6, 7]);
    drop(executor);
    for buffer in buffers {
        take_back(&bench.device, buffer);
    }
    bench.finish();
}

/// The graph keeps the state of such an import; the object is the caller's all the same.
#[test]
fn an_import_without_a_contract_is_the_callers_object() {
    let bench = Bench::new();
    let (mut graph, out) = imported();
    graph.plan.resources.to_mut()[0].lifetime = Lifetime::Persistent;
    let error = bench.try_executor(&graph, &Options::default()).unwrap_err().to_string();
    assert!(error.contains("nothing given for an import"), "{error}");
    let buffers = [BYTES; 2].map(|size| given(&bench.device, size));
    let object = |index: usize| Object::Buffer { buffer: buffers[index].0, size: BYTES };
    // SAFETY: the buffers outlive the graph.
    let import = |index: usize| unsafe { Imported::new(object(index)) };
    let imports = vec![(ResourceId::new(0), import(0))];
    let mut executor = bench.executor(&graph, &Options { imports, ..Options::default() });
    for index in 0..2 {
        executor.set_import(ResourceId::new(0), import(index)).unwrap();
        run(&mut executor, &Given::seed(5 + index as u32));
        let objects: Vec<Object> = executor.objects(ResourceId::new(0)).collect();
        assert_eq!(objects, [object(index)]);
    }
    executor.wait_idle().unwrap();
    assert_eq!(words(executor.readback(ResourceId::new(out)).unwrap().bytes)[..2], [6, 7]);
    drop(executor);
    for buffer in buffers {
        take_back(&bench.device, buffer);
    }
    bench.finish();
}

#[test]
fn an_import_that_follows_the_screen_changes_with_it() {
    let bench = Bench::new();
    let (mut graph, out) = imported();
    // A word for each pixel of the screen's first row.
    let size = Span::new(graph.plan.size_ops.len() as u32, 4);
    graph.plan.size_ops.to_mut().extend([
        SizeOp::Swapchain,
        SizeOp::Component(0),
        SizeOp::Scalar(4),
        SizeOp::Mul,
    ]);
    if let Shape::Buffer(buffer) = &mut graph.plan.resources.to_mut()[0].shape {
        buffer.size = Expr(size);
    }
    let buffers = [BYTES / 2, BYTES].map(|size| given(&bench.device, size));
    let import = |index: usize, size| {
        let object = Object::Buffer { buffer: buffers[index].0, size };
        // SAFETY: the buffers outlive the graph.
        (ResourceId::new(0), unsafe { Imported::new(object) })
    };
    let imports = vec![import(0, BYTES / 2)];
    let width = COUNT as u32;
    let extent = [width / 2, 1];
    let mut executor = bench.executor(&graph, &Options { imports, extent, ..Options::default() });
    run(&mut executor, &Given::seed(4));
    let error = executor.resize([width, 1]).unwrap_err().to_string();
    assert!(error.contains("given for an import"), "{error}");
    run(&mut executor, &Given::seed(5));
    executor.resize_with([width, 1], &[import(1, BYTES)]).unwrap();
    run(&mut executor, &Given::seed(6));
    executor.wait_idle().unwrap();
    assert_eq!(words(executor.readback(ResourceId::new(out)).unwrap().bytes)[..2], [6, 7]);
    drop(executor);
    for buffer in buffers {
        take_back(&bench.device, buffer);
    }
    bench.finish();
}

/// The sample whose buffer is the caller's.
fn imported() -> (Graph, u32) {
    let none = State {
        stages: Stage::NONE,
        access: vk::AccessFlags2::NONE,
        layout: vk::ImageLayout::UNDEFINED,
    };
    let (mut graph, out) = fill(false);
    let data = &mut graph.plan.resources.to_mut()[0];
    data.lifetime = Lifetime::Import(Contract { entry: none, exit: none, keep: true });
    data.memory = MemoryClass::External;
    (graph, out)
}

/// A buffer of the caller's with its memory.
fn given(device: &Device, size: u64) -> (vk::Buffer, Allocation) {
    let usage = vk::BufferUsageFlags::STORAGE_BUFFER | vk::BufferUsageFlags::TRANSFER_SRC;
    let info = vk::BufferCreateInfo::default().size(size).usage(usage);
    // SAFETY: a plain buffer, destroyed by `take_back` once nobody uses it.
    unsafe {
        let buffer = device.create_buffer(&info, "imported").unwrap();
        let requirements = device.raw().get_buffer_memory_requirements(buffer);
        let memory =
            device.allocate(requirements, MemoryLocation::GpuOnly, true, "imported").unwrap();
        device.raw().bind_buffer_memory(buffer, memory.memory(), memory.offset()).unwrap();
        (buffer, memory)
    }
}

fn take_back(device: &Device, (buffer, memory): (vk::Buffer, Allocation)) {
    // SAFETY: the executor that used it waited for the device when it was dropped.
    unsafe {
        device.destroy_buffer(buffer);
        device.free(memory);
    }
}
