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
        let used = Use {
            resource: self.layout.copy(resource, 0, 0),
            range: Range::Whole,
            stages: Stages::NONE,
            access: Access::NONE,
            layout: ImageLayout::UNDEFINED,
            expect: Expect::Any,
            leaves: Leaves::Value(Value::new(-1, name)),
            relaxed: None,
            attachment: None,
            slot: self.names.none,
        };
        self.stream.works.push(Work { name, frame: -1, uses: vec![used] });
        commands.push(Command::Foreign(self.stream.works.len() - 1));
    }

    /// What is not ours comes as the plan expects it, once.
    fn receive(&mut self, initial: &Initial, commands: &mut Vec<Command>) {
        let name = self.stream.name("the owner");
        let range = self.range(initial.resource, initial.range, (0, u64::MAX));
        let used = Use {
            resource: self.layout.copy(initial.resource, initial.ring, 0),
            range,
            stages: Stages::NONE,
            access: Access::NONE,
            layout: initial.state.layout,
            expect: Expect::Any,
            leaves: Leaves::Undefined,
            relaxed: None,
            attachment: None,
            slot: self.names.none,
        };
        self.stream.works.push(Work { name, frame: -1, uses: vec![used] });
        commands.push(Command::Foreign(self.stream.works.len() - 1));
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
        let used = Use {
            resource,
            range,
            stages: Stages::CLEAR,
            access: Access::TRANSFER_WRITE,
            layout,
            expect: Expect::Any,
            leaves: Leaves::Value(Value::new(-1, name)),
            relaxed: None,
            attachment: None,
            slot: self.names.none,
        };
        self.stream.works.push(Work { name, frame: -1, uses: vec![used] });
        commands.push(Command::Work(self.stream.works.len() - 1));
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
