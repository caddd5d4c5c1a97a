//! Fixed-function state, each by the pixels that it leaves or keeps.

use vixen::{Buffer, Image, bytemuck};

use crate::{Take, machine};

/// Whether a pixel lies under the triangle of `edge.vert`; `None` on its edge.
pub(crate) fn under_edge(x: usize, y: usize) -> Option<bool> {
    (x + y != 7).then_some(x + y < 7)
}

/// Holds each pixel's first component to what `white` says of it.
#[track_caller]
pub(crate) fn assert_white(bytes: &[u8], white: impl Fn(usize, usize) -> Option<bool>) {
    for (y, x) in (0..8usize).flat_map(|y| (0..8usize).map(move |x| (y, x))) {
        if let Some(white) = white(x, y) {
            assert_eq!(bytes[(y * 8 + x) * 4], if white { 255 } else { 0 }, "{x} {y}");
        }
    }
}

/// Writes a graph of one pass over a target of 8 x 8, which is read back.
macro_rules! one_pass {
    ($graph:ident, $pass:ident, [$($key:tt)*], [$($slot:tt)*], $features:literal) => {
        #[derive(vixen::Pass)]
        #[pass(raster, $($key)*)]
        struct $pass {
            $($slot)*
            color: Image,
        }

        #[derive(vixen::Graph)]
        #[graph(features = $features)]
        struct $graph {
            #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
            color: Image,
            #[readback(size = 256)]
            taken: Buffer,
            #[pass(color = color, vertices = 3)]
            draw: $pass,
            #[pass(from = color, to = taken)]
            take: Take,
        }
    };
}

