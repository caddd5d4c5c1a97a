//! The short form of `make proof`, which leaves its figures where the long form does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Figures that must be 0.
const ZERO: [&str; 7] = [
    "oracle_cases_wrong",
    "objections",
    "survivors_unexplained",
    "mismatches",
    "judged_otherwise",
    "leaks",
    "fault_failures",
];

/// Figures that say that something was done.
const DONE: [&str; 6] =
    ["oracle_cases", "mutants", "killed", "random_graphs", "judged_twice", "fault_points"];

#[test]
fn the_short_proofs_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let folder = root.join("target/proof");
    let file = folder.join("summary.json");
    // That of an earlier run says nothing.
    let _ = std::fs::remove_file(&file);
    let status = Command::new(env!("CARGO_BIN_EXE_proof"))
        .arg("--short")
        .arg("--folder")
        .arg(&folder)
        .current_dir(&root)
        .status()
        .unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let summary: Value = serde_json::from_str(&text).unwrap();
    assert!(status.success(), "{text}");
    for name in ZERO {
        assert_eq!(summary[name], 0, "{name}\n{text}");
    }
    for name in DONE {
        assert!(summary[name].as_u64().unwrap() > 0, "{name}\n{text}");
    }
    assert_eq!(summary["unfinished"], serde_json::json!([]), "{text}");
    let fuzz = summary["fuzz"].as_object().unwrap();
    assert_eq!(fuzz.len(), vixen_hostile::Target::ALL.len(), "{text}");
    for (target, counts) in fuzz {
        assert_eq!(counts["crashes"], 0, "{target}\n{text}");
        assert!(counts["executions"].as_u64().unwrap() > 0, "{target}\n{text}");
    }
}
