//! Small sound graphs: what they become.

use std::fmt::Write as _;

use super::grammar::{Shaders, compile, shown};
use crate::ir::{self, Graph, Range};

const BLUR: &str = "layout(local_size_x = 8, local_size_y = 8) in;
    layout(set = 0, binding = 0) uniform sampler2D src;
    layout(set = 0, binding = 1, rgba16f) writeonly uniform image2D dst;
    layout(push_constant) uniform Params { uint radius; float sigma; } params;
    layout(constant_id = 2) const bool FAST = false;
    void main() { imageStore(dst, ivec2(0), FAST ? vec4(params.sigma) : texture(src, vec2(0))); }";

const SEPARATE: &str = "layout(local_size_x = 8) in;
    layout(set = 0, binding = 0) uniform texture2D images[3];
    layout(set = 0, binding = 1) uniform sampler linear_clamp;
    layout(set = 0, binding = 2) uniform Camera { mat4 view; } camera;
    layout(set = 0, binding = 3) writeonly buffer List { vec4 colors[]; } list;
    void main() { list.colors[0] = camera.view * texture(sampler2D(images[1], linear_clamp), vec2(0)); }";

fn sound(text: &str, shaders: &[(&str, &str)]) -> Graph {
    let (graph, found) = compile(text, &Shaders::compile(shaders));
    assert!(found.is_empty(), "{}", shown(&found));
    let graph = graph.unwrap();
    assert_eq!(ir::verify(&graph), Ok(()));
    graph
}

/// What later stages make of it: work, bindings, stages.
fn passes(graph: &Graph) -> String {
    let mut text = String::new();
    for pass in &graph.passes {
        writeln!(text, "{}: {:?}, push {:?}", pass.name, pass.work, pass.push).unwrap();
        for binding in &pass.bindings {
            writeln!(
                text,
                "  set {} binding {}[{}] of {}: {:?} in {:?}, access {:?}, sampler {:?}",
                binding.set,
                binding.binding,
                binding.element,
                binding.count,
                binding.ty,
                binding.stages,
                binding.access,
                binding.sampler
            )
            .unwrap();
        }
        for access in &pass.accesses {
            writeln!(
                text,
                "  {} = {}.prev({}) {:?} {:?} {:?}",
                access.slot,
                graph.resource(access.resource).name,
                access.ring,
                access.range,
                access.view.map(|view| (view.ty, view.aspects)),
                access.role,
            )
            .unwrap();
        }
        for stage in &pass.stages {
            writeln!(text, "  {:?} {} {:?}", stage.stage, stage.entry, stage.spec).unwrap();
        }
        for transfer in &pass.transfers {
            writeln!(text, "  {transfer:?}").unwrap();
        }
    }
    writeln!(text, "{:?}\n{:?}", graph.size_ops, graph.samplers).unwrap();
    text
}

