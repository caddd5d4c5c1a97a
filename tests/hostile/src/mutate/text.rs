//! Mutations of texts made of tokens: Rust and GLSL.

use fastrand::Rng;

use super::{bytes, number, of};

/// Words of graph files.
pub(super) const TOKENS: &[&str] = &[
    "#[derive(vixen::Graph)]",
    "#[derive(vixen::Pass)]",
    "#[derive(vixen::Block)]",
    "#[repr(C)]",
    "#[graph(frames_in_flight = 8, max_extent = \"16384x16384\", budget = \"1 GiB\")]",
    "#[pass(compute, shader = \"fill.comp\")]",
    "#[pass(raster, vertex = \"triangle.vert\", fragment = \"flat.frag\")]",
    "#[pass(transfer)]",
    "#[pass(host)]",
    "#[pass(present)]",
    "#[pass(compute, code)]",
    "#[storage(read_write)]",
    "#[sampled(filter = \"nearest\")]",
    "#[transient(format = \"R8G8B8A8_UNORM\", size = \"screen\", mips = 15, layers = 2048)]",
    "#[history(depth = 8, format = \"R32_UINT\", size = \"screen\")]",
    "#[persistent(size = \"18446744073709551615\")]",
    "#[upload(type = \"Camera\")]",
    "#[readback(size = 4)]",
    "#[param(default = 1, max = 18446744073709551615)]",
    "#[switch]",
    "#[import(swapchain)]",
    "#[push]",
    "#[access(read, write, stages = \"all_commands\", access = \"memory_write\", layout = \"general\")]",
    "struct A { }",
    "a: Image,",
    "_: Image,",
    "r#type: Image,",
    "ŉ: Image,",
    "[Blur; 4096]",
    "[Image; 4096]",
    "[[f32; 4096]; 4096]",
    "[Image; 4000000000]",
    "depth = 4294967295",
    "mips = 4294967295",
    "groups = \"a / 0\"",
    "\"a.prev(7).mips(0..3).layers(1..2).aspect(depth).cube().array()\"",
    "\"i * 2 + 1\"",
    "\"a[i - 1]\"",
    "\"18446744073709551615 * 18446744073709551615\"",
    "\"(((((((((((((((1)))))))))))))))\"",
    "\"min(max(a, 1), a.width << 62)\"",
    "\"a..b\"",
    "swapchain",
    "screen",
    "side_effect",
    "dynamic",
    "undefined_ok",
    "relaxed",
    "discard",
    "spec(N = 1, M = true)",
    "when = \"!a\"",
    "every = \"1/60 s\"",
    "device = 1",
    "queue = \"compute\"",
    "binding = (0, 0)",
    "vertices = 3",
    "instances = 4294967296",
    "view_mask = 3",
    "Image",
    "Buffer",
    "Sampler",
    "AccelerationStructure",
    "Vec<u8>",
    "Mat4",
    "f32",
    "u64",
    "-",
    "<",
    "'a",
    "::",
    "=",
];

/// Words of shaders.
pub(super) const GLSL: &[&str] = &[
    "//// a.comp\n",
    "//// b.glsl\n",
    "//// deep/c.frag\n",
    "#version 460\n",
    "#version 100 es\n",
    "#extension GL_GOOGLE_include_directive : require\n",
    "#include \"a.comp\"\n",
    "#include \"b.glsl\"\n",
    "#include \"../b.glsl\"\n",
    "#include \"\"\n",
    "#include <b.glsl>\n",
    "#define A A A\n",
    "#define B(x) x x B(x)\n",
    "#if A\n",
    "#endif\n",
    "#line 4294967296 \"x\"\n",
    "layout(local_size_x = 4294967295) in;\n",
    "layout(set = 0, binding = 0, rgba8) uniform image2D dst;\n",
    "layout(constant_id = 0) const uint N = 1;\n",
    "void main() { }\n",
    "struct S { S s; };",
    "float a[4294967295];",
    "1e999",
    "0x",
    "/*",
    "\\\n",
    "{",
    "}",
    "(",
    ")",
    ";",
];

/// Changes a text; of what is no UTF-8, the bytes. Parts are put into each other up to `deepest` times.
pub(super) fn mutate(input: &[u8], random: &mut Rng, words: &[&str], deepest: usize) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(input) else {
        return bytes::mutate(input.to_vec(), random);
    };
    let mut parts: Vec<String> = split(text).into_iter().map(str::to_owned).collect();
    if parts.is_empty() {
        parts.push(String::new());
    }
    let at = random.usize(0..parts.len());
    let end = (at + random.usize(0..24)).min(parts.len());
    match random.u32(0..10) {
        0 => drop(parts.drain(at..end)),
        1 => {
            let copy = parts[at..end].to_vec();
            let to = random.usize(0..=parts.len());
            let times = [1, 1, 2, 30][random.usize(0..4)];
            parts.splice(to..to, std::iter::repeat_n(copy, times).flatten());
        }
        2 => {
            let other = random.usize(0..parts.len());
            parts.swap(at, other);
        }
        3 => nest(&mut parts, at, deepest, random),
        4 => parts[at] = number(random).to_string(),
        5 => numbers(&mut parts, random),
        6 | 7 => {
            let other = of(&parts, random).cloned().unwrap_or_default();
            parts[at] = other;
        }
        _ => {
            let word = of(words, random).map_or("", |word| *word);
            parts[at] = format!(" {word} ");
        }
    }
    parts.concat().into_bytes()
}

/// Puts a number in the place of one of the text's.
fn numbers(parts: &mut [String], random: &mut Rng) {
    let all: Vec<usize> = (0..parts.len())
        .filter(|at| parts[*at].starts_with(|first: char| first.is_ascii_digit()))
        .collect();
    if let Some(at) = of(&all, random) {
        parts[*at] = number(random).to_string();
    }
}

fn nest(parts: &mut [String], at: usize, deepest: usize, random: &mut Rng) {
    let pairs =
        [("(", ")"), ("[", "]"), ("{", "}"), ("-", ""), ("", " + 1"), ("A<", ">"), ("&", "")];
    let (open, close) = of(&pairs, random).copied().unwrap_or(("(", ")"));
    let times = [2, 40, 70, 300, deepest][random.usize(0..5)];
    let inner = std::mem::take(&mut parts[at]);
    parts[at] = format!("{}{inner}{}", open.repeat(times), close.repeat(times));
}

/// Words, numbers and single other characters; what stands in quotes is split too.
fn split(text: &str) -> Vec<&str> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if word(first) {
            rest.find(|c: char| !word(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts
}
