//! Commands as a program gives them to Vulkan, without Vulkan: queues, submissions, semaphores, barriers, and
//! what the commands between them do to which bytes. Small enough to be written by hand; `from_plan`
//! writes it for a plan.

use vixen_plan::vk::{
    AccessFlags2, AttachmentLoadOp, AttachmentStoreOp, ImageAspectFlags, ImageLayout,
    PipelineStageFlags2,
};

/// A program: what the host does, in order, and the objects that it names.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    /// Queues, each of a family of its own.
    pub queues: Vec<String>,
    /// Images and buffers.
    pub resources: Vec<Resource>,
    /// Semaphores.
    pub semaphores: Vec<Semaphore>,
    /// Number of events.
    pub events: usize,
    /// What commands are called, by [`Work::name`]; also what [`Value`] is called by.
    pub names: Vec<String>,
    /// Commands that do something to resources.
    pub works: Vec<Work>,
    /// Barriers, each the content of one `VkDependencyInfo`.
    pub dependencies: Vec<Dependency>,
    /// What the host does, in order.
    pub program: Vec<HostCall>,
}

/// An image or a buffer, with the memory that it is bound to.
#[derive(Clone, Debug)]
pub struct Resource {
    /// What it is called.
    pub name: String,
    /// Its parts.
    pub shape: Shape,
    /// Where it lies, if others may lie there too.
    pub memory: Option<Memory>,
}

/// The parts that a resource has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An image with optimal tiling.
    Image {
        /// Aspects of its format.
        aspects: ImageAspectFlags,
        /// Mip levels.
        mips: u32,
        /// Array layers.
        layers: u32,
    },
    /// A buffer of this many bytes.
    Buffer(u64),
}

/// A place in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// The block.
    pub pool: u32,
    /// First byte.
    pub offset: u64,
    /// Bytes.
    pub size: u64,
    /// Whether the size is the driver's. A planned one is a bound: which bytes two resources share, and which of them a
    /// third one has, is known at set-up.
    pub exact: bool,
}

impl Memory {
    /// First byte, and the byte behind the last.
    #[must_use]
    pub const fn bytes(self) -> (u64, u64) {
        (self.offset, self.offset.saturating_add(self.size))
    }
}

/// A semaphore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Semaphore {
    /// `VK_SEMAPHORE_TYPE_TIMELINE`, from 0.
    Timeline,
    /// `VK_SEMAPHORE_TYPE_BINARY`, unsignalled.
    Binary,
}

/// A part of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Range {
    /// All of it.
    Whole,
    /// Subresources of an image.
    Image {
        /// Aspects.
        aspects: ImageAspectFlags,
        /// First mip and number of mips.
        mips: (u32, u32),
        /// First layer and number of layers.
        layers: (u32, u32),
    },
    /// First byte and number of bytes of a buffer, `u64::MAX` for all that follow.
    Bytes(u64, u64),
}

/// Where a semaphore, with its value if it is a timeline, stops or is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SemaphoreOp {
    /// The semaphore, an index of [`Stream::semaphores`].
    pub semaphore: usize,
    /// Value of a timeline.
    pub value: u64,
    /// Stages that wait, or are waited for.
    pub stages: PipelineStageFlags2,
}

/// Something that the host does.
#[derive(Clone, Debug)]
pub enum HostCall {
    /// `vkQueueSubmit2` with one batch.
    Submit(Batch),
    /// `vkWaitSemaphores`, or a fence: waits until a timeline has this value.
    Wait {
        /// The semaphore.
        semaphore: usize,
        /// Value.
        value: u64,
    },
    /// Reads or writes mapped memory: an index of [`Stream::works`]. Host memory is coherent.
    Access(usize),
    /// `vkAcquireNextImageKHR`.
    Acquire {
        /// The image.
        resource: usize,
        /// The binary semaphore that it signals.
        semaphore: usize,
    },
    /// `vkQueuePresentKHR`.
    Present {
        /// The image.
        resource: usize,
        /// The binary semaphore that presenting waits for.
        semaphore: usize,
        /// The command that stands for it, an index of [`Stream::works`], for messages.
        work: usize,
    },
}

/// A batch of a queue submission.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The queue.
    pub queue: usize,
    /// Semaphores waited for.
    pub waits: Vec<SemaphoreOp>,
    /// Commands.
    pub commands: Vec<Command>,
    /// Semaphores signalled.
    pub signals: Vec<SemaphoreOp>,
}

/// A command of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// An action command, an index of [`Stream::works`].
    Work(usize),
    /// `vkCmdPipelineBarrier2`, an index of [`Stream::dependencies`].
    Barrier(usize),
    /// Commands of foreign code that has synchronized them with all before: an index of [`Stream::works`].
    /// Their uses are taken as they are, and what was before is forgotten.
    Foreign(usize),
    /// `vkCmdSetEvent2`: event and dependency. No layout changes through events here.
    SetEvent(usize, usize),
    /// `vkCmdWaitEvents2`: event and the dependency that it was set with.
    WaitEvent(usize, usize),
}

