//! The program `vixen-reflect`: exit codes, memory, output.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use glslang::ShaderStage;
use spirq::spirv::Op;

use crate::assembler::Assembler;
use crate::glsl::compile;

const TOOL: &str = env!("CARGO_BIN_EXE_vixen-reflect");

/// A file in a directory of this test binary's own.
fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("reflect_{name}"));
    fs::write(&path, bytes).unwrap();
    path
}

/// Runs the tool with 256 MiB of address space, where a shell can set that.
fn run(path: &Path, arguments: &[&str]) -> Output {
    if cfg!(target_os = "linux") {
        let script = "ulimit -v 262144 && exec \"$@\"";
        Command::new("sh").args(["-c", script, "sh", TOOL]).arg(path).args(arguments).output()
    } else {
        Command::new(TOOL).arg(path).args(arguments).output()
    }
    .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("ended by a signal")
}

#[test]
fn json_has_what_the_documentation_says() {
    let module = compile(include_str!("shaders/layouts.comp"), ShaderStage::Compute);
    let output = run(&file("layouts.spv", &module), &["--json"]);
    assert_eq!(code(&output), 0);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let entry = &json["entry_points"][0];
    assert_eq!(entry["stage"], "compute");
    assert_eq!(entry["workgroup_size"]["size"], serde_json::json!([8, 4, 1]));
    assert_eq!(entry["sets"][1]["set"], 1);
    let image = &entry["sets"][1]["bindings"][1];
    assert_eq!((&image["kind"], &image["access"]), (&"storage-image".into(), &"write".into()));
    assert_eq!(image["image"]["format"], "R8G8B8A8_UNORM");
    assert_eq!(entry["push_constants"]["members"][0]["offset"], 16);
    assert_eq!(json["spec_constants"][0]["default"], 0.5);
}

#[test]
fn text_is_printed_without_the_flag() {
    let module = compile(include_str!("shaders/layouts.comp"), ShaderStage::Compute);
    let output = run(&file("text.spv", &module), &[]);
    assert_eq!(code(&output), 0);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("entry point main (compute)") && text.contains("R8G8B8A8_UNORM"));
}

#[test]
fn failures_are_exit_code_1_and_a_line_that_names_the_file() {
    let missing = Path::new(env!("CARGO_TARGET_TMPDIR")).join("there_is_no_such_file.spv");
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let text = file("text.comp", b"#version 460\nvoid main() {}\n");
    let empty = file("empty.spv", b"");
    for path in [missing.as_path(), directory, &text, &empty] {
        let output = run(path, &["--json"]);
        assert_eq!(code(&output), 1, "{}", path.display());
        assert!(output.stdout.is_empty());
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.starts_with("error: "), "{message}");
        assert!(message.contains(path.file_name().unwrap().to_str().unwrap()), "{message}");
    }
    let output = run(&empty, &["--no-such-flag"]);
    assert_eq!(code(&output), 1);
}

#[test]
fn a_file_of_any_size_is_refused_within_bounds() {
    let path = file("huge.spv", &Assembler::new(3, 10).bytes());
    // Sparse: two GiB that take no disk.
    let huge = fs::OpenOptions::new().write(true).open(&path).unwrap();
    huge.set_len(2 << 30).unwrap();
    let output = run(&path, &["--json"]);
    assert_eq!(code(&output), 1);
    assert!(String::from_utf8(output.stderr).unwrap().contains("more than the limit"));
    fs::remove_file(path).unwrap();
}

/// Fills up to the largest size that is read with what takes the most memory to keep.
fn filled(name: &str, fill: impl Fn(&mut Assembler, u32), words: u32, after: u32) -> PathBuf {
    let mut module = Assembler::new(3, 4_000_000);
    module.compute(7);
    let rest = vixen_compiler::reflect::MAX_BYTES as u32 / 4 - 1_000;
    let count = rest / words;
    if after == 0 {
        (0..count).for_each(|index| fill(&mut module, index));
    }
    module.function_type().op(Op::TypeInt, &[3, 32, 0]).op(Op::TypeStruct, &[4, 3]);
    module.op(Op::TypePointer, &[5, 12, 4]).op(Op::Variable, &[5, 6, 12]);
    module.function(7, 10, |code| {
        if after == 1 {
            (0..count).for_each(|index| fill(code, index));
        }
    });
    file(name, &module.bytes())
}

#[test]
fn the_largest_modules_stay_within_256_mib() {
    let modules = [
        filled(
            "names",
            |m, index| {
                m.raw(5, &[index % 1_000_000, 0]).op(Op::Nop, &[]);
            },
            4,
            0,
        ),
        filled(
            "decorations",
            |m, index| {
                m.raw(71, &[index, 33, 1]).op(Op::Nop, &[]);
            },
            5,
            0,
        ),
        filled(
            "loads",
            |m, index| {
                m.raw(61, &[5, 100 + index % 3_000_000, 6]).op(Op::Nop, &[]);
            },
            5,
            1,
        ),
        filled(
            "copies",
            |m, _| {
                m.raw(63, &[6, 6]).op(Op::Nop, &[]);
            },
            4,
            1,
        ),
        filled(
            "calls",
            |m, index| {
                m.raw(57, &[5, 100 + index % 3_000_000, 7]).op(Op::Nop, &[]);
            },
            5,
            1,
        ),
    ];
    for path in modules {
        let output = run(&path, &["--json"]);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(matches!(code(&output), 0 | 1), "{message}");
        assert!(!message.contains("memory allocation"), "{message}");
        fs::remove_file(path).unwrap();
    }
}
