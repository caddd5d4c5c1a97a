//! The access kinds of graph JSON, and the accesses of a node.

use super::resource::Resource;
use super::value::{Object, Reader, Value};
use super::{Index, MAX_HISTORY, MAX_LAYERS, MAX_MIPS};
use crate::diagnostic::{Code, Site, did_you_mean};
use crate::syntax::ast::{StateDecl, Usage};

/// What the schema says of a kind.
pub(super) struct Kind {
    pub(super) name: &'static str,
    does: Does,
    pub(super) reads: bool,
    pub(super) writes: bool,
}

/// What an access of a kind is in the grammar's words.
enum Does {
    Usage(Usage),
    /// `vkCmdResolveImage2` has no word in the grammar, which resolves with attachments alone: access and layout are
    /// spelled out.
    Resolve(&'static str, &'static str),
}

impl Kind {
    pub(super) fn usage(&self) -> Usage {
        match &self.does {
            Does::Usage(usage) => usage.clone(),
            Does::Resolve(access, layout) => {
                let [stages, access, layout] = ["resolve", access, layout].map(str::to_owned);
                let state = StateDecl { stages, access, layout };
                Usage::Raw { state, reads: self.reads, writes: self.writes }
            }
        }
    }

    /// Which nodes can have such an access ("Supported Queue Types" of draws, `vkCmdBlitImage2` and `vkCmdResolveImage2`).
    pub(super) fn nodes(&self) -> Nodes {
        match &self.does {
            Does::Resolve(..) | Does::Usage(Usage::BlitRead | Usage::BlitWrite { .. }) => {
                Nodes::GraphicsAndTransfer
            }
            Does::Usage(usage) if is_draws(usage) => Nodes::Graphics,
            Does::Usage(_) => Nodes::All,
        }
    }
}

/// Which nodes can have an access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nodes {
    /// Any: what a transfer node gives to a shader, a dispatch of its own reads, as frames of engines have it.
    All,
    /// Attachments, and what draws fetch.
    Graphics,
    /// Commands of a graphics queue that are transfers: a transfer node has them, and runs there.
    GraphicsAndTransfer,
}

/// Whether a usage is a draw's alone.
fn is_draws(usage: &Usage) -> bool {
    use Usage as U;
    matches!(
        usage,
        U::ColorWrite
            | U::ColorReadWrite
            | U::DepthWrite
            | U::DepthReadWrite
            | U::DepthRead
            | U::DepthStencilWrite
            | U::DepthStencilReadWrite
            | U::DepthStencilRead
            | U::InputAttachment
            | U::Resolve
            | U::Vertex
            | U::Index
    )
}

/// Whether a usage is a shader's, which of the node's stages may have.
pub(super) fn is_shaders(usage: &Usage) -> bool {
    matches!(
        usage,
        Usage::Sampled
            | Usage::StorageRead
            | Usage::StorageWrite
            | Usage::StorageReadWrite
            | Usage::Uniform
            | Usage::AccelerationRead
    )
}

const fn kind(name: &'static str, usage: Usage, reads: bool, writes: bool) -> Kind {
    Kind { name, does: Does::Usage(usage), reads, writes }
}

/// All kinds. A kind that writes and does not read overwrites the whole of its range.
pub(super) const KINDS: &[Kind] = &[
    kind("sampled-read", Usage::Sampled, true, false),
    kind("storage-read", Usage::StorageRead, true, false),
    kind("storage-write", Usage::StorageWrite, false, true),
    kind("storage-read-write", Usage::StorageReadWrite, true, true),
    kind("color-attachment-write", Usage::ColorWrite, false, true),
    kind("color-attachment-read-write", Usage::ColorReadWrite, true, true),
    kind("depth-attachment-write", Usage::DepthWrite, false, true),
    kind("depth-attachment-read-write", Usage::DepthReadWrite, true, true),
    kind("depth-attachment-read", Usage::DepthRead, true, false),
    kind("depth-stencil-write", Usage::DepthStencilWrite, false, true),
    kind("depth-stencil-read", Usage::DepthStencilRead, true, false),
    kind("input-attachment-read", Usage::InputAttachment, true, false),
    kind("resolve-attachment-write", Usage::Resolve, false, true),
    kind("indirect-read", Usage::Indirect, true, false),
    kind("vertex-read", Usage::Vertex, true, false),
    kind("index-read", Usage::Index, true, false),
    kind("uniform-read", Usage::Uniform, true, false),
    kind("transfer-src", Usage::TransferRead, true, false),
    kind("transfer-dst", Usage::TransferWrite, false, true),
    kind("blit-src", Usage::BlitRead, true, false),
    kind("blit-dst", Usage::BlitWrite { linear: true }, false, true),
    Kind {
        name: "resolve-src",
        does: Does::Resolve("transfer_read", "transfer_src_optimal"),
        reads: true,
        writes: false,
    },
    Kind {
        name: "resolve-dst",
        does: Does::Resolve("transfer_write", "transfer_dst_optimal"),
        reads: false,
        writes: true,
    },
    kind("clear", Usage::Clear, false, true),
    kind("host-write", Usage::HostWrite, false, true),
    kind("as-build-write", Usage::AccelerationBuildWrite, false, true),
    kind("as-build-read", Usage::AccelerationBuildRead, true, false),
    kind("as-read", Usage::AccelerationRead, true, false),
];

