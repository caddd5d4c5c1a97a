//! The level of each pass.
//!
//! The number of levels is the length of the longest path of dependencies: no order has fewer cuts.
//! Within the freedom that is left, [`super::search`] looks for the smallest peak of live bytes.

use super::search;
use crate::ir::{Graph, PassId, Resource};
use crate::syntax::ast::PassKind;
use vixen_plan as plan;

/// Passes to put into levels, by index, with what they wait for and what they keep alive.
#[derive(Clone, Debug, Default)]
pub(super) struct Problem {
    /// By pass: the passes before it, all of a smaller index.
    pub before: Vec<Vec<u32>>,
    /// By pass: the passes after it, all of a greater index.
    pub after: Vec<Vec<u32>>,
    /// Passes that are better not in the last level.
    pub early: Vec<u32>,
    /// Transients.
    pub items: Vec<Item>,
}

/// A transient.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Bytes.
    pub bytes: u64,
    /// The passes that use it; at least one.
    pub users: Vec<u32>,
}

/// The range of levels in which each pass may stand.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    /// Number of levels.
    pub count: u32,
    /// As soon as possible.
    pub earliest: Vec<u32>,
    /// As late as possible.
    pub latest: Vec<u32>,
}

/// The level of each of `passes`, which stand in order of declaration. `dependencies` among other passes
/// are ignored.
pub(super) fn levels(
    graph: &Graph,
    passes: &[PassId],
    dependencies: &[(PassId, PassId)],
) -> Vec<u32> {
    let problem = Problem::new(graph, passes, dependencies);
    let bounds = Bounds::new(&problem);
    search::search(&problem, &bounds)
}

impl Problem {
    fn new(graph: &Graph, passes: &[PassId], dependencies: &[(PassId, PassId)]) -> Self {
        let mut index = vec![None; graph.passes.len()];
        for (at, id) in (0u32..).zip(passes) {
            index[id.index()] = Some(at);
        }
        let mut problem = Self {
            before: vec![Vec::new(); passes.len()],
            after: vec![Vec::new(); passes.len()],
            ..Self::default()
        };
        for (earlier, later) in dependencies {
            if let (Some(earlier), Some(later)) = (index[earlier.index()], index[later.index()]) {
                problem.before[later as usize].push(earlier);
                problem.after[earlier as usize].push(later);
            }
        }
        let users = users(graph, passes);
        for (resource, users) in graph.resources.iter().zip(users) {
            if leaves(graph, resource, passes, &users) {
                problem.early.extend(&users);
            }
            if is_aliased(resource) && !users.is_empty() {
                let bytes = resource.max_bytes.saturating_mul(resource.copies.max(1).into());
                problem.items.push(Item { bytes, users });
            }
        }
        problem
    }
}

/// By resource: the passes that use it, by index and ascending.
fn users(graph: &Graph, passes: &[PassId]) -> Vec<Vec<u32>> {
    let mut users: Vec<Vec<u32>> = vec![Vec::new(); graph.resources.len()];
    for (at, &id) in (0u32..).zip(passes) {
        for access in &graph.pass(id).accesses {
            let users = &mut users[access.resource.index()];
            if users.last() != Some(&at) {
                users.push(at);
            }
        }
    }
    users
}

/// Whether a resource's memory is shared with others.
pub(crate) fn is_aliased(resource: &Resource) -> bool {
    resource.lifetime == plan::Lifetime::Transient && resource.memory == plan::MemoryClass::Device
}

/// Whether an image is handed over after its last use, which takes a cut of its own unless a level
/// follows. A present pass is in that place itself.
fn leaves(graph: &Graph, resource: &Resource, passes: &[PassId], users: &[u32]) -> bool {
    let outside =
        matches!(resource.lifetime, plan::Lifetime::Swapchain | plan::Lifetime::Import(_));
    let presents = |&at: &u32| graph.pass(passes[at as usize]).kind == PassKind::Present;
    outside && resource.image().is_some() && !users.iter().any(presents)
}

impl Bounds {
    pub(super) fn new(problem: &Problem) -> Self {
        let passes = problem.before.len();
        let mut earliest = vec![0u32; passes];
        for at in 0..passes {
            let before = problem.before[at].iter().map(|&other| earliest[other as usize] + 1);
            earliest[at] = before.max().unwrap_or(0);
        }
        let count = earliest.iter().max().map_or(0, |last| last + 1);
        let mut latest = vec![count.saturating_sub(1); passes];
        // Where one of them cannot but stand in the last level, the cut after it is needed anyway.
        if problem.early.iter().all(|&at| earliest[at as usize] + 1 < count) {
            for &at in &problem.early {
                latest[at as usize] = count.saturating_sub(2);
            }
        }
        for at in (0..passes).rev() {
            let after = problem.after[at].iter().map(|&other| latest[other as usize] - 1);
            latest[at] = after.min().unwrap_or(u32::MAX).min(latest[at]);
        }
        Self { count, earliest, latest }
    }
}
