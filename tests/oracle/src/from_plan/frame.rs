//! A frame: the host waits for its place in flight, acquires, writes uploads, submits, presents.

use vixen_plan::vk::{AccessFlags2 as Access, ImageLayout, PipelineStageFlags2 as Stages};
use vixen_plan::{
    Batch as PlanBatch, BufferBarrier, Cut, ImageBarrier, Lifetime, MemoryBarrier, MemoryClass,
    Plan, Scope, State, Work as PlanWork,
};

use super::meaning::Placed;
use super::{Lowering, work};
use crate::stream::{
    Barrier, Batch, Command, Dependency, Expect, HostCall, Leaves, Range, Semaphore, SemaphoreOp,
    Target, Use, Value, Work,
};

/// One access of all of a resource by nobody that the plan knows.
struct Outside {
    resource: usize,
    state: State,
    expect: Expect,
    leaves: Leaves,
}

impl Lowering<'_> {
    pub(super) fn frame(&mut self, frame: i64) {
        let plan = self.plan;
        let flight = i64::from(plan.frames_in_flight.max(1));
        if frame >= flight {
            self.wait_for(frame - flight);
            self.host_reads(frame - flight);
        }
        let screen =
            self.of_lifetime(|lifetime| matches!(lifetime, Lifetime::Swapchain)).first().copied();
        let screen = screen.map(|resource| (resource, self.layout.copy(resource, 0, frame)));
        let acquired = screen.map(|(_, resource)| {
            let semaphore = self.semaphore(Semaphore::Binary);
            self.call(HostCall::Acquire { resource, semaphore });
            semaphore
        });
        self.host_writes(frame);
        let cuts = self.stream.dependencies.len();
        for (level, cut) in plan.cuts.iter().enumerate() {
            let dependency = self.cut(level, cut, frame);
            self.stream.dependencies.push(dependency);
        }
        let drawn = self.batches(frame, cuts, acquired);
        if let (Some(screen), Some(semaphore)) = (screen, drawn) {
            self.present(frame, screen, semaphore);
        }
    }

    /// The host waits for all batches of a frame.
    fn wait_for(&mut self, frame: i64) {
        for (queue, entry) in self.plan.queues.iter().enumerate() {
            let value = (frame + 1).cast_unsigned() * u64::from(entry.batches.max(1));
            self.call(HostCall::Wait { semaphore: self.timelines[queue], value });
        }
    }

    /// The last frames are waited for, so that the host reads what they left.
    pub(super) fn finish(&mut self, frames: u32) {
        let flight = self.plan.frames_in_flight.max(1);
        for frame in frames.saturating_sub(flight)..frames {
            self.wait_for(i64::from(frame));
            self.host_reads(i64::from(frame));
        }
    }

    fn of_lifetime(&self, is: impl Fn(&Lifetime) -> bool) -> Vec<u32> {
        let resources = self.plan.resources.iter().enumerate();
        resources.filter(|(_, entry)| is(&entry.lifetime)).map(|(index, _)| index as u32).collect()
    }

    /// The work of somebody outside of the plan, by an access of a whole resource.
    fn outside(&mut self, name: &str, frame: i64, outside: Vec<Outside>) -> usize {
        let name = self.stream.name(name);
        let uses = outside.into_iter().map(|one| Use {
            resource: one.resource,
            range: Range::Whole,
            stages: one.state.stages,
            access: one.state.access,
            layout: one.state.layout,
            expect: one.expect,
            leaves: one.leaves,
            relaxed: None,
            attachment: None,
            slot: self.names.none,
        });
        let uses = uses.collect();
        self.stream.works.push(Work { name, frame, uses });
        self.stream.works.len() - 1
    }

    fn host_writes(&mut self, frame: i64) {
        let state = host(Access::HOST_WRITE);
        for resource in self.of_lifetime(|lifetime| *lifetime == Lifetime::Upload) {
            let leaves = Leaves::Value(self.foreign_value(resource, frame));
            let copy = self.layout.copy(resource, 0, frame);
            let outside = Outside { resource: copy, state, expect: Expect::Any, leaves };
            let work = self.outside("the host's write", frame, vec![outside]);
            self.call(HostCall::Access(work));
        }
    }

    fn host_reads(&mut self, frame: i64) {
        let state = host(Access::HOST_READ);
        for resource in self.of_lifetime(|lifetime| *lifetime == Lifetime::Readback) {
            let copy = self.layout.copy(resource, 0, frame);
            let outside =
                Outside { resource: copy, state, expect: Expect::Any, leaves: Leaves::Same };
            let work = self.outside("the host's read", frame, vec![outside]);
            self.works.push(Placed::Left { work, resource, frame });
            self.call(HostCall::Access(work));
        }
    }

    /// The content that comes from outside for a frame.
    fn foreign_value(&mut self, resource: u32, frame: i64) -> Value {
        let name = self.plan.resources.get(resource as usize).map_or("", |entry| &*entry.name);
        let name = self.stream.name(&format!("the owner of `{name}`"));
        Value::new(frame, name)
    }

    /// Submits the batches; gives the semaphore that presenting waits for.
    fn batches(&mut self, frame: i64, cuts: usize, acquired: Option<usize>) -> Option<usize> {
        let plan = self.plan;
        let waits_for_screen = plan.batches.iter().any(|batch| !batch.acquire.is_empty());
        let (mut next_cut, mut drawn) = (0, None);
        let mut counts = vec![0u64; self.stream.queues.len()];
        for (index, batch) in plan.batches.iter().enumerate() {
            let queue = batch.queue as usize;
            let mut commands = Vec::new();
            if index == 0 {
                self.imports_enter(frame, &mut commands);
            }
            self.segments(frame, batch, (cuts, &mut next_cut), &mut commands);
            if index + 1 == plan.batches.len() {
                commands
                    .extend((next_cut..plan.cuts.len()).map(|cut| Command::Barrier(cuts + cut)));
                self.imports_leave(frame, &mut commands);
            }
            let mut waits = self.waits(frame, batch);
            // The runtime waits with all stages where the plan does not say which.
            let stages = match batch.acquire {
                none if none.is_empty() && !waits_for_screen && index == 0 => Stages::ALL_COMMANDS,
                stages => stages,
            };
            if let Some(semaphore) = acquired.filter(|_| !stages.is_empty()) {
                waits.push(SemaphoreOp { semaphore, value: 0, stages });
            }
            counts[queue] += 1;
            let all = Stages::ALL_COMMANDS;
            let batches = plan.queues.get(queue).map_or(1, |entry| entry.batches.max(1));
            let value = frame.cast_unsigned() * u64::from(batches) + counts[queue];
            let mut signals =
                vec![SemaphoreOp { semaphore: self.timelines[queue], value, stages: all }];
            if batch.present && acquired.is_some() {
                let semaphore = self.semaphore(Semaphore::Binary);
                signals.push(SemaphoreOp { semaphore, value: 0, stages: all });
                drawn = Some(semaphore);
            }
            self.call(HostCall::Submit(Batch { queue, waits, commands, signals }));
        }
        drawn
    }

    fn waits(&self, frame: i64, batch: &PlanBatch) -> Vec<SemaphoreOp> {
        let waits = batch.waits.of(&self.plan.waits).iter();
        let value = |queue: u32, batch: u32, back: u32| {
            let frame = frame - i64::from(back);
            let entry = self.plan.queues.get(queue as usize);
            let batches = i64::from(entry.map_or(1, |entry| entry.batches.max(1)));
            (frame * batches + i64::from(batch) + 1).max(0).cast_unsigned()
        };
        waits
            .filter_map(|wait| {
                let semaphore = *self.timelines.get(wait.queue as usize)?;
                let value = value(wait.queue, wait.batch, wait.frames_back);
                Some(SemaphoreOp { semaphore, value, stages: wait.stages })
            })
            .filter(|wait| wait.value > 0)
            .collect()
    }

    fn segments(
        &mut self,
        frame: i64,
        batch: &PlanBatch,
        (cuts, next_cut): (usize, &mut usize),
        commands: &mut Vec<Command>,
    ) {
        let plan = self.plan;
        for segment in batch.segments.of(&plan.segments) {
            let passes = segment.passes.of(&plan.passes).iter();
            for (index, pass) in (segment.passes.start as usize..).zip(passes) {
                while *next_cut <= pass.level as usize && *next_cut < plan.cuts.len() {
                    commands.push(Command::Barrier(cuts + *next_cut));
                    *next_cut += 1;
                }
                let on_device = !matches!(pass.work, PlanWork::Host | PlanWork::Present);
                if on_device {
                    let entry = work::work(plan, &self.layout, &self.names, (index, pass), frame);
                    self.stream.works.push(entry);
                    let work = self.stream.works.len() - 1;
                    commands.push(Command::Work(work));
                    self.works.push(Placed::Pass { work, pass: index, frame });
                }
            }
        }
    }

    /// Whoever owns an import has used it as its contract says, and has seen to the order with what was
    /// before.
    fn imports_enter(&mut self, frame: i64, commands: &mut Vec<Command>) {
        let mut outside = Vec::new();
        for (resource, contract) in imports(self.plan) {
            let value = self.foreign_value(resource, frame);
            let leaves = if contract.keep { Leaves::Value(value) } else { Leaves::Undefined };
            let copy = self.layout.copy(resource, 0, frame);
            let state = contract.entry;
            outside.push(Outside { resource: copy, state, expect: Expect::Any, leaves });
        }
        if !outside.is_empty() {
            let work = self.outside("the import's owner", frame, outside);
            commands.push(Command::Foreign(work));
        }
    }

    /// Whoever owns a resource uses it again: an import as its contract says, any other for its content.
    fn imports_leave(&mut self, frame: i64, commands: &mut Vec<Command>) {
        let looks =
            State { stages: Stages::NONE, access: Access::NONE, layout: ImageLayout::UNDEFINED };
        let external = self.plan.resources.iter().enumerate().filter(|(_, resource)| {
            resource.memory == MemoryClass::External
                && !matches!(resource.lifetime, Lifetime::Import(_) | Lifetime::Swapchain)
        });
        let external: Vec<_> = external.map(|(index, _)| (index as u32, looks)).collect();
        let imports = imports(self.plan).map(|(resource, contract)| (resource, contract.exit));
        for (resource, state) in imports.chain(external).collect::<Vec<_>>() {
            let copy = self.layout.copy(resource, 0, frame);
            let outside =
                Outside { resource: copy, state, expect: Expect::Any, leaves: Leaves::Same };
            let work = self.outside("the owner", frame, vec![outside]);
            self.works.push(Placed::Left { work, resource, frame });
            commands.push(Command::Work(work));
        }
    }

    fn present(&mut self, frame: i64, (declared, resource): (u32, usize), semaphore: usize) {
        let state = State {
            stages: Stages::NONE,
            access: Access::NONE,
            layout: ImageLayout::PRESENT_SRC_KHR,
        };
        let outside = Outside { resource, state, expect: Expect::Any, leaves: Leaves::Same };
        let work = self.outside("presentation", frame, vec![outside]);
        self.works.push(Placed::Left { work, resource: declared, frame });
        self.call(HostCall::Present { resource, semaphore, work });
    }

    /// The barriers of a cut in a frame.
    fn cut(&self, level: usize, cut: &Cut, frame: i64) -> Dependency {
        let last = level + 1 == self.plan.cuts.len();
        let name = if last {
            "the barrier at the end".to_owned()
        } else {
            format!("the barrier before level {level}")
        };
        let plan = self.plan;
        let barriers = (
            cut.memory.of(&plan.memory_barriers),
            cut.buffers.of(&plan.buffer_barriers),
            cut.images.of(&plan.image_barriers),
        );
        Dependency { name, frame, barriers: barriers_of(plan, &self.layout, barriers, frame) }
    }
}

