//! The program itself, as a user runs it: what it writes, and how it refuses.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// Runs the program and writes to a folder of this test's own.
fn voxel_world(folder: &str, arguments: &[&str]) -> (PathBuf, Output) {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    // What an earlier run left must not pass for this one's.
    let _ = std::fs::remove_dir_all(&out);
    let output = Command::new(env!("CARGO_BIN_EXE_voxel-world"))
        .args(arguments)
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap();
    (out, output)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_flight_leaves_pictures_and_a_summary() {
    let arguments = ["--width", "64", "--height", "36", "--frames", "4", "--every", "2"];
    let (out, output) = voxel_world("flight", &arguments);
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));

    let summary = std::fs::read_to_string(out.join("summary.json")).unwrap();
    let summary: Value = serde_json::from_str(&summary).unwrap();
    assert_eq!(summary["frames"], 4);
    assert_eq!(summary["passes"], 7);
    for positive in ["barrier_batches_per_frame", "barriers_per_frame", "transient_bytes"] {
        assert!(summary[positive].as_u64().unwrap() > 0, "{summary:#}");
    }
    let bytes = |key: &str| summary[key].as_u64().unwrap();
    assert!(bytes("transient_bytes") < bytes("transient_bytes_without_aliasing"), "{summary:#}");
    for count in ["heap_allocations", "vulkan_objects", "device_allocations"] {
        assert_eq!(summary["execute"][count], 0, "{summary:#}");
        assert_eq!(summary[format!("execute.{count}")], 0, "{summary:#}");
    }
    assert_eq!(summary["validation_messages"], 0);

    let written: Vec<bool> =
        (0..4).map(|index| out.join(format!("frame_{index:04}.png")).exists()).collect();
    assert_eq!(written, [true, false, true, true]);
    let picture = image::open(out.join("frame_0003.png")).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (64, 36));
    let mut colours: Vec<[u8; 3]> = picture.pixels().map(|pixel| pixel.0).collect();
    colours.sort_unstable();
    colours.dedup();
    assert!(colours.len() > 200, "{} colours are no picture of a world", colours.len());
}

#[test]
fn the_report_names_passes_and_reasons() {
    let (_, output) = voxel_world("report", &["--width", "16", "--height", "16", "--frames", "1"]);
    let printed = text(&output.stdout);
    for expected in ["Schedule", "shadow_ao", "Barriers", "without aliasing", "execute"] {
        assert!(printed.contains(expected), "{expected} is missing in:\n{printed}");
    }
}

/// What the program says when it refuses; it neither panics nor succeeds.
fn refusal(arguments: &[&str]) -> String {
    let (_, output) = voxel_world("refusal", arguments);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn what_cannot_be_shown_is_refused_with_a_reason() {
    assert!(refusal(&["no/such/scene.vox"]).contains("no/such/scene.vox"));
    assert!(refusal(&["Cargo.toml"]).contains("MagicaVoxel"));
    assert!(refusal(&["--width", "99999"]).contains("99999"));
    assert!(refusal(&["--frames", "none"]).contains("none"));
}
