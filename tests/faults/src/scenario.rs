//! What a program does with a graph, step by step, so that each step can fail, be mended and be done again.

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;

use ash::vk;
use vixen::device::{
    Allocation, Device, DeviceOptions, Instance, InstanceOptions, MemoryLocation, Messages, Needs,
    Surface, Validation,
};
use vixen::plan::Plan;
use vixen::tracker::Snapshot;
use vixen::{
    DynExecutor, Error, Imported, Inputs, Object, Options, ParamId, ResourceId, Result,
    VulkanContext as _,
};

use crate::{shim, window};

/// A graph and what a program does with it.
pub struct Scenario {
    /// Its name.
    pub name: &'static str,
    pub(crate) plan: Plan,
    pub(crate) shaders: Vec<Vec<u8>>,
    pub(crate) inputs: Box<dyn Inputs>,
    /// What comes after instance, surface and device.
    pub(crate) steps: Vec<Step>,
    /// An upload that is written each frame.
    pub(crate) upload: Option<u32>,
    /// An import, which the scenario makes two buffers of this size for.
    pub(crate) import: Option<(u32, u64)>,
    pub(crate) is_presented: bool,
    pub(crate) counts_host_allocations: bool,
    pub(crate) pipeline_cache: Option<PathBuf>,
    pub(crate) validation: Validation,
}

/// One thing that a program does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Instance,
    Surface,
    Device,
    Imports,
    Executor,
    Frame,
    Resize([u32; 2]),
    SetParam(u32, [u64; 3]),
    SetImport,
    Readback(u32),
    Capture,
}

impl Step {
    /// Whether it makes the graph anew.
    pub(crate) fn rebuilds(self) -> bool {
        matches!(self, Self::Resize(_) | Self::SetParam(..) | Self::SetImport)
    }

    /// Whether there is a graph that an error can name.
    pub(crate) fn has_graph(self) -> bool {
        !matches!(self, Self::Instance | Self::Surface | Self::Device | Self::Imports)
    }
}

impl Scenario {
    /// Every step, from the instance on.
    pub(crate) fn all_steps(&self) -> Vec<Step> {
        let surface = self.is_presented.then_some(Step::Surface);
        let imports = self.import.map(|_| Step::Imports);
        let first =
            [Some(Step::Instance), surface, Some(Step::Device), imports, Some(Step::Executor)];
        first.into_iter().flatten().chain(self.steps.iter().copied()).collect()
    }
}

/// What a program has, in the order in which it lets go of it.
pub(crate) struct World<'a> {
    scenario: &'a Scenario,
    executor: Option<DynExecutor>,
    imports: Imports,
    device: Option<Arc<Device>>,
    surface: Option<Arc<Surface>>,
    instance: Option<Instance>,
    pub(crate) messages: Option<Arc<Messages>>,
    /// Frames submitted since set-up, and what was read.
    frames: u8,
    pub(crate) outputs: Vec<Vec<u8>>,
}

impl<'a> World<'a> {
    pub(crate) fn new(scenario: &'a Scenario) -> Self {
        Self {
            scenario,
            executor: None,
            imports: Imports::default(),
            device: None,
            surface: None,
            instance: None,
            messages: None,
            frames: 0,
            outputs: Vec::new(),
        }
    }

