//! Passes and graphs composed through ordinary imports: modules, globs, other crates, arrays, sub-graphs,
//! passes with code.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking
#![allow(missing_docs)] // the structs are the test's own

use vixen::plan::Work;
use vixen::{Buffer, Dispatch, Graph, Image, Inputs, RawPass};

mod passes {
    //! Private passes in a module, one of them with code.

    use vixen::Image;

    #[derive(vixen::Pass)]
    #[pass(compute, shader = "downsample.comp")]
    pub(crate) struct Half {
        #[sampled(filter = "linear")]
        src: Image,
        #[storage(write, discard)]
        dst: Image,
    }

    #[derive(vixen::Pass)]
    #[pass(raster, code)]
    pub(super) struct Overlay {
        #[color(load, blend = "alpha")]
        target: Image,
    }

    pub(super) mod deeper {
        #[derive(vixen::Pass)]
        #[pass(transfer)]
        pub(crate) struct Show {
            #[copy(read)]
            from: vixen::Image,
            #[copy(write)]
            to: vixen::Image,
        }
    }
}

use passes::Half;
use passes::deeper::*;
use vixen_graphs::post;

/// Arrays of passes, a pass by its path, a pass by a glob, passes of another crate, a pass with code.
#[derive(vixen::Graph)]
#[graph(frames_in_flight = 2, max_extent = "640x480")]
struct Composed {
    #[import(swapchain)]
    screen: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen")]
    scene: Image,
    #[transient(format = "R16G16B16A16_SFLOAT", size = "screen / 2", mips = 4)]
    half: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "screen")]
    mapped: Image,
    #[pass(dst = scene, groups = "screen / 8")]
    pattern: post::Pattern,
    #[pass(src = scene, dst = "half.mip(0)", groups = "half / 8")]
    first: Half,
    #[pass(src = "half.mip(i)", dst = "half.mip(i + 1)", groups = "half.mip(i + 1) / 8")]
    down: [Half; 3],
    #[pass(src = "half.mip(3)", dst = mapped, groups = "screen / 8")]
    tone: post::ToneMap,
    #[pass(from = mapped, to = screen)]
    show: Show,
    #[pass(target = screen)]
    overlay: passes::Overlay,
}

/// What the test's own passes record: the calls, counted.
#[derive(Default)]
struct Recorder {
    overlays: usize,
}

impl ComposedPasses for Recorder {
    fn overlay(&mut self, cx: passes::OverlayContext<'_>) {
        let _ = cx.target();
        self.overlays += 1;
    }
}

#[test]
fn a_graph_of_passes_from_everywhere_compiles() {
    let plan = &Composed::FAMILY.plans[0];
    let names: Vec<&str> = plan.passes.iter().map(|pass| &*pass.name).collect();
    let wanted = ["pattern", "first", "down[0]", "down[1]", "down[2]", "tone", "show", "overlay"];
    assert_eq!(names, wanted);
    assert_eq!(Composed::SHADERS.len(), plan.shaders.len());
    let code: Vec<&str> =
        plan.passes.iter().filter(|p| p.work == Work::Code).map(|p| &*p.name).collect();
    assert_eq!(code, ["overlay"]);
}

#[test]
fn a_graph_with_code_dispatches_to_its_trait() {
    fn dispatches<P: ComposedPasses, G: Dispatch<P>>() {}
    dispatches::<Recorder, Composed>();
    assert_eq!(Recorder::default().overlays, 0);
}

#[test]
fn inputs_carry_what_passes_push() {
    let mut inputs = ComposedInputs::default();
    inputs.tone.exposure = 2.0;
    let plan = &Composed::FAMILY.plans[0];
    let tone = plan.passes.iter().find(|pass| pass.name == "tone").unwrap();
    assert_eq!(inputs.push(tone.declared), 2.0f32.to_ne_bytes());
    let show = plan.passes.iter().find(|pass| pass.name == "show").unwrap();
    assert_eq!(inputs.push(show.declared), [0u8; 0]);
}

#[test]
fn ids_are_indices_of_the_plan() {
    let plan = &Composed::FAMILY.plans[0];
    let name = |id: vixen::ResourceId| &*plan.resources[id.index() as usize].name;
    assert_eq!(name(Composed::SCREEN), "screen");
    assert_eq!(name(Composed::MAPPED), "mapped");
}

/// A block with a block in it, whose layout is checked against Rust's own by the derive.
#[derive(vixen::Block, Clone, Copy, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Frame {
    camera: Camera,
    time: f32,
    _pad: [u8; 12],
}

#[derive(vixen::Block, Clone, Copy, vixen::bytemuck::Pod, vixen::bytemuck::Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Camera {
    view: [[f32; 4]; 4],
}

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Take {
    #[copy(read)]
    from: Buffer,
    #[copy(write)]
    to: Buffer,
}

/// A typed upload: its size is its block's, and its value stands in the inputs.
#[derive(vixen::Graph)]
struct Typed {
    #[upload(type = "Frame")]
    frame: Buffer,
    #[readback(size = 80)]
    taken: Buffer,
    #[pass(from = frame, to = taken)]
    take: Take,
}

#[test]
fn a_typed_upload_is_a_field_of_the_inputs() {
    let mut inputs = TypedInputs::default();
    inputs.frame.time = 1.5;
    let bytes = inputs.upload(Typed::FRAME.index()).unwrap();
    assert_eq!(bytes.len(), 80);
    assert_eq!(bytes[64..68], 1.5f32.to_ne_bytes());
    assert_eq!(inputs.upload(Typed::TAKEN.index()), None);
}

/// Any program serves a graph without code.
#[test]
fn a_graph_without_code_takes_any_program() {
    fn dispatches<G: Dispatch<()>>(_: fn(&mut (), u32, RawPass<'_>)) {}
    dispatches::<Typed>(<Typed as Dispatch<()>>::record);
}