one_pass!(
    Masked,
    DrawMasked,
    [vertex = "whole.vert", fragment = "white.frag"],
    [#[color(clear = 0.0, mask = "rb")]],
    ""
);
one_pass!(
    Wire,
    DrawWire,
    [vertex = "edge.vert", fragment = "white.frag", polygon = "line"],
    [#[color(clear = 0.0)]],
    "fillModeNonSolid"
);
one_pass!(
    Clipped,
    DrawClipped,
    [vertex = "beyond.vert", fragment = "white.frag"],
    [#[color(clear = 0.0)]],
    ""
);
one_pass!(
    Clamped,
    DrawClamped,
    [vertex = "beyond.vert", fragment = "white.frag", depth_clamp],
    [#[color(clear = 0.0)]],
    ""
);
one_pass!(
    Tessellated,
    DrawTessellated,
    [
        vertex = "edge.vert",
        tessellation_control = "triangle.tesc",
        tessellation_evaluation = "triangle.tese",
        fragment = "white.frag",
        patch_vertices = 3
    ],
    [#[color(clear = 0.0)]],
    "tessellationShader"
);

#[test]
fn components_that_are_masked_out_stay() {
    let bytes = machine::read::<Masked>(&[], Masked::TAKEN);
    assert_eq!(bytes, [255, 0, 255, 0].repeat(64));
}

#[test]
fn polygons_are_drawn_as_lines() {
    let bytes = machine::read::<Wire>(&[], Wire::TAKEN);
    let white = |x: usize, y: usize| bytes[(y * 8 + x) * 4] == 255;
    assert!(!white(2, 2) && !white(7, 7), "inside and outside stay");
    let slant = |step: usize| white(step, 7 - step) || white(step, 6 - step);
    assert!((1..7).all(slant), "the slanted edge is drawn: {bytes:?}");
}

#[test]
fn depth_is_clipped_or_clamped() {
    assert_white(&machine::read::<Clipped>(&[], Clipped::TAKEN), |_, _| Some(false));
    assert_white(&machine::read::<Clamped>(&[], Clamped::TAKEN), |_, _| Some(true));
}

#[test]
fn patches_are_tessellated() {
    assert_white(&machine::read::<Tessellated>(&[], Tessellated::TAKEN), under_edge);
}

/// At a depth of a half, against a half: only what is moved nearer passes.
macro_rules! biased {
    ($graph:ident, $pass:ident, $vertex:literal, [$($key:tt)*], $features:literal) => {
        #[derive(vixen::Pass)]
        #[pass(raster, vertex = $vertex, fragment = "white.frag", depth_compare = "less", $($key)*)]
        struct $pass {
            #[depth(clear = 0.5)]
            depth: Image,
            #[color(clear = 0.0)]
            color: Image,
        }

        #[derive(vixen::Graph)]
        #[graph(features = $features)]
        struct $graph {
            #[transient(format = "D32_SFLOAT", size = "[8, 8]")]
            depth: Image,
            #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
            color: Image,
            #[readback(size = 256)]
            taken: Buffer,
            #[pass(depth = depth, color = color, vertices = 3)]
            draw: $pass,
            #[pass(from = color, to = taken)]
            take: Take,
        }
    };
}

biased!(Near, DrawNear, "whole.vert", [depth_bias(constant = -1000.0)], "");
biased!(Far, DrawFar, "whole.vert", [depth_bias(constant = 1000)], "");
biased!(Flat, DrawFlat, "whole.vert", [depth_bias(slope = -8.0)], "");
biased!(Level, DrawLevel, "sloped.vert", [], "");
biased!(Sloped, DrawSloped, "sloped.vert", [depth_bias(slope = -8.0)], "");
biased!(Held, DrawHeld, "sloped.vert", [depth_bias(slope = -8.0, clamp = -0.05)], "depthBiasClamp");

#[test]
fn depth_is_biased() {
    assert_white(&machine::read::<Near>(&[], Near::TAKEN), |_, _| Some(true));
    assert_white(&machine::read::<Far>(&[], Far::TAKEN), |_, _| Some(false));
}

/// A depth of 0.4 to 0.6 grows by 0.025 a pixel: eight times that is 0.2, of which the clamp leaves 0.05, two pixels'.
#[test]
fn depth_is_biased_by_its_slope() {
    assert_white(&machine::read::<Flat>(&[], Flat::TAKEN), |_, _| Some(false));
    assert_white(&machine::read::<Level>(&[], Level::TAKEN), |x, _| Some(x < 4));
    assert_white(&machine::read::<Sloped>(&[], Sloped::TAKEN), |_, _| Some(true));
    assert_white(&machine::read::<Held>(&[], Held::TAKEN), |x, _| Some(x < 6));
}

/// Draws into four samples, which are resolved.
macro_rules! sampled {
    ($graph:ident, $pass:ident, [$($key:tt)*], $features:literal) => {
        #[derive(vixen::Pass)]
        #[pass(raster, vertex = "whole.vert", $($key)*)]
        struct $pass {
            #[color(clear = 0.0)]
            many: Image,
            #[resolve(of = "many")]
            one: Image,
        }

        #[derive(vixen::Graph)]
        #[graph(features = $features)]
        struct $graph {
            #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]", samples = 4)]
            many: Image,
            #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
            one: Image,
            #[readback(size = 256)]
            taken: Buffer,
            #[pass(many = many, one = one, vertices = 3)]
            draw: $pass,
            #[pass(from = one, to = taken)]
            take: Take,
        }
    };
}

sampled!(Thin, DrawThin, [fragment = "half_alpha.frag", alpha_to_coverage], "");
sampled!(Thick, DrawThick, [fragment = "half_alpha.frag"], "");
sampled!(Opaque, DrawOpaque, [fragment = "half_alpha.frag", alpha_to_one], "alphaToOne");
sampled!(BySample, DrawBySample, [fragment = "right_half.frag", sample_shading = 1.0], "");
sampled!(ByPixel, DrawByPixel, [fragment = "right_half.frag"], "");

#[test]
fn alpha_thins_out_the_coverage() {
    let thin = machine::read::<Thin>(&[], Thin::TAKEN);
    let red: u32 = thin.iter().step_by(4).map(|red| u32::from(*red)).sum();
    assert!((32 * 64..224 * 64).contains(&red), "about half of the samples: {red}");
    assert_white(&machine::read::<Thick>(&[], Thick::TAKEN), |_, _| Some(true));
}

#[test]
fn alpha_becomes_one() {
    let alpha = |bytes: Vec<u8>| bytes.into_iter().skip(3).step_by(4);
    assert!(alpha(machine::read::<Thick>(&[], Thick::TAKEN)).all(|one| (127..=128).contains(&one)));
    assert!(alpha(machine::read::<Opaque>(&[], Opaque::TAKEN)).all(|one| one == 255));
}

/// The standard places of four samples: two of them lie right of 0.6.
#[test]
fn samples_are_shaded_apart() {
    let bytes = machine::read::<BySample>(&[], BySample::TAKEN);
    assert!(bytes.iter().all(|red| (126..=129).contains(red)), "{bytes:?}");
    assert_white(&machine::read::<ByPixel>(&[], ByPixel::TAKEN), |_, _| Some(false));
}

/// Two triangles of one strip, which the largest index parts.
#[derive(vixen::Pass)]
#[pass(
    raster,
    vertex = "strip.vert",
    fragment = "white.frag",
    topology = "triangle_strip",
    primitive_restart
)]
struct DrawStrip {
    #[index(u16)]
    strip: Buffer,
    #[color(clear = 0.0)]
    color: Image,
}

#[derive(vixen::Graph)]
struct Restarted {
    #[upload(size = 16)]
    indices: Buffer,
    #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
    color: Image,
    #[readback(size = 256)]
    taken: Buffer,
    #[pass(strip = indices, color = color, indices = 7)]
    draw: DrawStrip,
    #[pass(from = color, to = taken)]
    take: Take,
}

#[test]
fn a_strip_is_restarted() {
    let indices = [0u16, 1, 2, u16::MAX, 3, 4, 5];
    let given = [(Restarted::INDICES, bytemuck::cast_slice(&indices))];
    let bytes = machine::read::<Restarted>(&given, Restarted::TAKEN);
    assert_white(&bytes, |x, y| match x {
        0 | 6 if y < 4 => Some(true),
        2..=5 => Some(false),
        _ => None,
    });
}
