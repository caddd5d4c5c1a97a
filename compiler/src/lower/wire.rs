//! Slots against wires: each slot of a pass becomes its accesses.

use super::access;
use super::context::Context;
use super::node::Element;
use super::shader::{self, Bound};
use super::target::Target;
use crate::diagnostic::{Code, Site, did_you_mean};
use crate::ir;
use crate::syntax::ast::{Expr, ExprKind, NodeDecl, PassDecl, SlotDecl, SlotKind, Usage, Wire};
use crate::syntax::tokens::NODE_KEYS;

/// The accesses of a pass, with the range of them that each slot has.
#[derive(Debug, Default)]
pub(super) struct Wired {
    pub(super) accesses: Vec<ir::Access>,
    /// For each slot, the first of its accesses and their number.
    pub(super) slots: Vec<(usize, usize)>,
}

impl Wired {
    /// Of a range of a buffer that has more, an access touches the first bytes alone.
    pub(super) fn touches(&mut self, context: &Context<'_>, access: usize, bytes: u64) {
        if let Some(access) = self.accesses.get_mut(access) {
            let size = context.resources.get(access.resource.index()).map_or(0, |r| r.max_bytes);
            access.range = access.range.narrowed(bytes, size);
        }
    }
}

/// Wires all slots of a pass. `None` where an error was reported.
pub(super) fn wire(context: &Context<'_>, element: &Element<'_>, bound: &Bound) -> Option<Wired> {
    let node = element.node;
    let unknown = node.wires.iter().filter(|wire| !has_slot(element, wire));
    let mut sound = unknown.map(|wire| without_slot(context, element, wire)).count() == 0;
    let mut wired = Wired::default();
    let mut color = 0;
    for (index, slot) in element.pass.slots.iter().enumerate() {
        let start = wired.accesses.len();
        if !shader::is_sampler(slot) {
            let place = Place { index, color: location(element, slot, color) };
            match wire_slot(context, element, bound, slot, place) {
                Some(accesses) => wired.accesses.extend(accesses),
                None => sound = false,
            }
        }
        if is_color(&slot.usage) {
            color += slot.count.unwrap_or(1);
        }
        wired.slots.push((start, wired.accesses.len() - start));
    }
    super::attachment::share_layouts(&mut wired.accesses);
    sound.then_some(wired)
}

/// Looks at the wires of a node that cannot be lowered: names that are not there, and where the slots of its
/// pass are known also wires without a slot and slots without a wire. Always `None`.
pub(super) fn look(context: &Context<'_>, node: &NodeDecl, pass: Option<&PassDecl>) -> Option<()> {
    for (name, site) in node.wires.iter().flat_map(|wire| roots(&wire.target)) {
        if context.scope.find(name).is_none() && !SIZES.contains(&name) {
            context.unknown(name, site);
        }
    }
    let element = Element { node, pass: pass?, index: None };
    for wire in node.wires.iter().filter(|wire| !has_slot(&element, wire)) {
        without_slot(context, &element, wire);
    }
    let slots = element.pass.slots.iter().filter(|slot| !shader::is_sampler(slot));
    for slot in slots.filter(|slot| find(node, slot).is_none()) {
        left_open(context, &element, slot);
    }
    None
}

/// Names of sizes, which a key that is no slot may have meant.
const SIZES: [&str; 4] = ["i", "swapchain", "width", "height"];

/// The names at the root of a wire: one, or one for each part of a list; none of an expression that is no wire.
pub(super) fn roots(target: &Expr) -> Vec<(&str, Site)> {
    match &target.kind {
        ExprKind::Name(name) => vec![(name, target.site)],
        ExprKind::Index(base, _) | ExprKind::Member(base, ..) => roots(base),
        ExprKind::Vector(parts) => parts.iter().flat_map(roots).collect(),
        _ => Vec::new(),
    }
}

/// Where a slot stands in its pass.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Index among the slots.
    pub(super) index: usize,
    /// Location of the first of its colour attachments, or of those that it resolves; `None` where it resolves
    /// depth.
    pub(super) color: Option<u32>,
}

