//! What the grammar refuses, each with its code and what to write instead.

use vixen_compiler::syntax::tokens::{block, graph, pass};

/// Asserts one finding that begins with `code` and says `part`.
#[track_caller]
fn one(found: &[String], code: &str, part: &str) {
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with(code), "{}", found[0]);
    assert!(found[0].contains(part), "{}", found[0]);
}

fn of_pass(source: &str) -> Vec<String> {
    super::found(source, |item, reader| drop(pass(item, reader)))
}

fn of_graph(source: &str) -> Vec<String> {
    super::found(source, |item, reader| drop(graph(item, reader)))
}

fn of_block(source: &str) -> Vec<String> {
    super::found(source, |item, reader| drop(block(item, reader)))
}

const BLUR: &str =
    "#[sampled] src: Image, #[storage(write)] dst: Image, #[push] params: BlurParams";

#[test]
fn a_whole_pass_and_a_whole_graph_are_read() {
    assert_eq!(
        of_pass(&format!("#[pass(compute, shader = \"blur.comp\")] struct Blur {{ {BLUR} }}")),
        [""; 0]
    );
    let graph = "#[graph(frames_in_flight = 3, max_extent = \"1920x1080\", budget = \"256 MiB\")] struct Post {
        #[import(swapchain)] screen: Image,
        #[import(format = \"R8_UNORM\", size = [4, 4], entry(stages = \"none\", access = \"none\"))] ext: Image,
        #[param(default = 4, max = 64)] bricks: u32,
        #[transient(format = \"R16G16B16A16_SFLOAT\", size = \"screen / 2\", mips = 3)] half: Image,
        #[history(depth = 3, format = R8_UNORM, size = screen, clear = 0.0)] old: Image,
        #[persistent(size = \"1 << 20\")] pool: Buffer,
        #[upload(type = \"Camera\")] camera: Buffer,
        #[readback(size = \"screen.width * screen.height * 4\")] shot: Buffer,
        #[switch] ssao: bool,
        #[switch(values = \"low, high\")] quality: Quality,
        #[pass(src = \"old.prev(1)\", dst = half, groups = \"half / 8\", spec(RADIUS = 4, ON = true),
               queue = \"compute\", device = 1, when = \"quality == high\")] blur: passes::Blur,
        #[pass(src = \"half.mip(i)\", dst = \"half.mip(i + 1)\")] down: [Down; 2],
        #[graph(input = half, every = \"1/60 s\")] tone: ToneMap,
    }";
    assert_eq!(of_graph(graph), [""; 0]);
}

#[test]
fn unknown_keys_come_with_the_nearest_known_one() {
    let found = of_pass("#[pass(compute, shadr = \"blur.comp\", code)] struct Blur {}");
    one(&found, "V0101", "write `shader`; keys: compute, raster");
    let found =
        of_graph("struct G { #[transient(format = R8_UNORM, szie = 4, size = 4)] a: Image }");
    one(&found, "V0101", "write `size`");
    let found = of_graph("struct G { #[transiemt(size = 4)] a: Buffer }");
    one(&found, "V0101", "write `transient`");
}

#[test]
fn sets_of_the_program_are_bound_by_code() {
    let pass = |keys: &str| of_pass(&format!("#[pass({keys})] struct P {{ #[color] a: Image }}"));
    let compute = "compute, shader = \"blur.comp\"";
    one(&pass(&format!("{compute}, external_sets(1)")), "V0103", "needs `code`");
    one(&pass("external_sets(1, 3), host"), "V0103", "cx.bind_set(1, set)");
    one(&pass("transfer, external_sets(0)"), "V0103", "nothing else binds");
    // In either order, with `code` they are bound there.
    assert_eq!(pass(&format!("{compute}, external_sets(1), code")), [""; 0]);
    assert_eq!(pass(&format!("{compute}, code, external_sets(1)")), [""; 0]);
}

#[test]
fn values_that_cannot_be_read() {
    one(&of_graph("#[graph(budget = \"256 MB\")] struct G {}"), "V0102", "256 MiB");
    one(&of_graph("#[graph(frames_in_flight = 9)] struct G {}"), "V0102", "from 1 to 8");
    one(&of_graph("#[graph(max_extent = 1080)] struct G {}"), "V0102", "3840x2160");
    let filter = "#[pass(transfer)] struct P { #[sampled(filter = \"lineer\")] a: Image }";
    one(&of_pass(filter), "V0102", "write `linear`");
    one(
        &of_pass("#[pass(transfer)] struct P { #[copy(read)] a: Texture }"),
        "V0102",
        "write `Image`",
    );
    one(
        &of_pass("#[pass(transfer)] struct P { #[copy(read)] a: [Image; N] }"),
        "V0102",
        "1 to 4096",
    );
    let shader = "#[pass(compute, shader = \"broken.comp\")] struct P {}";
    one(&of_pass(shader), "V0212", "broken.comp");
}