#[test]
fn history_and_mips() {
    let graph = sound(
        r#"
        #[pass(compute, shader = "blur.comp")]
        struct Blur { #[sampled(filter = "nearest")] src: Image, #[storage(write)] dst: Image, #[push] params: Params }
        #[graph(max_extent = "256x128")]
        struct Post {
            #[import(swapchain)] screen: Image,
            #[history(depth = 3, format = "R16G16B16A16_SFLOAT", size = "screen")] color: Image,
            #[transient(format = "R16G16B16A16_SFLOAT", size = "screen / 2", mips = 4)] chain: Image,
            #[pass(src = "color.prev(2)", dst = "chain.mip(0)", groups = "chain / 8", spec(FAST = true))] first: Blur,
            #[pass(src = "chain.mip(i)", dst = "chain.mip(i + 1)", groups = "chain.mip(i + 1) / 8")] down: [Blur; 3],
            #[pass(src = chain, dst = color, groups = "color / 8")] last: Blur,
        }"#,
        &[("blur.comp", BLUR)],
    );
    insta::assert_snapshot!(passes(&graph));
}

#[test]
fn transfers_and_clears() {
    let graph = sound(
        r#"
        #[pass(transfer)] struct Upload { #[copy(read)] from: Buffer, #[copy(write)] to: Buffer }
        #[pass(transfer)] struct Clear { #[clear(value = [0.0, 0.0, 0.0, 1.0])] image: Image, #[clear(value = 7)] words: Buffer }
        #[pass(transfer)] struct Shot { #[copy(read)] image: Image, #[copy(write)] bytes: Buffer }
        #[graph(max_extent = "256x128")]
        struct Post {
            #[import(swapchain)] screen: Image,
            #[upload(size = 1024)] staging: Buffer,
            #[persistent(size = 4096)] pool: Buffer,
            #[transient(size = "pool * 2")] twice: Buffer,
            #[transient(format = "R8G8B8A8_UNORM", size = "screen")] color: Image,
            #[readback(size = "width * height * 4")] shot: Buffer,
            #[pass(from = staging, to = "pool.bytes(1024..2048)")] upload: Upload,
            #[pass(image = color, words = twice)] clear: Clear,
            #[pass(image = color, bytes = shot)] read: Shot,
        }"#,
        &[],
    );
    insta::assert_snapshot!(passes(&graph));
}

#[test]
fn a_copy_touches_the_bytes_of_its_texels() {
    let graph = sound(
        r#"
        #[pass(transfer)] struct Load { #[copy(read)] bytes: Buffer, #[copy(write)] image: Image }
        #[pass(transfer)] struct Store { #[copy(read)] image: Image, #[copy(write)] bytes: Buffer }
        #[graph(max_extent = "256x128")]
        struct Post {
            #[persistent(size = 8192)] list: Buffer,
            #[transient(format = "R8G8B8A8_UNORM", size = 8, mips = 2)] icon: Image,
            #[persistent(format = "R8G8B8A8_UNORM", size = "[width, height]")] frame: Image,
            #[persistent(size = "width * height * 8")] large: Buffer,
            #[pass(bytes = "list.bytes(512..4096)", image = icon)] load: Load,
            #[pass(image = icon, bytes = list)] store: Store,
            #[pass(image = frame, bytes = large)] follows: Store,
        }"#,
        &[],
    );
    let ranges: Vec<_> = graph
        .passes
        .iter()
        .flat_map(|pass| &pass.accesses)
        .filter(|access| access.slot.text == "bytes")
        .map(|access| access.range)
        .collect();
    // Two mips of 8 x 8 and 4 x 4 texels have 320 bytes; how many the screen's have, nobody knows yet.
    assert_eq!(ranges, [Range::Bytes(512, 832), Range::Bytes(0, 320), Range::Bytes(0, u64::MAX)]);
}

/// So that halves which are written one by one are all of a buffer to who reads it.
#[test]
fn the_last_bytes_of_a_constant_buffer_reach_its_end() {
    let graph = sound(
        r#"
        #[pass(transfer)] struct Fill { #[clear(value = 0)] dst: Buffer }
        #[graph(max_extent = "256x128")]
        struct Halves {
            #[persistent(size = 512)] fixed: Buffer,
            #[persistent(size = "width * 2")] varies: Buffer,
            #[pass(dst = "fixed.bytes(0..256)")] first: Fill,
            #[pass(dst = "fixed.bytes(256..512)")] second: Fill,
            #[pass(dst = "varies.bytes(256..512)")] other: Fill,
        }"#,
        &[],
    );
    let ranges: Vec<_> = graph.passes.iter().map(|pass| pass.accesses[0].range).collect();
    let expected = [Range::Bytes(0, 256), Range::Bytes(256, u64::MAX), Range::Bytes(256, 512)];
    assert_eq!(ranges, expected);
}

#[test]
fn a_sub_graph_stands_as_a_pass() {
    let graph = sound(
        r#"
        #[pass(compute, shader = "blur.comp")]
        struct Blur { #[sampled] src: Image, #[storage(write)] dst: Image, #[push] params: Params }
        #[graph(max_extent = "256x128")]
        struct Tone {
            #[import(format = "R16G16B16A16_SFLOAT", size = 64)] input: Image,
            #[import(format = "R16G16B16A16_SFLOAT", size = 64)] output: Image,
            #[pass(src = input, dst = output, groups = 8)] blur: Blur,
        }
        #[graph(max_extent = "256x128")]
        struct Post {
            #[persistent(format = "R16G16B16A16_SFLOAT", size = 64)] a: Image,
            #[persistent(format = "R16G16B16A16_SFLOAT", size = 64)] b: Image,
            #[switch] on: bool,
            #[graph(input = a, output = b, every = "1/60 s", when = "on")] tone: Tone,
        }"#,
        &[("blur.comp", BLUR)],
    );
    let pass = graph.passes.first().unwrap();
    assert_eq!(pass.work, ir::Work::Opaque);
    assert!(pass.rate.is_some() && pass.when.is_some());
    let effects: Vec<_> =
        pass.accesses.iter().map(|access| (access.reads, access.writes)).collect();
    assert_eq!(effects, [(true, false), (false, true)]);
}

#[test]
fn two_queues_pass() {
    let graph = sound(
        r#"
        #[pass(compute, shader = "blur.comp")]
        struct Blur { #[sampled] src: Image, #[storage(write)] dst: Image, #[push] params: Params }
        #[pass(raster, vertex = "v.vert", fragment = "f.frag")] struct Draw { #[color] color: Image }
        #[graph(max_extent = "256x128")]
        struct Post {
            #[persistent(format = "R16G16B16A16_SFLOAT", size = 64)] a: Image,
            #[persistent(format = "R16G16B16A16_SFLOAT", size = 64)] b: Image,
            #[pass(color = a, vertices = 3)] draw: Draw,
            #[pass(src = a, dst = b, groups = 8, queue = "compute", device = 1)] async_blur: Blur,
            #[pass(src = a, dst = b, groups = 8)] blur: Blur,
        }"#,
        &[
            ("blur.comp", BLUR),
            ("v.vert", "void main() { gl_Position = vec4(0); }"),
            ("f.frag", "layout(location = 0) out vec4 c; void main() { c = vec4(1); }"),
        ],
    );
    let queues: Vec<_> = graph.passes.iter().map(|pass| (pass.queue, pass.device)).collect();
    let (graphics, compute) = (ir::QueueKind::Graphics, ir::QueueKind::Compute);
    assert_eq!(queues, [(graphics, 0), (compute, 1), (graphics, 0)]);
}

#[test]
fn separate_samplers_and_arrays() {
    let graph = sound(
        r#"
        #[pass(compute, shader = "separate.comp")]
        struct Gather {
            #[sampled] images: [Image; 3],
            #[sampler(filter = "linear")] linear_clamp: Sampler,
            #[uniform] camera: Buffer,
            #[storage(write)] list: Buffer,
        }
        #[graph(max_extent = "256x128")]
        struct Post {
            #[persistent(format = "R8G8B8A8_UNORM", size = 64)] many: [Image; 3],
            #[upload(size = 64)] camera: Buffer,
            #[persistent(size = 64)] list: Buffer,
            #[pass(images = many, camera = camera, list = list, groups = 1)] gather: Gather,
        }"#,
        &[("separate.comp", SEPARATE)],
    );
    insta::assert_snapshot!(passes(&graph));
}

/// Sizes at the declared maximum.
struct Maximum<'g>(&'g Graph);
impl vixen_plan::Sizes for Maximum<'_> {
    fn swapchain(&self) -> [u64; 3] {
        [256, 128, 1]
    }
    fn resource(&self, index: u32) -> [u64; 3] {
        self.0.resources[index as usize].max_extent
    }
    fn param(&self, _: u32) -> [u64; 3] {
        [1; 3]
    }
}

#[test]
fn a_single_number_of_groups_counts_along_x() {
    let graph = sound(
        r#"
        #[pass(compute, shader = "blur.comp")]
        struct Blur { #[sampled] src: Image, #[storage(write)] dst: Image, #[push] params: Params }
        #[graph(max_extent = "256x128")]
        struct Post {
            #[import(swapchain)] screen: Image,
            #[persistent(size = 4096)] list: Buffer,
            #[persistent(format = "R16G16B16A16_SFLOAT", size = 64)] a: Image,
            #[persistent(format = "R16G16B16A16_SFLOAT", size = 64)] b: Image,
            #[pass(src = a, dst = b, groups = 70)] one: Blur,
            #[pass(src = a, dst = b, groups = "list.bytes / 64")] bytes: Blur,
            #[pass(src = a, dst = b, groups = "list / 64")] buffer: Blur,
            #[pass(src = a, dst = b, groups = "a / 8")] image: Blur,
            #[pass(src = a, dst = b, groups = "[width, 2]")] vector: Blur,
        }"#,
        &[("blur.comp", BLUR)],
    );
    let groups: Vec<_> = graph
        .passes
        .iter()
        .map(|pass| match pass.work {
            ir::Work::Dispatch(expr) => {
                vixen_plan::evaluate(expr.0.of(&graph.size_ops), &Maximum(&graph)).unwrap()
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(groups, [[70, 1, 1], [64, 1, 1], [64, 1, 1], [8, 8, 1], [256, 2, 1]]);
}
