//! Broken and hostile files: every mistake has its place, and nothing panics.

use super::*;
use crate::diagnostic::Severity;

/// What a broken file is told: `line:column code message (help)`.
fn told(text: &str) -> Vec<String> {
    let (ast, found) = read(text);
    assert!(ast.is_none() || found.iter().all(|d| d.severity == Severity::Warning), "{text}");
    found
        .iter()
        .map(|d| match d.site {
            Site::Text { line, column } => {
                format!("{line}:{column}: {}: {} ({})", d.code, d.message, d.help)
            }
            _ => panic!("no place: {d}"),
        })
        .collect()
}

#[test]
fn every_mistake_has_its_place() {
    let files = [
        String::new(),
        "{\n  \"schema\": \"neutral-graph/1\",\n  \"nodes\" []\n}".to_owned(),
        "[]".to_owned(),
        "{\"schema\": \"other\"}".to_owned(),
        "{\"schema\": \"neutral-graph/1\"}".to_owned(),
        graph("{\"name\": \"a\"}", ""),
        graph(&format!("{},{}", image("a", ""), image("a", "")), ""),
        graph(&image("a", ", \"mips\": 40, \"samples\": 3, \"layers\": \"x\", \"colour\": 1"), ""),
        graph(&image("a", ", \"mips\": 1, \"mips\": 2"), ""),
        graph(&image("a", ""), &compute(r#"{"resource": "b", "access": "sampled-read"}"#)),
        graph(&image("a", ""), &compute(r#"{"resource": "a", "access": "sampled"}"#)),
        graph(
            "{\"name\": \"a\", \"kind\": \"buffer\", \"bytes\": 4, \"lifetime\": \"transient\"}",
            &compute(r#"{"resource": "a", "access": "storage-read", "mip_base": 1}"#),
        ),
        graph("", "{\"id\": 0, \"name\": \"n\", \"queue\": \"cpu\", \"accesses\": []}"),
        graph(
            "",
            "{\"id\": 3, \"name\": \"a\", \"queue\": \"host\", \"accesses\": []},
{\"id\": 3, \"name\": \"b\", \"queue\": \"host\", \"accesses\": []}",
        ),
        graph("", "").replace("\"outputs\": []", "\"outputs\": [\"x\", \"\\ud800\"]"),
        graph(&image("a", ", \"pingpong\": \"p\""), ""),
        "[".repeat(100),
    ];
    let report: Vec<_> = files.iter().map(|text| told(text).join("\n")).collect();
    insta::assert_snapshot!("mistakes", report.join("\n\n"));
}

/// A small generator: the tests need variety, not quality.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// Fragments that find the corners of numbers, strings and structure.
const FRAGMENTS: &[&str] = &[
    "4294967296",
    "18446744073709551616",
    "-1",
    "1e999",
    "0.000000000000000000000001",
    "null",
    "[]",
    "{}",
    "\"\"",
    "true",
    "\\u0000",
    "\"\\ud800\"",
    "é",
    "{",
    "]",
    ",",
    ":",
    "65536",
    "1e-9",
];

fn mutated(text: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len());
        let end = (at + random.below(20)).min(bytes.len());
        match random.below(4) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            2 => {
                let fragment = FRAGMENTS[random.below(FRAGMENTS.len())];
                bytes.splice(at..end, fragment.bytes());
            }
            _ => bytes[at] = random.below(256) as u8,
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn mutations_by_the_thousand_never_panic() {
    let mut random = Random(42);
    for name in ["daxa_mpm_sim_and_draw.json", "rps_mini_renderer.json", "rps_multi_queue.json"] {
        // Without white space more of the mutations hit something.
        let value: serde_json::Value = serde_json::from_str(&file(name)).unwrap();
        let text = value.to_string();
        for _ in 0..1500 {
            let (ast, found) = read(&mutated(&text, &mut random));
            let errors = found.iter().any(|d| d.severity == Severity::Error);
            assert_eq!(ast.is_none(), errors, "a tree or an error");
        }
    }
}

/// The JSON pointers of a value and of all within it.
fn pointers_of(value: &serde_json::Value, at: &str, to: &mut Vec<String>) {
    to.push(at.to_owned());
    match value {
        serde_json::Value::Array(list) => {
            list.iter().enumerate().for_each(|(i, v)| pointers_of(v, &format!("{at}/{i}"), to));
        }
        serde_json::Value::Object(map) => {
            map.iter().for_each(|(key, v)| pointers_of(v, &format!("{at}/{key}"), to));
        }
        _ => {}
    }
}

/// Values swapped for others of the file and for odd ones: all of it JSON, little of it the schema.
#[test]
fn wrong_types_never_panic() {
    let odd = [
        serde_json::json!(null),
        serde_json::json!(-1),
        serde_json::json!(1e300),
        serde_json::json!("x"),
        serde_json::json!([[]]),
        serde_json::json!({"mode": []}),
        serde_json::json!(u64::MAX),
        serde_json::json!(false),
    ];
    let value: serde_json::Value = serde_json::from_str(&file("rps_multi_queue.json")).unwrap();
    let mut pointers = Vec::new();
    pointers_of(&value, "", &mut pointers);
    let mut random = Random(7);
    for _ in 0..1500 {
        let mut value = value.clone();
        let pointer = &pointers[random.below(pointers.len())];
        let at = value.pointer_mut(pointer).unwrap();
        *at = odd[random.below(odd.len())].clone();
        let (ast, found) = read(&value.to_string());
        let errors = found.iter().any(|d| d.severity == Severity::Error);
        assert_eq!(ast.is_none(), errors, "a tree or an error");
    }
}

#[test]
fn deep_nesting_and_findings_are_bounded() {
    let deep = format!("{{\"schema\": {}", "[".repeat(1 << 20));
    assert!(told(&deep)[0].contains("V0804"));
    let nodes: Vec<_> = (0..2000).map(|_| "{}").collect();
    assert_eq!(told(&graph("", &nodes.join(","))).len(), 100);
    let big = " ".repeat(MAX_FILE_BYTES + 1);
    assert!(told(&big)[0].contains("V0804"));
}