fn is_color(usage: &Usage) -> bool {
    matches!(usage, Usage::ColorWrite | Usage::ColorReadWrite)
}

/// The location of a colour slot, or of the colour slot that a resolve slot names.
fn location(element: &Element<'_>, slot: &SlotDecl, next: u32) -> Option<u32> {
    let Some(source) = &slot.resolves else { return Some(next) };
    let slots = &element.pass.slots;
    let at = slots.iter().position(|other| other.name == *source && is_color(&other.usage))?;
    let before = slots.iter().take(at).filter(|other| is_color(&other.usage));
    Some(before.map(|other| other.count.unwrap_or(1)).sum())
}

fn has_slot(element: &Element<'_>, wire: &Wire) -> bool {
    element.pass.slots.iter().any(|slot| slot.name == wire.slot.text)
}

fn without_slot(context: &Context<'_>, element: &Element<'_>, wire: &Wire) {
    let slots = element.pass.slots.iter().map(|slot| slot.name.as_str());
    let all = slots.clone().collect::<Vec<_>>().join("`, `");
    context.error(
        Code::WireWithoutSlot,
        wire.slot.site,
        format!(
            "`{}` wires `{}`, and the pass `{}` has no such slot",
            element.node.name, wire.slot, element.pass.name
        ),
        did_you_mean(
            &wire.slot.text,
            slots.chain(NODE_KEYS.iter().copied()),
            &format!("its slots are `{all}`"),
        ),
    );
}

fn wire_slot(
    context: &Context<'_>,
    element: &Element<'_>,
    bound: &Bound,
    slot: &SlotDecl,
    place: Place,
) -> Option<Vec<ir::Access>> {
    let Some(wire) = find(element.node, slot) else {
        left_open(context, element, slot);
        return None;
    };
    let targets = context.targets(&wire.target, element.index, slot.count.is_some())?;
    let count = slot.count.unwrap_or(1);
    if targets.len() != count as usize {
        context.error(
            Code::ArrayIndex,
            wire.target.site,
            format!(
                "the slot `{}` of `{}` takes {count} resources, and the wire names {}",
                slot.name,
                element.pass.name,
                targets.len()
            ),
            format!("wire an array of {count}, or a list `[a, b, ...]` of {count} views"),
        );
        return None;
    }
    let binding = bound.slots.get(place.index).and_then(Option::as_ref);
    let lower = |(at, target): (usize, Target)| {
        let place = Place { color: place.color.map(|color| color + at as u32), ..place };
        access::lower(context, element, slot, binding, place, &target)
    };
    targets.into_iter().enumerate().map(lower).collect::<Vec<_>>().into_iter().collect()
}

fn left_open(context: &Context<'_>, element: &Element<'_>, slot: &SlotDecl) {
    context.error(
        Code::SlotNotWired,
        element.node.name.site,
        format!(
            "`{}` leaves the slot `{}` of `{}` open, which takes {}",
            element.node.name,
            slot.name,
            element.pass.name,
            access::kind_words(slot.kind)
        ),
        candidates(context, &slot.name, slot.kind),
    );
}

/// What could be wired to a slot that takes resources of a kind; what has its name comes first.
pub(super) fn candidates(context: &Context<'_>, slot: &str, kind: SlotKind) -> String {
    let fits =
        |resource: &&ir::Resource| kind == SlotKind::Any || access::kind_of(resource) == kind;
    let mut fitting: Vec<&ir::Resource> = context.resources.iter().filter(fits).collect();
    fitting.sort_by_key(|resource| resource.name.text != slot);
    let names: Vec<String> = fitting
        .into_iter()
        .take(4)
        .map(|resource| format!("`{slot} = {}`", resource.name))
        .collect();
    match names.split_last() {
        Some((last, [])) => format!("write {last}"),
        Some((last, rest)) => format!("write {} or {last}", rest.join(", ")),
        None => {
            format!("declare {} in the graph, and write `{slot} = ...`", access::kind_words(kind))
        }
    }
}

fn find<'n>(node: &'n NodeDecl, slot: &SlotDecl) -> Option<&'n Wire> {
    node.wires.iter().find(|wire| wire.slot.text == slot.name)
}
