//! Nodes of graph JSON.

use std::collections::HashSet;

use super::access::{self, Access, Nodes};
use super::merge::merge;
use super::resource::Resource;
use super::value::{Object, Reader, Value};
use super::{Index, MAX_ACCESSES, MAX_NODES};
use crate::diagnostic::{Code, Name};
use crate::syntax::ast::{PassKind, Usage};

/// A node as the file has it, its accesses merged.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Position in program order.
    pub(super) id: u64,
    pub(super) name: Name,
    pub(super) kind: PassKind,
    pub(super) queue: Option<Name>,
    pub(super) merge_group: Option<String>,
    pub(super) side_effect: bool,
    pub(super) accesses: Vec<Access>,
}

const KEYS: &[&str] =
    &["id", "name", "queue", "accesses", "async_hint", "merge_group", "side_effect"];

/// Reads the table into program order.
pub(super) fn read_all(
    reader: &Reader<'_>,
    table: &Value<'_>,
    resources: &[Resource],
    index: &Index,
) -> Option<Vec<Node>> {
    let values = table.array(reader)?;
    if values.len() > MAX_NODES {
        let message = format!("{} nodes, the limit is {MAX_NODES}", values.len());
        reader.error(Code::TooLarge, table.site(reader), message, "split the graph");
        return None;
    }
    let mut nodes = Vec::with_capacity(values.len());
    for (position, value) in values.iter().enumerate() {
        if reader.exhausted() {
            return None;
        }
        nodes.extend(read(reader, value, position as u64, resources, index));
    }
    nodes.sort_by_key(|node| node.id);
    for pair in nodes.windows(2) {
        if let [a, b] = pair
            && a.id == b.id
        {
            let message = format!("nodes `{}` and `{}` have the same id {}", a.name, b.name, a.id);
            let help = "an id is the node's place in program order: give each its own";
            reader.error(Code::JsonSchema, b.name.site, message, help);
        }
    }
    distinguish(&mut nodes);
    Some(nodes)
}

/// Nodes may share a name in the file; the plan's passes may not, so later ones carry their id.
fn distinguish(nodes: &mut [Node]) {
    let mut taken: HashSet<String> = nodes.iter().map(|node| node.name.text.clone()).collect();
    let mut seen = HashSet::new();
    for node in nodes {
        if seen.insert(node.name.text.clone()) {
            continue;
        }
        let mut name = format!("{}#{}", node.name.text, node.id);
        while !taken.insert(name.clone()) {
            name.push('\'');
        }
        node.name.text = name;
    }
}

fn read(
    reader: &Reader<'_>,
    value: &Value<'_>,
    position: u64,
    resources: &[Resource],
    index: &Index,
) -> Option<Node> {
    let object = value.object(reader)?;
    let name = object.required(reader, "name", "the node")?.name(reader)?;
    let of = format!("node `{name}`");
    object.known(reader, &of, KEYS);
    let id = match object.get("id") {
        Some(value) => value.number(reader, 0, u64::from(u32::MAX)),
        None => Some(position),
    };
    let side_effect = object.flag(reader, "side_effect");
    let merge_group = object.get("merge_group").and_then(|value| group(reader, value));
    let queue = queue(reader, &object, &of);
    let accesses = accesses(reader, &object, &of, resources, index);
    let (kind, queue) = queue?;
    let accesses = accesses.filter(|accesses| {
        host_only_writes(reader, kind, &of, accesses) && can_all(reader, kind, &of, accesses)
    });
    let is_image = |id: usize| resources.get(id).is_some_and(Resource::is_image);
    let accesses = match merge(accesses?, kind, is_image) {
        Ok(accesses) => accesses,
        Err(limit) => {
            let message = format!("{of}: its overlapping accesses make over {limit} ranges");
            let help = "let the accesses of a node name ranges that are equal or apart";
            reader.error(Code::TooLarge, object.site, message, help);
            return None;
        }
    };
    Some(Node { id: id?, name, kind, queue, merge_group, side_effect, accesses })
}

/// The pass kind, and the queue that an `async_hint` asks for.
fn queue(reader: &Reader<'_>, object: &Object<'_>, of: &str) -> Option<(PassKind, Option<Name>)> {
    let hint = object.flag(reader, "async_hint");
    let value = object.required(reader, "queue", of)?;
    let name = value.string(reader)?;
    let kind = match &*name {
        "graphics" => PassKind::Raster,
        "compute" => PassKind::Compute,
        "transfer" => PassKind::Transfer,
        "raytrace" => PassKind::RayTracing,
        "host" => PassKind::Host,
        _ => {
            value.refuse(reader, "graphics, compute, transfer, raytrace or host");
            return None;
        }
    };
    let own = hint && matches!(kind, PassKind::Compute | PassKind::Transfer);
    Some((kind, own.then(|| Name::new(name, value.site(reader)))))
}

fn accesses(
    reader: &Reader<'_>,
    object: &Object<'_>,
    of: &str,
    resources: &[Resource],
    index: &Index,
) -> Option<Vec<Access>> {
    let table = object.required(reader, "accesses", of)?;
    let values = table.array(reader)?;
    if values.len() > MAX_ACCESSES {
        let message = format!("{of} has {} accesses, the limit is {MAX_ACCESSES}", values.len());
        reader.error(Code::TooLarge, table.site(reader), message, "split the node");
        return None;
    }
    let read: Vec<_> =
        values.iter().map(|value| access::read(reader, value, resources, index)).collect();
    read.into_iter().collect()
}

/// The host writes, and nothing else: the schema has no kind for what it reads.
fn host_only_writes(reader: &Reader<'_>, kind: PassKind, of: &str, accesses: &[Access]) -> bool {
    let odd = accesses.iter().find(|access| access.usage != Usage::HostWrite);
    let Some(odd) = odd.filter(|_| kind == PassKind::Host) else { return true };
    let message = format!("{of} runs on the host and has an access other than `host-write`");
    let help = "write `host-write`, or give the node a device queue";
    reader.error(Code::JsonSchema, odd.site, message, help);
    false
}

/// V0508: what a node does, the queue that it names can do.
fn can_all(reader: &Reader<'_>, kind: PassKind, of: &str, accesses: &[Access]) -> bool {
    let named = match kind {
        PassKind::Raster | PassKind::Host | PassKind::Present => return true,
        PassKind::Transfer => "transfer",
        PassKind::Compute => "compute",
        PassKind::RayTracing => "raytrace",
    };
    let cannot = |access: &&Access| match access.nodes {
        Nodes::All => false,
        Nodes::Graphics => true,
        Nodes::GraphicsAndTransfer => kind != PassKind::Transfer,
    };
    let mut can = true;
    for access in accesses.iter().filter(cannot) {
        let message =
            format!("{of} runs on the {named} queue, and `{}` needs a graphics queue", access.kind);
        let help = "write `\"queue\": \"graphics\"`, or move the access to a node of its own";
        reader.error(Code::QueueCannot, access.site, message, help);
        can = false;
    }
    can
}

/// A merge group is a word or a number.
fn group(reader: &Reader<'_>, value: &Value<'_>) -> Option<String> {
    match value.decimal() {
        Some(number) => Some(number.to_owned()),
        None => value.string(reader).map(std::borrow::Cow::into_owned),
    }
}
