//! One broken graph for each rule: the rule alone is reported, with a text that can be acted on.

use super::grammar::{Shaders, compile, shown};

/// Shaders of the passes in [`PASSES`] and in the cases.
fn shaders() -> Shaders {
    const GROUP: &str = "layout(local_size_x = 8, local_size_y = 8) in;\n";
    let comp = |text: &str| format!("{GROUP}{text}");
    let sources = [
        ("fill.comp", comp("layout(binding = 0, rgba16f) writeonly uniform image2D dst; void main() { imageStore(dst, ivec2(0), vec4(1)); }")),
        ("blur.comp", comp("layout(binding = 0) uniform sampler2D src; layout(binding = 1, rgba16f) writeonly uniform image2D dst; void main() { imageStore(dst, ivec2(0), texelFetch(src, ivec2(0), 0)); }")),
        ("two.comp", comp("layout(binding = 0) uniform sampler2D src[2]; layout(binding = 1, rgba16f) writeonly uniform image2D dst; void main() { imageStore(dst, ivec2(0), texelFetch(src[0], ivec2(0), 0)); }")),
        ("cube.comp", comp("layout(binding = 0) uniform samplerCube src; layout(binding = 1, rgba16f) writeonly uniform image2D dst; void main() { imageStore(dst, ivec2(0), texture(src, vec3(0))); }")),
        ("uint.comp", comp("layout(binding = 0) uniform usampler2D src; layout(binding = 1, rgba16f) writeonly uniform image2D dst; void main() { imageStore(dst, ivec2(0), vec4(texelFetch(src, ivec2(0), 0))); }")),
        ("ms.comp", comp("layout(binding = 0) uniform sampler2DMS src; layout(binding = 1, rgba16f) writeonly uniform image2D dst; void main() { imageStore(dst, ivec2(0), texelFetch(src, ivec2(0), 0)); }")),
        ("update.comp", comp("layout(binding = 0) buffer List { uint words[]; } list; void main() { list.words[0] += 1; }")),
        ("push.comp", comp("layout(binding = 0, rgba16f) writeonly uniform image2D dst; layout(push_constant) uniform Params { vec4 color; } params; void main() { imageStore(dst, ivec2(0), params.color); }")),
        ("large.comp", comp("layout(binding = 0, rgba16f) writeonly uniform image2D dst; layout(push_constant) uniform Params { vec4 color[9]; } params; void main() { imageStore(dst, ivec2(0), params.color[8]); }")),
        ("spec.comp", comp("layout(binding = 0, rgba16f) writeonly uniform image2D dst; layout(constant_id = 3) const uint RADIUS = 1; void main() { imageStore(dst, ivec2(0), vec4(RADIUS)); }")),
        ("int64.comp", comp("#extension GL_EXT_shader_explicit_arithmetic_types_int64 : require\nlayout(binding = 0) buffer List { uint64_t words[]; } list; void main() { list.words[0] += 1ul; }")),
        ("full.vert", "layout(location = 0) out vec2 uv; void main() { uv = vec2(0); gl_Position = vec4(0); }".to_owned()),
        ("none.vert", "void main() { gl_Position = vec4(0); }".to_owned()),
        ("mesh.vert", "layout(location = 0) in vec3 position; layout(location = 0) out vec2 uv; void main() { uv = vec2(0); gl_Position = vec4(position, 1); }".to_owned()),
        ("color.frag", "layout(location = 0) in vec2 uv; layout(location = 0) out vec4 color; void main() { color = vec4(uv, 0, 1); }".to_owned()),
        ("uint.frag", "layout(location = 0) in vec2 uv; layout(location = 0) out uvec4 color; void main() { color = uvec4(uv, 0, 1); }".to_owned()),
        ("store.vert", "layout(binding = 0) buffer List { uint words[]; } list; layout(location = 0) out vec2 uv; void main() { list.words[0] = 1; uv = vec2(0); gl_Position = vec4(0); }".to_owned()),
    ];
    let sources: Vec<(&str, &str)> =
        sources.iter().map(|(file, text)| (*file, text.as_str())).collect();
    Shaders::compile(&sources)
}

