//! Slots of a pass: one attribute a field, its keys the modifiers.

use syn::spanned::Spanned;

use super::attribute::Entries;
use super::{Reader, field, geometry, text};
use crate::diagnostic::Code;
use crate::syntax::ast::{
    ClearDecl, IndexWidth, SamplerDecl, SlotDecl, SlotKind, StateDecl, Usage, VertexDecl,
};
use crate::vocabulary;

/// Attributes that make a field of a pass a slot, and `push`.
pub const ROLES: &[&str] = &[
    "sampled",
    "sampler",
    "storage",
    "uniform",
    "push",
    "color",
    "depth",
    "depth_stencil",
    "stencil",
    "input",
    "resolve",
    "vertex",
    "index",
    "indirect",
    "copy",
    "blit",
    "clear",
    "texel",
    "host",
    "present",
    "acceleration",
    "access",
];

/// What the role's own keys say.
struct Role {
    usage: Usage,
    takes: &'static [SlotKind],
    discard: bool,
    clear: Option<ClearDecl>,
    sampler: Option<SamplerDecl>,
    blend: String,
    mask: String,
    resolves: Option<String>,
    resolve_mode: String,
    vertex: Option<VertexDecl>,
    index: Option<IndexWidth>,
    texels: String,
}

impl Role {
    fn of(usage: Usage, takes: &'static [SlotKind]) -> Self {
        Self {
            usage,
            takes,
            discard: false,
            clear: None,
            sampler: None,
            blend: String::new(),
            mask: String::new(),
            resolves: None,
            resolve_mode: String::new(),
            vertex: None,
            index: None,
            texels: String::new(),
        }
    }
}

const IMAGE: &[SlotKind] = &[SlotKind::Image];
const BUFFER: &[SlotKind] = &[SlotKind::Buffer];
const EITHER: &[SlotKind] = &[SlotKind::Image, SlotKind::Buffer];
/// A sampler holds no resource.
const NONE: &[SlotKind] = &[SlotKind::Any];
const ACCELERATION: &[SlotKind] = &[SlotKind::AccelerationStructure];
const ANY: &[SlotKind] = &[SlotKind::Image, SlotKind::Buffer, SlotKind::AccelerationStructure];

/// A slot, with the Rust type of its block where `type = "…"` names one.
pub(super) fn slot(
    reader: Reader<'_>,
    role: &'static str,
    attribute: &syn::Attribute,
    item: &syn::Field,
) -> Option<(SlotDecl, Option<syn::Path>)> {
    let ident = item.ident.as_ref()?;
    let mut entries = Entries::of_attribute(reader, attribute);
    let read = read_role(role, &mut entries);
    let modifiers = Modifiers::read(&mut entries);
    let title = entries.title.clone();
    entries.finish();
    let marker = match role {
        "sampler" => field::sampler(reader, &item.ty),
        _ => field::marker(reader, &item.ty),
    };
    let (role, (kind, count)) = (read?, marker?);
    kind_fits(reader, item, (&title, role.takes), kind)?;
    let slot = SlotDecl {
        name: text(ident),
        line: reader.source.origin(ident.span()).line,
        usage: role.usage,
        kind,
        count,
        binding: modifiers.binding,
        shader_name: modifiers.name,
        stages: modifiers.stages,
        relaxed: modifiers.relaxed,
        discard: role.discard || modifiers.discard,
        undefined_ok: modifiers.undefined_ok,
        clear: role.clear,
        sampler: role.sampler,
        blend: role.blend,
        mask: role.mask,
        resolves: role.resolves,
        resolve_mode: role.resolve_mode,
        vertex: geometry::element(role.vertex, modifiers.ty.as_ref()),
        index: role.index,
        texels: role.texels,
    };
    Some((slot, modifiers.ty))
}

fn kind_fits(
    reader: Reader<'_>,
    item: &syn::Field,
    (title, takes): (&str, &[SlotKind]),
    kind: SlotKind,
) -> Option<()> {
    if takes.contains(&kind) {
        return Some(());
    }
    let wanted: Vec<String> = takes.iter().map(|kind| format!("`{kind:?}`")).collect();
    reader.error(
        Code::ConflictingRoles,
        item.ty.span(),
        format!("the type `{kind:?}` does not go with {title}"),
        format!("give the field the type {}, or another attribute", wanted.join(" or ")),
    );
    None
}

/// Keys that any slot may have.
struct Modifiers {
    name: Option<String>,
    binding: Option<(u32, u32)>,
    stages: Option<String>,
    ty: Option<syn::Path>,
    relaxed: bool,
    discard: bool,
    undefined_ok: bool,
}

impl Modifiers {
    fn read(entries: &mut Entries<'_>) -> Self {
        Self {
            name: entries.text("name", "name = \"u_source\"").map(|n| n.text),
            binding: entries.pair("binding"),
            stages: entries.text("stages", "stages = \"compute_shader\"").map(|n| n.text),
            ty: super::block::type_path(entries),
            relaxed: entries.flag("relaxed"),
            discard: entries.flag("discard"),
            undefined_ok: entries.flag("undefined_ok"),
        }
    }
}

