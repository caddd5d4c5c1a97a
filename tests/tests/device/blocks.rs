//! What several variables and stages declare together: push constants by stage, sizes under `spec(...)`, an image and a
//! sampler at one binding.

use vixen::bytemuck::{Pod, Zeroable};
use vixen::{Buffer, Image, Options, bytemuck};

use crate::machine::{self, Machine};
use crate::{Give, Take};

#[derive(vixen::Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Moved {
    place: [f32; 4],
    tint: [f32; 4],
}

/// The vertex shader reads the first half of the push constants, the fragment shader the second.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "moved.vert", fragment = "tinted.frag")]
struct Tint {
    #[push]
    params: Moved,
    #[color(clear = 0.0)]
    color: Image,
}

#[derive(vixen::Graph)]
struct Stages {
    #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
    color: Image,
    #[readback(size = 256)]
    taken: Buffer,
    #[pass(color = color, vertices = 3)]
    tint: Tint,
    #[pass(from = color, to = taken)]
    take: Take,
}

#[test]
fn each_stage_has_its_part_of_the_push_constants() {
    let machine = Machine::of::<Stages>();
    // Moved by half of the picture to the right.
    let tint = Moved { place: [1.0, 0.0, 0.0, 0.0], tint: [1.0, 0.0, 1.0, 1.0] };
    let inputs = StagesInputs { tint };
    let given = (&inputs, &mut ());
    let bytes = machine.run::<Stages, ()>(&Options::default(), given, Stages::TAKEN, |_| {});
    machine.finish();
    for (at, texel) in bytes.chunks_exact(4).enumerate() {
        let wanted = if at % 8 < 4 { [0; 4] } else { [255, 0, 255, 255] };
        assert_eq!(texel, wanted, "texel {at}");
    }
}

#[derive(vixen::Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Lights {
    light: [[f32; 4]; 3],
}

/// Block and array of descriptors have two elements by default, three in the graph.
#[derive(vixen::Pass)]
#[pass(compute, shader = "sized.comp")]
struct Sum {
    #[push]
    lights: Lights,
    #[sampled(filter = "nearest")]
    images: [Image; 3],
    #[storage(write, discard, name = "sum")]
    total: Buffer,
}

#[derive(vixen::Graph)]
struct Sums {
    #[upload(size = 16)]
    texels: Buffer,
    #[transient(format = "R8G8B8A8_UNORM", size = "[2, 2]")]
    image: Image,
    #[transient(size = 16)]
    sum: Buffer,
    #[readback(size = 16)]
    taken: Buffer,
    #[pass(from = texels, to = image)]
    give: Give,
    #[pass(images = "[image, image, image]", total = sum, groups = 1, spec(N = 3))]
    add: Sum,
    #[pass(from = sum, to = taken)]
    take: Out,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Out {
    #[copy(read)]
    from: Buffer,
    #[copy(write)]
    to: Buffer,
}

#[test]
fn blocks_and_descriptor_arrays_have_the_graphs_sizes() {
    let machine = Machine::of::<Sums>();
    let mut inputs = SumsInputs::default();
    inputs.add.light = [[1.0, 0.0, 0.0, 0.0], [2.0, 10.0, 0.0, 0.0], [4.0, 20.0, 40.0, 0.0]];
    let given = (&inputs, &mut ());
    let bytes = machine.run::<Sums, ()>(&Options::default(), given, Sums::TAKEN, |frame| {
        frame.upload(Sums::TEXELS).unwrap()[..16].fill(255);
    });
    machine.finish();
    let total: &[f32] = bytemuck::cast_slice(&bytes);
    assert_eq!(total, [10.0, 33.0, 43.0, 3.0]);
}

/// The module has an image and a sampler at one binding, as DXC and Slang write a combined image sampler.
#[derive(vixen::Pass)]
#[pass(raster, vertex = "whole.vert", fragment = "pair.frag.spv")]
struct Pair {
    #[sampled(filter = "nearest")]
    tex: Image,
    #[color]
    color: Image,
}

#[derive(vixen::Graph)]
struct Combined {
    #[upload(size = 64)]
    texels: Buffer,
    #[transient(format = "R8G8B8A8_UNORM", size = "[4, 4]")]
    image: Image,
    #[transient(format = "R8G8B8A8_UNORM", size = "[8, 8]")]
    color: Image,
    #[readback(size = 256)]
    taken: Buffer,
    #[pass(from = texels, to = image)]
    give: Give,
    #[pass(tex = image, color = color, vertices = 3)]
    draw: Pair,
    #[pass(from = color, to = taken)]
    take: Take,
}

#[test]
fn an_image_and_a_sampler_at_one_binding_are_one_descriptor() {
    let texel = [10u8, 60, 110, 255];
    let texels = texel.repeat(16);
    let bytes = machine::read::<Combined>(&[(Combined::TEXELS, &texels)], Combined::TAKEN);
    assert_eq!(bytes, texel.repeat(64));
}

/// Eight bytes: three floats of 16 bits and a number.
#[derive(vixen::Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
struct Mark {
    x: half::f16,
    y: half::f16,
    z: half::f16,
    tag: u16,
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "halves.comp")]
struct Add {
    #[storage(read, type = "Mark")]
    marks: Buffer,
    #[storage(write, discard)]
    sums: Buffer,
}

#[derive(vixen::Graph)]
#[graph(features = "storageBuffer16BitAccess")]
struct Halves {
    #[upload(size = 32)]
    marks: Buffer,
    #[transient(size = 16)]
    sums: Buffer,
    #[readback(size = 16)]
    taken: Buffer,
    #[pass(marks = marks, sums = sums, groups = 1)]
    add: Add,
    #[pass(from = sums, to = taken)]
    take: Out,
}

#[test]
fn a_block_has_floats_of_16_bits() {
    let marks: Vec<Mark> = (0..4u16)
        .map(|tag| Mark {
            x: half::f16::from_f32(0.5),
            y: half::f16::from_f32(f32::from(tag)),
            z: half::f16::from_f32(-1.5),
            tag,
        })
        .collect();
    let uploads: &[u8] = bytemuck::cast_slice(&marks);
    let bytes = machine::read::<Halves>(&[(Halves::MARKS, uploads)], Halves::TAKEN);
    let sums: &[f32] = bytemuck::cast_slice(&bytes);
    assert_eq!(sums, [-5.5, -2.5, 0.5, 3.5]);
}
