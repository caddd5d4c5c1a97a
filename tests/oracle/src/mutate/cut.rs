//! The barriers of a cut as lists that can be changed, with every mask written out in atomic bits.

use vixen_plan::vk::{AccessFlags2, PipelineStageFlags2};
use vixen_plan::{BufferBarrier, Cut, ImageBarrier, MemoryBarrier, Plan, Scope, Span};

use crate::bits::{PAIRS, each_pair, expand_access, expand_stages, pair_set};

/// The barriers of a cut.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Barriers {
    pub(super) memory: Vec<MemoryBarrier>,
    pub(super) buffers: Vec<BufferBarrier>,
    pub(super) images: Vec<ImageBarrier>,
}

/// One of a cut's barriers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Memory(usize),
    Buffer(usize),
    Image(usize),
}

impl Barriers {
    pub(super) fn of(plan: &Plan, cut: &Cut) -> Self {
        let mut barriers = Self {
            memory: cut.memory.of(&plan.memory_barriers).to_vec(),
            buffers: cut.buffers.of(&plan.buffer_barriers).to_vec(),
            images: cut.images.of(&plan.image_barriers).to_vec(),
        };
        for which in barriers.all() {
            let scope = barriers.scope_mut(which);
            *scope = atomic(*scope);
        }
        barriers
    }

    pub(super) fn is_empty(&self) -> bool {
        self.memory.is_empty() && self.buffers.is_empty() && self.images.is_empty()
    }

    pub(super) fn all(&self) -> Vec<Which> {
        let memory = (0..self.memory.len()).map(Which::Memory);
        let buffers = (0..self.buffers.len()).map(Which::Buffer);
        memory.chain(buffers).chain((0..self.images.len()).map(Which::Image)).collect()
    }

    pub(super) fn scope(&self, which: Which) -> Scope {
        match which {
            Which::Memory(index) => self.memory[index].scope,
            Which::Buffer(index) => self.buffers[index].scope,
            Which::Image(index) => self.images[index].scope,
        }
    }

    pub(super) fn scope_mut(&mut self, which: Which) -> &mut Scope {
        match which {
            Which::Memory(index) => &mut self.memory[index].scope,
            Which::Buffer(index) => &mut self.buffers[index].scope,
            Which::Image(index) => &mut self.images[index].scope,
        }
    }

    pub(super) fn remove(&mut self, which: Which) {
        match which {
            Which::Memory(index) => drop(self.memory.remove(index)),
            Which::Buffer(index) => drop(self.buffers.remove(index)),
            Which::Image(index) => drop(self.images.remove(index)),
        }
    }

    /// Moves one barrier to another cut.
    pub(super) fn hand_over(&mut self, which: Which, to: &mut Self) {
        match which {
            Which::Memory(index) => to.memory.push(self.memory.remove(index)),
            Which::Buffer(index) => to.buffers.push(self.buffers.remove(index)),
            Which::Image(index) => to.images.push(self.images.remove(index)),
        }
    }

    /// Whether it changes a layout or an owner, which only one barrier may do.
    pub(super) fn changes(&self, which: Which) -> bool {
        match which {
            Which::Memory(_) => false,
            Which::Buffer(index) => self.buffers[index].queues.0 != self.buffers[index].queues.1,
            Which::Image(index) => {
                let barrier = &self.images[index];
                barrier.old_layout != barrier.new_layout || barrier.queues.0 != barrier.queues.1
            }
        }
    }

    /// Adds a copy of a barrier with another scope.
    pub(super) fn copy(&mut self, which: Which, scope: Scope) {
        match which {
            Which::Memory(index) => self.memory.push(MemoryBarrier { scope, ..self.memory[index] }),
            Which::Buffer(index) => {
                self.buffers.push(BufferBarrier { scope, ..self.buffers[index] });
            }
            Which::Image(index) => self.images.push(ImageBarrier { scope, ..self.images[index] }),
        }
    }

    /// A barrier in words.
    pub(super) fn name(&self, plan: &Plan, which: Which) -> String {
        let resource = |index: u32, ring: u32| {
            let name = plan.resources.get(index as usize).map_or("?", |entry| &*entry.name);
            if ring == 0 { format!("`{name}`") } else { format!("`{name}`.prev({ring})") }
        };
        match which {
            Which::Memory(_) => "memory barrier".to_owned(),
            Which::Buffer(index) => {
                let barrier = &self.buffers[index];
                format!("buffer barrier of {}", resource(barrier.resource, barrier.ring))
            }
            Which::Image(index) => {
                let barrier = &self.images[index];
                let of = resource(barrier.resource, barrier.ring);
                format!(
                    "image barrier of {of}, {:?} to {:?}",
                    barrier.old_layout, barrier.new_layout
                )
            }
        }
    }
}

/// A scope with its masks in atomic bits, without stages and accesses that do not belong together.
fn atomic(scope: Scope) -> Scope {
    let side = |stages: PipelineStageFlags2, access: AccessFlags2| {
        let pairs = pair_set(stages, access);
        let performed =
            each_pair(pairs).fold(AccessFlags2::NONE, |all, pair| all | PAIRS[pair].access);
        // A collective access names many that the stages do not perform; one that was written out stays as it
        // is.
        let collective = expand_access(access) != access;
        (expand_stages(stages), if collective { performed } else { access })
    };
    let (src_stages, src_access) = side(scope.src_stages, scope.src_access);
    let (dst_stages, dst_access) = side(scope.dst_stages, scope.dst_access);
    Scope { src_stages, src_access, dst_stages, dst_access }
}

/// The plan with other barriers in some of its cuts.
pub(super) fn with_cuts(plan: &Plan, changed: &[(usize, Barriers)]) -> Plan {
    let (mut memory, mut buffers, mut images) = (Vec::new(), Vec::new(), Vec::new());
    let mut cuts = Vec::with_capacity(plan.cuts.len());
    for (index, cut) in plan.cuts.iter().enumerate() {
        let found = changed.iter().find(|(other, _)| *other == index);
        let barriers = match found {
            Some((_, barriers)) => barriers.clone(),
            None => Barriers {
                memory: cut.memory.of(&plan.memory_barriers).to_vec(),
                buffers: cut.buffers.of(&plan.buffer_barriers).to_vec(),
                images: cut.images.of(&plan.image_barriers).to_vec(),
            },
        };
        cuts.push(Cut {
            memory: append(&mut memory, barriers.memory),
            buffers: append(&mut buffers, barriers.buffers),
            images: append(&mut images, barriers.images),
        });
    }
    Plan {
        cuts: cuts.into(),
        memory_barriers: memory.into(),
        buffer_barriers: buffers.into(),
        image_barriers: images.into(),
        ..plan.clone()
    }
}

fn append<T>(table: &mut Vec<T>, entries: Vec<T>) -> Span {
    let span = Span::new(table.len() as u32, entries.len() as u32);
    table.extend(entries);
    span
}
