//! Vertex, instance and index buffers that the graph binds itself.

use vixen::bytemuck::{self, Pod, Zeroable};
use vixen::{Buffer, Graph, Image, Options};

use crate::Take;
use crate::machine::{self, Machine};

#[derive(vixen::Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Corner {
    position: [f32; 2],
    color: [u8; 4],
}

#[derive(vixen::Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Placed {
    offset: [f32; 2],
    turn: [[f32; 2]; 2],
}

/// Instances of an indexed mesh.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "placed.vert", fragment = "tint.frag")]
struct Mesh {
    #[vertex(type = "Corner", formats(color = "R8G8B8A8_UNORM"))]
    corners: Buffer,
    #[vertex(type = "Placed", rate = "instance")]
    places: Buffer,
    #[index(u16)]
    order: Buffer,
    #[color(clear = 0.0)]
    target: Image,
}

/// The same with counts out of a buffer.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "placed.vert", fragment = "tint.frag")]
struct MeshIndirect {
    #[vertex(type = "Corner", formats(color = "R8G8B8A8_UNORM"))]
    corners: Buffer,
    #[vertex(type = "Placed", rate = "instance")]
    places: Buffer,
    #[index(u16)]
    order: Buffer,
    #[indirect]
    arguments: Buffer,
    #[color(clear = 0.0)]
    target: Image,
}

#[derive(vixen::Graph)]
struct Quads {
    #[upload(size = 48)]
    corners: Buffer,
    #[upload(size = 96)]
    places: Buffer,
    #[upload(size = 12)]
    order: Buffer,
    #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
    picture: Image,
    #[readback(size = 256)]
    taken: Buffer,
    #[pass(corners = corners, places = places, order = order, target = picture, indices = 6, instances = 4)]
    draw: Mesh,
    #[pass(from = picture, to = taken)]
    take: Take,
}

#[derive(vixen::Graph)]
struct QuadsDynamic {
    #[upload(size = 48)]
    corners: Buffer,
    #[upload(size = 96)]
    places: Buffer,
    #[upload(size = 12)]
    order: Buffer,
    #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
    picture: Image,
    #[readback(size = 256)]
    taken: Buffer,
    #[pass(
        corners = corners, places = places, order = order, target = picture, indices = 6, instances = 4, dynamic
    )]
    draw: Mesh,
    #[pass(from = picture, to = taken)]
    take: Take,
}

#[derive(vixen::Graph)]
struct QuadsIndirect {
    #[upload(size = 48)]
    corners: Buffer,
    #[upload(size = 96)]
    places: Buffer,
    #[upload(size = 12)]
    order: Buffer,
    #[upload(size = 20)]
    arguments: Buffer,
    #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
    picture: Image,
    #[readback(size = 256)]
    taken: Buffer,
    #[pass(corners = corners, places = places, order = order, arguments = arguments, target = picture)]
    draw: MeshIndirect,
    #[pass(from = picture, to = taken)]
    take: Take,
}

/// A unit square of two texels' side, its colour going from red on the left to blue on the right.
const CORNERS: [Corner; 4] = [
    Corner { position: [0.0, 0.0], color: [255, 0, 0, 9] },
    Corner { position: [0.5, 0.0], color: [0, 0, 255, 9] },
    Corner { position: [0.0, 0.5], color: [255, 0, 0, 9] },
    Corner { position: [0.5, 0.5], color: [0, 0, 255, 9] },
];
const ORDER: [u16; 6] = [0, 1, 2, 2, 1, 3];
const STRAIGHT: [[f32; 2]; 2] = [[1.0, 0.0], [0.0, 1.0]];
/// Left and right exchanged.
const MIRRORED: [[f32; 2]; 2] = [[-1.0, 0.0], [0.0, 1.0]];
/// Where the instances stand; the last one is mirrored about its left edge.
const PLACES: [Placed; 4] = [
    Placed { offset: [-1.0, -1.0], turn: STRAIGHT },
    Placed { offset: [0.0, -1.0], turn: STRAIGHT },
    Placed { offset: [-1.0, 0.0], turn: STRAIGHT },
    Placed { offset: [1.0, 0.5], turn: MIRRORED },
];

