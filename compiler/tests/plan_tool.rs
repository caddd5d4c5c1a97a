//! The tool `vixen-plan`: every graph of `tests/graphs`, and exit codes on whatever a file may hold.

// A test states what it expects; where that fails, a panic is the report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn graphs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/graphs")
}

fn run(file: &Path, flags: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vixen-plan")).arg(file).args(flags).output().unwrap()
}

fn figures(name: &str, flags: &[&str]) -> Value {
    let output = run(&graphs().join(name), &[&["--json"], flags].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{name}: {told}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A file of this content in the folder of cargo's test files.
fn scratch(name: &str, content: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).unwrap();
    path
}

#[test]
fn every_small_graph_passes() {
    for name in [
        "daxa_mpm_sim_and_draw.json",
        "granite_viewer_forward_msaa.json",
        "rps_downsample_array.json",
        "rps_mini_renderer.json",
        "rps_multi_queue.json",
    ] {
        let value = figures(name, &[]);
        let order = value["order"].as_array().unwrap();
        assert_eq!(value["passes"].as_u64(), Some(order.len() as u64), "{name}");
        let culled = value["culled"].as_array().unwrap().len();
        assert_eq!(value["declared_passes"].as_u64(), Some((order.len() + culled) as u64));
        for key in [
            "barrier_batches",
            "image_barriers",
            "buffer_barriers",
            "memory_barriers",
            "transient_bytes",
            "transient_bytes_without_aliasing",
            "live_peak_bytes",
            "persistent_bytes",
            "levels",
        ] {
            assert!(value[key].is_u64(), "{name}: {key} is {}", value[key]);
        }
        assert!(value["compile_ms"].is_f64());
        let bytes = |key: &str| value[key].as_u64().unwrap();
        assert!(bytes("live_peak_bytes") <= bytes("transient_bytes"), "{name}");
        assert!(bytes("transient_bytes") <= bytes("transient_bytes_without_aliasing"), "{name}");
    }
}

/// Figures that follow from the files alone: exact sums of mips and layers, 64 KiB each, rings included.
#[test]
fn bytes_are_exact_sums() {
    let value = figures("rps_mini_renderer.json", &[]);
    let image = |texels: u64, bytes: u64| (texels * bytes).next_multiple_of(65_536);
    let screen = 1920 * 1080;
    // shadow-map, depth with stencil (8 bytes a texel), material, normal, light
    let sum = image(1024 * 1024, 2)
        + image(screen, 8)
        + image(screen, 4)
        + image(screen, 4)
        + image(screen, 8);
    assert_eq!(value["transient_bytes_without_aliasing"].as_u64(), Some(sum));

    let value = figures("rps_multi_queue.json", &[]);
    assert_eq!(value["host_ring_bytes"].as_u64(), Some(3 * (65_536 + 144)));
}

#[test]
fn the_extent_is_the_callers() {
    let small = figures("rps_mini_renderer.json", &["--width", "64", "--height", "64"]);
    let large = figures("rps_mini_renderer.json", &[]);
    assert_eq!(small["extent"], serde_json::json!([64, 64]));
    assert!(small["transient_bytes"].as_u64() < large["transient_bytes"].as_u64());
}

#[test]
fn every_form_is_printed() {
    let graph = graphs().join("rps_mini_renderer.json");
    let text = String::from_utf8(run(&graph, &[]).stdout).unwrap();
    assert!(text.contains("Schedule") && text.contains("Barriers: "), "{text}");
    let dot = String::from_utf8(run(&graph, &["--dot"]).stdout).unwrap();
    assert!(dot.starts_with("digraph"), "{dot}");
    let full: Value = serde_json::from_slice(&run(&graph, &["--full"]).stdout).unwrap();
    assert_eq!(full["report"]["schema"], "vixen-report/1");
}

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases")
}

/// Runs a graph file with the shaders of the cases.
fn run_rust(file: &Path, flags: &[&str]) -> Output {
    let shaders = cases().join("shaders");
    run(file, &[&["--shaders", shaders.to_str().unwrap()], flags].concat())
}