/// Sound passes that the cases use.
const PASSES: &str = r#"
#[pass(compute, shader = "fill.comp")] struct Fill { #[storage(write)] dst: Image }
#[pass(compute, shader = "blur.comp")] struct Blur { #[sampled] src: Image, #[storage(write)] dst: Image }
#[pass(compute, shader = "update.comp")] struct Update { #[storage(read_write)] list: Buffer }
#[pass(compute, shader = "spec.comp")] struct Spec { #[storage(write)] dst: Image }
#[pass(raster, vertex = "full.vert", fragment = "color.frag")] struct Draw { #[color] color: Image }
#[pass(raster, vertex = "full.vert", fragment = "color.frag")]
struct Depth { #[color] color: Image, #[depth(clear = 1.0)] depth: Image }
#[pass(transfer)] struct CopyImage { #[copy(read)] src: Image, #[copy(write)] dst: Image }
#[pass(transfer)] struct CopyBuffer { #[copy(read)] src: Buffer, #[copy(write)] dst: Buffer }
#[pass(transfer)] struct Clear { #[clear(value = [0.5, 0.5, 0.5, 1.0])] dst: Image }
"#;

/// Resources that the cases use.
const RESOURCES: &str = r#"
#[import(swapchain)] screen: Image,
#[transient(format = "R16G16B16A16_SFLOAT", size = "screen")] a: Image,
#[transient(format = "R16G16B16A16_SFLOAT", size = "screen")] b: Image,
#[transient(format = "R8G8B8A8_UINT", size = "screen")] ids: Image,
#[transient(format = "R16G16B16A16_SFLOAT", size = "screen / 2")] half: Image,
#[transient(format = "R16G16B16A16_SFLOAT", size = 64, mips = 4)] chain: Image,
#[transient(format = "R16G16B16A16_SFLOAT", size = "screen", samples = 4)] multi: Image,
#[transient(format = "D32_SFLOAT", size = "screen")] depth: Image,
#[history(depth = 2, format = "R16G16B16A16_SFLOAT", size = "screen")] past: Image,
#[persistent(format = "R16G16B16A16_SFLOAT", size = "screen")] kept: Image,
#[persistent(size = 256)] list: Buffer,
#[transient(size = 128)] small: Buffer,
#[upload(size = 256)] staging: Buffer,
#[transient(format = "R16G16B16A16_SFLOAT", size = "screen")] many: [Image; 3],
"#;

/// A broken graph: the code, passes of its own, fields of the graph.
type Case = (&'static str, &'static str, &'static str);

fn check(cases: &[Case]) -> String {
    let shaders = shaders();
    let mut texts = String::new();
    for (code, passes, fields) in cases {
        let graph = format!(
            "{PASSES}\n{passes}\n#[graph(max_extent = \"256x128\")] struct Frame {{ {RESOURCES} {fields} }}"
        );
        let (_, found) = compile(&graph, &shaders);
        let codes: Vec<String> = found.iter().map(|found| found.code.to_string()).collect();
        assert!(!codes.is_empty(), "{code} is not reported for {passes} {fields}");
        assert!(codes.iter().all(|found| found == code), "{code}: {}", shown(&found));
        texts.push_str(&shown(&found));
    }
    texts
}

/// A graph that only has passes of its own type: the pass is what is broken.
fn check_passes(cases: &[(&'static str, &'static str)]) -> String {
    let cases: Vec<Case> = cases.iter().map(|(code, pass)| (*code, *pass, "")).collect();
    check(&cases)
}

#[test]
fn bindings() {
    insta::assert_snapshot!(check_passes(&[
        (
            "V0201",
            r#"#[pass(compute, shader = "blur.comp")] struct P { #[storage(write)] dst: Image }"#
        ),
        (
            "V0202",
            r#"#[pass(compute, shader = "fill.comp")] struct P { #[storage(write)] dst: Image, #[sampled] src: Image }"#
        ),
        (
            "V0203",
            r#"#[pass(compute, shader = "blur.comp")] struct P { #[uniform] src: Buffer, #[storage(write)] dst: Image }"#
        ),
        (
            "V0204",
            r#"#[pass(compute, shader = "update.comp")] struct P { #[storage(read)] list: Buffer }"#
        ),
        (
            "V0204",
            r#"#[pass(compute, shader = "update.comp")] struct P { #[storage(write)] list: Buffer }"#
        ),
        (
            "V0207",
            r#"#[pass(compute, shader = "two.comp")] struct P { #[sampled] src: Image, #[storage(write)] dst: Image }"#
        ),
        (
            "V0207",
            r#"#[pass(compute, shader = "two.comp")] struct P { #[sampled] src: [Image; 3], #[storage(write)] dst: Image }"#
        ),
        (
            "V0207",
            r#"#[pass(compute, shader = "fill.comp")] struct P { #[storage(write)] dst: [Image; 2] }"#
        ),
    ]));
}

#[test]
fn blocks_and_stages() {
    insta::assert_snapshot!(check_passes(&[
        (
            "V0301",
            r#"#[pass(compute, shader = "push.comp")] struct P { #[storage(write)] dst: Image }"#
        ),
        (
            "V0301",
            r#"#[pass(compute, shader = "fill.comp")] struct P { #[storage(write)] dst: Image, #[push] params: Params }"#
        ),
        (
            "V0214",
            r#"#[pass(raster, vertex = "none.vert", fragment = "color.frag")] struct P { #[color] color: Image }"#
        ),
        (
            "V0601",
            r#"#[pass(raster, vertex = "full.vert", fragment = "color.frag")] struct P { #[depth(clear = 1.0)] depth: Image }"#
        ),
        (
            "V0602",
            r#"#[pass(raster, vertex = "full.vert", fragment = "color.frag")] struct P { #[color] color: Image, #[color] normal: Image }"#
        ),
        (
            "V0605",
            r#"#[pass(raster, vertex = "mesh.vert", fragment = "color.frag")] struct P { #[color] color: Image }"#
        ),
        (
            "V0103",
            r#"#[pass(raster, vertex = "full.vert", fragment = "color.frag")] struct P { #[color] color: Image, #[vertex] mesh: Buffer }"#
        ),
    ]));
}

#[test]
fn shaders_against_the_graph() {
    insta::assert_snapshot!(check(&[
        ("V0205", "", r#"#[pass(dst = ids, groups = "ids / 8")] fill: Fill,"#),
        (
            "V0206",
            r#"#[pass(compute, shader = "cube.comp")] struct P { #[sampled] src: Image, #[storage(write)] dst: Image }"#,
            r#"#[pass(src = kept, dst = a, groups = "a / 8")] p: P,"#
        ),
        (
            "V0208",
            r#"#[pass(compute, shader = "ms.comp")] struct P { #[sampled] src: Image, #[storage(write)] dst: Image }"#,
            r#"#[pass(src = kept, dst = a, groups = "a / 8")] p: P,"#
        ),
        ("V0209", "", r#"#[pass(dst = a, groups = "a / 8", spec(RADUIS = 4))] p: Spec,"#),
        ("V0210", "", r#"#[pass(dst = a, groups = "a / 8", spec(RADIUS = 4.5))] p: Spec,"#),
        ("V0210", "", r#"#[pass(dst = a, groups = "a / 8", spec(RADIUS = -4))] p: Spec,"#),
        (
            "V0213",
            r#"#[pass(compute, shader = "uint.comp")] struct P { #[sampled(filter = "nearest")] src: Image, #[storage(write)] dst: Image }"#,
            r#"#[pass(src = kept, dst = a, groups = "a / 8")] p: P,"#
        ),
    ]));
}

#[test]
fn names_and_wires() {
    insta::assert_snapshot!(check(&[
        ("V0401", "", r#"#[pass(dst = aa, groups = "a / 8")] fill: Fill,"#),
        ("V0401", "", r#"#[pass(dst = a, groups = "hlaf / 8")] fill: Fill,"#),
        ("V0402", "", r#"#[pass(src = kept, groups = "a / 8")] blur: Blur,"#),
        (
            "V0403",
            "",
            r#"#[pass(source = kept, src = kept, dst = a, groups = "a / 8")] blur: Blur,"#
        ),
        ("V0404", "", r#"#[pass(src = list, dst = a, groups = "a / 8")] blur: Blur,"#),
        ("V0405", "", r#"#[pass(src = "past.prev(2)", dst = a, groups = "a / 8")] blur: Blur,"#),
        ("V0405", "", r#"#[pass(src = "kept.prev(1)", dst = a, groups = "a / 8")] blur: Blur,"#),
        ("V0406", "", r#"#[pass(src = kept, dst = "chain.mip(4)", groups = 8)] blur: Blur,"#),
        ("V0406", "", r#"#[pass(src = "list.bytes(0..512)", dst = small)] copy: CopyBuffer,"#),
        ("V0407", "", r#"#[pass(dst = "past.prev(1)", groups = "a / 8")] fill: Fill,"#),
        ("V0410", "", r#"#[pass(src = "kept.cube()", dst = a, groups = "a / 8")] blur: Blur,"#),
        (
            "V0410",
            "",
            r#"#[pass(src = "kept.format(R8_UNORM)", dst = a, groups = "a / 8")] blur: Blur,"#
        ),
        ("V0410", "", r#"#[pass(dst = chain, groups = 8)] fill: Fill,"#),
        ("V0411", "", r#"#[pass(dst = many, groups = "a / 8")] fill: Fill,"#),
        ("V0411", "", r#"#[pass(dst = "many[3]", groups = "a / 8")] fill: Fill,"#),
        ("V0411", "", r#"#[pass(dst = "a[0]", groups = "a / 8")] fill: Fill,"#),
        ("V0411", "", r#"#[pass(dst = "many[i - 1]", groups = "a / 8")] fill: [Fill; 3],"#),
    ]));
}

#[test]
fn resources_and_work() {
    insta::assert_snapshot!(check(&[
        ("V0104", "", r#"#[transient(size = 4)] a: Buffer,"#),
        (
            "V0408",
            "",
            r#"#[transient(format = "R8_UNORM", size = "y / 2")] x: Image, #[transient(format = "R8_UNORM", size = "x * 2")] y: Image,"#
        ),
        ("V0409", "", r#"#[transient(format = "R8G8B8A8_UNROM", size = 4)] x: Image,"#),
        ("V0412", "", r#"#[pass(dst = a)] fill: Fill,"#),
        ("V0412", "", r#"#[pass(color = a)] draw: Draw,"#),
        ("V0413", "", r#"#[pass(src = kept, dst = half)] copy: CopyImage,"#),
        ("V0413", "", r#"#[pass(src = list, dst = small)] copy: CopyBuffer,"#),
        (
            "V0413",
            r#"#[pass(transfer)] struct Take { #[copy(read)] src: Image, #[copy(write)] dst: Buffer }"#,
            r#"#[persistent(format = "R16G16B16A16_SFLOAT", size = 4)] tiny: Image, #[pass(src = tiny, dst = "list.bytes(4..256)")] take: Take,"#
        ),
        (
            "V0413",
            r#"#[pass(transfer)] struct Take { #[copy(read)] src: Image, #[copy(write)] dst: Buffer }"#,
            r#"#[persistent(format = "D16_UNORM", size = "[8, 8]", mips = 4)] shadow: Image, #[pass(src = shadow, dst = list)] take: Take,"#
        ),
        (
            "V0410",
            r#"#[pass(transfer)] struct Zero { #[clear(value = 0)] dst: Buffer }"#,
            r#"#[pass(dst = "list.bytes(2..16)")] zero: Zero,"#
        ),
        ("V0414", "", r#"#[pass(src = list, dst = staging)] copy: CopyBuffer,"#),
        ("V0415", "", r#"#[pass(dst = ids)] clear: Clear,"#),
        ("V0508", "", r#"#[pass(color = a, vertices = 3, queue = "compute")] draw: Draw,"#),
    ]));
}

#[test]
fn hazards() {
    insta::assert_snapshot!(check(&[
        ("V0501", "", r#"#[pass(src = a, dst = b, groups = "b / 8")] blur: Blur,"#),
        (
            "V0501",
            "",
            r#"#[pass(src = a, dst = b, groups = "b / 8")] blur: Blur, #[pass(dst = a, groups = "a / 8")] fill: Fill,"#
        ),
        (
            "V0501",
            "",
            r#"#[pass(dst = "chain.mip(0)", groups = 8)] fill: Fill, #[pass(src = "chain.mips(0..2)", dst = b, groups = 8)] blur: Blur,"#
        ),
        (
            "V0502",
            r#"#[pass(compute, code)] struct P { #[storage(write)] x: Image, #[storage(write)] y: Image }"#,
            r#"#[pass(x = a, y = a)] p: P,"#
        ),
        ("V0503", "", r#"#[pass(src = kept, dst = kept, groups = "a / 8")] blur: Blur,"#),
        (
            "V0504",
            r#"#[pass(raster, vertex = "full.vert", fragment = "color.frag")] struct P { #[color(load)] color: Image }"#,
            r#"#[pass(color = a, vertices = 3)] p: P,"#
        ),
        ("V0504", "", r#"#[pass(list = small, groups = 1)] update: Update,"#),
    ]));
}

#[test]
fn attachments() {
    insta::assert_snapshot!(check(&[
        (
            "V0603",
            r#"#[pass(raster, vertex = "full.vert", fragment = "uint.frag")] struct P { #[color] color: Image }"#,
            r#"#[pass(color = a, vertices = 3)] p: P,"#
        ),
        ("V0604", "", r#"#[pass(color = half, depth = depth, vertices = 3)] p: Depth,"#),
        ("V0604", "", r#"#[pass(color = multi, depth = depth, vertices = 3)] p: Depth,"#),
        ("V0606", "", r#"#[pass(color = a, depth = b, vertices = 3)] p: Depth,"#),
        ("V0606", "", r#"#[pass(color = depth, vertices = 3)] p: Draw,"#),
    ]));
}

#[test]
fn profile() {
    insta::assert_snapshot!(check(&[
        (
            "V0702",
            "",
            r#"#[transient(format = "R16G16B16A16_SFLOAT", size = "screen * 64")] wide: Image, #[pass(dst = wide, groups = 1)] fill: Fill,"#
        ),
        ("V0702", "", r#"#[pass(dst = a, groups = 70000)] fill: Fill,"#),
        (
            "V0305",
            r#"#[pass(compute, shader = "large.comp")] struct P { #[storage(write)] dst: Image, #[push] params: Params }"#,
            r#"#[pass(dst = a, groups = 1)] p: P,"#
        ),
        (
            "V0703",
            r#"#[pass(compute, shader = "int64.comp")] struct P { #[storage(read_write)] list: Buffer }"#,
            r#"#[pass(list = list, groups = 1)] p: P,"#
        ),
        (
            "V0703",
            r#"#[pass(raster, vertex = "store.vert", fragment = "color.frag")] struct P { #[storage(write)] list: Buffer, #[color] color: Image }"#,
            r#"#[pass(list = list, color = a, vertices = 3)] p: P,"#
        ),
        (
            "V0704",
            "",
            r#"#[persistent(format = "R32G32B32A32_SFLOAT", size = 8)] wide: Image, #[pass(src = wide, dst = a, groups = 1)] blur: Blur,"#
        ),
    ]));
}
