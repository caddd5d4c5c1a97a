//! The stencil test, by the marks that it leaves and the pixels that it lets through.

use vixen::{Buffer, Image, Options};

use crate::raster::{assert_white, under_edge};
use crate::{Take, machine};

/// Marks the lower left half with a one.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "edge.vert", stencil(pass = "replace", reference = 1))]
struct Mark {
    #[depth_stencil(clear = (1.0, 0))]
    mask: Image,
}

/// White where the stencil is one.
#[derive(vixen::Pass)]
#[pass(
    raster,
    vertex = "whole.vert",
    fragment = "white.frag",
    depth_compare = "always",
    stencil(compare = "equal", read_mask = 1, reference = 1)
)]
struct Inside {
    #[depth_stencil(read)]
    mask: Image,
    #[color(clear = 0.0)]
    color: Image,
}

#[derive(vixen::Graph)]
struct Stencil {
    #[transient(format = "D32_SFLOAT_S8_UINT", size = "[8, 8]")]
    mask: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
    color: Image,
    #[readback(size = 256)]
    taken: Buffer,
    #[pass(mask = mask, vertices = 3)]
    mark: Mark,
    #[pass(mask = mask, color = color, vertices = 3)]
    inside: Inside,
    #[pass(from = color, to = taken)]
    take: Take,
}

/// White where the stencil is what the program says.
#[derive(vixen::Pass)]
#[pass(
    raster,
    vertex = "whole.vert",
    fragment = "white.frag",
    depth_compare = "always",
    stencil(compare = "equal", reference = "frame")
)]
struct Chosen {
    #[depth_stencil(read)]
    mask: Image,
    #[color(clear = 0.0)]
    color: Image,
}

#[derive(vixen::Graph)]
struct ByFrame {
    #[transient(format = "D32_SFLOAT_S8_UINT", size = "[8, 8]")]
    mask: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
    color: Image,
    #[readback(size = 256)]
    taken: Buffer,
    #[pass(mask = mask, vertices = 3)]
    mark: Mark,
    #[pass(mask = mask, color = color, vertices = 3)]
    inside: Chosen,
    #[pass(from = color, to = taken)]
    take: Take,
}

#[test]
fn a_stencil_is_written_and_tested() {
    assert_white(&machine::read::<Stencil>(&[], Stencil::TAKEN), under_edge);
}

#[test]
fn the_program_gives_the_reference_each_frame() {
    let taken = |reference: u32| {
        let machine = machine::Machine::of::<ByFrame>();
        let inputs = ByFrameInputs { inside_stencil: reference };
        let given = (&inputs, &mut ());
        let bytes = machine.run::<ByFrame, ()>(&Options::default(), given, ByFrame::TAKEN, |_| {});
        machine.finish();
        bytes
    };
    assert_white(&taken(1), under_edge);
    assert_white(&taken(0), |x, y| under_edge(x, y).map(|under| !under));
    assert_white(&taken(2), |_, _| Some(false));
}

/// Marks under the triangle of `edge.vert`, which turns clockwise, and reads the stencil back.
macro_rules! marked {
    ($graph:ident, $pass:ident, [$($key:tt)*]) => {
        #[derive(vixen::Pass)]
        #[pass(raster, vertex = "edge.vert", $($key)*)]
        struct $pass {
            #[depth_stencil(clear = (1.0, 0))]
            mask: Image,
        }

        #[derive(vixen::Graph)]
        struct $graph {
            #[transient(format = "D32_SFLOAT_S8_UINT", size = "[8, 8]")]
            mask: Image,
            #[readback(size = 64)]
            taken: Buffer,
            #[pass(mask = mask, vertices = 3)]
            mark: $pass,
            #[pass(from = "mask.aspect(stencil)", to = taken)]
            take: Take,
        }
    };
}

marked!(
    Front,
    MarkFront,
    [
        front_face = "clockwise",
        stencil(pass = "replace", reference = 1),
        stencil_back(pass = "replace", reference = 2)
    ]
);
marked!(
    Back,
    MarkBack,
    [
        front_face = "counter_clockwise",
        stencil(pass = "replace", reference = 1),
        stencil_back(pass = "replace", reference = 2)
    ]
);
marked!(SomeBits, MarkSomeBits, [stencil(pass = "replace", reference = 255, write_mask = 5)]);
marked!(Wrapped, MarkWrapped, [stencil(pass = "decrement_and_wrap")]);
marked!(DepthFails, MarkDepthFails, [depth_compare = "never", stencil(depth_fail = "invert")]);
marked!(StencilFails, MarkStencilFails, [stencil(compare = "never", fail = "increment_and_clamp")]);

#[test]
fn each_side_and_outcome_has_its_operation() {
    let marked = |bytes: Vec<u8>, wanted: u8| {
        for (at, mark) in bytes.iter().enumerate() {
            if let Some(under) = under_edge(at % 8, at / 8) {
                assert_eq!(*mark, if under { wanted } else { 0 }, "{at}: {bytes:?}");
            }
        }
    };
    marked(machine::read::<Front>(&[], Front::TAKEN), 1);
    marked(machine::read::<Back>(&[], Back::TAKEN), 2);
    marked(machine::read::<SomeBits>(&[], SomeBits::TAKEN), 5);
    marked(machine::read::<Wrapped>(&[], Wrapped::TAKEN), 255);
    marked(machine::read::<DepthFails>(&[], DepthFails::TAKEN), 255);
    marked(machine::read::<StencilFails>(&[], StencilFails::TAKEN), 1);
}