/// A pass that fills a buffer, and a graph of it.
const FILL: &str = r#"
#[derive(vixen::Pass)]
#[pass(compute, shader = "two.comp")]
struct Go { #[uniform(name = "U")] u: Buffer, #[storage(write, discard, name = "O")] o: Buffer }
#[derive(vixen::Graph)]
struct First { #[upload(size = 512)] b: Buffer, #[readback(size = 512)] out: Buffer, #[pass(u = b, o = out, groups = "1")] go: Go }
"#;

const SECOND: &str = r#"
#[derive(vixen::Graph)]
#[graph(max_extent = "640x480")]
struct Second {
    #[upload(size = 512)] b: Buffer, #[readback(size = 512)] out: Buffer,
    #[transient(format = "R8_UNORM", size = "screen")] unused: Image, #[import(swapchain)] screen: Image,
    #[pass(u = b, o = out, groups = "1")] go: Go,
}
"#;

#[test]
fn a_graph_file_takes_every_option() {
    let file = scratch("first.rs", FILL.as_bytes());
    let text = String::from_utf8(run_rust(&file, &[]).stdout).unwrap();
    assert!(text.contains("Schedule") && text.contains("Barriers: "), "{text}");
    let dot = String::from_utf8(run_rust(&file, &["--dot"]).stdout).unwrap();
    assert!(dot.starts_with("digraph"), "{dot}");
    let full: Value = serde_json::from_slice(&run_rust(&file, &["--full"]).stdout).unwrap();
    assert_eq!(full["report"]["schema"], "vixen-report/1");
    let flags = ["--json", "--oracle", "--mutate", "--width", "320", "--height", "200"];
    let output = run_rust(&file, &flags);
    assert_eq!(output.status.code(), Some(0));
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["name"], "First");
    assert_eq!(value["extent"], serde_json::json!([320, 200]));
    assert_eq!((&value["declared_passes"], &value["passes"]), (&1.into(), &1.into()));
    assert_eq!((&value["objections"], &value["oracle"]), (&0.into(), &0.into()));
    assert_eq!(value["survivors_unexplained"], 0);
}

#[test]
fn one_graph_of_several_is_named() {
    let file = scratch("several.rs", format!("{FILL}{SECOND}").as_bytes());
    let extent = |flags: &[&str]| {
        let output = run_rust(&file, flags);
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        value["extent"].clone()
    };
    assert_eq!(extent(&["--json", "--graph", "Second"]), serde_json::json!([640, 480]));
    assert_eq!(extent(&["--json", "--graph", "First"]), serde_json::json!([3840, 2160]));
    for (flags, said) in [
        (&[][..], "has 2 graphs: First, Second; name one with --graph"),
        (&["--graph", "Third"][..], "has no graph `Third`; it has: First, Second"),
    ] {
        let output = run_rust(&file, flags);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.contains(said), "{stderr}");
    }
}

