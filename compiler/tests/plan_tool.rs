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
