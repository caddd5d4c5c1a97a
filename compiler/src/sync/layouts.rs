//! Image layouts, chosen over the whole frame.
//!
//! Accesses that have to agree (reads of one group; one access over several cells) form a class. Each
//! class takes a layout that serves all its accesses, so that the sum of two costs is smallest: a
//! transition between two groups that differ, and a layout that is not the best for an access. Few
//! classes are tried in all combinations, many are improved one at a time until nothing changes; both
//! depend on the input alone.

use ash::vk::ImageLayout as Layout;

use super::tracks::{Group, Track, Use};
use crate::ir::{Access, Graph, PassId, ResourceId};
use crate::order::Schedule;

/// Cost of a transition that another choice avoids.
const TRANSITION: u32 = 8;
/// Cost of `GENERAL` for an attachment: compression and fast clears are lost.
const GENERAL_ATTACHMENT: u32 = 40;
/// Cost of `GENERAL` for a sampled image that no shader stores to.
const GENERAL_SAMPLED: u32 = 12;
/// Cost of `GENERAL` for a copy of an image that no shader stores to.
const GENERAL_TRANSFER: u32 = 6;
/// Combinations that are tried exhaustively.
const EXHAUSTIVE: usize = 4096;

/// The layout of each access of each scheduled pass: `[position][access]`; `UNDEFINED` for buffers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layouts {
    of: Vec<Vec<Layout>>,
}

impl Layouts {
    /// The layout of an access of the pass at a position of the schedule; `UNDEFINED` for a buffer.
    #[must_use]
    pub fn of(&self, position: usize, access: usize) -> Layout {
        self.of.get(position).and_then(|p| p.get(access)).copied().unwrap_or(Layout::UNDEFINED)
    }

    /// The layout in which a group uses its cell.
    pub(super) fn of_group(&self, group: &Group) -> Layout {
        group.uses.first().map_or(Layout::UNDEFINED, |u| match (u.fixed_layout, u.position) {
            (Some(fixed), _) => fixed,
            (None, Some(position)) => self.of(position as usize, u.access_index as usize),
            (None, None) => Layout::UNDEFINED,
        })
    }
}

/// Chooses the layouts of all images. `aliased` holds the resources whose memory others use too: they start
/// each frame from `UNDEFINED` whatever is chosen.
pub(super) fn choose(
    graph: &Graph,
    schedule: &Schedule,
    tracks: &[Track],
    aliased: impl Fn(ResourceId) -> bool,
) -> Layouts {
    let mut layouts = Layouts {
        of: schedule
            .passes
            .iter()
            .map(|id| vec![Layout::UNDEFINED; graph.pass(*id).accesses.len()])
            .collect(),
    };
    for tracks in tracks.chunk_by(|a, b| a.resource == b.resource) {
        let Some(resource) = tracks.first().map(|t| t.resource) else { continue };
        if graph.resource(resource).image().is_some() {
            let problem = Problem::new(graph, schedule, tracks, aliased(resource));
            let chosen = problem.solve();
            for (class, layout) in problem.classes.iter().zip(chosen) {
                for (position, access) in &class.members {
                    layouts.of[*position as usize][*access as usize] = layout;
                }
            }
        }
    }
    layouts
}

/// Accesses that take one layout.
struct Class {
    /// `(position, access)`.
    members: Vec<(u32, u32)>,
    /// Layouts that serve them all, with their cost.
    candidates: Vec<(Layout, u32)>,
}

/// One side of a change from group to group.
#[derive(Clone, Copy)]
enum Side {
    Class(usize),
    Fixed(Layout),
}

/// The choice for one resource.
struct Problem {
    classes: Vec<Class>,
    /// Neighbouring groups for which a change costs a transition.
    changes: Vec<(Side, Side)>,
}

impl Problem {
    fn new(graph: &Graph, schedule: &Schedule, tracks: &[Track], aliased: bool) -> Self {
        let members = classes(tracks);
        let access = |(position, index): (u32, u32)| access_of(graph, schedule, position, index);
        let stored = members.iter().flatten().filter_map(|m| access(*m)).any(prefers_general);
        let classes: Vec<Class> = members
            .into_iter()
            .map(|members| {
                let candidates = candidates(members.iter().filter_map(|m| access(*m)), stored);
                Class { members, candidates }
            })
            .collect();
        let changes = tracks.iter().flat_map(|t| changes(t, &classes, aliased)).collect();
        Self { classes, changes }
    }

    fn solve(&self) -> Vec<Layout> {
        let sizes: Vec<usize> = self.classes.iter().map(|c| c.candidates.len()).collect();
        let combinations = sizes.iter().try_fold(1usize, |all, n| all.checked_mul(*n));
        let picked = match combinations {
            Some(n) if n <= EXHAUSTIVE => (0..n)
                .map(|code| decode(code, &sizes))
                .min_by_key(|picked| self.cost(picked))
                .unwrap_or_default(),
            _ => self.improve(),
        };
        self.classes.iter().zip(picked).map(|(class, pick)| class.candidates[pick].0).collect()
    }

