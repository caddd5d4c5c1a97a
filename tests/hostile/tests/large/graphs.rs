//! Graphs in JSON.

use serde_json::{Value, json};
use vixen_hostile::Target;

use super::Case;

pub(super) fn cases() -> Vec<Case> {
    let case = |name: &str, code, graph: Value| Case {
        name: name.to_owned(),
        target: Target::GraphJson,
        input: graph.to_string().into_bytes(),
        code,
    };
    vec![
        case("a chain of 2,000 passes", "", chain(2000)),
        case("2,000 passes beside each other", "", wide(2000)),
        case("2,049 passes", "V0804", chain(2049)),
        case("500,000 outputs", "V0804", outputs()),
        case("2,000 pairs without a partner", "V0802", pairs()),
        case("rings without a common divisor", "V0804", rings()),
        case("the largest resources, 64 copies each", "V0804", bytes()),
        case("an image in 4,096 parts that all passes touch", "V0804", cells()),
        case("relaxed writers times readers", "V0804", relaxed()),
        case("accesses that cut each other", "V0804", overlaps()),
        case("resolves of 1,000 attachments", "", resolves()),
        case("a name of a megabyte", "V0804", name()),
    ]
}

fn graph(resources: Vec<Value>, nodes: Vec<Value>, outputs: Vec<String>) -> Value {
    let screen = json!({"width": 64, "height": 64});
    json!({
        "schema": "neutral-graph/1", "name": "g", "swapchain": screen,
        "resources": resources, "nodes": nodes, "outputs": outputs,
    })
}

fn buffer(index: usize) -> Value {
    json!({"name": format!("b{index}"), "kind": "buffer", "bytes": 4, "lifetime": "transient"})
}

fn image(index: usize, mips: u32, layers: u32) -> Value {
    let extent = json!({"mode": "absolute", "size": [4096, 4096]});
    json!({
        "name": format!("i{index}"), "kind": "image2d", "format": "rgba8unorm", "extent": extent,
        "lifetime": "transient", "mips": mips, "layers": layers,
    })
}

fn access(resource: &str, kind: &str) -> Value {
    json!({"resource": resource, "access": kind})
}

fn node(id: usize, accesses: Vec<Value>) -> Value {
    json!({
        "id": id, "name": format!("n{id}"), "queue": "compute", "accesses": accesses, "side_effect": true,
    })
}

fn chain(length: usize) -> Value {
    let nodes = (0..length).map(|at| {
        let write = access(&format!("b{at}"), "storage-write");
        let read = at.checked_sub(1).map(|before| access(&format!("b{before}"), "storage-read"));
        node(at, read.into_iter().chain([write]).collect())
    });
    graph((0..length).map(buffer).collect(), nodes.collect(), Vec::new())
}

fn wide(length: usize) -> Value {
    let writers = (0..length).map(|at| node(at, vec![access(&format!("b{at}"), "storage-write")]));
    let readers = (0..length / 1000).map(|part| {
        let all = part * 1000..part * 1000 + 1000;
        node(length + part, all.map(|at| access(&format!("b{at}"), "storage-read")).collect())
    });
    graph((0..length).map(buffer).collect(), writers.chain(readers).collect(), Vec::new())
}

fn outputs() -> Value {
    let write = node(0, vec![access("b0", "storage-write")]);
    graph((0..2000).map(buffer).collect(), vec![write], vec!["b1999".to_owned(); 500_000])
}

fn pairs() -> Value {
    let resources = (0..2000).map(|at| {
        let mut buffer = buffer(at);
        buffer["pingpong"] = json!(format!("p{at}"));
        buffer
    });
    graph(resources.collect(), vec![node(0, vec![access("b0", "storage-write")])], Vec::new())
}

fn rings() -> Value {
    let lengths = [64, 63, 61, 59, 57, 55, 53, 49, 47];
    let resources = lengths.iter().enumerate().map(|(at, length)| {
        let mut buffer = buffer(at);
        buffer["lifetime"] = json!("history");
        buffer["history_frames"] = json!(length - 1);
        buffer
    });
    let accesses = lengths.iter().enumerate().flat_map(|(at, length)| {
        let name = format!("b{at}");
        let mut back = access(&name, "storage-read");
        back["history"] = json!(length - 1);
        [access(&name, "storage-write"), back]
    });
    graph(resources.collect(), vec![node(0, accesses.collect())], Vec::new())
}

fn bytes() -> Value {
    let resources = (0..2000).map(|at| {
        let mut buffer = buffer(at);
        buffer["bytes"] = json!(1_u64 << 48);
        buffer["lifetime"] = json!("history");
        buffer["history_frames"] = json!(63);
        buffer
    });
    let nodes = (0..2).map(|part| {
        let all = part * 1000..part * 1000 + 1000;
        let both = all.flat_map(|at| {
            let mut back = access(&format!("b{at}"), "storage-read");
            back["history"] = json!(63);
            [back]
        });
        node(part, both.collect())
    });
    graph(resources.collect(), nodes.collect(), Vec::new())
}

fn cells() -> Value {
    let parts = (0..1024_u32).map(|layer| {
        let mut part = access("i0", "storage-write");
        part["relaxed_order"] = json!(true);
        part["mip_base"] = json!(layer % 2);
        part["mip_count"] = json!(1);
        part["layer_base"] = json!(layer);
        part["layer_count"] = json!(1);
        part
    });
    let first = node(0, parts.collect());
    let others = (1..2000).map(|at| node(at, vec![access("i0", "storage-read-write")]));
    graph(vec![image(0, 12, 2048)], std::iter::once(first).chain(others).collect(), Vec::new())
}

fn relaxed() -> Value {
    let writers = (0..1024).map(|at| {
        let mut both = access("b0", "storage-read-write");
        both["relaxed_order"] = json!(true);
        node(at, vec![both])
    });
    let readers = (1024..2048).map(|at| node(at, vec![access("b0", "storage-read")]));
    graph(vec![buffer(0)], writers.chain(readers).collect(), Vec::new())
}

fn overlaps() -> Value {
    let nodes = (0..3).map(|id| {
        let accesses = (0..1024_u32).map(|at| {
            let kind = if at % 2 == 0 { "storage-write" } else { "storage-read" };
            let mut part = access("i0", kind);
            part["mip_base"] = json!(at % 12);
            part["mip_count"] = json!(1 + u32::from(at % 12 < 9) * (at % 3));
            part["layer_base"] = json!(at * 7 % 2000);
            part["layer_count"] = json!(40);
            part
        });
        node(id, accesses.collect())
    });
    graph(vec![image(0, 12, 2048)], nodes.collect(), Vec::new())
}

fn resolves() -> Value {
    let accesses = (0..1000).map(|at| {
        let kind = if at % 2 == 0 { "color-attachment-write" } else { "resolve-attachment-write" };
        access(&format!("i{at}"), kind)
    });
    let mut node = node(0, accesses.collect());
    node["queue"] = json!("graphics");
    graph((0..1000).map(|at| image(at, 1, 1)).collect(), vec![node], Vec::new())
}

fn name() -> Value {
    let name = "x".repeat(1 << 20);
    let mut buffer = buffer(0);
    buffer["name"] = json!(name);
    graph(vec![buffer], vec![node(0, vec![access(&name, "storage-write"); 8])], Vec::new())
}
