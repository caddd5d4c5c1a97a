//! Depth and stencil of one image: one layout serves both, and each keeps its content while the other is cleared, copied or
//! drawn.

use vixen::{Buffer, Image, bytemuck};

use crate::{Give, Take, machine};

#[derive(vixen::Pass)]
#[pass(raster, vertex = "edge.vert")]
struct Before {
    #[depth_stencil(clear = (1.0, 3))]
    depth: Image,
}

/// Behind the triangle of the pass before nothing is drawn; elsewhere the depth that is there.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "whole.vert", fragment = "depth_as_color.frag", depth_compare = "less")]
struct Look {
    #[depth_stencil(read)]
    tested: Image,
    #[sampled(filter = "nearest")]
    seen: Image,
    #[color(clear = 0.5)]
    color: Image,
}

#[derive(vixen::Graph)]
struct Behind {
    #[transient(format = "D32_SFLOAT_S8_UINT", size = "[8, 8]")]
    depth: Image,
    #[transient(format = "R32_SFLOAT", size = "[8, 8]")]
    color: Image,
    #[readback(size = 256)]
    taken: Buffer,
    #[pass(depth = depth, vertices = 3)]
    before: Before,
    #[pass(tested = depth, seen = "depth.aspect(depth)", color = color, vertices = 3)]
    seen: Look,
    #[pass(from = color, to = taken)]
    take: Take,
}

/// Both aspects copied alone: four bytes a texel of the one, one of the other.
#[derive(vixen::Graph)]
struct Aspects {
    #[transient(format = "D32_SFLOAT_S8_UINT", size = "[8, 8]")]
    depth: Image,
    #[readback(size = 256)]
    depths: Buffer,
    #[readback(size = 64)]
    stencils: Buffer,
    #[pass(depth = depth, vertices = 3)]
    before: Before,
    #[pass(from = "depth.aspect(depth)", to = depths)]
    take: Take,
    #[pass(from = "depth.aspect(stencil)", to = stencils)]
    take_stencil: Take,
}