fn read_role(role: &str, entries: &mut Entries<'_>) -> Option<Role> {
    Some(match role {
        "sampled" => Role { sampler: sampler(entries), ..Role::of(Usage::Sampled, IMAGE) },
        "sampler" => Role { sampler: sampler(entries), ..Role::of(Usage::Sampler, NONE) },
        "storage" => Role::of(
            direction(
                entries,
                [Usage::StorageRead, Usage::StorageWrite, Usage::StorageReadWrite],
                "storage",
            )?,
            EITHER,
        ),
        "texel" => {
            let usages = [Usage::TexelRead, Usage::TexelWrite, Usage::TexelReadWrite];
            let texels = entries.text("format", "format = \"R32_UINT\"").map(|n| n.text);
            let role = Role::of(direction(entries, usages, "texel")?, BUFFER);
            Role { texels: texels.unwrap_or_default(), ..role }
        }
        "uniform" => Role::of(Usage::Uniform, BUFFER),
        "color" => color(entries),
        "depth" => {
            let clear = entries.depth_clear("clear");
            depth(entries, [Usage::DepthWrite, Usage::DepthReadWrite, Usage::DepthRead], clear)
        }
        "depth_stencil" => {
            let clear = entries.depth_clear("clear");
            let (write, read) = (Usage::DepthStencilWrite, Usage::DepthStencilRead);
            depth(entries, [write, Usage::DepthStencilReadWrite, read], clear)
        }
        "stencil" => {
            let clear = entries.stencil_clear("clear");
            let usages = [Usage::StencilWrite, Usage::StencilReadWrite, Usage::StencilRead];
            depth(entries, usages, clear)
        }
        "input" => Role::of(Usage::InputAttachment, IMAGE),
        "resolve" => resolve(entries)?,
        "vertex" => {
            Role { vertex: Some(geometry::vertex(entries)), ..Role::of(Usage::Vertex, BUFFER) }
        }
        "index" => Role { index: geometry::index(entries), ..Role::of(Usage::Index, BUFFER) },
        "indirect" => Role::of(Usage::Indirect, BUFFER),
        "copy" => Role::of(
            one_of(
                entries,
                &[("read", Usage::TransferRead), ("write", Usage::TransferWrite)],
                "copy",
            )?,
            EITHER,
        ),
        "blit" => blit(entries)?,
        "clear" => {
            let value = entries.clear("value").unwrap_or(ClearDecl::Int([0; 4]));
            Role { clear: Some(value), discard: true, ..Role::of(Usage::Clear, EITHER) }
        }
        "host" => Role::of(
            one_of(entries, &[("read", Usage::HostRead), ("write", Usage::HostWrite)], "host")?,
            EITHER,
        ),
        "present" => Role::of(Usage::Present, IMAGE),
        "acceleration" => Role::of(acceleration(entries)?, ACCELERATION),
        _ => Role::of(raw(entries)?, ANY),
    })
}

/// `#[blit(read)]`, or `#[blit(write, filter = "linear")]`. All of what it writes is overwritten.
fn blit(entries: &mut Entries<'_>) -> Option<Role> {
    let filter = entries.word("filter", vocabulary::FILTERS);
    let linear = filter.as_deref() != Some("nearest");
    let choices = [("read", Usage::BlitRead), ("write", Usage::BlitWrite { linear })];
    let usage = one_of(entries, &choices, "blit")?;
    if usage == Usage::BlitRead && filter.is_some() {
        entries.reader.error(
            Code::ConflictingRoles,
            entries.span,
            format!("{} names a filter on the side that is read", entries.title),
            "write the filter on the other side: `#[blit(write, filter = \"linear\")]`",
        );
    }
    Some(Role { discard: usage != Usage::BlitRead, ..Role::of(usage, IMAGE) })
}

fn sampler(entries: &mut Entries<'_>) -> Option<SamplerDecl> {
    let filter = entries.word("filter", vocabulary::FILTERS);
    let mipmap = entries.word("mipmap", vocabulary::MIPMAP_MODES);
    let address = entries.word("address", vocabulary::ADDRESS_MODES);
    let compare = entries.word("compare", vocabulary::COMPARISONS);
    if filter.is_none() && mipmap.is_none() && address.is_none() && compare.is_none() {
        return None;
    }
    let filter = filter.unwrap_or_else(|| "linear".into());
    Some(SamplerDecl {
        mipmap: mipmap.unwrap_or_else(|| filter.clone()),
        filter,
        address: address.unwrap_or_else(|| "clamp_to_edge".into()),
        compare: compare.unwrap_or_default(),
    })
}

/// `read`, `write` or `read_write`.
fn direction(entries: &mut Entries<'_>, usages: [Usage; 3], role: &str) -> Option<Usage> {
    let [read, write, both] = usages;
    one_of(entries, &[("read", read), ("write", write), ("read_write", both)], role)
}

