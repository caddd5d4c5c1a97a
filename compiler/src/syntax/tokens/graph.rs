//! Graphs: `#[graph(…)]` and the fields below it.

use proc_macro2::Span;

use super::attribute::Entries;
use super::{Reader, compact, field, name, node, profile, resource, text};
use crate::diagnostic::{Code, Site};
use crate::syntax::ast::{GraphDecl, ParamDecl, SwitchDecl};

/// Roles of a graph's fields that are no resources.
const OTHER_ROLES: &[&str] = &["param", "switch", "pass", "graph"];

/// Attributes that give a field of a graph its role.
#[must_use]
pub fn roles() -> Vec<&'static str> {
    resource::ROLES.iter().chain(OTHER_ROLES).copied().collect()
}

/// A graph with what only its own crate needs.
#[derive(Clone, Debug)]
pub struct GraphSource {
    /// The graph as written. [`crate::syntax::ast::NodeDecl::decl`] is not set yet.
    pub decl: GraphDecl,
    /// Place of the struct's name.
    pub span: Span,
    /// Path of the type of each node, in order.
    pub nodes: Vec<syn::Path>,
    /// Uploads whose block's Rust type gives their size: index of the resource, and the type.
    pub uploads: Vec<(usize, syn::Path)>,
}

/// Reads a graph. `None` where nothing useful could be read; what is wrong stands in the diagnostics.
#[must_use]
pub fn graph(item: &syn::ItemStruct, reader: Reader<'_>) -> Option<GraphSource> {
    let fields = reader.fields(item, "Graph")?;
    let decl = header(item, reader);
    let mut source =
        GraphSource { decl, span: item.ident.span(), nodes: Vec::new(), uploads: Vec::new() };
    for item in &fields.named {
        let before = reader.diags.errors();
        let kind = add_field(&mut source, item, reader);
        if reader.diags.errors() > before {
            leave_unread(&mut source.decl, item, kind.as_ref());
        }
    }
    Some(source)
}

/// What a field that was read became.
enum Added {
    Node,
    Other,
}

/// Marks a field with an error, so that nothing is concluded from it or from its absence.
fn leave_unread(graph: &mut GraphDecl, item: &syn::Field, added: Option<&Added>) {
    if let (Some(Added::Node), Some(node)) = (added, graph.nodes.last_mut()) {
        node.refused = true;
        return;
    }
    graph.unread.names.extend(item.ident.as_ref().map(text));
    let is_resource = |attribute: &syn::Attribute| {
        let roles = resource::ROLES.iter().chain(&["param", "switch"]);
        roles.clone().any(|role| attribute.path().is_ident(role))
    };
    graph.unread.passes |= added.is_none() && !item.attrs.iter().any(is_resource);
}

fn header(item: &syn::ItemStruct, reader: Reader<'_>) -> GraphDecl {
    let mut decl = GraphDecl {
        name: name(&item.ident),
        frames_in_flight: 2,
        max_extent: [3840, 2160],
        ..GraphDecl::default()
    };
    let Some(attribute) = item.attrs.iter().find(|a| a.path().is_ident("graph")) else {
        return decl;
    };
    let mut entries = Entries::of_attribute(reader, attribute);
    if let Some(frames) = entries.count("frames_in_flight", 1..=8) {
        decl.frames_in_flight = frames;
    }
    if let Some(extent) = entries.extent("max_extent") {
        decl.max_extent = extent;
    }
    if let Some((extent, site)) = entries.extent_at("min_extent") {
        decl.min_extent = Some(extent);
        decl.min_extent_site = site;
    }
    if let Some((bytes, site)) = entries.bytes("budget") {
        decl.budget = Some(bytes);
        decl.budget_site = site;
    }
    decl.profile = profile::profile(&mut entries);
    entries.finish();
    decl
}

fn add_field(source: &mut GraphSource, item: &syn::Field, reader: Reader<'_>) -> Option<Added> {
    let ident = item.ident.as_ref()?;
    let (role, attribute) = field::role(reader, item, &roles())?;
    match role {
        "pass" | "graph" => {
            let (decl, path) = node::node(reader, role == "graph", attribute, item)?;
            source.decl.nodes.push(decl);
            source.nodes.push(path);
            return Some(Added::Node);
        }
        "param" => source.decl.params.push(param(reader, attribute, ident)?),
        "switch" => source.decl.switches.push(switch(reader, attribute, item, ident)?),
        _ => {
            let (decl, ty) = resource::resource(reader, role, attribute, item)?;
            if let Some(ty) = ty {
                source.uploads.push((source.decl.resources.len(), ty));
            }
            source.decl.resources.push(decl);
        }
    }
    Some(Added::Other)
}

fn param(reader: Reader<'_>, attribute: &syn::Attribute, ident: &syn::Ident) -> Option<ParamDecl> {
    let mut entries = Entries::of_attribute(reader, attribute);
    let max = entries.triple("max", 1);
    let default = entries.triple("default", 1);
    if max.is_none() && !entries.refused("max") {
        entries.missing("max", "#[param(default = 4, max = 64)]");
    }
    entries.finish();
    let max = max?;
    let default = default.unwrap_or(max);
    if default.iter().zip(max).any(|(value, max)| *value > max) {
        reader.error(
            Code::MalformedValue,
            ident.span(),
            format!("the default of `{}` lies above its maximum", text(ident)),
            "raise `max`: memory is planned for it",
        );
    }
    Some(ParamDecl { name: name(ident), default, max })
}

/// `#[switch] ssao: bool`, or `#[switch(values = "low, high")] quality: Quality`.
fn switch(
    reader: Reader<'_>,
    attribute: &syn::Attribute,
    item: &syn::Field,
    ident: &syn::Ident,
) -> Option<SwitchDecl> {
    let mut entries = Entries::of_attribute(reader, attribute);
    let named = entries.text("values", "values = \"low, high\"");
    let is_bool = compact(&item.ty) == "bool";
    if named.is_none() && !is_bool {
        entries.missing("values", "#[switch(values = \"low, high\")]");
    }
    entries.finish();
    let values = match named {
        Some(named) => {
            named.text.split(',').map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect()
        }
        None if is_bool => vec!["false".to_owned(), "true".to_owned()],
        None => return None,
    };
    if values.len() < 2 {
        let message = format!("switch `{}` has fewer than two values", text(ident));
        reader.error(
            Code::MalformedValue,
            ident.span(),
            message,
            "name its values: `values = \"low, high\"`",
        );
        return None;
    }
    let site = Site::Tokens(ident.span());
    Some(SwitchDecl { name: crate::diagnostic::Name::new(text(ident), site), values })
}