    /// Does a step. What the program has already is left as it is.
    pub(crate) fn step(&mut self, step: Step) -> Result<()> {
        match step {
            Step::Instance if self.instance.is_none() => {
                let instance = instance(self.scenario)?;
                self.messages = Some(instance.messages().clone());
                self.instance = Some(instance);
            }
            Step::Surface if self.surface.is_none() => {
                self.surface = Some(Arc::new(window::surface(self.instance()?)?));
            }
            Step::Device if self.device.is_none() => {
                let needs = Needs::of_plan(&self.scenario.plan)?;
                let surface = self.surface.as_deref();
                let options = DeviceOptions { needs, surface, ..DeviceOptions::default() };
                self.device = Some(Device::new(self.instance()?, &options)?);
            }
            Step::Imports if self.imports.device.is_none() => {
                let bytes = self.scenario.import.map_or(0, |(_, bytes)| bytes);
                self.imports = Imports::new(self.device()?, bytes)?;
            }
            Step::Executor if self.executor.is_none() => self.set_up()?,
            Step::Frame => {
                let frames = self.frames;
                let (scenario, executor) = (self.scenario, self.executor()?);
                let mut frame = executor.begin()?;
                if let Some(id) = scenario.upload {
                    frame.upload(ResourceId::new(id))?.fill(frames.wrapping_add(1));
                }
                frame.submit(&*scenario.inputs, |_, _| {})?;
                self.frames = self.frames.wrapping_add(1);
            }
            Step::Resize(extent) => self.executor()?.resize(extent)?,
            Step::SetParam(id, value) => self.executor()?.set_param(ParamId::new(id), value)?,
            Step::SetImport => {
                let id = self.scenario.import.map_or(0, |(id, _)| id);
                let second = self.imports.object(1);
                self.executor()?.set_import(ResourceId::new(id), second)?;
            }
            Step::Readback(id) => {
                let executor = self.executor()?;
                executor.wait_idle()?;
                let bytes = executor.readback(ResourceId::new(id))?.bytes.to_vec();
                self.outputs.push(bytes);
            }
            Step::Capture => {
                let bytes = self.executor()?.capture()?.bytes;
                self.outputs.push(bytes);
            }
            Step::Instance | Step::Surface | Step::Device | Step::Imports | Step::Executor => {}
        }
        Ok(())
    }

    fn set_up(&mut self) -> Result<()> {
        let scenario = self.scenario;
        let shaders: Vec<&[u8]> = scenario.shaders.iter().map(Vec::as_slice).collect();
        let import = scenario.import.map(|(id, _)| (ResourceId::new(id), self.imports.object(0)));
        let options = Options {
            extent: EXTENT,
            surface: self.surface.clone(),
            imports: import.into_iter().collect(),
            pipeline_cache: scenario.pipeline_cache.clone(),
            // The shim's state belongs to a thread. Pipelines on several are `runtime/tests/execute/pipelines.rs`.
            pipeline_threads: NonZero::new(1),
            ..Options::default()
        };
        // SAFETY: the harness wrote the plan for these shaders.
        let executor =
            unsafe { DynExecutor::new(self.device()?, &scenario.plan, &shaders, &options) }?;
        self.executor = Some(executor);
        Ok(())
    }

    /// What the documentation tells a program to do after an error, before it does the step again. Says
    /// whether the step is the same one, or the first again that makes what was lost.
    pub(crate) fn mend(&mut self, error: &Error) -> Result<bool> {
        match error {
            Error::DeviceLost(_) => {
                self.let_go_of_device();
                Ok(false)
            }
            Error::SurfaceLost(_) => {
                self.executor = None;
                self.surface = None;
                (self.frames, self.outputs) = (0, Vec::new());
                Ok(false)
            }
            Error::SurfaceOutOfDate(_) if self.executor.is_some() => {
                self.executor()?.resize(EXTENT)?;
                Ok(true)
            }
            _ => Ok(true),
        }
    }

    /// Drops the device and all that was made from it.
    fn let_go_of_device(&mut self) {
        self.executor = None;
        self.imports = Imports::default();
        self.device = None;
        (self.frames, self.outputs) = (0, Vec::new());
    }

    /// Drops everything, as a program that ends.
    pub(crate) fn let_go(&mut self) {
        let outputs = std::mem::take(&mut self.outputs);
        self.let_go_of_device();
        self.surface = None;
        self.instance = None;
        self.outputs = outputs;
    }

    /// Sets up and draws until every ring has been used, and then so many frames more: how many those were, and what was
    /// allocated until then.
    pub(crate) fn steady(&mut self, frames: u32) -> Result<(u64, Snapshot)> {
        let first = self.scenario.all_steps().into_iter();
        for step in first.take_while(|step| !matches!(step, Step::Frame)) {
            self.step(step)?;
        }
        while !self.executor()?.is_steady() {
            self.step(Step::Frame)?;
        }
        for _ in 0..frames {
            self.step(Step::Frame)?;
        }
        Ok((u64::from(frames), self.device()?.tracker().snapshot()))
    }

    /// The device's name.
    pub(crate) fn device_name(&self) -> Option<String> {
        self.device.as_ref().map(|device| device.name().to_owned())
    }

