//! Set-up: what is cleared and brought into its first layout, once, before the device is waited for.

use vixen_plan::vk::{AccessFlags2 as Access, ImageLayout, PipelineStageFlags2 as Stages};
use vixen_plan::{Initial, Lifetime, MemoryClass, Shape as PlanShape};

use super::Lowering;
use crate::stream::{
    Barrier, Batch, Command, Dependency, Expect, HostCall, Leaves, Range, Semaphore, SemaphoreOp,
    Target, Use, Value, Work,
};

impl Lowering<'_> {
    pub(super) fn setup(&mut self) {
        let plan = self.plan;
        let mut commands = Vec::new();
        for initial in plan.initial.iter() {
            let ours = plan.resources.get(initial.resource as usize).is_some_and(|resource| {
                resource.memory == MemoryClass::Device
                    && !matches!(resource.lifetime, Lifetime::Import(_) | Lifetime::Swapchain)
            });
            if ours {
                self.bring(initial, &mut commands);
            } else {
                self.receive(initial, &mut commands);
            }
        }
        for (index, resource) in (0u32..).zip(plan.resources.iter()) {
            let kept = resource.lifetime == Lifetime::Persistent
                && resource.memory == MemoryClass::External
                && matches!(resource.shape, PlanShape::Buffer(_));
            if kept {
                self.keep(index, &mut commands);
            }
        }
        let semaphore = self.semaphore(Semaphore::Timeline);
        let signals = vec![SemaphoreOp { semaphore, value: 1, stages: Stages::ALL_COMMANDS }];
        self.call(HostCall::Submit(Batch { queue: 0, waits: Vec::new(), commands, signals }));
        self.call(HostCall::Wait { semaphore, value: 1 });
    }

    /// A buffer of the caller's holds what the caller put there.
    fn keep(&mut self, resource: u32, commands: &mut Vec<Command>) {
        let name = self.stream.name("the owner");
        let place = (self.layout.copy(resource, 0, 0), Range::Whole, ImageLayout::UNDEFINED);
        let work = self.outside_frames(name, place, Leaves::Value(Value::new(-1, name)));
        commands.push(Command::Foreign(work));
    }

    /// What is not ours comes as the plan expects it, once.
    fn receive(&mut self, initial: &Initial, commands: &mut Vec<Command>) {
        let name = self.stream.name("the owner");
        let range = self.range(initial.resource, initial.range, (0, u64::MAX));
        let copy = self.layout.copy(initial.resource, initial.ring, 0);
        let place = (copy, range, initial.state.layout);
        let work = self.outside_frames(name, place, Leaves::Undefined);
        commands.push(Command::Foreign(work));
    }

    /// A work before the first frame that leaves something in a range.
    fn outside_frames(
        &mut self,
        name: usize,
        (resource, range, layout): (usize, Range, ImageLayout),
        leaves: Leaves,
    ) -> usize {
        let used = Use {
            resource,
            range,
            stages: Stages::NONE,
            access: Access::NONE,
            layout,
            expect: Expect::Any,
            leaves,
            relaxed: None,
            attachment: None,
            slot: self.names.none,
        };
        self.stream.works.push(Work { name, frame: -1, uses: vec![used] });
        self.stream.works.len() - 1
    }

    fn bring(&mut self, initial: &Initial, commands: &mut Vec<Command>) {
        let resource = self.layout.copy(initial.resource, initial.ring, 0);
        let shape = self.plan.resources.get(initial.resource as usize).map(|entry| entry.shape);
        if !matches!(shape, Some(PlanShape::Image(_))) {
            if initial.clear.is_some() {
                self.clear((resource, Range::Whole), ImageLayout::UNDEFINED, commands);
            }
            return;
        }
        let range = self.range(initial.resource, initial.range, (0, 0));
        let transfer = ImageLayout::TRANSFER_DST_OPTIMAL;
        let mut layout = ImageLayout::UNDEFINED;
        if initial.clear.is_some() {
            self.transition((resource, range), (layout, transfer), commands);
            self.clear((resource, range), transfer, commands);
            layout = transfer;
        }
        if initial.state.layout != ImageLayout::UNDEFINED {
            self.transition((resource, range), (layout, initial.state.layout), commands);
        }
    }

    fn clear(
        &mut self,
        (resource, range): (usize, Range),
        layout: ImageLayout,
        commands: &mut Vec<Command>,
    ) {
        let name = self.stream.names.len();
        self.stream.names.push("the clear".to_owned());
        let leaves = Leaves::Value(Value::new(-1, name));
        let work = self.outside_frames(name, (resource, range, layout), leaves);
        for used in &mut self.stream.works[work].uses {
            (used.stages, used.access) = (Stages::CLEAR, Access::TRANSFER_WRITE);
        }
        commands.push(Command::Work(work));
    }

    fn transition(
        &mut self,
        (resource, range): (usize, Range),
        layouts: (ImageLayout, ImageLayout),
        commands: &mut Vec<Command>,
    ) {
        let barrier = Barrier {
            src_stages: Stages::ALL_COMMANDS,
            src_access: Access::MEMORY_WRITE,
            dst_stages: Stages::ALL_COMMANDS,
            dst_access: Access::MEMORY_READ | Access::MEMORY_WRITE,
            target: Some(Target { resource, range, layouts, queues: (0, 0) }),
        };
        self.stream.dependencies.push(Dependency {
            name: "the barrier".to_owned(),
            frame: -1,
            barriers: vec![barrier],
        });
        commands.push(Command::Barrier(self.stream.dependencies.len() - 1));
    }
}
