//! A notation for streams.

use vixen_plan::vk::{
    AccessFlags2 as Access, AttachmentLoadOp, AttachmentStoreOp, ImageAspectFlags, ImageLayout,
    PipelineStageFlags2 as Stages,
};

use crate::stream::{
    Attachment, Barrier, Batch, Command, Dependency, Expect, HostCall, Leaves, Memory, Range,
    Resource, Semaphore, SemaphoreOp, Shape, Stream, Target, Use, Value, Work,
};

/// One side of a barrier, or of an access.
pub(super) type Side = (Stages, Access);

/// No stage and no access.
pub(super) const NONE: Side = (Stages::NONE, Access::NONE);

/// A stream while it is written. Commands go to queue 0 until [`Script::submit`].
#[derive(Default)]
pub(super) struct Script {
    pub(super) stream: Stream,
    commands: Vec<Command>,
}

impl Script {
    pub(super) fn buffer(&mut self, name: &str) -> usize {
        self.resource(name, Shape::Buffer(256), None)
    }

    pub(super) fn image(&mut self, name: &str) -> usize {
        self.image_of(name, ImageAspectFlags::COLOR, 1, 1)
    }

    pub(super) fn depth(&mut self, name: &str) -> usize {
        self.image_of(name, ImageAspectFlags::DEPTH, 1, 1)
    }

    /// An image of a combined depth/stencil format.
    pub(super) fn depth_stencil(&mut self, name: &str) -> usize {
        self.image_of(name, ImageAspectFlags::DEPTH | ImageAspectFlags::STENCIL, 1, 1)
    }

    pub(super) fn image_of(
        &mut self,
        name: &str,
        aspects: ImageAspectFlags,
        mips: u32,
        layers: u32,
    ) -> usize {
        self.resource(name, Shape::Image { aspects, mips, layers }, None)
    }

    pub(super) fn resource(
        &mut self,
        name: &str,
        shape: Shape,
        place: Option<(u64, u64)>,
    ) -> usize {
        let memory = place.map(|(offset, size)| Memory { pool: 0, offset, size, exact: true });
        self.stream.resources.push(Resource { name: name.to_owned(), shape, memory });
        self.stream.resources.len() - 1
    }

    /// The memory of all resources so far is a bound: how much they need of it is known later.
    pub(super) fn bounds_alone(&mut self) {
        for memory in self.stream.resources.iter_mut().filter_map(|one| one.memory.as_mut()) {
            memory.exact = false;
        }
    }

    pub(super) fn queue(&mut self, name: &str) -> usize {
        self.stream.queues.push(name.to_owned());
        self.stream.queues.len() - 1
    }

    pub(super) fn semaphore(&mut self, kind: Semaphore) -> usize {
        self.stream.semaphores.push(kind);
        self.stream.semaphores.len() - 1
    }

    /// A command with its accesses. Each write leaves the content that is called by the command.
    pub(super) fn work(&mut self, name: &str, uses: &[Touch]) -> usize {
        let index = self.stream.name(name);
        let none = self.stream.name("");
        let uses = uses
            .iter()
            .map(|touch| Use {
                resource: touch.resource,
                range: touch.range,
                stages: touch.side.0,
                access: touch.side.1,
                layout: touch.layout,
                expect: match touch.sees {
                    Some(writer) => Expect::Value(Value::new(0, self.stream.name(writer))),
                    None if touch.blind => Expect::Any,
                    None => Expect::Defined,
                },
                leaves: if touch.blind || touch.mixes {
                    Leaves::Value(Value::new(0, index))
                } else {
                    Leaves::Same
                },
                relaxed: touch.relaxed.then_some(0),
                attachment: touch.attachment,
                slot: none,
            })
            .collect();
        self.stream.works.push(Work { name: index, frame: 0, uses });
        self.stream.works.len() - 1
    }

    /// A command on the queue.
    pub(super) fn run(&mut self, name: &str, uses: &[Touch]) {
        let work = self.work(name, uses);
        self.commands.push(Command::Work(work));
    }

    /// An access by the host.
    pub(super) fn host(&mut self, name: &str, touch: Touch) {
        let work = self.work(name, &[touch]);
        self.stream.program.push(HostCall::Access(work));
    }

    /// A pipeline barrier, if there is anything in it.
    pub(super) fn barrier(&mut self, barriers: &[Barrier]) {
        if !barriers.is_empty() {
            let dependency = self.dependency(barriers);
            self.commands.push(Command::Barrier(dependency));
        }
    }

    fn dependency(&mut self, barriers: &[Barrier]) -> usize {
        let number = self.stream.dependencies.len();
        self.stream.dependencies.push(Dependency {
            name: format!("barrier {number}"),
            frame: 0,
            barriers: barriers.to_vec(),
        });
        number
    }

