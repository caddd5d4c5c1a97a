//! A graph under random calls, and what its next frame must give whatever was asked of it before.

use std::sync::Arc;

use ash::vk;
use vixen::device::{Allocation, Device, MemoryLocation};
use vixen::plan::{Contract, Lifetime, MemoryClass, Param, SizeOp, State, Work};
use vixen::{DynExecutor, Imported, Inputs, Object, Options, ResourceId, Result};

use crate::harness::samples::{BYTES, COUNT, Given, direct, drawn, fill, history, scaled};
use crate::harness::{Graph, words};

/// The graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Push constants, commands recorded once and each frame.
    Fill,
    /// A history whose size is a parameter.
    History,
    /// An upload, three frames in flight.
    Scaled,
    /// A screen and a depth buffer.
    Drawn,
    /// A buffer of the program's.
    Imported,
    /// Counts that the program gives.
    Counted,
    /// Code of the program's.
    Coded,
}

pub(crate) const KINDS: [Kind; 7] = [
    Kind::Fill,
    Kind::History,
    Kind::Scaled,
    Kind::Drawn,
    Kind::Imported,
    Kind::Counted,
    Kind::Coded,
];

/// The plan of a kind, its readback, and an upload or import.
pub(crate) struct Sample {
    pub(crate) kind: Kind,
    pub(crate) graph: Graph,
    pub(crate) out: u32,
    pub(crate) special: u32,
}

impl Sample {
    pub(crate) fn new(kind: Kind) -> Self {
        let (graph, out, special) = match kind {
            Kind::Fill => with_none(fill(true)),
            Kind::History => with_none(sized(history())),
            Kind::Scaled => {
                let (graph, factor, out) = scaled();
                (graph, out, factor)
            }
            Kind::Drawn => (drawn(2), 0, 0),
            Kind::Imported => with_none(imported(fill(false))),
            Kind::Counted => with_none(direct(Work::DispatchDynamic { max: [4, 1, 1] })),
            Kind::Coded => with_none(direct(Work::Code)),
        };
        Self { kind, graph, out, special }
    }
}

fn with_none((graph, out): (Graph, u32)) -> (Graph, u32, u32) {
    (graph, out, 0)
}

/// The ring's size is a parameter.
fn sized((mut graph, out): (Graph, u32)) -> (Graph, u32) {
    let param = Param { name: "words".into(), default: [BYTES; 3], max: [4 * BYTES; 3] };
    graph.plan.params = vec![param].into();
    graph.plan.size_ops.to_mut()[0] = SizeOp::Param(0);
    (graph, out)
}

/// The buffer is the caller's.
fn imported((mut graph, out): (Graph, u32)) -> (Graph, u32) {
    let none = State {
        stages: vk::PipelineStageFlags2::NONE,
        access: vk::AccessFlags2::NONE,
        layout: vk::ImageLayout::UNDEFINED,
    };
    let data = &mut graph.plan.resources.to_mut()[0];
    data.lifetime = Lifetime::Import(Contract { entry: none, exit: none, keep: true });
    data.memory = MemoryClass::External;
    (graph, out)
}

/// Buffers of the program's, alive for as long as graphs may use them.
pub(crate) struct Buffers {
    device: Arc<Device>,
    made: Vec<(vk::Buffer, Allocation)>,
}

impl Buffers {
    pub(crate) fn new(device: &Arc<Device>) -> Self {
        let made = (0..2).map(|_| buffer(device)).collect();
        Self { device: device.clone(), made }
    }

    /// One of them, said to be of this size.
    pub(crate) fn import(&self, index: usize, size: u64) -> Imported {
        let (buffer, _) = self.made[index % self.made.len()];
        // SAFETY: the buffer is of this device and outlives the graphs; a size that it has not got is never used, since
        // it is below what the graph asks for.
        unsafe { Imported::new(Object::Buffer { buffer, size }) }
    }
}

