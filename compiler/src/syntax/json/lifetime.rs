//! What the file says about time, in the words of the tree: rings, pairs, host memory.

use std::collections::{HashMap, HashSet};

use super::access::KINDS;
use super::merge::state;
use super::node::Node;
use super::resource::{Initial, Lifetime, Resource};
use super::value::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::ast::{LifetimeDecl, PassKind, Usage};

/// How the nodes use one resource.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    /// The furthest frame back that is read.
    deepest: u32,
    written: bool,
    host_writes: bool,
    device_writes: bool,
}

/// The lifetime of each resource; `None` for the one of a pair that lives on as the other's previous
/// copy, and the nodes' accesses rewritten to match.
pub(super) fn resolve(
    reader: &Reader<'_>,
    resources: &[Resource],
    nodes: &mut [Node],
) -> Vec<Option<LifetimeDecl>> {
    let before = uses(resources.len(), nodes);
    let mut folded = vec![false; resources.len()];
    for (current, previous) in pairs(reader, resources, &before) {
        fold(nodes, current, previous);
        if let Some(folded) = folded.get_mut(previous) {
            *folded = true;
        }
    }
    let uses = uses(resources.len(), nodes);
    let decls = resources.iter().zip(uses).zip(folded);
    decls.map(|((resource, uses), folded)| (!folded).then(|| decl(resource, uses))).collect()
}

fn uses(count: usize, nodes: &[Node]) -> Vec<Uses> {
    let mut all = vec![Uses::default(); count];
    for access in nodes.iter().flat_map(|node| &node.accesses) {
        let Some(uses) = all.get_mut(access.resource) else { continue };
        uses.deepest = uses.deepest.max(access.ring);
        uses.written |= access.writes;
        let host = access.usage == Usage::HostWrite;
        uses.host_writes |= access.writes && host;
        uses.device_writes |= access.writes && !host;
    }
    all
}

/// Pairs that swap each frame, as (written now, read as it was).
fn pairs(reader: &Reader<'_>, resources: &[Resource], uses: &[Uses]) -> Vec<(usize, usize)> {
    let mut waiting: HashMap<String, usize> = HashMap::new();
    let names: HashSet<&str> = resources.iter().map(|other| other.name.text.as_str()).collect();
    let mut pairs = Vec::new();
    for (id, resource) in resources.iter().enumerate() {
        let Some((pair, _)) = &resource.pingpong else { continue };
        // The key is the pair's name, or the partner's: then the partner waits under this one's.
        let partner = waiting.remove(pair).or_else(|| waiting.remove(&resource.name.text));
        if let Some(other) = partner {
            pairs.push(ordered((other, id), resources, uses));
        } else {
            let partner = names.contains(pair.as_str());
            let key = if partner { &resource.name.text } else { pair };
            waiting.insert(key.clone(), id);
        }
    }
    let mut alone: Vec<usize> = waiting.into_values().collect();
    alone.sort_unstable();
    for resource in alone.into_iter().filter_map(|id| resources.get(id)) {
        let message = format!("`{}` swaps with a partner that is not there", resource.name);
        let help = "give both of the pair the same `pingpong`, or each the other's name";
        reader.push(Diagnostic::error(Code::JsonSchema, resource.name.site, message).help(help));
    }
    pairs
}

/// The one that is written this frame first: the file's `role`, or else who is never written.
fn ordered((a, b): (usize, usize), resources: &[Resource], uses: &[Uses]) -> (usize, usize) {
    let previous = |id: usize| {
        let role = resources.get(id).and_then(|resource| resource.pingpong.as_ref());
        let role = role.map_or("", |(_, role)| role.as_str()).to_ascii_lowercase();
        ["prev", "hist", "read", "old", "last"].iter().any(|word| role.contains(word))
    };
    let written = |id: usize| uses.get(id).is_some_and(|uses| uses.written);
    let a_is_previous = match (previous(a), previous(b)) {
        (true, false) => true,
        (false, true) => false,
        _ => !written(a) && written(b),
    };
    if a_is_previous { (b, a) } else { (a, b) }
}

/// Accesses of `previous` become accesses of `current`, a frame further back.
fn fold(nodes: &mut [Node], current: usize, previous: usize) {
    for access in nodes.iter_mut().flat_map(|node| &mut node.accesses) {
        if access.resource == previous {
            access.resource = current;
            access.ring = access.ring.saturating_add(1);
        }
    }
}

fn decl(resource: &Resource, uses: Uses) -> LifetimeDecl {
    let ring = || LifetimeDecl::History {
        depth: (resource.history_frames.unwrap_or(0).max(1) + 1)
            .max(if resource.history_frames.is_none() { uses.deepest + 1 } else { 0 }),
    };
    match resource.lifetime {
        Lifetime::Swapchain => LifetimeDecl::Swapchain,
        Lifetime::Imported => LifetimeDecl::Import { entry: entry(resource), exit: None },
        _ if resource.host_visible || uses.host_writes => host(resource, uses),
        // Pairs, and anything of which a previous frame is read, need the ring, whatever they are called.
        _ if uses.deepest > 0 => ring(),
        Lifetime::History | Lifetime::Persistent => LifetimeDecl::Persistent,
        // Copies that nobody reads back are the author's own multiplication by frames in flight.
        Lifetime::Transient => LifetimeDecl::Transient,
    }
}

/// Host memory: the host writes it unless only the device does.
fn host(resource: &Resource, uses: Uses) -> LifetimeDecl {
    if uses.device_writes && !uses.host_writes {
        LifetimeDecl::Readback
    } else {
        LifetimeDecl::Upload { copies: resource.temporal_layers }
    }
}

/// An import's state at entry, where `initial` names the caller's last use.
fn entry(resource: &Resource) -> Option<crate::syntax::ast::StateDecl> {
    let Some(Initial::Use(kind)) = resource.initial else { return None };
    let kind = KINDS.get(kind)?;
    let mut entry = state(&kind.usage(), PassKind::Raster);
    if !resource.is_image() {
        entry.layout.clear();
    }
    Some(entry)
}
