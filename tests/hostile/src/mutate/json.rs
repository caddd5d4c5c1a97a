//! Mutations of JSON: values for others, most of them such as the schema has.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::{bytes, number, of};

const WORDS: &[&str] = &[
    "transient",
    "history",
    "persistent",
    "imported",
    "swapchain",
    "image2d",
    "image3d",
    "imagecube",
    "buffer",
    "acceleration-structure",
    "rgba8unorm",
    "d32f-s8",
    "r32ui",
    "BC7_SRGB_BLOCK",
    "absolute",
    "up",
    "down",
    "color",
    "depth",
    "stencil",
    "undefined",
    "graphics",
    "compute",
    "transfer",
    "raytrace",
    "host",
    "present",
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
    "",
    "\u{0}",
    "é\u{202e}\u{10ffff}",
];

const KEYS: &[&str] = &[
    "history",
    "mip_base",
    "mip_count",
    "layer_base",
    "layer_count",
    "no_sync",
    "relaxed_order",
    "aspect",
    "declared_discard",
    "mips",
    "layers",
    "samples",
    "temporal_layers",
    "history_frames",
    "pingpong",
    "role",
    "initial",
    "host_visible",
    "bytes",
    "extent",
    "scale",
    "round",
    "size",
    "side_effect",
    "merge_group",
    "queue",
    "note",
];

/// Changes a value of the file; of what is no JSON, the bytes.
pub(super) fn mutate(input: &[u8], random: &mut Rng) -> Vec<u8> {
    let Ok(mut file) = serde_json::from_slice::<Value>(input) else {
        return bytes::mutate(input.to_vec(), random);
    };
    if random.u32(0..24) == 0 {
        return raw(file.to_string(), random);
    }
    let names = names(&file);
    let mut pointers = Vec::new();
    collect(&file, String::new(), &mut pointers);
    for _ in 0..=random.u32(0..3) {
        let Some(value) = of(&pointers, random).and_then(|pointer| file.pointer_mut(pointer))
        else {
            continue;
        };
        change(value, &names, random);
    }
    file.to_string().into_bytes()
}

fn collect(value: &Value, at: String, to: &mut Vec<String>) {
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(i, value)| collect(value, format!("{at}/{i}"), to));
        }
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| collect(value, format!("{at}/{key}"), to));
        }
        _ => {}
    }
    to.push(at);
}

fn names(file: &Value) -> Vec<Value> {
    let resources = file.get("resources").and_then(Value::as_array);
    resources.into_iter().flatten().filter_map(|one| one.get("name").cloned()).collect()
}

fn change(value: &mut Value, names: &[Value], random: &mut Rng) {
    match value {
        Value::Array(list) if !list.is_empty() && random.bool() => change_list(list, random),
        Value::Object(map) if random.u32(0..3) > 0 => change_object(map, names, random),
        other => *other = made(other, names, random),
    }
}

fn change_list(list: &mut Vec<Value>, random: &mut Rng) {
    let at = random.usize(0..list.len());
    match random.u32(0..4) {
        0 => drop(list.remove(at)),
        1 => {
            let copy = list[at].clone();
            let times = [1, 1, 2, 40][random.usize(0..4)];
            list.splice(at..at, std::iter::repeat_n(copy, times));
        }
        2 => {
            let other = random.usize(0..list.len());
            list.swap(at, other);
        }
        _ => list.rotate_left(at),
    }
}

fn change_object(map: &mut Map<String, Value>, names: &[Value], random: &mut Rng) {
    let keys: Vec<String> = map.keys().cloned().collect();
    let new = of(KEYS, random).map_or("note", |key| *key);
    if let Some(key) = of(&keys, random).filter(|_| random.bool()) {
        if random.bool() {
            map.remove(key);
        } else if let Some(value) = map.get_mut(key) {
            *value = made(value, names, random);
        }
    } else {
        map.insert(new.to_owned(), made(&Value::Null, names, random));
    }
}

/// A value, mostly of the kind that stood there.
fn made(before: &Value, names: &[Value], random: &mut Rng) -> Value {
    let kind = match before {
        _ if random.u32(0..6) == 0 => random.u32(0..7),
        Value::Null => random.u32(0..3),
        Value::Bool(_) => 2,
        Value::Number(_) => 0,
        Value::String(_) => 1,
        Value::Array(_) => 3,
        Value::Object(_) => 4,
    };
    match kind {
        0 => match random.u32(0..6) {
            0 => json!(random.f64() * 4.0),
            1 => json!(-1),
            2 => json!(1e300),
            _ => json!(number(random)),
        },
        1 => match random.u32(0..4) {
            0 => json!(of(WORDS, random)),
            1 | 2 => of(names, random).cloned().unwrap_or(json!("x")),
            _ => json!("x".repeat(random.usize(0..5000))),
        },
        2 => json!(random.bool()),
        3 => json!([number(random), number(random), number(random)]),
        4 => {
            json!({"mode": of(&["absolute", "swapchain"], random), "size": [number(random), 7, 1]})
        }
        5 => Value::Null,
        _ => json!([[], {}, [[]]]),
    }
}

/// What `serde_json` cannot make: duplicate keys, numbers beyond all types, nesting, broken escapes.
fn raw(mut text: String, random: &mut Rng) -> Vec<u8> {
    let fragments = [
        "1e400".to_owned(),
        "-0.0e-999999999999".to_owned(),
        "0.".to_owned() + &"3".repeat(500),
        "18446744073709551616".to_owned(),
        "\"\\ud800\"".to_owned(),
        "\"name\": 1, \"name\": 2".to_owned(),
        "[".repeat(random.usize(0..100_000)),
        "{\"a\":".repeat(random.usize(0..100)),
        "/* */".to_owned(),
    ];
    let commas: Vec<usize> =
        text.match_indices([',', ':', '[', '{']).map(|(at, _)| at + 1).collect();
    if let (Some(at), Some(fragment)) = (of(&commas, random), of(&fragments, random)) {
        text.insert_str(*at, fragment);
    }
    text.into_bytes()
}