#[test]
fn what_is_missing() {
    one(&of_pass("struct P { #[sampled] a: Image }"), "V0103", "does not say what it records");
    one(&of_pass("#[pass(compute)] struct P {}"), "V0103", "needs `shader`");
    one(
        &of_pass("#[pass(transfer)] struct P { #[storage] a: Image }"),
        "V0103",
        "#[storage(read)]",
    );
    one(&of_graph("struct G { #[transient(size = 4)] a: Image }"), "V0103", "needs `format`");
    one(&of_graph("struct G { #[param(default = 4)] n: u32 }"), "V0103", "needs `max`");
    one(&of_block("struct B { a: f32 }"), "V0103", "#[repr(C)]");
}

#[test]
fn duplicates() {
    one(
        &of_graph("#[graph(budget = \"1 MiB\", budget = \"2 MiB\")] struct G {}"),
        "V0104",
        "given twice",
    );
    let two = "#[pass(transfer)] struct P { #[push] a: A, #[push] b: B }";
    one(&of_pass(two), "V0104", "declared twice");
}

#[test]
fn structs_and_fields_of_the_wrong_form() {
    one(&of_pass("#[pass(transfer)] struct P(Image);"), "V0105", "named fields");
    one(&of_pass("#[pass(transfer)] struct P<T> { #[copy(read)] a: T }"), "V0105", "generic");
    one(&of_pass("#[pass(transfer)] struct P { a: Image }"), "V0106", "#[sampled]");
    let both = "#[pass(transfer)] struct P { #[sampled] #[storage(read)] a: Image }";
    one(&of_pass(both), "V0107", "both #[sampled] and #[storage]");
    one(&of_pass("#[pass(transfer)] struct P { #[uniform] a: Image }"), "V0107", "`Buffer`");
    one(
        &of_pass("#[pass(raster, code)] struct P { #[color(load, clear = 0.0)] a: Image }"),
        "V0107",
        "clears it",
    );
    one(
        &of_pass("#[pass(transfer)] struct P { #[copy(read)] groups: Image }"),
        "V0110",
        "name = \"groups\"",
    );
}

#[test]
fn expressions_outside_the_grammar() {
    let size =
        |text: &str| of_graph(&format!("struct G {{ #[persistent(size = {text})] a: Buffer }}"));
    one(&size("\"screen * 0.5\""), "V0108", "screen * 3 / 4");
    one(&size("\"screen %% 2\""), "V0108", "no expression");
    one(&size("\"screen % 2\""), "V0108", "operators");
    one(&size("\"a::B\""), "V0108", "not a path");
    one(&size("\"1 << 63\""), "V0108", "0 to 62");
    one(&size("\"clamp(a, b)\""), "V0108", "`min(a, b)` and `max(a, b)`");
    let nested = format!("\"{}1{}\"", "(".repeat(80), ")".repeat(80));
    one(&size(&nested), "V0804", "the limit is 48");
}

#[test]
fn shaders_that_are_not_there() {
    let missing = of_pass("#[pass(compute, shader = \"blurr.comp\")] struct P {}");
    one(&missing, "V0109", "write `blur.comp`; shaders: blur.comp, camera.comp");
    let no_script = of_pass("#[pass(compute, shader = \"unbuilt.comp\")] struct P {}");
    one(&no_script, "V0109", "vixen_compiler::build::shaders(\"shaders\").run()");
}

#[test]
fn field_types_without_a_counterpart() {
    one(&of_block("#[repr(C)] struct B { a: bool }"), "V0304", "write `u32`");
    one(&of_block("#[repr(C)] struct B { a: usize }"), "V0304", "write `u32`");
    one(&of_block("#[repr(C)] struct B { a: (f32, f32) }"), "V0304", "arrays of them");
}

#[test]
fn all_findings_come_together() {
    let found = of_graph(
        "#[graph(budget = 3)] struct G {
            #[transient(size = 4)] a: Image,
            b: Image,
            #[persistent(size = \"x y\")] c: Buffer,
        }",
    );
    let codes: Vec<&str> = found.iter().map(|text| &text[..5]).collect();
    assert_eq!(codes, ["V0102", "V0103", "V0106", "V0108"]);
}
