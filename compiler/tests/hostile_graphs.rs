//! Mutated graphs through all stages: a plan or errors, never a panic, and every plan well-formed.

// A test states what it expects; where that fails, a panic is the report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde_json::{Value, json};
use vixen_compiler::diagnostic::Diagnostics;
use vixen_compiler::emit::verify;
use vixen_compiler::report;
use vixen_compiler::syntax::json::parse;

fn graph(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/graphs").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A small generator: the test needs variety, not quality.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// Access kinds and values that the schema allows, so that the mutants reach the later stages.
const KINDS: &[&str] = &[
    "sampled-read",
    "storage-read",
    "storage-write",
    "storage-read-write",
    "color-attachment-write",
    "color-attachment-read-write",
    "depth-attachment-write",
    "depth-attachment-read-write",
    "depth-attachment-read",
    "depth-stencil-write",
    "depth-stencil-read",
    "input-attachment-read",
    "resolve-attachment-write",
    "indirect-read",
    "vertex-read",
    "uniform-read",
    "transfer-src",
    "transfer-dst",
    "clear",
    "host-write",
    "as-build-write",
    "as-build-read",
    "as-read",
];

/// Changes one thing of a graph into something that the schema allows.
fn mutate(graph: &mut Value, random: &mut Random) {
    let names: Vec<Value> = graph["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| resource["name"].clone())
        .collect();
    if random.below(3) == 0 {
        let resources = graph["resources"].as_array_mut().unwrap();
        let at = random.below(resources.len());
        mutate_resource(&mut resources[at], random);
        return;
    }
    let nodes = graph["nodes"].as_array_mut().unwrap();
    let at = random.below(nodes.len());
    let node = &mut nodes[at];
    match random.below(4) {
        0 => {
            let queues = ["graphics", "compute", "transfer", "raytrace", "host"];
            node["queue"] = json!(random.of(&queues));
        }
        1 => {
            let access = json!({"resource": random.of(&names), "access": random.of(KINDS)});
            node["accesses"].as_array_mut().unwrap().push(access);
        }
        _ => {
            let accesses = node["accesses"].as_array_mut().unwrap();
            if accesses.is_empty() {
                return;
            }
            let at = random.below(accesses.len());
            mutate_access(&mut accesses[at], &names, random);
        }
    }
}

fn mutate_resource(resource: &mut Value, random: &mut Random) {
    let number = *random.of(&[1, 2, 3, 6, 16]);
    match random.below(8) {
        0 => {
            let all = ["transient", "history", "persistent", "imported", "swapchain"];
            resource["lifetime"] = json!(random.of(&all));
        }
        1 => resource["kind"] = json!(random.of(&["image2d", "image3d", "imagecube"])),
        2 => {
            let all = ["rgba8unorm", "d32f-s8", "r32ui", "BC7_SRGB_BLOCK", "nonsense", "d16"];
            resource["format"] = json!(random.of(&all));
        }
        3 => resource["mips"] = json!(number),
        4 => resource["layers"] = json!(number),
        5 => resource["samples"] = json!(random.of(&[1, 4, 64])),
        6 => resource["host_visible"] = json!(true),
        _ => {
            let all =
                [json!([1, 1, 1]), json!([1_048_576, 1_048_576, 1_048_576]), json!([7, 5, 3])];
            resource["extent"] = json!({"mode": "absolute", "size": random.of(&all)});
        }
    }
}

fn mutate_access(access: &mut Value, names: &[Value], random: &mut Random) {
    let number = random.below(5);
    match random.below(8) {
        0 => access["resource"] = random.of(names).clone(),
        1 | 2 => access["access"] = json!(random.of(KINDS)),
        3 => access["history"] = json!(number),
        4 => access["mip_base"] = json!(number),
        5 => access["layer_count"] = json!(number + 1),
        6 => access["relaxed_order"] = json!(true),
        _ => access["aspect"] = json!(random.of(&["color", "depth", "stencil"])),
    }
}

#[test]
fn mutants_are_planned_or_refused() {
    let mut random = Random(2026);
    let (mut planned, mut refused) = (0, 0);
    for name in
        ["daxa_mpm_sim_and_draw.json", "rps_mini_renderer.json", "rps_downsample_array.json"]
    {
        let original = graph(name);
        for round in 0..400 {
            let mut mutant = original.clone();
            for _ in 0..=random.below(4) {
                mutate(&mut mutant, &mut random);
            }
            let text = mutant.to_string();
            let result = catch_unwind(AssertUnwindSafe(|| {
                let diagnostics = Diagnostics::new();
                let ast = parse(&text, None, &diagnostics);
                let family = ast.and_then(|ast| vixen_compiler::compile(&ast, &diagnostics));
                (family, diagnostics.into_vec())
            }));
            let Ok((family, found)) = result else {
                panic!("{name}, round {round}: {text}");
            };
            assert!(
                found.iter().all(|one| one.code.number() != 999),
                "{name}, round {round}: {found:?}: {text}"
            );
            let Some(family) = family else {
                refused += 1;
                assert!(!found.is_empty(), "refused without a word: {text}");
                continue;
            };
            planned += 1;
            verify(&family.plans[0]).unwrap_or_else(|what| panic!("{what}: {text}"));
            assert!(!report::text(&family).is_empty() && !report::json(&family).is_empty());
        }
    }
    // Both happen, or the mutants teach nothing.
    assert!(planned > 50 && refused > 50, "{planned} planned, {refused} refused");
}