    /// One class at a time, from the best layouts and from `GENERAL` everywhere; the better end wins.
    fn improve(&self) -> Vec<usize> {
        let best = vec![0; self.classes.len()];
        let last = self.classes.iter().map(|c| c.candidates.len() - 1).collect();
        [best, last]
            .into_iter()
            .map(|mut picked: Vec<usize>| {
                while self.sweep(&mut picked) {}
                picked
            })
            .min_by_key(|picked| self.cost(picked))
            .unwrap_or_default()
    }

    /// Improves each class once; whether anything changed. The cost falls with each change, so it ends.
    fn sweep(&self, picked: &mut [usize]) -> bool {
        let mut changed = false;
        for class in 0..picked.len() {
            for candidate in 0..self.classes[class].candidates.len() {
                let (before, old) = (self.cost(picked), picked[class]);
                picked[class] = candidate;
                if self.cost(picked) < before {
                    changed = true;
                } else {
                    picked[class] = old;
                }
            }
        }
        changed
    }

    fn cost(&self, picked: &[usize]) -> u32 {
        let layout = |side: Side| match side {
            Side::Fixed(layout) => layout,
            Side::Class(class) => self.classes[class].candidates[picked[class]].0,
        };
        let own: u32 = self.classes.iter().zip(picked).map(|(c, pick)| c.candidates[*pick].1).sum();
        let differing = self.changes.iter().filter(|(a, b)| layout(*a) != layout(*b)).count();
        own + TRANSITION * differing as u32
    }
}

/// The combination of a number: one digit a class.
fn decode(mut code: usize, sizes: &[usize]) -> Vec<usize> {
    sizes
        .iter()
        .map(|size| {
            let digit = code % size;
            code /= size;
            digit
        })
        .collect()
}

fn access_of<'a>(
    graph: &'a Graph,
    schedule: &Schedule,
    position: u32,
    index: u32,
) -> Option<&'a Access> {
    let id: PassId = *schedule.passes.get(position as usize)?;
    graph.pass(id).accesses.get(index as usize)
}

fn key(u: &Use) -> Option<(u32, u32)> {
    u.position.map(|position| (position, u.access_index))
}

/// Accesses that meet in a group of some cell, transitively.
fn classes(tracks: &[Track]) -> Vec<Vec<(u32, u32)>> {
    let mut classes: Vec<Vec<(u32, u32)>> = Vec::new();
    for group in tracks.iter().flat_map(|t| &t.groups) {
        let mut joined: Vec<(u32, u32)> = group.uses.iter().filter_map(key).collect();
        let (touching, apart): (Vec<_>, Vec<_>) = std::mem::take(&mut classes)
            .into_iter()
            .partition(|class| class.iter().any(|m| joined.contains(m)));
        joined.extend(touching.into_iter().flatten());
        joined.sort_unstable();
        joined.dedup();
        classes = apart;
        if !joined.is_empty() {
            classes.push(joined);
        }
    }
    classes.sort_unstable();
    classes
}

fn prefers_general(access: &Access) -> bool {
    access.layouts.first() == Some(&Layout::GENERAL)
}

/// Layouts that serve all accesses, in the first one's order of preference, with the sum of their costs.
fn candidates<'a>(accesses: impl Iterator<Item = &'a Access>, stored: bool) -> Vec<(Layout, u32)> {
    let accesses: Vec<&Access> = accesses.collect();
    let first = accesses.first().map_or(&[][..], |a| &a.layouts[..]);
    let serving = first.iter().filter(|l| accesses.iter().all(|a| a.layouts.contains(l)));
    let mut found: Vec<(Layout, u32)> = serving
        .map(|layout| (*layout, accesses.iter().map(|a| penalty(a, *layout, stored)).sum()))
        .collect();
    if found.is_empty() {
        found.push((Layout::GENERAL, 0));
    }
    found
}

fn penalty(access: &Access, layout: Layout, stored: bool) -> u32 {
    let Some(best) = access.layouts.first() else { return 0 };
    match (*best, layout) {
        (best, layout) if best == layout => 0,
        (Layout::SHADER_READ_ONLY_OPTIMAL, Layout::GENERAL) => {
            if stored {
                1
            } else {
                GENERAL_SAMPLED
            }
        }
        (Layout::TRANSFER_SRC_OPTIMAL | Layout::TRANSFER_DST_OPTIMAL, Layout::GENERAL) => {
            if stored { 1 } else { GENERAL_TRANSFER }
        }
        (_, Layout::GENERAL) => GENERAL_ATTACHMENT,
        _ => 1,
    }
}

/// Neighbouring groups of a cell. A first use that discards anyway, because the memory is shared, is no
/// reason to keep a layout.
fn changes(track: &Track, classes: &[Class], aliased: bool) -> Vec<(Side, Side)> {
    let side = |group: &Group| {
        let u = group.uses.first()?;
        if let Some(fixed) = u.fixed_layout {
            return Some(Side::Fixed(fixed));
        }
        let member = key(u)?;
        classes.iter().position(|c| c.members.contains(&member)).map(Side::Class)
    };
    let inner = track.groups.windows(2).map(|pair| (&pair[0], &pair[1]));
    let wrap = match (&track.groups[..], track.cycle) {
        ([first, .., last], Some(_)) if track.keeps || !aliased => Some((last, first)),
        _ => None,
    };
    inner.chain(wrap).filter_map(|(a, b)| Some((side(a)?, side(b)?))).collect()
}
