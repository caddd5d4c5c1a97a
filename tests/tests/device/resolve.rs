//! Multisampled attachments and their resolve targets.

use ash::vk;
use vixen::{Buffer, Graph, Image};

use crate::{Take, machine};

/// A triangle with a slanted edge, in four samples.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "edge.vert", fragment = "white.frag")]
struct Edge {
    #[color(clear = [0.0, 0.0, 0.0, 1.0])]
    color: Image,
    #[depth(clear = 1.0)]
    depth: Image,
    #[resolve(of = "color")]
    flat: Image,
    #[resolve(of = "depth")]
    near: Image,
}

#[derive(vixen::Graph)]
struct Smooth {
    #[transient(format = "R8G8B8A8_UNORM", size = "[16, 16]", samples = 4)]
    color: Image,
    #[transient(format = "D32_SFLOAT", size = "[16, 16]", samples = 4)]
    depth: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "[16, 16]")]
    flat: Image,
    #[transient(format = "D32_SFLOAT", size = "[16, 16]")]
    near: Image,
    #[readback(size = 1024)]
    picture: Buffer,
    #[readback(size = 1024)]
    depths: Buffer,
    #[pass(color = color, depth = depth, flat = flat, near = near, vertices = 3)]
    edge: Edge,
    #[pass(from = flat, to = picture)]
    take: Take,
    #[pass(from = near, to = depths)]
    take_depth: Take,
}

/// Pixels below the edge are covered whole, above it not at all; the edge runs through the diagonal's.
#[test]
fn edge_pixels_are_averages_of_their_samples() {
    let bytes = machine::read::<Smooth>(&[], Smooth::PICTURE);
    let mut between = 0;
    for (y, x) in (0..16usize).flat_map(|y| (0..16usize).map(move |x| (y, x))) {
        let red = bytes[(y * 16 + x) * 4];
        match (x + y).cmp(&15) {
            std::cmp::Ordering::Less => assert_eq!(red, 255, "{x} {y}"),
            std::cmp::Ordering::Greater => assert_eq!(red, 0, "{x} {y}"),
            std::cmp::Ordering::Equal => {
                assert!([0, 64, 128, 191, 255].iter().any(|v| red.abs_diff(*v) <= 1), "{red}");
                between += usize::from(red != 0 && red != 255);
            }
        }
    }
    assert!(between >= 8, "{between} of 16 pixels of the edge are covered in part");
}

#[test]
fn the_first_samples_depth_is_kept() {
    let bytes = machine::read::<Smooth>(&[], Smooth::DEPTHS);
    let depths: &[f32] = vixen::bytemuck::cast_slice(&bytes);
    for (y, x) in (0..16usize).flat_map(|y| (0..16usize).map(move |x| (y, x))) {
        let depth = depths[y * 16 + x].to_bits();
        match (x + y).cmp(&15) {
            std::cmp::Ordering::Less => assert_eq!(depth, 0.25f32.to_bits(), "{x} {y}"),
            std::cmp::Ordering::Greater => assert_eq!(depth, 1.0f32.to_bits(), "{x} {y}"),
            std::cmp::Ordering::Equal => {}
        }
    }
}

/// Nobody reads the samples once they are resolved, so they need not leave the chip.
#[test]
fn samples_are_not_stored() {
    let plan = &Smooth::FAMILY.plans[0];
    let multisampled =
        plan.attachments.iter().map(|attachment| (attachment.store, attachment.resolve));
    for (store, resolve) in multisampled {
        assert_eq!(store, vk::AttachmentStoreOp::DONT_CARE);
        assert!(resolve.is_some());
    }
    assert_eq!(plan.attachments.len(), 2);
}