#[test]
fn shaders_that_are_missing_or_wrong() {
    let file = scratch("no_folder.rs", FILL.as_bytes());
    let said = |output: Output| {
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    let none = said(run(&file, &[]));
    assert!(none.contains("error[V0109]") && none.contains("--shaders FOLDER"), "{none}");
    let other = scratch("other.rs", FILL.replace("two.comp", "tow.comp").as_bytes());
    let other = said(run_rust(&other, &[]));
    assert!(other.contains("error[V0109]") && other.contains("two.comp"), "{other}");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrong-shaders");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("two.comp"), "#version 460\nvoid main() { nothing(); }\n").unwrap();
    let wrong = said(run(&file, &["--shaders", folder.to_str().unwrap()]));
    assert!(wrong.contains("V0805") && wrong.contains("two.comp:2"), "{wrong}");
    let nowhere = said(run(&file, &["--shaders", "no such folder"]));
    assert!(nowhere.contains("V0803"), "{nowhere}");
    let broken = said(run_rust(&scratch("broken.rs", b"struct {"), &[]));
    assert!(broken.contains("error[V0102]") && broken.contains("broken.rs:1:8"), "{broken}");
}

/// A module named by its path from the file, and a macro for the shaders of the folder.
#[test]
fn modules_beside_the_file_and_macros() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("macros");
    std::fs::create_dir_all(&folder).unwrap();
    let source = "#version 460\nlayout(set = 0, binding = 0) buffer O { uint o[]; };\nvoid main() { o[0] = VALUE; }\n";
    std::fs::write(folder.join("set.comp"), source).unwrap();
    let graph = r#"
        #[derive(vixen::Pass)]
        #[pass(compute, shader = "set.comp")]
        struct Set { #[storage(write, discard, name = "O")] o: Buffer }
        #[derive(vixen::Graph)]
        struct G { #[readback(size = 512)] out: Buffer, #[pass(o = out, groups = "1")] set: Set }"#;
    let file = scratch("macros.rs", graph.as_bytes());
    let flags = ["--shaders", folder.to_str().unwrap(), "--define", "VALUE=7"];
    assert_eq!(run(&file, &flags).status.code(), Some(0));
    assert_eq!(run(&file, &flags[..2]).status.code(), Some(1));
    assert_eq!(run(&cases().join("pair.rs"), &[]).status.code(), Some(1), "tri.vert is GLSL");
}

/// The temporary folder is gone when the tool ends.
#[test]
fn nothing_stays_behind() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("temporary");
    std::fs::create_dir_all(&folder).unwrap();
    let file = scratch("behind.rs", FILL.as_bytes());
    let shaders = cases().join("shaders");
    let status = Command::new(env!("CARGO_BIN_EXE_vixen-plan"))
        .args([file.as_os_str(), "--shaders".as_ref(), shaders.as_os_str()])
        .env("TMPDIR", &folder)
        .output()
        .unwrap()
        .status;
    assert_eq!(status.code(), Some(0));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
}

#[test]
fn a_bad_file_is_an_error_with_its_place() {
    let deep = "[".repeat(100_000);
    let cases: [(&str, &[u8], [&str; 2]); 5] = [
        ("empty.json", b"", ["error[V0801]: ", "empty.json:1:1"]),
        ("binary.json", b"{\n\"a\xFF", ["error[V0801]: ", "binary.json:2:3"]),
        ("cut.json", b"{\"schema\": \"neutral-graph/1\",", ["error[V0801]: ", "cut.json:1:"]),
        ("schema.json", b"{\n  \"schema\": 7}", ["error[V0802]: ", "schema.json:2:13"]),
        ("deep.json", deep.as_bytes(), ["error[V0804]: ", "deep.json:1:65"]),
    ];
    for (name, content, [what, place]) in cases {
        let output = run(&scratch(name, content), &["--json"]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{name}: {stderr}");
        assert!(stderr.starts_with(what) && stderr.contains(place), "{name}: {stderr}");
        assert!(output.stdout.is_empty());
    }
    for missing in [graphs().join("no such file"), graphs()] {
        let output = run(&missing, &[]);
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains("V0803"));
    }
    assert_eq!(run(&graphs(), &["--width", "0", "--height", "1"]).status.code(), Some(1));
}

/// What a reader sees of mistakes in a file: the line with a mark under it.
#[test]
fn mistakes_are_shown_in_their_lines() {
    let graph = r#"{
  "schema": "neutral-graph/1",
  "name": "mistakes",
  "swapchain": {"format": "bgra8unorm", "extent": [64, 64]},
  "resources": [
    {"name": "a", "kind": "image2d", "format": "rgba99", "extent": {"mode": "absolute", "size": [8, 8, 1]}, "lifetime": "transient"},
    {"name": "b", "kind": "buffer", "bytes": 16, "lifetime": "transient"}
  ],
  "nodes": [
    {"id": 0, "name": "n", "queue": "compute", "accesses": [{"resource": "c", "access": "storage-read"}]},
    {"id": 1, "name": "m", "queue": "compute", "accesses": [{"resource": "b", "access": "storage-reed"}]}
  ],
  "outputs": ["b"]
}
"#;
    let deep = "[".repeat(1_000);
    let files: [(&str, &[u8]); 3] = [
        ("mistakes.json", graph.as_bytes()),
        ("cut_short.json", b"{\n  \"schema\": \"neutral-graph/1\",\n  \"name\": \"cut"),
        ("too_deep.json", deep.as_bytes()),
    ];
    let mut shown = String::new();
    for file in files.map(|(name, content)| scratch(name, content)) {
        let output = run(&file, &[]);
        assert_eq!(output.status.code(), Some(1));
        let folder = format!("{}/", file.parent().unwrap().display());
        shown += &String::from_utf8(output.stderr).unwrap().replace(&folder, "");
    }
    let nowhere = run(Path::new("no such file.json"), &[]);
    shown += &String::from_utf8(nowhere.stderr).unwrap();
    insta::assert_snapshot!(shown);
}
