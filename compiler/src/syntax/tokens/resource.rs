//! Resources of a graph.

use syn::spanned::Spanned;

use super::attribute::Entries;
use super::{Reader, field, name, slot};
use crate::diagnostic::{Code, Name, Site};
use crate::syntax::ast::{
    Expr, ExprKind, ImageDecl, ImageDimension, LifetimeDecl, ResourceDecl, ShapeDecl, SlotKind,
};

/// Attributes that make a field of a graph a resource.
pub(super) const ROLES: &[&str] =
    &["transient", "persistent", "history", "import", "upload", "readback"];

/// A resource, with the Rust type of an upload where it gives the size.
pub(super) fn resource(
    reader: Reader<'_>,
    role: &'static str,
    attribute: &syn::Attribute,
    item: &syn::Field,
) -> Option<(ResourceDecl, Option<syn::Path>)> {
    let ident = item.ident.as_ref()?;
    let mut entries = Entries::of_attribute(reader, attribute);
    let lifetime = lifetime(role, &mut entries);
    let ty = if role == "upload" { super::block::type_path(&mut entries) } else { None };
    let marker = field::marker(reader, &item.ty);
    let shape = marker.and_then(|(kind, _)| {
        if matches!(lifetime, LifetimeDecl::Swapchain) {
            swapchain(reader, item, kind)
        } else {
            shape(kind, ty.is_some(), &mut entries)
        }
    });
    let clear =
        if matches!(role, "persistent" | "history") { entries.clear("clear") } else { None };
    let when = entries.when();
    entries.finish();
    let decl = ResourceDecl {
        name: name(ident),
        count: marker?.1,
        lifetime,
        shape: shape?,
        clear,
        when,
        data: ty.as_ref().map(super::compact),
    };
    Some((decl, ty))
}

fn lifetime(role: &str, entries: &mut Entries<'_>) -> LifetimeDecl {
    match role {
        "transient" => LifetimeDecl::Transient,
        "persistent" => LifetimeDecl::Persistent,
        "history" => {
            let given = entries.count("depth", 2..=8);
            LifetimeDecl::History { depth: given.unwrap_or(2) }
        }
        "upload" => LifetimeDecl::Upload { copies: None },
        "readback" => LifetimeDecl::Readback,
        _ if entries.flag("swapchain") => LifetimeDecl::Swapchain,
        _ => {
            let state = |entries: &mut Entries<'_>, key| {
                let example = "entry(stages = \"…\", access = \"…\", layout = \"…\")";
                let mut list = entries.list(key, example)?;
                let state = slot::state(&mut list);
                list.finish();
                state
            };
            LifetimeDecl::Import { entry: state(entries, "entry"), exit: state(entries, "exit") }
        }
    }
}

fn swapchain(reader: Reader<'_>, item: &syn::Field, kind: SlotKind) -> Option<ShapeDecl> {
    if kind != SlotKind::Image {
        reader.error(
            Code::ConflictingRoles,
            item.ty.span(),
            "the swapchain is an image",
            "write `screen: Image`",
        );
        return None;
    }
    let site = Site::Tokens(item.ident.as_ref().map_or_else(|| item.span(), syn::Ident::span));
    Some(ShapeDecl::Image(ImageDecl {
        dimension: ImageDimension::D2,
        format: Name::new("", site),
        extent: Expr { kind: ExprKind::Name("swapchain".into()), site },
        mips: 1,
        layers: 1,
        samples: 1,
    }))
}

fn shape(kind: SlotKind, typed: bool, entries: &mut Entries<'_>) -> Option<ShapeDecl> {
    let is_image = kind == SlotKind::Image;
    let example = if is_image { "size = \"screen / 2\"" } else { "size = \"64 * 1024\"" };
    let size = entries.expression("size", example);
    if !is_image {
        // The block's description, which only the last macro of the chain sees, gives the size.
        let from_type = || Expr { kind: ExprKind::Number(0), site: Site::Tokens(entries.span) };
        let size = if typed {
            Some(size.unwrap_or_else(from_type))
        } else {
            required(size, entries, "size", example)
        }?;
        return Some(match kind {
            SlotKind::AccelerationStructure => ShapeDecl::AccelerationStructure { size },
            _ => ShapeDecl::Buffer { size },
        });
    }
    let format = entries.text("format", "format = \"R16G16B16A16_SFLOAT\"");
    let dimension = match entries.choice("dimension", &["2d", "1d", "3d", "cube"]).as_deref() {
        Some("1d") => ImageDimension::D1,
        Some("3d") => ImageDimension::D3,
        Some("cube") => ImageDimension::Cube,
        _ => ImageDimension::D2,
    };
    let mips = entries.count("mips", 1..=15).unwrap_or(1);
    let layers = entries.count("layers", 1..=2048);
    let samples = entries.count("samples", 1..=8).unwrap_or(1);
    let format = required(format, entries, "format", "format = \"R16G16B16A16_SFLOAT\"");
    let size = required(size, entries, "size", example);
    Some(ShapeDecl::Image(ImageDecl {
        dimension,
        format: format?,
        extent: size?,
        mips,
        layers: layers.unwrap_or(if dimension == ImageDimension::Cube { 6 } else { 1 }),
        samples,
    }))
}

fn required<T>(found: Option<T>, entries: &Entries<'_>, key: &str, example: &str) -> Option<T> {
    // A value that could not be read was reported already; a second complaint would hide the first.
    if found.is_none() && !entries.refused(key) {
        entries.missing(key, example);
    }
    found
}