/// First texel of each instance's square of 2 x 2, and whether it is mirrored.
const SQUARES: [([usize; 2], bool); 4] =
    [([0, 0], false), ([4, 0], false), ([0, 4], false), ([6, 6], true)];

/// The texels of so many instances, and nothing else.
fn check(bytes: &[u8], instances: usize) {
    let mut wanted = [[0u8; 4]; 64];
    for ([x, y], mirrored) in &SQUARES[..instances] {
        for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let left = (column == 0) != *mirrored;
            // A quarter and three quarters of the way from one colour to the other.
            let [red, blue] = if left { [191, 64] } else { [64, 191] };
            wanted[(y + row) * 8 + x + column] = [red, 0, blue, 255];
        }
    }
    for (at, (found, wanted)) in bytes.chunks_exact(4).zip(wanted).enumerate() {
        let near = found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) <= 1);
        assert!(near, "texel {} {}: {found:?}, not {wanted:?}", at % 8, at / 8);
    }
}

#[test]
fn an_indexed_quad_is_drawn_for_each_instance() {
    let uploads = [
        (Quads::CORNERS, bytemuck::cast_slice(&CORNERS)),
        (Quads::PLACES, bytemuck::cast_slice(&PLACES)),
        (Quads::ORDER, bytemuck::cast_slice(&ORDER)),
    ];
    check(&machine::read::<Quads>(&uploads, Quads::TAKEN), 4);
}

#[test]
fn counts_of_an_indexed_draw_come_from_a_buffer() {
    // Indices, instances, first index, vertex offset, first instance.
    let arguments: [u32; 5] = [6, 3, 0, 0, 0];
    let uploads = [
        (QuadsIndirect::CORNERS, bytemuck::cast_slice(&CORNERS)),
        (QuadsIndirect::PLACES, bytemuck::cast_slice(&PLACES)),
        (QuadsIndirect::ORDER, bytemuck::cast_slice(&ORDER)),
        (QuadsIndirect::ARGUMENTS, bytemuck::cast_slice(&arguments)),
    ];
    check(&machine::read::<QuadsIndirect>(&uploads, QuadsIndirect::TAKEN), 3);
}

#[test]
fn counts_of_an_indexed_draw_are_given_each_frame() {
    let machine = Machine::of::<QuadsDynamic>();
    let inputs = QuadsDynamicInputs { draw_draw: (6, 2) };
    let bytes = machine.run::<QuadsDynamic, ()>(
        &Options::default(),
        (&inputs, &mut ()),
        QuadsDynamic::TAKEN,
        |frame| {
            let corners = bytemuck::cast_slice(&CORNERS);
            frame.upload(QuadsDynamic::CORNERS).unwrap()[..48].copy_from_slice(corners);
            let places = bytemuck::cast_slice(&PLACES);
            frame.upload(QuadsDynamic::PLACES).unwrap()[..96].copy_from_slice(places);
            let order = bytemuck::cast_slice(&ORDER);
            frame.upload(QuadsDynamic::ORDER).unwrap()[..12].copy_from_slice(order);
        },
    );
    machine.finish();
    check(&bytes, 2);
}

/// Each field of the structs feeds its location: offset, stride and rate are Rust's own.
#[test]
fn the_pipeline_has_the_structs_layout() {
    let plan = &Quads::FAMILY.plans[0];
    let bindings: Vec<_> = plan.vertex_bindings.iter().map(|b| (b.stride, b.rate)).collect();
    let (vertex, instance) = (ash::vk::VertexInputRate::VERTEX, ash::vk::VertexInputRate::INSTANCE);
    assert_eq!(bindings, [(12, vertex), (24, instance)]);
    let attributes = plan.vertex_attributes.iter();
    let attributes: Vec<_> = attributes.map(|a| (a.location, a.binding, a.offset)).collect();
    assert_eq!(attributes, [(0, 0, 0), (1, 0, 8), (2, 1, 8), (3, 1, 16), (4, 1, 0)]);
}
