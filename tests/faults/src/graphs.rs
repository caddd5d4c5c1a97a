//! The scenarios: graphs of every kind of pass and resource, and what programs do with them.

use std::path::Path;

use ash::vk::{self, PipelineStageFlags2 as Stage};
use vixen::Inputs;
use vixen::device::Validation;
use vixen::plan::{Contract, Lifetime, MemoryClass, Param, Plan, SizeOp, State};
use vixen::{Graph as _, plan};
use vixen_graphs::post::{Glow, GlowInputs};

use crate::harness::Graph;
use crate::harness::samples::{BYTES, Given, drawn, fill, history, scaled, transfers};
use crate::harness::screens::{Way, shown};
use crate::scenario::{Scenario, Step};

use Step::{Capture, Frame, Readback, Resize, SetImport, SetParam};

/// Every scenario. `folder` is one for files; where there is no display, the one that presents is left out.
pub(crate) fn all(folder: &Path, has_display: bool) -> Vec<Scenario> {
    let mut all = vec![
        glow(),
        filled(),
        counted(),
        cached(folder),
        remembered(),
        sized(),
        uploaded(),
        raster(),
        moved(),
        imported(),
    ];
    if has_display {
        all.extend([presented(), shown_through()]);
    }
    all
}

fn scenario(
    name: &'static str,
    Graph { plan, shaders }: Graph,
    inputs: impl Inputs + 'static,
    steps: Vec<Step>,
) -> Scenario {
    Scenario {
        name,
        plan,
        shaders,
        inputs: Box::new(inputs),
        steps,
        upload: None,
        import: None,
        is_presented: false,
        counts_host_allocations: false,
        pipeline_cache: None,
        validation: Validation::On,
    }
}

/// Compute passes with push constants and samplers, a mip chain, shared memory, a blit to the screen.
pub(crate) fn glow() -> Scenario {
    let mut inputs = GlowInputs::default();
    inputs.pattern.time = 1.0;
    (inputs.blur_x.radius, inputs.blur_x.sigma, inputs.blur_x.direction) = (4, 2.0, [1, 0]);
    (inputs.blur_y.radius, inputs.blur_y.sigma, inputs.blur_y.direction) = (4, 2.0, [0, 1]);
    (inputs.combine.strength, inputs.tone.exposure) = (0.5, 1.0);
    let plan: Option<&Plan> = Glow::FAMILY.plans.first();
    let shaders = Glow::SHADERS.iter().map(|bytes| bytes.to_vec()).collect();
    let graph = Graph { plan: plan.cloned().unwrap_or_else(|| fill(false).0.plan), shaders };
    let steps = vec![Frame, Frame, Frame, Capture, Resize([16, 24]), Frame, Capture, Frame];
    scenario("glow", graph, inputs, steps)
}

/// Commands recorded once and each frame, a persistent buffer, a readback.
pub(crate) fn filled() -> Scenario {
    let (graph, out) = fill(true);
    let steps = vec![Frame, Frame, Readback(out), Frame, Readback(out), Frame];
    scenario("fill", graph, Given::seed(3), steps)
}

/// The driver's host allocations counted, through callbacks.
fn counted() -> Scenario {
    let (graph, out) = fill(false);
    let steps = vec![Frame, Readback(out)];
    let scenario = scenario("counted", graph, Given::seed(4), steps);
    Scenario { counts_host_allocations: true, ..scenario }
}

/// Compiled pipelines kept in a file.
fn cached(folder: &Path) -> Scenario {
    let (graph, out) = fill(false);
    let scenario = scenario("cached", graph, Given::seed(5), vec![Frame, Readback(out)]);
    Scenario { pipeline_cache: Some(folder.join("pipelines")), ..scenario }
}

/// A history, which lives through a resize.
pub(crate) fn remembered() -> Scenario {
    let (graph, out) = history();
    let steps = vec![Frame, Frame, Resize([32, 32]), Frame, Readback(out)];
    scenario("history", graph, (), steps)
}

/// A history whose size is a parameter.
pub(crate) fn sized() -> Scenario {
    let (mut graph, out) = history();
    let param = Param { name: "words".into(), default: [BYTES; 3], max: [4 * BYTES; 3] };
    graph.plan.params = vec![param].into();
    // The first expression is the ring's size.
    graph.plan.size_ops.to_mut()[0] = SizeOp::Param(0);
    let steps = vec![Frame, SetParam(0, [2 * BYTES; 3]), Frame, Readback(out)];
    scenario("param", graph, (), steps)
}

/// An upload and a readback, three frames in flight.
pub(crate) fn uploaded() -> Scenario {
    let (graph, factor, out) = scaled();
    let steps = vec![Frame, Frame, Frame, Frame, Readback(out)];
    Scenario { upload: Some(factor), ..scenario("upload", graph, (), steps) }
}

/// A raster pass with a depth test.
pub(crate) fn raster() -> Scenario {
    let steps = vec![Frame, Frame, Capture, Resize([40, 8]), Frame, Capture, Frame];
    scenario("drawn", drawn(2), (), steps)
}

/// Storage image, copy, blit and readback in memory that they share.
fn moved() -> Scenario {
    let (graph, out) = transfers();
    scenario("transfers", graph, (), vec![Frame, Frame, Readback(out)])
}

/// A buffer of the program's, replaced by another.
pub(crate) fn imported() -> Scenario {
    let (mut graph, out) = fill(false);
    let none = State {
        stages: Stage::NONE,
        access: vk::AccessFlags2::NONE,
        layout: vk::ImageLayout::UNDEFINED,
    };
    let data: &mut plan::Resource = &mut graph.plan.resources.to_mut()[0];
    data.lifetime = Lifetime::Import(Contract { entry: none, exit: none, keep: true });
    data.memory = MemoryClass::External;
    let steps = vec![Frame, SetImport, Frame, Readback(out)];
    Scenario { import: Some((0, BYTES)), ..scenario("import", graph, Given::seed(6), steps) }
}

/// A surface and its swapchain.
pub(crate) fn presented() -> Scenario {
    let steps = vec![Frame, Frame, Frame, Resize([24, 16]), Frame, Frame];
    Scenario { is_presented: true, ..scenario("presented", drawn(2), (), steps) }
}

/// A surface whose images have another order of channels than what is copied to them, or another size than the graph can
/// draw: images of the runtime's own, and blits.
fn shown_through() -> Scenario {
    let mut graph = shown(vk::Format::R8G8B8A8_UNORM, Way::Copy);
    graph.plan.max_extent = [16, 16];
    let steps = vec![Frame, Frame, Frame, Resize([24, 16]), Frame, Capture, Frame];
    Scenario { is_presented: true, ..scenario("shown through", graph, (), steps) }
}
