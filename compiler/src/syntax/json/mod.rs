//! The neutral graph JSON: schema `neutral-graph/1`, described in `docs/graph-json.md`.
//!
//! Whatever the bytes are, the answer is a tree or diagnostics with line and column: V0801 for what is
//! not JSON, V0802 for what does not follow the schema, V0804 for what exceeds a named limit.

mod access;
mod lifetime;
mod merge;
mod node;
mod place;
mod resource;
mod scale;
#[cfg(test)]
mod tests;
mod tree;
mod value;

use std::collections::HashMap;

use serde_json::value::RawValue;

use crate::diagnostic::{Code, Diagnostics, Name, Site, did_you_mean};
use crate::lower::{self, limit::MAX_PASSES};
use crate::syntax::ast::Ast;
use node::Node;
use resource::Resource;
use value::{Object, Reader, Value};

/// Bytes of a file.
pub const MAX_FILE_BYTES: usize = 16 << 20;
/// Nodes of a graph.
pub const MAX_NODES: usize = MAX_PASSES as usize;
/// Resources of a graph.
pub const MAX_RESOURCES: usize = lower::limit::MAX_RESOURCES as usize;
/// Accesses of a node.
pub const MAX_ACCESSES: usize = 1024;
/// Bytes of a name.
pub const MAX_NAME_BYTES: usize = 1024;
/// Nesting of objects and arrays.
pub const MAX_DEPTH: usize = 64;
/// Mip levels: a 32-bit extent has no more.
pub const MAX_MIPS: u32 = 32;
/// Array layers.
pub const MAX_LAYERS: u32 = 65_536;
/// Texels along an axis.
pub const MAX_EXTENT: u32 = 1 << 20;
/// Bytes of a buffer.
pub const MAX_BYTES: u64 = 1 << 48;
/// Previous frames that a history keeps.
pub const MAX_HISTORY: u32 = 63;
/// Copies of a host-visible resource.
pub const MAX_COPIES: u32 = 64;

/// Resources by name.
type Index = HashMap<String, usize>;

/// A file, read.
#[derive(Debug)]
struct File {
    name: Name,
    extent: [u32; 2],
    resources: Vec<Resource>,
    nodes: Vec<Node>,
    outputs: Vec<Name>,
}

const KEYS: &[&str] =
    &["schema", "name", "source", "swapchain", "resources", "nodes", "outputs", "quirks"];

/// Reads a graph. `extent` overrides the file's reference extent of the swapchain, in pixels. `None`
/// where the file has errors; they are in `diagnostics` then.
pub fn parse(text: &str, extent: Option<[u32; 2]>, diagnostics: &Diagnostics) -> Option<Ast> {
    if text.len() > MAX_FILE_BYTES {
        let message = format!("the file has {} bytes, the limit is {MAX_FILE_BYTES}", text.len());
        let site = Site::Text { line: 1, column: 1 };
        let error = crate::diagnostic::Diagnostic::error(Code::TooLarge, site, message);
        diagnostics.push(error.help("split the graph"));
        return None;
    }
    let reader = Reader::new(text, diagnostics);
    let mut file = read(&reader, text, extent)?;
    let lifetimes = lifetime::resolve(&reader, &file.resources, &mut file.nodes);
    if diagnostics.has_errors() {
        return None;
    }
    Some(tree::build(&file, &lifetimes))
}

fn read(reader: &Reader<'_>, text: &str, extent: Option<[u32; 2]>) -> Option<File> {
    check_depth(reader, text)?;
    let root = match serde_json::from_str::<&RawValue>(text) {
        Ok(raw) => Value::new("the file", raw.get()),
        Err(error) => {
            let site = reader.places().of_line(error.line(), error.column());
            let message = format!("this is not JSON: {}", value::without_place(&error));
            reader.error(Code::JsonSyntax, site, message, "mend the file there");
            return None;
        }
    };
    let object = root.object(reader)?;
    object.known(reader, "the file", KEYS);
    schema(reader, &object)?;
    let name = match object.get("name") {
        Some(value) => value.name(reader)?,
        None => Name::new("graph", object.site),
    };
    let extent = match extent {
        Some(extent) => Some(extent),
        None => swapchain(reader, &object),
    };
    let resources = object
        .required(reader, "resources", "the file")
        .and_then(|table| resource::read_all(reader, table));
    let (resources, index) = resources?;
    let nodes = object
        .required(reader, "nodes", "the file")
        .and_then(|table| node::read_all(reader, table, &resources, &index));
    let outputs = outputs(reader, &object, &index);
    Some(File { name, extent: extent?, resources, nodes: nodes?, outputs: outputs? })
}

/// Refuses nesting beyond the limit before anything follows it.
fn check_depth(reader: &Reader<'_>, text: &str) -> Option<()> {
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            let message = format!("objects and arrays are nested over {MAX_DEPTH} deep");
            let site = reader.places().of_offset(offset);
            reader.error(Code::TooLarge, site, message, "the schema needs six levels");
            return None;
        }
    }
    Some(())
}

fn schema(reader: &Reader<'_>, object: &Object<'_>) -> Option<()> {
    let value = object.required(reader, "schema", "the file")?;
    if value.string(reader)? == "neutral-graph/1" {
        return Some(());
    }
    value.refuse(reader, "\"neutral-graph/1\"");
    None
}

/// The reference extent; 1920 x 1080 where the file gives none.
fn swapchain(reader: &Reader<'_>, object: &Object<'_>) -> Option<[u32; 2]> {
    let Some(value) = object.get("swapchain") else { return Some([1920, 1080]) };
    let object = value.object(reader)?;
    object.known(reader, "the swapchain", &["width", "height"]);
    let width = object.required(reader, "width", "the swapchain")?.small(reader, 1, MAX_EXTENT);
    let height = object.required(reader, "height", "the swapchain")?.small(reader, 1, MAX_EXTENT);
    Some([width?, height?])
}

/// Names of resources that must survive.
/// The help of a resource that is not there.
fn other_resource(name: &str, index: &Index) -> String {
    did_you_mean(name, index.keys().map(String::as_str), "name one of the file's `resources`")
}

fn outputs(reader: &Reader<'_>, object: &Object<'_>, index: &Index) -> Option<Vec<Name>> {
    let Some(value) = object.get("outputs") else { return Some(Vec::new()) };
    let mut outputs: Vec<Name> = Vec::new();
    let values = value.array(reader)?;
    if values.len() > MAX_RESOURCES {
        let message = format!("{} outputs, the limit is {MAX_RESOURCES}", values.len());
        reader.error(Code::TooLarge, value.site(reader), message, "name each resource once");
        return None;
    }
    for value in values {
        let name = value.name(reader)?;
        if !index.contains_key(&name.text) {
            let message = format!("the output `{name}` is not a resource");
            reader.error(Code::JsonSchema, name.site, message, &other_resource(&name.text, index));
        }
        outputs.push(name);
    }
    Some(outputs)
}