/// Depth is drawn, and the stencil left as it is.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "edge.vert")]
struct Deepen {
    #[depth(clear = 1.0)]
    depth: Image,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Wipe {
    #[clear(value = 1.0)]
    depth: Image,
}

/// What is nearer than the depth that is there is drawn; the stencil is attached and read.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "whole.vert", fragment = "white.frag", depth_compare = "less")]
struct Inside {
    #[depth(load)]
    depth: Image,
    #[stencil(read)]
    stencil: Image,
    #[color(clear = 0.0)]
    picture: Image,
}

/// A portal: the stencil is marked, the depth drawn and wiped again, and the inside drawn.
#[derive(vixen::Graph)]
struct Portal {
    #[upload(size = 64)]
    marks: Buffer,
    #[transient(format = "D32_SFLOAT_S8_UINT", size = "[8, 8]")]
    ds: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
    picture: Image,
    #[readback(size = 256)]
    pictures: Buffer,
    #[readback(size = 256)]
    depths: Buffer,
    #[readback(size = 64)]
    stencils: Buffer,
    #[pass(from = marks, to = "ds.aspect(stencil)")]
    mark: Give,
    // What it draws is wiped: without the word it would be left out.
    #[pass(depth = ds, vertices = 3, side_effect)]
    deepen: Deepen,
    #[pass(depth = "ds.aspect(depth)")]
    wipe: Wipe,
    #[pass(depth = ds, stencil = ds, picture = picture, vertices = 3)]
    inside: Inside,
    #[pass(from = picture, to = pictures)]
    take: Take,
    #[pass(from = "ds.aspect(depth)", to = depths)]
    take_depth: Take,
    #[pass(from = "ds.aspect(stencil)", to = stencils)]
    take_stencil: Take,
}

/// The depth is cleared by the rendering that keeps the stencil.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "edge.vert")]
struct Again {
    #[depth(clear = 0.75)]
    depth: Image,
    #[stencil(load)]
    stencil: Image,
}

/// The stencil of one image, as numbers.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "whole.vert", fragment = "stencil_as_color.frag")]
struct Show {
    #[sampled(filter = "nearest")]
    seen: Image,
    #[color(clear = 0)]
    color: Image,
}

/// Both aspects behind a rendering that cleared one of them.
#[derive(vixen::Graph)]
struct Kept {
    #[transient(format = "D32_SFLOAT_S8_UINT", size = "[8, 8]")]
    depth: Image,
    #[readback(size = 256)]
    depths: Buffer,
    #[readback(size = 64)]
    stencils: Buffer,
    #[pass(depth = depth, vertices = 3)]
    before: Before,
    #[pass(depth = depth, stencil = depth, vertices = 3)]
    again: Again,
    #[pass(from = "depth.aspect(depth)", to = depths)]
    take: Take,
    #[pass(from = "depth.aspect(stencil)", to = stencils)]
    take_stencil: Take,
}

#[derive(vixen::Graph)]
struct Shown {
    #[transient(format = "D32_SFLOAT_S8_UINT", size = "[8, 8]")]
    depth: Image,
    #[transient(format = "R32_UINT", size = "[8, 8]")]
    numbers: Image,
    #[readback(size = 256)]
    taken: Buffer,
    #[pass(depth = depth, vertices = 3)]
    before: Before,
    #[pass(depth = depth, stencil = depth, vertices = 3)]
    again: Again,
    #[pass(seen = "depth.aspect(stencil)", color = numbers, vertices = 3)]
    show: Show,
    #[pass(from = numbers, to = taken)]
    take: Take,
}

/// A byte for each texel of an 8 x 8 image, each another one.
fn marks() -> Vec<u8> {
    (0..64u8).map(|at| at * 3 + 1).collect()
}

#[test]
fn a_mark_outlives_the_depth_that_is_wiped() {
    let read = |result| machine::read::<Portal>(&[(Portal::MARKS, &marks())], result);
    assert_eq!(read(Portal::STENCILS), marks());
    // The wiped depth hides nothing: all of the inside is drawn, at its own depth.
    assert!(read(Portal::PICTURES).iter().all(|byte| *byte == 255));
    let bytes = read(Portal::DEPTHS);
    let depths: &[f32] = bytemuck::cast_slice(&bytes);
    assert!(depths.iter().all(|depth| depth.to_bits() == 0.5f32.to_bits()), "{depths:?}");
}

#[test]
fn a_stencil_is_kept_by_the_rendering_that_clears_the_depth() {
    assert_eq!(machine::read::<Kept>(&[], Kept::STENCILS), [3; 64]);
    let bytes = machine::read::<Kept>(&[], Kept::DEPTHS);
    let depths: &[f32] = bytemuck::cast_slice(&bytes);
    assert_eq!([depths[0], depths[63]].map(f32::to_bits), [0.25f32, 0.75].map(f32::to_bits));
}

#[test]
fn a_kept_stencil_is_sampled() {
    let bytes = machine::read::<Shown>(&[], Shown::TAKEN);
    let stencils: &[u32] = bytemuck::cast_slice(&bytes);
    assert_eq!(stencils, [3; 64]);
}

#[test]
fn depth_is_tested_and_sampled_in_one_pass() {
    let bytes = machine::read::<Behind>(&[], Behind::TAKEN);
    let found: &[f32] = bytemuck::cast_slice(&bytes);
    for (y, x) in (0..8usize).flat_map(|y| (0..8usize).map(move |x| (y, x))) {
        let wanted = match (x + y).cmp(&7) {
            // The triangle stands at 0.25, before 0.5: the clear value stays.
            std::cmp::Ordering::Less => 0.5f32,
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => continue,
        };
        assert_eq!(found[y * 8 + x].to_bits(), wanted.to_bits(), "{x} {y}");
    }
}

#[test]
fn an_aspect_is_copied_alone() {
    assert_eq!(machine::read::<Aspects>(&[], Aspects::STENCILS), [3; 64]);
    let bytes = machine::read::<Aspects>(&[], Aspects::DEPTHS);
    let depths: &[f32] = bytemuck::cast_slice(&bytes);
    assert_eq!([depths[0], depths[63]].map(f32::to_bits), [0.25f32, 1.0].map(f32::to_bits));
}
