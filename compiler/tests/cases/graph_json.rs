//! Graph JSON that says less than a program does: what is not said is covered, what is said wrong is refused.

use ash::vk::{AccessFlags2 as A, ImageLayout, PipelineStageFlags2 as S};
use vixen_compiler::diagnostic::Code;
use vixen_plan::{Plan, Scope};

use super::{Compiled, compile, compile_json};

/// Every scope of a frame's barriers.
fn scopes(plan: &Plan) -> Vec<Scope> {
    let memory = plan.memory_barriers.iter().map(|barrier| barrier.scope);
    let buffers = plan.buffer_barriers.iter().map(|barrier| barrier.scope);
    let images = plan.image_barriers.iter().map(|barrier| barrier.scope);
    memory.chain(buffers).chain(images).collect()
}

/// The stages in which some barrier shows what `access` reads.
fn shown_to(plan: &Plan, access: A) -> S {
    let reading = scopes(plan).into_iter().filter(|scope| scope.dst_access.contains(access));
    reading.fold(S::NONE, |stages, scope| stages | scope.dst_stages)
}

/// A frame with a screen of 64 x 64, these resources and nodes.
fn frame(resources: &str, nodes: &str) -> Compiled {
    compile_json(&format!(
        r#"{{"schema": "neutral-graph/1", "name": "g", "swapchain": {{"width": 64, "height": 64}}, "resources": [
        {{"name": "screen", "kind": "image2d", "format": "rgba8unorm", "lifetime": "swapchain",
          "extent": {{"mode": "swapchain", "scale": [1, 1]}}}}, {resources}],
        "nodes": [{nodes}], "outputs": ["screen"]}}"#
    ))
}

/// A transient image of 64 x 64.
fn image(name: &str, format: &str, more: &str) -> String {
    format!(
        r#"{{"name": "{name}", "kind": "image2d", "format": "{format}", "lifetime": "transient",
        "extent": {{"mode": "absolute", "size": [64, 64, 1]}}{more}}}"#
    )
}

