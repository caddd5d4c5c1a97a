//! The build.rs door: shaders, includes, the cache, and what is said when something is wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

use std::fs;
use std::path::{Path, PathBuf};

use vixen_compiler::build::{self, Failure, Outcome};
use vixen_compiler::diagnostic::Severity;

/// A crate's folder under the target directory, emptied.
struct Crate {
    root: PathBuf,
}

impl Crate {
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_door").join(name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("shaders")).unwrap();
        Self { root }
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        fs::write(self.root.join(name), content).unwrap();
        self
    }

    fn builder(&self) -> build::Builder {
        build::shaders(self.root.join("shaders")).out_dir(self.root.join("out"))
    }

    fn shaders(&self) -> Result<Outcome, Vec<Failure>> {
        self.builder().compile()
    }

    fn graph(&self, file: &str) -> Result<Outcome, Vec<Failure>> {
        self.builder().graph(self.root.join(file)).compile()
    }

    fn out(&self, name: &str) -> Vec<u8> {
        fs::read(self.root.join("out/vixen").join(name)).unwrap()
    }
}

/// Asserts one failure: where, and what it says.
#[track_caller]
fn one(failures: &[Failure], place: (u32, u32), parts: &[&str]) {
    assert_eq!(failures.len(), 1, "{failures:#?}");
    assert_eq!(failures[0].place, place, "{}", failures[0]);
    for part in parts {
        assert!(failures[0].to_string().contains(part), "{}", failures[0]);
    }
}

const FILL: &str = "#version 460
layout(local_size_x = 8, local_size_y = 8) in;
layout(set = 0, binding = 0, rgba8) uniform writeonly image2D dst;
void main() { imageStore(dst, ivec2(gl_GlobalInvocationID.xy), vec4(1.0)); }
";

#[test]
fn shaders_are_compiled_once_and_again_when_they_change() {
    let tree = Crate::new("cache");
    tree.write("shaders/fill.comp", FILL);
    assert_eq!(tree.shaders().unwrap().compiled, 1);
    let module = tree.out("fill.comp.spv");
    assert_eq!(module[..8], [0x03, 0x02, 0x23, 0x07, 0x00, 0x06, 0x01, 0x00], "SPIR-V 1.6");
    assert_eq!(tree.shaders().unwrap().compiled, 0);
    tree.write("shaders/fill.comp", FILL.replace("1.0", "0.5"));
    assert_eq!(tree.shaders().unwrap().compiled, 1);
    assert_ne!(module, tree.out("fill.comp.spv"));
    let defined = tree.builder().define("X", "1").compile().unwrap();
    assert_eq!(defined.compiled, 1, "other options make another module");
}

#[test]
fn an_include_is_part_of_what_a_shader_is_made_of() {
    let tree = Crate::new("include");
    fs::create_dir_all(tree.root.join("shaders/deep")).unwrap();
    let source = FILL.replace(
        "layout(local",
        "#extension GL_GOOGLE_include_directive : require\n#include \"value.glsl\"\nlayout(local",
    );
    tree.write("shaders/deep/fill.comp", source.replace("vec4(1.0)", "VALUE"));
    tree.write("shaders/deep/value.glsl", "#define VALUE vec4(1.0)\n");
    assert_eq!(tree.shaders().unwrap().compiled, 1);
    let module = tree.out("deep/fill.comp.spv");
    assert_eq!(tree.shaders().unwrap().compiled, 0);
    tree.write("shaders/deep/value.glsl", "#define VALUE vec4(0.25)\n");
    assert_eq!(tree.shaders().unwrap().compiled, 1);
    assert_ne!(module, tree.out("deep/fill.comp.spv"));
}

#[test]
fn modules_are_taken_as_they_are() {
    let tree = Crate::new("spv");
    tree.write("shaders/own.spv", [3, 2, 35, 7, 1, 2, 3, 4]);
    assert_eq!(tree.shaders().unwrap().written.len(), 1);
    assert_eq!(tree.out("own.spv"), [3, 2, 35, 7, 1, 2, 3, 4]);
}

#[test]
fn a_wrong_shader_is_told_with_its_line() {
    let tree = Crate::new("wrong");
    tree.write("shaders/fill.comp", FILL.replace("vec4(1.0)", "vec4(missing)"));
    let failures = tree.shaders().unwrap_err();
    assert!(failures.iter().all(|failure| failure.place.0 == 4), "{failures:#?}");
    let text = failures[0].to_string();
    assert!(text.contains("fill.comp:4:"), "{text}");
    assert!(text.contains("V0805: 'missing' : undeclared identifier"), "{text}");
}

