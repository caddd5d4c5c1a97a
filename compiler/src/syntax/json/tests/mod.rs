//! The six graphs of `tests/graphs`, what the schema can say beyond them, and hostile files.

// A test states what it expects; where that fails, a panic is the report.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod hostile;

use std::fmt::Write as _;
use std::path::PathBuf;

use super::*;
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{
    Expr, ExprKind, LifetimeDecl, NodeDecl, Operator, PassDecl, ResourceDecl, ShapeDecl, Usage,
};

fn file(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/graphs").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn read(text: &str) -> (Option<Ast>, Vec<Diagnostic>) {
    let diagnostics = Diagnostics::new();
    let ast = parse(text, None, &diagnostics);
    (ast, diagnostics.into_vec())
}

fn good(text: &str) -> Ast {
    let (ast, found) = read(text);
    ast.unwrap_or_else(|| panic!("{found:#?}"))
}

fn shown(expr: &Expr) -> String {
    let list = |parts: &[Expr]| parts.iter().map(shown).collect::<Vec<_>>().join(", ");
    match &expr.kind {
        ExprKind::Number(value) => value.to_string(),
        ExprKind::Vector(parts) => format!("[{}]", list(parts)),
        ExprKind::Name(name) => name.clone(),
        ExprKind::Index(of, index) => format!("{}[{}]", shown(of), shown(index)),
        ExprKind::Member(of, name, parts) => format!("{}.{name}({})", shown(of), list(parts)),
        ExprKind::Binary(op, a, b) => {
            let sign = match op {
                Operator::Add => "+",
                Operator::Sub => "-",
                Operator::Mul => "*",
                Operator::Div => "/",
                Operator::Min => "min",
                Operator::Max => "max",
            };
            format!("({} {sign} {})", shown(a), shown(b))
        }
        ExprKind::Scale(of, [x, y, _]) => {
            format!("{} * [{}/{}, {}/{}]", shown(of), x.0, x.1, y.0, y.1)
        }
        ExprKind::Range(a, b) => format!("{}..{}", shown(a), shown(b)),
    }
}

fn resource(resource: &ResourceDecl) -> String {
    let shape = match &resource.shape {
        ShapeDecl::Buffer { size } => format!("{} bytes", shown(size)),
        ShapeDecl::AccelerationStructure { size } => {
            format!("acceleration structure of {} bytes", shown(size))
        }
        ShapeDecl::Image(image) => format!(
            "{:?} {} {} mips {} layers {} samples {}",
            image.dimension,
            image.format,
            shown(&image.extent),
            image.mips,
            image.layers,
            image.samples
        ),
    };
    format!("{}: {:?}, {shape}", resource.name, resource.lifetime)
}

fn node(node: &NodeDecl, pass: &PassDecl) -> String {
    let mut text = format!("{}: {:?}", node.name, pass.kind);
    if let Some(queue) = &node.queue {
        let _ = write!(text, " on {queue}");
    }
    if node.side_effect {
        text.push_str(" side effect");
    }
    for (wire, slot) in node.wires.iter().zip(&pass.slots) {
        let _ = write!(text, "\n    {} = {}: {:?}", wire.slot, shown(&wire.target), slot.usage);
        for (flag, word) in [(slot.relaxed, " relaxed"), (slot.discard, " discard")] {
            if flag {
                text.push_str(word);
            }
        }
        if let Some(resolves) = &slot.resolves {
            let _ = write!(text, " of {resolves}");
        }
    }
    text
}

/// The tree in a line a resource and a paragraph a node.
fn condensed(ast: &Ast) -> String {
    let graph = &ast.graph;
    let mut text = format!("{} {:?} lenient {}\n", graph.name, graph.max_extent, graph.lenient);
    for one in &graph.resources {
        let _ = writeln!(text, "{}", resource(one));
    }
    for (one, pass) in graph.nodes.iter().zip(&ast.passes) {
        let _ = writeln!(text, "{}", node(one, pass));
    }
    let outputs: Vec<_> = graph.outputs.iter().map(|name| name.text.as_str()).collect();
    let _ = writeln!(text, "outputs {}", outputs.join(" "));
    text
}