/// A transient buffer.
fn buffer(name: &str) -> String {
    format!(r#"{{"name": "{name}", "kind": "buffer", "bytes": 4096, "lifetime": "transient"}}"#)
}

fn node(name: &str, queue: &str, accesses: &[(&str, &str, &str)]) -> String {
    let accesses: Vec<_> = accesses
        .iter()
        .map(|(resource, access, more)| {
            format!(r#"{{"resource": "{resource}", "access": "{access}"{more}}}"#)
        })
        .collect();
    format!(r#"{{"name": "{name}", "queue": "{queue}", "accesses": [{}]}}"#, accesses.join(", "))
}

/// `made`, written by a dispatch, is read by a draw with `access` and what `more` says.
fn drawn(resource: &str, access: &str, more: &str) -> Compiled {
    let nodes = [
        node("make", "compute", &[("made", "storage-write", "")]),
        node(
            "draw",
            "graphics",
            &[("made", access, more), ("screen", "color-attachment-write", "")],
        ),
    ];
    frame(resource, &nodes.join(", "))
}

#[test]
fn a_draw_pulls_its_vertices() {
    let case = compile("vertex_pulling.json");
    let stages = shown_to(case.sound().plan(), A::SHADER_STORAGE_READ);
    assert_eq!(stages, S::VERTEX_SHADER | S::FRAGMENT_SHADER);
}

#[test]
fn a_height_map_and_uniforms_are_read_by_vertices_too() {
    let both = S::VERTEX_SHADER | S::FRAGMENT_SHADER;
    let map = drawn(&image("made", "r32f", ""), "sampled-read", "");
    assert_eq!(shown_to(map.sound().plan(), A::SHADER_SAMPLED_READ), both);
    let block = drawn(&buffer("made"), "uniform-read", "");
    assert_eq!(shown_to(block.sound().plan(), A::UNIFORM_READ), both);
}

#[test]
fn stages_that_are_named_are_all() {
    let fragment = drawn(&buffer("made"), "storage-read", r#", "stages": "fragment_shader""#);
    assert_eq!(shown_to(fragment.sound().plan(), A::SHADER_STORAGE_READ), S::FRAGMENT_SHADER);
    let tessellated = drawn(
        &buffer("made"),
        "storage-read",
        r#", "stages": ["vertex_shader", "tessellation_evaluation_shader"]"#,
    );
    let stages = S::VERTEX_SHADER | S::TESSELLATION_EVALUATION_SHADER;
    assert_eq!(shown_to(tessellated.sound().plan(), A::SHADER_STORAGE_READ), stages);
}

/// Two accesses of one node become one: in the stages of both where both name them, in all where one does not.
#[test]
fn stages_of_accesses_that_become_one() {
    let twice = |second: &str| {
        let nodes = [
            node("make", "compute", &[("made", "storage-write", "")]),
            node(
                "draw",
                "graphics",
                &[
                    ("made", "storage-read", r#", "stages": "vertex_shader""#),
                    ("made", "storage-read", second),
                    ("screen", "color-attachment-write", ""),
                ],
            ),
        ];
        let case = frame(&buffer("made"), &nodes.join(", "));
        shown_to(case.sound().plan(), A::SHADER_STORAGE_READ)
    };
    let both = S::VERTEX_SHADER | S::FRAGMENT_SHADER;
    assert_eq!(twice(r#", "stages": "fragment_shader""#), both);
    assert_eq!(twice(""), both);
    assert_eq!(twice(r#", "stages": "vertex_shader""#), S::VERTEX_SHADER);
}

#[test]
fn stages_are_refused_where_they_say_nothing() {
    let fixed = drawn(&buffer("made"), "vertex-read", r#", "stages": "vertex_shader""#);
    assert_eq!(fixed.errors(), [Code::JsonSchema]);
    let none = drawn(&buffer("made"), "storage-read", r#", "stages": []"#);
    assert_eq!(none.errors(), [Code::JsonSchema]);
    let unknown = drawn(&buffer("made"), "storage-read", r#", "stages": "vertx""#);
    assert_eq!(unknown.errors(), [Code::MalformedValue]);
}

#[test]
fn indices_are_read_where_they_are_fetched() {
    let case = drawn(&buffer("made"), "index-read", "");
    assert_eq!(shown_to(case.sound().plan(), A::INDEX_READ), S::INDEX_INPUT);
}

#[test]
fn a_blit_and_a_resolve_are_transfers_of_their_own_stages() {
    let resources =
        [image("drawn", "rgba8unorm", r#", "samples": 4"#), image("plain", "rgba8unorm", "")];
    let nodes = [
        node("draw", "graphics", &[("drawn", "color-attachment-write", "")]),
        node("resolve", "transfer", &[("drawn", "resolve-src", ""), ("plain", "resolve-dst", "")]),
        node("blit", "graphics", &[("plain", "blit-src", ""), ("screen", "blit-dst", "")]),
    ];
    let case = frame(&resources.join(", "), &nodes.join(", "));
    let plan = case.sound().plan();
    let accesses: Vec<_> =
        plan.accesses.iter().map(|access| (access.stages, access.access, access.layout)).collect();
    let (src, dst) = (ImageLayout::TRANSFER_SRC_OPTIMAL, ImageLayout::TRANSFER_DST_OPTIMAL);
    for expected in [
        (S::RESOLVE, A::TRANSFER_READ, src),
        (S::RESOLVE, A::TRANSFER_WRITE, dst),
        (S::BLIT, A::TRANSFER_READ, src),
        (S::BLIT, A::TRANSFER_WRITE, dst),
    ] {
        assert!(accesses.contains(&expected), "{expected:?} of {accesses:?}");
    }
}

#[test]
fn an_attachment_needs_a_graphics_node() {
    assert_eq!(compile("err_color_on_transfer.json").errors(), [Code::QueueCannot]);
}

/// What a transfer, a dispatch and a ray trace cannot do; and what they can.
#[test]
fn every_access_needs_a_node_that_can() {
    let all = [image("depth", "d32f", ""), image("made", "rgba8unorm", ""), buffer("list")];
    let refused = |queue, resource, access| {
        let made = node("other", queue, &[(resource, access, "")]);
        let shown = node("show", "graphics", &[("screen", "color-attachment-write", "")]);
        frame(&all.join(", "), &[made, shown].join(", ")).errors().contains(&Code::QueueCannot)
    };
    for queue in ["transfer", "compute", "raytrace"] {
        for (resource, access) in [
            ("depth", "depth-attachment-write"),
            ("made", "color-attachment-read-write"),
            ("made", "resolve-attachment-write"),
            ("made", "input-attachment-read"),
            ("list", "vertex-read"),
            ("list", "index-read"),
        ] {
            assert!(refused(queue, resource, access), "{access} on {queue}");
        }
        for (resource, access) in [("made", "blit-dst"), ("made", "resolve-dst")] {
            assert_eq!(
                refused(queue, resource, access),
                queue != "transfer",
                "{access} on {queue}"
            );
        }
        for (resource, access) in [
            ("made", "sampled-read"),
            ("list", "storage-write"),
            ("list", "indirect-read"),
            ("made", "clear"),
            ("list", "transfer-dst"),
        ] {
            assert!(!refused(queue, resource, access), "{access} on {queue}");
        }
    }
}

#[test]
fn packed_formats_have_short_names() {
    for format in ["a2b10g10r10unorm", "A2B10G10R10_UNORM_PACK32", "b10g11r11ufloat"] {
        drawn(&image("made", format, ""), "sampled-read", "").sound();
    }
    let odd = drawn(&image("made", "a2b10g10r11unorm", ""), "sampled-read", "");
    assert_eq!(odd.errors(), [Code::FormatUnknown]);
}

/// `"B"` says that what was there before does not matter, `"A"` that what is left behind does not.
#[test]
fn a_declared_discard_is_before_or_after() {
    let sum = |discard: &str| {
        let nodes = [
            node("sum", "compute", &[("made", "storage-read-write", discard)]),
            node(
                "show",
                "graphics",
                &[("made", "sampled-read", ""), ("screen", "color-attachment-write", "")],
            ),
        ];
        frame(&image("made", "rgba8unorm", ""), &nodes.join(", "))
    };
    for before in [r#"["B"]"#, r#"["A", "B"]"#, "true", r#""B""#] {
        let case = sum(&format!(r#", "declared_discard": {before}"#));
        assert_eq!(case.sound().warnings(), [], "{before}");
    }
    for kept in [r#"["A"]"#, "[]", "false", r#""none""#, r#""A""#] {
        let case = sum(&format!(r#", "declared_discard": {kept}"#));
        assert_eq!(case.sound().warnings(), [Code::UndefinedReadWrite], "{kept}");
    }
    assert_eq!(sum(r#", "declared_discard": ["C"]"#).errors(), [Code::JsonSchema]);
}

/// Frames of engines read what their first frames have not written: a warning, as for what reads and writes it.
#[test]
fn a_read_of_nothing_is_a_warning() {
    let read = node(
        "show",
        "graphics",
        &[("made", "sampled-read", ""), ("screen", "color-attachment-write", "")],
    );
    let case = frame(&image("made", "rgba8unorm", ""), &read);
    assert_eq!(case.sound().warnings(), [Code::ReadBeforeWrite]);
    let part = [
        node("make", "compute", &[("made", "storage-write", r#", "mip_base": 0, "mip_count": 1"#)]),
        read,
    ];
    let case = frame(&image("made", "rgba8unorm", r#", "mips": 2"#), &part.join(", "));
    assert_eq!(case.sound().warnings(), [Code::ReadBeforeWrite]);
    let bytes = node(
        "show",
        "graphics",
        &[("made", "vertex-read", ""), ("screen", "color-attachment-write", "")],
    );
    assert_eq!(frame(&buffer("made"), &bytes).sound().warnings(), [Code::ReadBeforeWrite]);
}

/// A volume's slices are no attachments; what the errors say to do works.
#[test]
fn slices_of_a_volume_have_a_way_out() {
    let case = compile("froxel_slices.json");
    assert_eq!(case.errors(), [Code::RangeOutOfBounds, Code::VolumeAttachment]);
    for text in case.texts() {
        assert!(text.contains("compute pass") && text.contains("as `layers`"), "{text}");
    }
    let fog = |kind: &str, layers: &str| {
        format!(
            r#"{{"name": "fog", "kind": "{kind}", "format": "rgba16f", "lifetime": "transient"{layers},
            "extent": {{"mode": "absolute", "size": [160, 90, {}]}}}}"#,
            if kind == "image3d" { 64 } else { 1 }
        )
    };
    let read = node(
        "use",
        "graphics",
        &[("fog", "sampled-read", ""), ("screen", "color-attachment-write", "")],
    );
    let fill = node("fill", "compute", &[("fog", "storage-write", "")]);
    frame(&fog("image3d", ""), &[fill, read.clone()].join(", ")).sound();
    let layer = |k: u32| {
        let range = format!(r#", "layer_base": {k}, "layer_count": 1"#);
        node(&format!("layer{k}"), "graphics", &[("fog", "color-attachment-write", &range)])
    };
    let layers = [layer(0), layer(1), read].join(", ");
    let case = frame(&fog("image2d", r#", "layers": 2"#), &layers);
    assert_eq!(case.sound().warnings(), []);
}