    pub(super) fn set_event(&mut self, barriers: &[Barrier]) -> usize {
        let dependency = self.dependency(barriers);
        self.commands.push(Command::SetEvent(self.stream.events, dependency));
        self.stream.events += 1;
        dependency
    }

    pub(super) fn wait_event(&mut self, event: usize, dependency: usize) {
        self.stream.events = self.stream.events.max(event + 1);
        self.commands.push(Command::WaitEvent(event, dependency));
    }

    /// Submits what was written since the last time.
    pub(super) fn submit(&mut self, queue: usize, waits: &[SemaphoreOp], signals: &[SemaphoreOp]) {
        let commands = std::mem::take(&mut self.commands);
        let (waits, signals) = (waits.to_vec(), signals.to_vec());
        self.stream.program.push(HostCall::Submit(Batch { queue, waits, commands, signals }));
    }

    pub(super) fn call(&mut self, call: HostCall) {
        self.stream.program.push(call);
    }

    pub(super) fn finish(mut self) -> Stream {
        if self.stream.queues.is_empty() {
            self.queue("queue");
        }
        if !self.commands.is_empty() {
            self.submit(0, &[], &[]);
        }
        self.stream
    }
}

/// A semaphore operation.
pub(super) fn at(semaphore: usize, value: u64, stages: Stages) -> SemaphoreOp {
    SemaphoreOp { semaphore, value, stages }
}

/// What a command does to a resource.
#[derive(Clone, Copy)]
pub(super) struct Touch {
    resource: usize,
    range: Range,
    side: Side,
    layout: ImageLayout,
    /// Writes, and does not care what was there.
    blind: bool,
    /// Reads and writes.
    mixes: bool,
    sees: Option<&'static str>,
    relaxed: bool,
    attachment: Option<Attachment>,
}

fn touch(resource: usize, side: Side) -> Touch {
    Touch {
        resource,
        range: Range::Whole,
        side,
        layout: ImageLayout::UNDEFINED,
        blind: false,
        mixes: false,
        sees: None,
        relaxed: false,
        attachment: None,
    }
}

pub(super) fn read(resource: usize, side: Side) -> Touch {
    touch(resource, side)
}

pub(super) fn write(resource: usize, side: Side) -> Touch {
    Touch { blind: true, ..touch(resource, side) }
}

pub(super) fn update(resource: usize, side: Side) -> Touch {
    Touch { mixes: true, ..touch(resource, side) }
}

/// An attachment that is drawn to, or only read.
pub(super) fn attachment(
    resource: usize,
    depth: bool,
    (load, store): (AttachmentLoadOp, AttachmentStoreOp),
) -> Touch {
    let (side, layout) = if depth {
        let stages = Stages::EARLY_FRAGMENT_TESTS | Stages::LATE_FRAGMENT_TESTS;
        let access = Access::DEPTH_STENCIL_ATTACHMENT_READ | Access::DEPTH_STENCIL_ATTACHMENT_WRITE;
        ((stages, access), ImageLayout::DEPTH_STENCIL_ATTACHMENT_OPTIMAL)
    } else {
        let access = Access::COLOR_ATTACHMENT_READ | Access::COLOR_ATTACHMENT_WRITE;
        ((Stages::COLOR_ATTACHMENT_OUTPUT, access), ImageLayout::COLOR_ATTACHMENT_OPTIMAL)
    };
    let writes = store != AttachmentStoreOp::NONE;
    let loads = load == AttachmentLoadOp::LOAD;
    Touch {
        layout,
        blind: !loads,
        mixes: loads && writes,
        attachment: Some(Attachment { load, store, writes, depth, resolved: false }),
        ..touch(resource, side)
    }
}

impl Touch {
    pub(super) fn layout(self, layout: ImageLayout) -> Self {
        Self { layout, ..self }
    }

    pub(super) fn sees(self, writer: &'static str) -> Self {
        Self { sees: Some(writer), ..self }
    }

    pub(super) fn relaxed(self) -> Self {
        Self { relaxed: true, ..self }
    }

    /// The same attachment, resolved at the end of its pass.
    pub(super) fn resolved(self) -> Self {
        let attachment = self.attachment.map(|one| Attachment { resolved: true, ..one });
        Self { attachment, ..self }
    }

    pub(super) fn mip(self, mip: u32) -> Self {
        Self { range: self::mip(mip), ..self }
    }

    pub(super) fn aspect(self, aspects: ImageAspectFlags) -> Self {
        Self { range: Range::Image { aspects, mips: (0, 1), layers: (0, 1) }, ..self }
    }

    pub(super) fn range(self) -> Range {
        self.range
    }

    pub(super) fn bytes(self, first: u64, count: u64) -> Self {
        Self { range: Range::Bytes(first, count), ..self }
    }
}

/// One mip of all layers.
pub(super) fn mip(mip: u32) -> Range {
    let aspects = ImageAspectFlags::COLOR | ImageAspectFlags::DEPTH | ImageAspectFlags::STENCIL;
    Range::Image { aspects, mips: (mip, 1), layers: (0, u32::MAX) }
}