#[test]
fn the_small_graphs() {
    for name in [
        "daxa_mpm_sim_and_draw",
        "granite_viewer_forward_msaa",
        "rps_downsample_array",
        "rps_mini_renderer",
        "rps_multi_queue",
    ] {
        let (ast, found) = read(&file(&format!("{name}.json")));
        assert!(found.is_empty(), "{name}: {found:?}");
        insta::assert_snapshot!(name, condensed(&ast.unwrap()));
    }
}

#[test]
fn the_thousand_passes() {
    let ast = good(&file("random_window16_1000.json"));
    assert_eq!(ast.graph.nodes.len(), 1000);
    assert_eq!(ast.passes.len(), 1000);
    assert_eq!(ast.graph.resources.len(), 1000);
    let text = condensed(&ast);
    let start: Vec<_> = text.lines().take(3).chain(text.lines().skip(1001).take(12)).collect();
    insta::assert_snapshot!("random_window16_1000_start", start.join("\n"));
}

/// A graph of the given resources and nodes.
fn graph(resources: &str, nodes: &str) -> String {
    format!(
        r#"{{"schema": "neutral-graph/1", "name": "g", "swapchain": {{"width": 800, "height": 600}},
"resources": [{resources}],
"nodes": [{nodes}],
"outputs": []}}"#
    )
}

fn image(name: &str, more: &str) -> String {
    format!(
        r#"{{"name": "{name}", "kind": "image2d", "format": "rgba8unorm", "lifetime": "transient",
        "extent": {{"mode": "absolute", "size": [64, 64, 1]}}{more}}}"#
    )
}