/// Memory, buffer and image barriers of a plan.
pub(crate) type Barriers<'a> = (&'a [MemoryBarrier], &'a [BufferBarrier], &'a [ImageBarrier]);

/// The barriers of a cut in a frame, in words of the stream.
pub(crate) fn barriers_of(
    plan: &Plan,
    layout: &super::Layout,
    (memory, buffers, images): Barriers<'_>,
    frame: i64,
) -> Vec<Barrier> {
    let barrier = |scope: Scope, target| Barrier {
        src_stages: scope.src_stages,
        src_access: scope.src_access,
        dst_stages: scope.dst_stages,
        dst_access: scope.dst_access,
        target,
    };
    let queues = |(from, to): (u32, u32)| (from as usize, to as usize);
    let memory = memory.iter().map(|entry| barrier(entry.scope, None));
    let buffers = buffers.iter().map(|entry| {
        let target = Target {
            resource: layout.copy(entry.resource, entry.ring, frame),
            range: Range::Bytes(entry.bytes.0, entry.bytes.1),
            layouts: (ImageLayout::UNDEFINED, ImageLayout::UNDEFINED),
            queues: queues(entry.queues),
        };
        barrier(entry.scope, Some(target))
    });
    let images = images.iter().map(|entry| {
        let target = Target {
            resource: layout.copy(entry.resource, entry.ring, frame),
            range: super::range_of(plan, entry.resource, entry.range, (0, 0)),
            layouts: (entry.old_layout, entry.new_layout),
            queues: queues(entry.queues),
        };
        barrier(entry.scope, Some(target))
    });
    memory.chain(buffers).chain(images).collect()
}

fn imports(plan: &Plan) -> impl Iterator<Item = (u32, vixen_plan::Contract)> {
    plan.resources.iter().enumerate().filter_map(|(index, resource)| match resource.lifetime {
        Lifetime::Import(contract) => Some((index as u32, contract)),
        _ => None,
    })
}

fn host(access: Access) -> State {
    State { stages: Stages::HOST, access, layout: ImageLayout::UNDEFINED }
}