/// What a `VkDependencyInfo` holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dependency {
    /// What it is called in verdicts.
    pub name: String,
    /// Frame that it belongs to, for messages.
    pub frame: i64,
    /// Its barriers. They do not chain with one another.
    pub barriers: Vec<Barrier>,
}

/// A memory, buffer or image barrier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Barrier {
    /// `srcStageMask`.
    pub src_stages: PipelineStageFlags2,
    /// `srcAccessMask`.
    pub src_access: AccessFlags2,
    /// `dstStageMask`.
    pub dst_stages: PipelineStageFlags2,
    /// `dstAccessMask`.
    pub dst_access: AccessFlags2,
    /// What it is limited to; `None` for a global memory barrier.
    pub target: Option<Target>,
}

/// What a buffer or image barrier is limited to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// The resource.
    pub resource: usize,
    /// The part of it.
    pub range: Range,
    /// Layouts before and after, for an image.
    pub layouts: (ImageLayout, ImageLayout),
    /// Queues before and after; equal where ownership stays.
    pub queues: (usize, usize),
}

/// An action command, or a host access.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// Index of its name.
    pub name: usize,
    /// Frame that it belongs to, for messages.
    pub frame: i64,
    /// What it does to resources.
    pub uses: Vec<Use>,
}

/// Content of memory, by who wrote it. 0 is undefined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value(pub u64);

impl Value {
    /// Nothing that anyone may rely on.
    pub const UNDEFINED: Self = Self(0);
}

/// Which content a read must find.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Expect {
    /// Any content that is defined.
    #[default]
    Defined,
    /// Whatever is there.
    Any,
    /// This content.
    Value(Value),
    /// This content in each of the cells of the range, in order; undefined where any will do.
    Cells(Box<[Value]>),
}

/// What an access does to a range of a resource.
#[derive(Clone, Debug)]
pub struct Use {
    /// The resource.
    pub resource: usize,
    /// The part of it.
    pub range: Range,
    /// Stages that access it.
    pub stages: PipelineStageFlags2,
    /// Accesses: those that read, and those that write.
    pub access: AccessFlags2,
    /// Layout that it must be in; `UNDEFINED` for a buffer.
    pub layout: ImageLayout,
    /// What a read must find.
    pub expect: Expect,
    /// What a write leaves.
    pub leaves: Leaves,
    /// No order among relaxed accesses of the same stages and kind in the same group. Of attachments it says nothing.
    pub relaxed: Option<i64>,
    /// Attachment operations in place of plain accesses.
    pub attachment: Option<Attachment>,
    /// Name of the access within its command, an index of [`Stream::names`].
    pub slot: usize,
}

/// What a write leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leaves {
    /// It does not write, or leaves what was there.
    #[default]
    Same,
    /// This content, in all of the range.
    Value(Value),
    /// This content mixed into what other relaxed writes left.
    Mixed(Value),
    /// Nothing that may be relied on.
    Undefined,
}

/// An attachment's load and store operations. The stages and accesses are theirs: "external synchronization
/// with attachment access only needs to synchronize the load operations with previous commands", and the
/// store operations with later ones (Render Pass Load Operations, Render Pass Store Operations).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Load operation.
    pub load: AttachmentLoadOp,
    /// Store operation.
    pub store: AttachmentStoreOp,
    /// Whether rendering writes it.
    pub writes: bool,
    /// Depth and stencil, or colour.
    pub depth: bool,
    /// Whether it is resolved at the end.
    pub resolved: bool,
}

/// Values hold the frame in the upper half and the index of the writer's name in the lower one.
impl Value {
    /// The content that a writer of this name leaves in a frame, which is -1 for set-up.
    #[must_use]
    pub fn new(frame: i64, name: usize) -> Self {
        let frame = frame.saturating_add(2).cast_unsigned();
        Self(frame << 32 | name as u64)
    }
}

impl Stream {
    /// Whose content a value is.
    #[must_use]
    pub fn value_name(&self, value: Value) -> String {
        let (frame, name) = ((value.0 >> 32).cast_signed() - 2, (value.0 & 0xffff_ffff) as usize);
        let name = self.names.get(name).map_or("several writers", |name| &**name);
        match frame {
            -1 => format!("{name} at set-up"),
            _ => format!("{name} of frame {frame}"),
        }
    }

    /// The index of a name, which is added where it is new.
    pub fn name(&mut self, name: &str) -> usize {
        let found = self.names.iter().position(|other| other == name);
        found.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        })
    }
}