#[test]
fn a_wrong_include_is_told_where_it_stands() {
    let tree = Crate::new("wrong_include");
    let source = FILL.replace(
        "layout(local",
        "#extension GL_GOOGLE_include_directive : require\n#include \"value.glsl\"\nlayout(local",
    );
    tree.write("shaders/fill.comp", &source);
    let missing = tree.shaders().unwrap_err();
    assert!(
        missing[0].to_string().contains("`#include \"value.glsl\"` names no file"),
        "{missing:#?}"
    );
    tree.write("shaders/value.glsl", "#define A 1\nfloat f() { return nothing; }\n");
    let wrong = tree.shaders().unwrap_err();
    assert!(wrong[0].to_string().contains("value.glsl:2"), "{wrong:#?}");
    tree.write("shaders/value.glsl", "#include \"value.glsl\"\n");
    let cycle = tree.shaders().unwrap_err();
    assert!(cycle[0].to_string().contains("V0804"), "{cycle:#?}");
}

#[test]
fn an_old_version_a_zero_byte_and_a_missing_folder() {
    let tree = Crate::new("odd");
    tree.write("shaders/a.comp", "#version 120\nvoid main() {}\n");
    one(&tree.shaders().unwrap_err(), (1, 0), &["version 120", "#version 460"]);
    tree.write("shaders/a.comp", b"#version 460\nvoid \0 main() {}\n");
    one(&tree.shaders().unwrap_err(), (2, 0), &["V0805", "zero byte"]);
    let nowhere = build::shaders(tree.root.join("nowhere")).out_dir(tree.root.join("out"));
    one(&nowhere.compile().unwrap_err(), (0, 0), &["V0803", "nowhere"]);
}

const GRAPH: &str = "use vixen::Image;
#[derive(vixen::Pass)]
#[pass(compute, shader = \"fill.comp\")]
pub struct Fill {
    #[storage(write, discard)] dst: Image,
}
#[derive(vixen::Graph)]
pub struct Filled {
    #[import(swapchain)] screen: Image,
    #[transient(format = \"R8G8B8A8_UNORM\", size = \"screen\")] plain: Image,
    #[pass(dst = plain, groups = \"screen / 8\")] fill: Fill,
    #[pass(from = plain, to = screen)] show: Show,
}
#[derive(vixen::Pass)]
#[pass(transfer)]
pub struct Show {
    #[copy(read)] from: Image,
    #[copy(write)] to: Image,
}
";

#[test]
fn a_graph_file_becomes_a_module_with_reports() {
    let tree = Crate::new("graph");
    tree.write("shaders/fill.comp", FILL).write("filled.rs", GRAPH);
    let outcome = tree.graph("filled.rs").unwrap();
    assert_eq!(outcome.warnings, []);
    let module = String::from_utf8(tree.out("filled.rs")).unwrap();
    assert!(module.contains("impl ::vixen::Graph for Filled"), "{module}");
    assert!(!module.contains("#[storage"), "{module}");
    let json: serde_json::Value = serde_json::from_slice(&tree.out("Filled.json")).unwrap();
    assert!(json.is_object());
    assert!(!tree.out("Filled.txt").is_empty());
}

#[test]
fn what_is_wrong_with_a_graph_file_stands_at_its_line_and_column() {
    let tree = Crate::new("wrong_graph");
    tree.write("shaders/fill.comp", FILL);
    tree.write("filled.rs", GRAPH.replace("dst = plain", "dst = plian"));
    one(
        &tree.graph("filled.rs").unwrap_err(),
        (11, 18),
        &["filled.rs:11:18: V0401", "plian", "docs/errors/V0401.md"],
    );
    tree.write("filled.rs", GRAPH.replace("fill: Fill,", "fill: Full,"));
    one(&tree.graph("filled.rs").unwrap_err(), (11, 55), &["V0401", "no struct `Full`"]);
    tree.write("filled.rs", GRAPH.replace("storage(write, discard)", "storage(writ)"));
    let failures = tree.graph("filled.rs").unwrap_err();
    assert_eq!(failures[0].place.0, 5, "{failures:#?}");
    tree.write("filled.rs", "pub struct {");
    one(&tree.graph("filled.rs").unwrap_err(), (1, 12), &["V0102", "not Rust"]);
    let nowhere = tree.graph("nowhere.rs").unwrap_err();
    one(&nowhere, (0, 0), &["V0803", "nowhere.rs"]);
}

/// What a reader of cargo's output sees: the line with a mark under it, then what to do.
#[test]
fn failures_are_shown_as_rustc_shows_its_own() {
    let tree = Crate::new("shown");
    tree.write("shaders/fill.comp", FILL);
    let graph = GRAPH.replace("dst = plain", "dst = plian");
    tree.write("filled.rs", graph.replace("size = \"screen\"", "size = \"scren / 2\""));
    let shown = |failures: Vec<Failure>| {
        failures.iter().map(|failure| failure.render(Severity::Error)).collect::<Vec<_>>()
    };
    // Each is rendered while the file is what it speaks of.
    let mut all = shown(tree.graph("filled.rs").unwrap_err());
    tree.write("shaders/fill.comp", FILL.replace("vec4(1.0)", "vec4(missing)"));
    all.extend(shown(tree.shaders().unwrap_err()));
    tree.write("shaders/fill.comp", FILL);
    all.extend(shown(tree.graph("nowhere.rs").unwrap_err()));
    let folder = format!("{}/", tree.root.display());
    insta::assert_snapshot!(all.join("\n").replace(&folder, ""));
}