/// A global memory barrier.
pub(super) fn memory(src: Side, dst: Side) -> Barrier {
    Barrier {
        src_stages: src.0,
        src_access: src.1,
        dst_stages: dst.0,
        dst_access: dst.1,
        target: None,
    }
}

/// An image barrier of a whole image.
pub(super) fn change(
    resource: usize,
    layouts: (ImageLayout, ImageLayout),
    src: Side,
    dst: Side,
) -> Barrier {
    let target = Target { resource, range: Range::Whole, layouts, queues: (0, 0) };
    Barrier { target: Some(target), ..memory(src, dst) }
}

/// A buffer barrier of a part of a buffer.
pub(super) fn part(resource: usize, range: Range, src: Side, dst: Side) -> Barrier {
    let layouts = (ImageLayout::UNDEFINED, ImageLayout::UNDEFINED);
    let target = Target { resource, range, layouts, queues: (0, 0) };
    Barrier { target: Some(target), ..memory(src, dst) }
}

/// The same barrier of one mip.
pub(super) fn of_mip(barrier: Barrier, number: u32) -> Barrier {
    let target = barrier.target.map(|target| Target { range: mip(number), ..target });
    Barrier { target, ..barrier }
}

/// The same barrier as half of a transfer of ownership.
pub(super) fn moving(barrier: Barrier, queues: (usize, usize)) -> Barrier {
    let target = barrier.target.map(|target| Target { queues, ..target });
    Barrier { target, ..barrier }
}

/// Sides that many cases name.
pub(super) mod side {
    use super::{Access, Side, Stages};

    pub(in super::super) const COMPUTE: Side = (Stages::COMPUTE_SHADER, Access::NONE);
    pub(in super::super) const COMPUTE_WRITE: Side =
        (Stages::COMPUTE_SHADER, Access::SHADER_STORAGE_WRITE);
    pub(in super::super) const COMPUTE_READ: Side =
        (Stages::COMPUTE_SHADER, Access::SHADER_STORAGE_READ);
    pub(in super::super) const COMPUTE_SAMPLED: Side =
        (Stages::COMPUTE_SHADER, Access::SHADER_SAMPLED_READ);
    pub(in super::super) const FRAGMENT: Side = (Stages::FRAGMENT_SHADER, Access::NONE);
    pub(in super::super) const FRAGMENT_SAMPLED: Side =
        (Stages::FRAGMENT_SHADER, Access::SHADER_SAMPLED_READ);
    pub(in super::super) const VERTEX: Side = (Stages::VERTEX_SHADER, Access::NONE);
    pub(in super::super) const VERTEX_SAMPLED: Side =
        (Stages::VERTEX_SHADER, Access::SHADER_SAMPLED_READ);
    pub(in super::super) const UNIFORM: Side = (Stages::FRAGMENT_SHADER, Access::UNIFORM_READ);
    pub(in super::super) const INDEX: Side = (Stages::INDEX_INPUT, Access::INDEX_READ);
    pub(in super::super) const ATTRIBUTE: Side =
        (Stages::VERTEX_ATTRIBUTE_INPUT, Access::VERTEX_ATTRIBUTE_READ);
    pub(in super::super) const INDIRECT: Side =
        (Stages::DRAW_INDIRECT, Access::INDIRECT_COMMAND_READ);
    pub(in super::super) const COLOR: Side = (Stages::COLOR_ATTACHMENT_OUTPUT, Access::NONE);
    pub(in super::super) const COLOR_WRITE: Side =
        (Stages::COLOR_ATTACHMENT_OUTPUT, Access::COLOR_ATTACHMENT_WRITE);
    pub(in super::super) const COLOR_READ: Side =
        (Stages::COLOR_ATTACHMENT_OUTPUT, Access::COLOR_ATTACHMENT_READ);
    pub(in super::super) const EARLY_WRITE: Side =
        (Stages::EARLY_FRAGMENT_TESTS, Access::DEPTH_STENCIL_ATTACHMENT_WRITE);
    pub(in super::super) const LATE_WRITE: Side =
        (Stages::LATE_FRAGMENT_TESTS, Access::DEPTH_STENCIL_ATTACHMENT_WRITE);
    pub(in super::super) const CLEAR_WRITE: Side = (Stages::CLEAR, Access::TRANSFER_WRITE);
    pub(in super::super) const COPY: Side = (Stages::COPY, Access::NONE);
    pub(in super::super) const COPY_READ: Side = (Stages::COPY, Access::TRANSFER_READ);
    pub(in super::super) const COPY_WRITE: Side = (Stages::COPY, Access::TRANSFER_WRITE);
    pub(in super::super) const HOST_READ: Side = (Stages::HOST, Access::HOST_READ);
    pub(in super::super) const HOST_WRITE: Side = (Stages::HOST, Access::HOST_WRITE);
}