/// The names of all kinds, for a message.
pub(super) fn names() -> String {
    KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ")
}

/// Mips and layers, half-open. A buffer is the single cell `(0..1, 0..1)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) mips: (u32, u32),
    pub(super) layers: (u32, u32),
}

/// One access of a node.
#[derive(Clone, Debug)]
// Each flag is one independent key of the schema.
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Access {
    pub(super) site: Site,
    /// Index of the resource.
    pub(super) resource: usize,
    /// Frames back.
    pub(super) ring: u32,
    pub(super) rect: Rect,
    pub(super) aspect: Option<String>,
    /// The kind's name.
    pub(super) kind: &'static str,
    /// Which nodes can have it.
    pub(super) nodes: Nodes,
    pub(super) usage: Usage,
    /// Stages by Vulkan's names, joined by `|`; `None` for every stage that the node may have.
    pub(super) stages: Option<String>,
    pub(super) reads: bool,
    pub(super) writes: bool,
    pub(super) relaxed: bool,
    pub(super) undefined_ok: bool,
}

const KEYS: &[&str] = &[
    "resource",
    "access",
    "mip_base",
    "mip_count",
    "layer_base",
    "layer_count",
    "no_sync",
    "relaxed_order",
    "history",
    "aspect",
    "declared_discard",
    "stages",
];

/// Reads one access; `None` where something essential is missing.
pub(super) fn read(
    reader: &Reader<'_>,
    value: &Value<'_>,
    resources: &[Resource],
    index: &Index,
) -> Option<Access> {
    let object = value.object(reader)?;
    object.known(reader, "the access", KEYS);
    let name = object.required(reader, "resource", "the access")?;
    let kind = object.required(reader, "access", "the access")?;
    let (id, resource) = find(reader, name, resources, index)?;
    let kind = find_kind(reader, kind)?;
    let aspect = match object.get("aspect") {
        Some(value) => Some(aspect(reader, value)?),
        None => None,
    };
    let usage = kind.usage();
    let stages = match object.get("stages") {
        Some(value) => Some(stages(reader, value, kind, &usage)?),
        None => None,
    };
    Some(Access {
        site: name.site(reader),
        resource: id,
        ring: history(reader, &object)?,
        rect: rect(reader, &object, resource)?,
        aspect,
        kind: kind.name,
        nodes: kind.nodes(),
        usage,
        stages,
        reads: kind.reads,
        writes: kind.writes,
        relaxed: (object.flag(reader, "no_sync") | object.flag(reader, "relaxed_order"))
            && !is_fixed_function(&kind.usage()),
        undefined_ok: discard(reader, &object) && kind.reads && kind.writes,
    })
}

/// Attachments and transfers, which write all that they name: `relaxed` is what shaders may promise of their writes.
fn is_fixed_function(usage: &Usage) -> bool {
    matches!(
        usage,
        Usage::ColorWrite
            | Usage::ColorReadWrite
            | Usage::DepthWrite
            | Usage::DepthReadWrite
            | Usage::DepthRead
            | Usage::DepthStencilWrite
            | Usage::DepthStencilReadWrite
            | Usage::DepthStencilRead
            | Usage::Resolve
            | Usage::TransferRead
            | Usage::TransferWrite
            | Usage::BlitRead
            | Usage::BlitWrite { .. }
            | Usage::Clear
            // A resolve by command.
            | Usage::Raw { .. }
    )
}

