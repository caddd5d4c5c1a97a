//! The graph JSON files: each lowers, and what it becomes holds the IR's invariants.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::diagnostic::Diagnostics;
use crate::ir::{self, Graph, Range};
use crate::syntax::json;

fn lowered(file: &str) -> Graph {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/graphs").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let diagnostics = Diagnostics::new();
    let ast = json::parse(&text, None, &diagnostics).unwrap();
    let graph = super::super::lower(&ast, &diagnostics);
    assert!(!diagnostics.has_errors(), "{:#?}", diagnostics.into_vec());
    assert_eq!(ir::verify(&graph), Ok(()));
    let diagnostics = Diagnostics::new();
    crate::check::check(&graph, &diagnostics);
    let errors = diagnostics.has_errors();
    assert!(!errors, "{file}: {:#?}", diagnostics.into_vec());
    graph
}

/// A graph in a line for each resource and access.
fn shown(graph: &Graph) -> String {
    let mut text = String::new();
    for resource in &graph.resources {
        let [x, y, z] = resource.max_extent;
        let (name, bytes) = (&resource.name, resource.max_bytes);
        let kind = format!("{:?}", resource.lifetime);
        let kind = kind.split(['(', ' ']).next().unwrap();
        writeln!(text, "{name}: {kind} x{} {x}x{y}x{z} {bytes}", resource.copies).unwrap();
    }
    for pass in &graph.passes {
        writeln!(text, "{} ({:?}, {:?})", pass.name, pass.kind, pass.queue).unwrap();
        for access in &pass.accesses {
            let resource = graph.resource(access.resource);
            let range = match access.range {
                _ if access.range == resource.whole() => String::new(),
                Range::Image { mips, layers } => format!(" mips {mips:?} layers {layers:?}"),
                Range::Bytes(start, end) => format!(" bytes {start}..{end}"),
            };
            writeln!(
                text,
                "  {}{range}: {:?} / {:?} {:?}{}",
                resource.name,
                access.stages,
                access.access,
                access.layouts.first(),
                if access.discards { ", discards" } else { "" }
            )
            .unwrap();
        }
    }
    text
}

#[test]
fn mini_renderer() {
    insta::assert_snapshot!(shown(&lowered("rps_mini_renderer.json")));
}

#[test]
fn downsample_array() {
    insta::assert_snapshot!(shown(&lowered("rps_downsample_array.json")));
}

#[test]
fn all_others_lower() {
    for file in [
        "daxa_mpm_sim_and_draw.json",
        "granite_viewer_forward_msaa.json",
        "rps_multi_queue.json",
        "random_window16_1000.json",
    ] {
        assert!(!lowered(file).passes.is_empty(), "{file}");
    }
}