    /// Whether the pipeline-cache file was not written, and why.
    pub(crate) fn cache_failure(&self) -> Option<String> {
        let report = self.executor.as_ref()?.report().pipeline_cache?;
        match report.saved {
            vixen::pipeline_cache::Saved::Failed(reason) => Some(reason),
            _ => None,
        }
    }

    fn instance(&self) -> Result<&Instance> {
        self.instance.as_ref().ok_or_else(missing)
    }

    fn device(&self) -> Result<&Arc<Device>> {
        self.device.as_ref().ok_or_else(missing)
    }

    fn executor(&mut self) -> Result<&mut DynExecutor> {
        self.executor.as_mut().ok_or_else(missing)
    }
}

/// Extent at first.
const EXTENT: [u32; 2] = [24, 16];

/// A step that comes too early is a fault of the scenario.
fn missing() -> Error {
    Error::Invalid {
        what: "a step of the scenario comes before what it needs".to_owned(),
        remedy: "put them in order".to_owned(),
        place: vixen::error::Place::default(),
    }
}

fn instance(scenario: &Scenario) -> Result<Instance> {
    let extensions = if scenario.is_presented { window::EXTENSIONS } else { &[] };
    let options = InstanceOptions {
        name: "faults",
        extensions,
        validation: scenario.validation,
        log_messages: false,
        count_host_allocations: scenario.counts_host_allocations,
        ..InstanceOptions::default()
    };
    let Some(entry) = shim::entry() else { return Instance::new(&options) };
    // SAFETY: the shim passes everything on to the loader, which stays open, or fails as Vulkan may.
    unsafe { Instance::with_entry(entry, &options) }
}

/// Two buffers of the program's own, which the graph imports one after the other.
#[derive(Default)]
struct Imports {
    device: Option<Arc<Device>>,
    bytes: u64,
    buffers: Vec<vk::Buffer>,
    memory: Vec<Allocation>,
}

impl Imports {
    fn new(device: &Arc<Device>, bytes: u64) -> Result<Self> {
        let device_of = Some(device.clone());
        let mut imports =
            Self { device: device_of, bytes, buffers: Vec::new(), memory: Vec::new() };
        for _ in 0..2 {
            imports.add(device)?;
        }
        Ok(imports)
    }

    fn add(&mut self, device: &Arc<Device>) -> Result<()> {
        let usage = vk::BufferUsageFlags::STORAGE_BUFFER | vk::BufferUsageFlags::TRANSFER_SRC;
        let info = vk::BufferCreateInfo::default().size(self.bytes).usage(usage);
        // SAFETY: a plain buffer, destroyed when this is dropped, which the graph outlives nowhere.
        let buffer = unsafe { device.create_buffer(&info, "imported") }?;
        self.buffers.push(buffer);
        // SAFETY: the buffer is alive.
        let requirements = unsafe { device.raw().get_buffer_memory_requirements(buffer) };
        let memory = device.allocate(requirements, MemoryLocation::GpuOnly, true, "imported")?;
        let offset = memory.offset();
        self.memory.push(memory);
        let memory = self.memory.last().map(|memory| {
            // SAFETY: it is freed when this is dropped.
            unsafe { memory.memory() }
        });
        // SAFETY: the memory was allocated for this buffer.
        unsafe { device.raw().bind_buffer_memory(buffer, memory.unwrap_or_default(), offset) }
            .at("vkBindBufferMemory", "imported")
    }

    fn object(&self, index: usize) -> Imported {
        let buffer = self.buffers.get(index).copied().unwrap_or_default();
        // SAFETY: the buffer is of the graph's device, and outlives the graph.
        unsafe { Imported::new(Object::Buffer { buffer, size: self.bytes }) }
    }
}

impl Drop for Imports {
    fn drop(&mut self) {
        let Some(device) = &self.device else { return };
        for buffer in self.buffers.drain(..) {
            // SAFETY: the graph that used it is gone.
            unsafe { device.destroy_buffer(buffer) };
        }
        for memory in self.memory.drain(..) {
            // SAFETY: what was bound to it is destroyed.
            unsafe { device.free(memory) };
        }
    }
}
