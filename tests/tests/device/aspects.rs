//! Depth that is sampled while it is tested: one layout serves both, and both aspects.

use vixen::{Buffer, Image, bytemuck};

use crate::{Take, machine};

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
