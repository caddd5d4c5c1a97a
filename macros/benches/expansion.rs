//! How long a graph takes to expand: `cargo bench -p vixen-macros --bench expansion`.
//!
//! It writes a crate with fifty pass types, checks it without and with the graph that uses them all, several
//! times each in turn, and prints the medians and their difference. The difference is the chain of macros, the
//! compiler, and rustc's reading of the tables. It must stay under half a second in a dev build with the
//! macros optimised (`[profile.dev.build-override] opt-level = 2`, which is for users to set too).

#![allow(clippy::unwrap_used, clippy::expect_used)] // a measurement ends where its tools are missing

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const PASSES: usize = 50;
const ROUNDS: usize = 7;

fn main() {
    // `cargo test --benches` asks only whether it runs.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("expansion");
    prepare(&root);
    let (mut without, mut with) = (Vec::new(), Vec::new());
    check(&root, &passes());
    for _ in 0..ROUNDS {
        without.push(check(&root, &passes()));
        with.push(check(&root, &(passes() + &graph())));
    }
    let (without, with) = (median(&mut without), median(&mut with));
    println!("{PASSES} pass types without a graph: {without:?}");
    println!("the same with a graph of them:  {with:?}");
    println!("the graph alone: {:?}", with.saturating_sub(without));
}

fn prepare(root: &Path) {
    let runtime =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../runtime").canonicalize().unwrap();
    let manifest = format!(
        "[package]\nname = \"expansion\"\nedition = \"2024\"\n[dependencies]\n\
         vixen = {{ path = \"{}\", default-features = false }}\n\
         [profile.dev.build-override]\nopt-level = 2\n[workspace]\n",
        runtime.display()
    );
    std::fs::create_dir_all(root.join("src")).unwrap();
    std::fs::write(root.join("Cargo.toml"), manifest).unwrap();
}

/// Checks the crate with this source; how long cargo took. Each source is another one, lest cargo skip it.
fn check(root: &Path, source: &str) -> Duration {
    std::fs::write(root.join("src/lib.rs"), format!("{source}// {:?}\n", Instant::now())).unwrap();
    let start = Instant::now();
    let status = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--manifest-path"])
        .arg(root.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(root.join("target"))
        .status()
        .unwrap();
    assert!(status.success(), "the crate of the measurement compiles");
    start.elapsed()
}

fn passes() -> String {
    let mut text = String::from("#![allow(dead_code)]\nuse vixen::{Buffer, Image};\n");
    for index in 0..PASSES {
        writeln!(
            text,
            "#[derive(vixen::Pass)] #[pass(transfer)] struct P{index} {{ \
             #[copy(read)] from: Image, #[copy(write)] to: Image }}"
        )
        .unwrap();
    }
    text + "struct Unused(Buffer);\n"
}

fn graph() -> String {
    let mut text = String::from(
        "#[derive(vixen::Graph)] struct All { #[import(swapchain)] screen: Image,\n\
         #[transient(format = \"R8G8B8A8_UNORM\", size = \"screen\")] first: Image,\n\
         #[pass(to = first)] fill: Fill,\n",
    );
    for index in 0..PASSES {
        let from = if index == 0 { "first".to_owned() } else { format!("t{}", index - 1) };
        if index + 1 == PASSES {
            writeln!(text, "#[pass(from = {from}, to = screen)] p{index}: P{index},").unwrap();
        } else {
            writeln!(
                text,
                "#[transient(format = \"R8G8B8A8_UNORM\", size = \"screen\")] t{index}: Image,\n\
                 #[pass(from = {from}, to = t{index})] p{index}: P{index},"
            )
            .unwrap();
        }
    }
    text + "}\n#[derive(vixen::Pass)] #[pass(transfer)] struct Fill { #[clear(value = 0.0)] to: Image }\n"
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}