/// Exactly one of several flags.
fn one_of(
    entries: &mut Entries<'_>,
    choices: &[(&'static str, Usage)],
    role: &str,
) -> Option<Usage> {
    let mut found: Vec<&(&'static str, Usage)> =
        choices.iter().filter(|(key, _)| entries.flag(key)).collect();
    if let (1, Some((_, usage))) = (found.len(), found.pop()) {
        return Some(usage.clone());
    }
    let keys: Vec<&str> = choices.iter().map(|(key, _)| *key).collect();
    entries.missing(&keys.join("` or `"), &format!("#[{role}({})]", keys.first()?));
    None
}

fn color(entries: &mut Entries<'_>) -> Role {
    let load = entries.flag("load");
    let clear = entries.clear("clear");
    let blend = entries.word("blend", vocabulary::BLENDS).unwrap_or_default();
    let mask = mask(entries).unwrap_or_default();
    refuse_load_and_clear(entries, load, clear.is_some());
    let usage = if load { Usage::ColorReadWrite } else { Usage::ColorWrite };
    Role { discard: !load && clear.is_none(), clear, blend, mask, ..Role::of(usage, IMAGE) }
}

/// `mask = "rgb"`: components that are written, in the order of `rgba`.
fn mask(entries: &mut Entries<'_>) -> Option<String> {
    let found = entries.text("mask", "mask = \"rgb\"")?;
    let wanted: String = "rgba".chars().filter(|letter| found.text.contains(*letter)).collect();
    if wanted == found.text && !wanted.is_empty() {
        return Some(wanted);
    }
    let example = if wanted.is_empty() { "rgb" } else { &wanted };
    entries.unreadable(
        &found,
        "some of the components `rgba`, in this order",
        &format!("mask = \"{example}\""),
    );
    None
}

/// A depth or stencil attachment: `load`, `read`, or `clear = ...`.
fn depth(
    entries: &mut Entries<'_>,
    [write, both, read]: [Usage; 3],
    clear: Option<ClearDecl>,
) -> Role {
    let load = entries.flag("load");
    let only = entries.flag("read");
    refuse_load_and_clear(entries, load || only, clear.is_some());
    let usage = match (only, load) {
        (true, _) => read,
        (false, true) => both,
        (false, false) => write,
    };
    Role { discard: !load && !only && clear.is_none(), clear, ..Role::of(usage, IMAGE) }
}

/// `#[resolve(of = "color")]`: all of what it writes is overwritten.
fn resolve(entries: &mut Entries<'_>) -> Option<Role> {
    let of = entries.text("of", "of = \"color\"").map(|n| n.text);
    let resolve_mode = entries.word("mode", vocabulary::RESOLVE_MODES).unwrap_or_default();
    if of.is_none() {
        entries.missing("of", "#[resolve(of = \"color\")]");
    }
    let role = Role::of(Usage::Resolve, IMAGE);
    Some(Role { resolves: Some(of?), resolve_mode, discard: true, ..role })
}

fn refuse_load_and_clear(entries: &Entries<'_>, load: bool, clear: bool) {
    if load && clear {
        entries.reader.error(
            Code::ConflictingRoles,
            entries.span,
            format!("{} both keeps what was there and clears it", entries.title),
            "keep `load` (or `read`), or keep `clear`",
        );
    }
}

fn acceleration(entries: &mut Entries<'_>) -> Option<Usage> {
    one_of(
        entries,
        &[
            ("read", Usage::AccelerationRead),
            ("build_read", Usage::AccelerationBuildRead),
            ("build_write", Usage::AccelerationBuildWrite),
        ],
        "acceleration",
    )
}

/// `#[access(stages = …, access = …, layout = …, read, write)]`.
fn raw(entries: &mut Entries<'_>) -> Option<Usage> {
    let (reads, writes) = (entries.flag("read"), entries.flag("write"));
    let state = state(entries);
    if !reads && !writes {
        entries.missing(
            "read` or `write",
            "#[access(read, stages = \"…\", access = \"…\", layout = \"…\")]",
        );
        return None;
    }
    Some(Usage::Raw { state: state?, reads, writes })
}

/// Stages, accesses and layout, as Vulkan names them.
pub(super) fn state(entries: &mut Entries<'_>) -> Option<StateDecl> {
    let stages = entries.text("stages", "stages = \"compute_shader\"");
    let access = entries.text("access", "access = \"shader_sampled_read\"");
    let layout = entries.text("layout", "layout = \"general\"");
    if stages.is_none() {
        entries.missing("stages", "stages = \"compute_shader\"");
    }
    if access.is_none() {
        entries.missing("access", "access = \"shader_sampled_read\"");
    }
    Some(StateDecl {
        stages: stages?.text,
        access: access?.text,
        layout: layout.map(|l| l.text).unwrap_or_default(),
    })
}