fn find<'r>(
    reader: &Reader<'_>,
    value: &Value<'_>,
    resources: &'r [Resource],
    index: &Index,
) -> Option<(usize, &'r Resource)> {
    let name = value.string(reader)?;
    let found = index.get(&*name).and_then(|id| Some((*id, resources.get(*id)?)));
    if found.is_none() {
        let message = format!("there is no resource `{name}`");
        let help = super::other_resource(&name, index);
        reader.error(Code::JsonSchema, value.site(reader), message, &help);
    }
    found
}

fn find_kind(reader: &Reader<'_>, value: &Value<'_>) -> Option<&'static Kind> {
    let name = value.string(reader)?;
    let found = KINDS.iter().find(|kind| kind.name == name);
    if found.is_none() {
        let message = format!("`{name}` is not an access kind");
        let kinds = KINDS.iter().map(|kind| kind.name);
        let help = did_you_mean(&name, kinds, &format!("use one of {}", names()));
        reader.error(Code::JsonSchema, value.site(reader), message, &help);
    }
    found
}

/// `"history": 1` is one frame back; `true` says the same.
fn history(reader: &Reader<'_>, object: &Object<'_>) -> Option<u32> {
    match object.get("history") {
        None => Some(0),
        Some(value) if value.is_bool() => value.flag(reader).map(u32::from),
        Some(value) => value.small(reader, 0, MAX_HISTORY),
    }
}

fn aspect(reader: &Reader<'_>, value: &Value<'_>) -> Option<String> {
    let name = value.string(reader)?;
    if matches!(&*name, "color" | "depth" | "stencil") {
        return Some(name.into_owned());
    }
    value.refuse(reader, "\"color\", \"depth\" or \"stencil\"");
    None
}

/// The stages that an access of shaders is said to have: one name, or a list of them.
fn stages(reader: &Reader<'_>, value: &Value<'_>, kind: &Kind, usage: &Usage) -> Option<String> {
    if !is_shaders(usage) {
        let allowed = format!("absent: the stages of `{}` are fixed", kind.name);
        value.refuse(reader, &allowed);
        return None;
    }
    if value.is_string() {
        return value.name(reader).map(|name| name.text);
    }
    let names: Option<Vec<_>> =
        value.array(reader)?.iter().map(|name| Some(name.name(reader)?.text)).collect();
    let names = names?;
    if names.is_empty() {
        value.refuse(reader, "the name of a stage, or a list of at least one");
        return None;
    }
    Some(names.join(" | "))
}

/// Whether the author says that what was there before does not matter: `true`, a list that holds `"B"` (`"A"` is what
/// comes after, and who reads that the graph says), or any word but `none`.
fn discard(reader: &Reader<'_>, object: &Object<'_>) -> bool {
    let Some(value) = object.get("declared_discard") else { return false };
    if value.is_string() {
        return value.string(reader).is_some_and(|word| word != "none" && word != "A");
    }
    if value.is_bool() {
        return value.flag(reader).unwrap_or(false);
    }
    let mut before = false;
    for word in value.array(reader).unwrap_or_default() {
        match word.string(reader).as_deref() {
            Some("B") => before = true,
            Some("A") | None => {}
            Some(_) => word.refuse(reader, "\"A\" (after) or \"B\" (before)"),
        }
    }
    before
}

fn rect(reader: &Reader<'_>, object: &Object<'_>, resource: &Resource) -> Option<Rect> {
    let whole = resource.rect();
    if !resource.is_image() {
        for key in ["mip_base", "mip_count", "layer_base", "layer_count"] {
            if let Some(value) = object.get(key) {
                value.refuse(reader, &format!("absent: `{}` is not an image", resource.name));
                return None;
            }
        }
        return Some(whole);
    }
    Some(Rect {
        mips: interval(reader, object, ["mip_base", "mip_count"], MAX_MIPS, whole.mips.1)?,
        layers: interval(
            reader,
            object,
            ["layer_base", "layer_count"],
            MAX_LAYERS,
            whole.layers.1,
        )?,
    })
}

/// `base..base + count`; without a count, all that follows the base.
fn interval(
    reader: &Reader<'_>,
    object: &Object<'_>,
    [base, count]: [&str; 2],
    most: u32,
    end: u32,
) -> Option<(u32, u32)> {
    let base = match object.get(base) {
        Some(value) => value.small(reader, 0, most)?,
        None => 0,
    };
    match object.get(count) {
        Some(value) => Some((base, base + value.small(reader, 1, most)?)),
        // An empty rest is out of bounds, and lowering says so where it sees one past the end.
        None => Some((base, end.max(base + 1))),
    }
}