fn compute(accesses: &str) -> String {
    format!(r#"{{"id": 0, "name": "n", "queue": "compute", "accesses": [{accesses}]}}"#)
}

fn slots(ast: &Ast) -> Vec<(String, Usage)> {
    let wires = ast.graph.nodes.iter().flat_map(|node| &node.wires);
    let slots = ast.passes.iter().flat_map(|pass| &pass.slots);
    wires.zip(slots).map(|(wire, slot)| (shown(&wire.target), slot.usage.clone())).collect()
}

#[test]
fn a_read_and_a_write_of_one_range_become_one_access() {
    let ast = good(&graph(
        &image("a", ""),
        &compute(
            r#"{"resource": "a", "access": "storage-read"}, {"resource": "a", "access": "storage-write"}"#,
        ),
    ));
    assert_eq!(slots(&ast), [("a".into(), Usage::StorageReadWrite)]);
    assert!(!ast.passes[0].slots[0].discard);
}

#[test]
fn what_only_one_access_touches_stays_apart() {
    let ast = good(&graph(
        &image("a", r#", "mips": 3, "layers": 2"#),
        &compute(
            r#"{"resource": "a", "access": "storage-read"},
            {"resource": "a", "access": "storage-write", "mip_base": 1, "mip_count": 1, "layer_base": 0, "layer_count": 1}"#,
        ),
    ));
    let mut slots = slots(&ast);
    slots.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(
        slots,
        [
            ("a.mips(0..1)".into(), Usage::StorageRead),
            ("a.mips(1..2).layers(0..1)".into(), Usage::StorageReadWrite),
            ("a.mips(1..2).layers(1..2)".into(), Usage::StorageRead),
            ("a.mips(2..3)".into(), Usage::StorageRead),
        ]
    );
}

#[test]
fn accesses_of_two_families_are_spelled_out() {
    let ast = good(&graph(
        &image("a", ""),
        &compute(
            r#"{"resource": "a", "access": "sampled-read"}, {"resource": "a", "access": "storage-write"}"#,
        ),
    ));
    let Usage::Raw { state, reads, writes } = &ast.passes[0].slots[0].usage else { panic!() };
    assert_eq!(state.stages, "compute_shader");
    assert_eq!(state.access, "shader_sampled_read | shader_storage_write");
    assert_eq!(state.layout, "general");
    assert!(*reads && *writes);
}

#[test]
fn two_reads_and_relaxed_writes_stand_as_written() {
    let ast = good(&graph(
        &image("a", ""),
        &compute(
            r#"{"resource": "a", "access": "sampled-read"}, {"resource": "a", "access": "storage-read"}"#,
        ),
    ));
    assert_eq!(slots(&ast).len(), 2);
    let ast = good(&graph(
        &image("a", ""),
        &compute(
            r#"{"resource": "a", "access": "storage-write", "no_sync": true},
            {"resource": "a", "access": "storage-read-write", "relaxed_order": true}"#,
        ),
    ));
    assert_eq!(slots(&ast).len(), 2);
    assert!(ast.passes[0].slots.iter().all(|slot| slot.relaxed));
}

#[test]
fn a_pair_is_a_ring() {
    let ast = good(&graph(
        &format!(
            "{},{}",
            image("now", r#", "pingpong": "taa", "role": "current""#),
            image("before", r#", "pingpong": "taa", "role": "previous""#)
        ),
        &compute(
            r#"{"resource": "before", "access": "sampled-read"}, {"resource": "now", "access": "storage-write"}"#,
        ),
    ));
    assert_eq!(ast.graph.resources.len(), 1);
    assert!(matches!(ast.graph.resources[0].lifetime, LifetimeDecl::History { depth: 2 }));
    assert_eq!(slots(&ast)[0].0, "now.prev(1)");
}

#[test]
fn partners_may_name_each_other() {
    let ast = good(&graph(
        &format!("{},{}", image("a", r#", "pingpong": "b""#), image("b", r#", "pingpong": "a""#)),
        &compute(
            r#"{"resource": "a", "access": "sampled-read"}, {"resource": "b", "access": "storage-write"}"#,
        ),
    ));
    assert_eq!(slots(&ast)[0].0, "b.prev(1)");
}

#[test]
fn host_memory_by_who_writes_it() {
    let resources = r#"
        {"name": "up", "kind": "buffer", "bytes": 64, "lifetime": "transient", "host_visible": true, "temporal_layers": 3},
        {"name": "plain", "kind": "buffer", "bytes": 64, "lifetime": "transient"},
        {"name": "down", "kind": "buffer", "bytes": 64, "lifetime": "transient", "host_visible": true}"#;
    let nodes = r#"
        {"id": 0, "name": "h", "queue": "host", "accesses": [{"resource": "plain", "access": "host-write"}]},
        {"id": 1, "name": "t", "queue": "transfer", "accesses": [{"resource": "down", "access": "transfer-dst"}]}"#;
    let ast = good(&graph(resources, nodes));
    let lifetimes: Vec<_> = ast.graph.resources.iter().map(|r| r.lifetime.clone()).collect();
    assert!(matches!(lifetimes[0], LifetimeDecl::Upload { copies: Some(3) }));
    assert!(matches!(lifetimes[1], LifetimeDecl::Upload { copies: None }));
    assert!(matches!(lifetimes[2], LifetimeDecl::Readback));
}

#[test]
fn sizes_follow_the_swapchain() {
    let sized = |round: &str| {
        format!(
            r#"{{"name": "s", "kind": "image2d", "lifetime": "swapchain", "extent": {{"mode": "swapchain"}}}},
            {{"name": "a", "kind": "image2d", "format": "r8unorm", "lifetime": "transient",
            "extent": {{"mode": "swapchain", "scale": [0.03125, 0.5], "round": "{round}"}}}}"#
        )
    };
    let extent = |ast: &Ast| match &ast.graph.resources[1].shape {
        ShapeDecl::Image(image) => shown(&image.extent),
        _ => String::new(),
    };
    assert_eq!(extent(&good(&graph(&sized("up"), ""))), "s * [1/32, 1/2]");
    let down = good(&graph(&sized("down"), ""));
    assert_eq!(extent(&down), "(((s * [1, 1, 1]) - [31, 1, 0]) / [32, 2, 1])");
}

#[test]
fn nodes_of_one_name_are_told_apart() {
    let node =
        |id: u32| format!(r#"{{"id": {id}, "name": "n", "queue": "compute", "accesses": []}}"#);
    let ast = good(&graph("", &format!("{},{}", node(1), node(0))));
    let names: Vec<_> = ast.graph.nodes.iter().map(|node| node.name.text.as_str()).collect();
    assert_eq!(names, ["n", "n#1"]);
}
