//! The build door against folders that are out to break it: links, pipes, sizes, names, and a shader that crashes
//! glslang. The program is a build script too: the test starts it as one.

// A test says what it expects; where that fails, a panic is the report.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use vixen_compiler::build;

/// Names the folder of shaders, where this process is a build script.
const FOLDER: &str = "HOSTILE_DOOR";

const EMPTY: &str = "#version 460\nlayout(local_size_x = 1) in;\nvoid main() { }\n";

fn main() {
    if let Some(folder) = std::env::var_os(FOLDER) {
        // Two calls, as a script may have: the second one is made in another child.
        build::shaders(Path::new(&folder).join("shaders")).run();
        build::shaders(Path::new(&folder).join("more")).run();
        println!("the script goes on");
        return;
    }
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    a_script_goes_on_behind_each_call();
    a_crash_of_glslang_names_the_shader();
    links_pipes_sizes_and_names();
}

/// Runs this program as a build script.
fn script(folder: &Path) -> Output {
    let program = std::env::current_exe().unwrap();
    Command::new(program).env(FOLDER, folder).env("OUT_DIR", folder.join("out")).output().unwrap()
}

fn a_script_goes_on_behind_each_call() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["shaders", "more"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join(format!("{name}.comp")), EMPTY).unwrap();
    }
    let output = script(folder.path());
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(text.matches("the script goes on").count(), 1, "{text}");
    for name in ["shaders", "more"] {
        assert!(folder.path().join(format!("out/vixen/{name}.comp.spv")).is_file(), "{name}");
        let watched = folder.path().join(name).display().to_string();
        assert!(text.contains(&format!("cargo::rerun-if-changed={watched}")), "{text}");
    }
}

/// glslang walks an expression's tree by recursion.
fn a_crash_of_glslang_names_the_shader() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("shaders")).unwrap();
    let sum = format!("float a = 1.0; a = a{};", "+a".repeat(1_000_000));
    let text = EMPTY.replace("{ }", &format!("{{ {sum} }}"));
    fs::write(folder.path().join("shaders/sum.comp"), text).unwrap();
    let output = script(folder.path());
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("V0805") && text.contains("sum.comp"), "{text}");
    assert!(text.contains("glslang crashed on this shader"), "{text}");
}

fn links_pipes_sizes_and_names() {
    let folder = tempfile::tempdir().unwrap();
    let shaders = folder.path().join("shaders");
    fs::create_dir(&shaders).unwrap();
    let compile = || build::shaders(&shaders).out_dir(folder.path().join("out")).compile();
    fs::write(shaders.join("empty.comp"), EMPTY).unwrap();
    // Ten links to the folder they lie in: listed to a depth of 16 they were 10^16 files.
    for link in 0..10 {
        symlink(&shaders, shaders.join(format!("link{link}"))).unwrap();
    }
    assert_eq!(compile().unwrap().compiled, 1);
    let refused = |name: &OsStr, why: &str| {
        let failures = compile().unwrap_err();
        let text = failures.iter().map(ToString::to_string).collect::<String>();
        assert!(failures[0].to_string().contains(why), "{}: {text}", name.display());
        fs::remove_file(shaders.join(name)).unwrap();
    };
    let pipe = shaders.join("pipe.comp");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    refused("pipe.comp".as_ref(), "V0803");
    symlink("/dev/zero", shaders.join("zero.spv")).unwrap();
    refused("zero.spv".as_ref(), "V0803");
    symlink("nowhere", shaders.join("gone.comp")).unwrap();
    refused("gone.comp".as_ref(), "V0803");
    for name in ["large.comp", "large.spv"] {
        fs::File::create(shaders.join(name)).unwrap().set_len(100 << 20).unwrap();
        refused(name.as_ref(), "V0804");
    }
    let name = OsStr::from_bytes(b"\xff.comp");
    fs::write(shaders.join(name), EMPTY).unwrap();
    refused(name, "the name is not UTF-8");
    let include =
        "#extension GL_GOOGLE_include_directive : require\n#include \"cycle.glsl\"\nlayout";
    fs::write(shaders.join("cycle.glsl"), "#include \"cycle.glsl\"\n").unwrap();
    fs::write(shaders.join("cycle.comp"), EMPTY.replace("layout", include)).unwrap();
    refused("cycle.comp".as_ref(), "V0804");
    // A file where the output's folder should be: nobody can write there, not even root.
    fs::write(folder.path().join("file"), "").unwrap();
    let failures =
        build::shaders(&shaders).out_dir(folder.path().join("file")).compile().unwrap_err();
    let unwritten = failures.iter().any(|one| one.to_string().contains("cannot be written"));
    assert!(unwritten, "{failures:?}");
    for number in 0..20_000 {
        fs::write(shaders.join(format!("{number}.txt")), "").unwrap();
    }
    let failures = compile().unwrap_err();
    assert!(failures.iter().any(|one| one.to_string().contains("V0804")), "{failures:?}");
}
