//! Passes and sub-graphs of a graph: their wires, counts and constants.

use super::attribute::{Entries, Entry, Value};
use super::{Reader, compact, field, name};
use crate::diagnostic::{Code, Name, Site};
use crate::syntax::ast::{NodeDecl, SpecValue, Wire};

/// Keys of `#[pass(…)]` in a graph; all others are slots.
pub const NODE_KEYS: &[&str] = &[
    "groups",
    "vertices",
    "indices",
    "instances",
    "dynamic",
    "spec",
    "queue",
    "device",
    "every",
    "when",
    "side_effect",
    "merge_group",
    "view_mask",
];

/// Length beyond which an array of passes or resources is refused.
pub(super) const MAX_ARRAY: u32 = 4096;

/// A pass or sub-graph, with the path of its type.
pub(super) fn node(
    reader: Reader<'_>,
    is_graph: bool,
    attribute: &syn::Attribute,
    item: &syn::Field,
) -> Option<(NodeDecl, syn::Path)> {
    let ident = item.ident.as_ref()?;
    let mut entries = Entries::of_attribute(reader, attribute);
    let mut decl = NodeDecl {
        name: name(ident),
        ty: Name::default(),
        is_graph,
        decl: None,
        refused: false,
        count: None,
        wires: Vec::new(),
        groups: entries.expression("groups", "groups = \"screen / 8\""),
        vertices: entries.expression("vertices", "vertices = 3"),
        indices: entries.expression("indices", "indices = 36"),
        instances: entries.expression("instances", "instances = 1"),
        dynamic: entries.flag("dynamic"),
        spec: spec(&mut entries),
        queue: entries.text("queue", "queue = \"compute\""),
        device: entries.take("device").and_then(|entry| device(&entries, &entry)),
        every: entries.rate("every"),
        when: entries.when(),
        side_effect: entries.flag("side_effect"),
        merge_group: entries.text("merge_group", "merge_group = \"gbuffer\"").map(|n| n.text),
        view_mask: entries.count("view_mask", 0..=u32::MAX).unwrap_or(0),
    };
    for entry in entries.rest() {
        if let Some(target) = entries.entry_expression(&entry, &format!("{} = half", entry.name()))
        {
            let slot = Name::new(entry.name(), Site::Tokens(entry.key.span()));
            decl.wires.push(Wire { slot, target });
        }
    }
    let (element, count) = field::array(reader, &item.ty)?;
    let what = if is_graph { "a graph" } else { "a pass" };
    let path = field::path(reader, element, what)?;
    decl.count = count;
    decl.ty = Name::new(compact(&path), Site::Tokens(syn::spanned::Spanned::span(&path)));
    queue_exists(&entries, decl.queue.as_ref());
    Some((decl, path))
}

fn queue_exists(entries: &Entries<'_>, queue: Option<&Name>) {
    const QUEUES: &[&str] = &["graphics", "compute", "transfer"];
    if let Some(queue) = queue.filter(|queue| !QUEUES.contains(&queue.text.as_str())) {
        entries.reader.error(
            Code::MalformedValue,
            super::value::span_of(queue.site, entries.span),
            format!("there is no queue `{queue}`"),
            super::suggestion(&queue.text, "queues", QUEUES),
        );
    }
}

fn device(entries: &Entries<'_>, entry: &Entry) -> Option<(u32, Site)> {
    let found = match &entry.value {
        Value::Is(value) => {
            super::value::whole(value).and_then(|v| u32::try_from(v).ok()).filter(|v| *v < 16)
        }
        _ => None,
    };
    if found.is_none() {
        entries.malformed(entry, "a device number below 16", "device = 1");
    }
    Some((found?, Site::Tokens(entry.span())))
}

/// `spec(RADIUS = 4, FAST = true)`.
fn spec(entries: &mut Entries<'_>) -> Vec<(Name, SpecValue)> {
    let Some(mut list) = entries.list("spec", "spec(RADIUS = 4)") else { return Vec::new() };
    let mut constants = Vec::new();
    for entry in list.rest() {
        let value = match &entry.value {
            Value::Is(value) => constant(value),
            _ => None,
        };
        match value {
            Some(value) => {
                constants.push((Name::new(entry.name(), Site::Tokens(entry.key.span())), value));
            }
            None => list.malformed(
                &entry,
                "a number, `true` or `false`",
                &format!("{} = 4", entry.name()),
            ),
        }
    }
    constants
}

fn constant(value: &syn::Expr) -> Option<SpecValue> {
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Bool(v), .. }) => {
            Some(SpecValue::Bool(v.value))
        }
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(v), .. }) => {
            v.base10_parse().ok().map(SpecValue::Int)
        }
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(v), .. }) => {
            v.base10_parse().ok().map(SpecValue::Float)
        }
        syn::Expr::Unary(syn::ExprUnary { op: syn::UnOp::Neg(_), expr, .. }) => {
            match constant(expr)? {
                SpecValue::Int(v) => Some(SpecValue::Int(-v)),
                SpecValue::Float(v) => Some(SpecValue::Float(-v)),
                SpecValue::Bool(_) => None,
            }
        }
        syn::Expr::Group(group) => constant(&group.expr),
        _ => None,
    }
}

/// V0102: a graph where a pass should stand, or the reverse.
pub fn wrong_kind(reader: Reader<'_>, node: &NodeDecl, is_graph: bool) {
    let (is, write) =
        if is_graph { ("a graph", "#[graph(…)]") } else { ("a pass", "#[pass(…)]") };
    reader.diags.push(
        crate::diagnostic::Diagnostic::error(
            Code::MalformedValue,
            node.ty.site,
            format!("`{}` is {is}", node.ty),
        )
        .help(format!("write `{write}` before field `{}`", node.name)),
    );
}