fn buffer(device: &Device) -> (vk::Buffer, Allocation) {
    let usage = vk::BufferUsageFlags::STORAGE_BUFFER | vk::BufferUsageFlags::TRANSFER_SRC;
    let info = vk::BufferCreateInfo::default().size(BYTES).usage(usage);
    // SAFETY: a plain buffer, destroyed by `Buffers` once nobody uses it.
    unsafe {
        let buffer = device.create_buffer(&info, "imported").unwrap();
        let requirements = device.raw().get_buffer_memory_requirements(buffer);
        let memory =
            device.allocate(requirements, MemoryLocation::GpuOnly, true, "imported").unwrap();
        device.raw().bind_buffer_memory(buffer, memory.memory(), memory.offset()).unwrap();
        (buffer, memory)
    }
}

impl Drop for Buffers {
    fn drop(&mut self) {
        for (buffer, memory) in self.made.drain(..) {
            // SAFETY: the graphs that used it have been dropped, and waited for their frames.
            unsafe {
                self.device.destroy_buffer(buffer);
                self.device.free(memory);
            }
        }
    }
}

/// Inputs of every kind: push constants and work groups.
pub(crate) struct Counted(pub(crate) Given, pub(crate) u32);

impl Inputs for Counted {
    fn push(&self, pass: u32) -> &[u8] {
        self.0.push(pass)
    }

    fn groups(&self, _: u32) -> [u32; 3] {
        [self.1, 1, 1]
    }
}

/// A graph that was set up.
pub(crate) struct Subject {
    pub(crate) executor: DynExecutor,
    pub(crate) sample: Arc<Sample>,
    seed: u32,
    /// Frames since a history of this size began.
    steps: u32,
}

impl Subject {
    pub(crate) fn new(
        device: &Arc<Device>,
        sample: &Arc<Sample>,
        options: &Options,
    ) -> Result<Self> {
        let shaders: Vec<&[u8]> = sample.graph.shaders.iter().map(Vec::as_slice).collect();
        // SAFETY: the harness wrote the plan for these shaders.
        let executor = unsafe { DynExecutor::new(device, &sample.graph.plan, &shaders, options) }?;
        Ok(Self { executor, sample: sample.clone(), seed: 0, steps: 0 })
    }

    /// A history of another size begins anew.
    pub(crate) fn begins_anew(&mut self) {
        self.steps = 0;
    }

    /// A frame that must succeed.
    pub(crate) fn frame(&mut self) -> Result<()> {
        let (seed, kind) = (self.seed + 1, self.sample.kind);
        let mut frame = self.executor.begin()?;
        if kind == Kind::Scaled {
            frame.upload(ResourceId::new(self.sample.special))?[..4]
                .copy_from_slice(&seed.to_le_bytes());
        }
        frame.submit(&Counted(Given::seed(seed), 4), |_, cx| {
            cx.bind();
            cx.push(&seed);
            // SAFETY: pipeline, sets and push constants are bound; four groups are what the buffer has room for.
            unsafe { cx.dispatch([COUNT as u32 / 64, 1, 1]) };
        })?;
        (self.seed, self.steps) = (seed, self.steps + 1);
        Ok(())
    }

    /// What the last frame left must be what this graph gives after so many frames, whatever was refused meanwhile.
    pub(crate) fn check(&mut self) -> Result<()> {
        self.frame()?;
        if self.sample.kind == Kind::Drawn {
            let pixels = self.executor.capture()?;
            assert_eq!(pixels.extent, self.executor.extent());
            let last = pixels.bytes.len() - 4;
            assert_eq!(pixels.bytes[..4], [255, 0, 0, 255], "{:?}", pixels.extent);
            assert!(last == 0 || pixels.bytes[last..] == [0, 0, 255, 255], "{:?}", pixels.extent);
            return Ok(());
        }
        self.executor.wait_idle()?;
        let readback = self.executor.readback(ResourceId::new(self.sample.out))?;
        let (found, seed, steps) = (words(readback.bytes), self.seed, self.steps);
        assert_eq!(readback.frame + 1, self.executor.frame_number());
        let expected: Vec<u32> = (0..COUNT as u32)
            .map(|index| match self.sample.kind {
                Kind::History => 100 + steps,
                Kind::Scaled => seed * index,
                _ => seed + index,
            })
            .collect();
        assert_eq!(found, expected);
        Ok(())
    }
}
