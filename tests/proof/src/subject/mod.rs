//! The subject: a compiled graph under the runtime, with the program's side of it.

mod imports;
mod inputs;
mod look;

use vixen::ash::vk;
use vixen::{DynExecutor, Options, ResourceId, Result, ScreenFormat};
use vixen_plan::Plan;

use crate::compile::Compiled;
use crate::gpu::Gpu;
use crate::graph::{Graph, Life};

pub use look::Seen;

use imports::Imports;
use inputs::Given;

/// Seed of the noise in transients; the reference's noise has another.
const POISON: u64 = 0x5eed;

/// A graph that runs.
pub struct Subject<'a> {
    /// First, so that it is dropped before the imports that it uses.
    executor: DynExecutor,
    imports: Imports<'a>,
    gpu: &'a Gpu,
    graph: &'a Graph,
    /// By resource of the plan, the description's.
    names: Vec<Option<usize>>,
    frame: u64,
}

impl<'a> Subject<'a> {
    /// Sets a compiled graph up.
    pub fn new(gpu: &'a Gpu, graph: &'a Graph, compiled: &Compiled) -> Result<Self> {
        let plan = observable(&compiled.plan);
        let names = names(graph, &plan);
        let imports = Imports::new(gpu, graph, &plan, &names)?;
        let options = Options {
            extent: graph.screen,
            // Named, since integers are copied to it too: what they mean as a picture is of no matter here.
            screen_formats: vec![ScreenFormat::Exactly(vk::Format::R8G8B8A8_UNORM)],
            imports: imports.given(),
            poison: Some(POISON),
            labels: gpu.device().instance().is_validated(),
            ..Options::default()
        };
        let shaders: Vec<&[u8]> = compiled.shaders.iter().map(|bytes| &**bytes).collect();
        // SAFETY: the compiler gave the plan for these shaders; usage that was added orders nothing.
        let executor = unsafe { DynExecutor::new(gpu.device(), &plan, &shaders, &options) }?;
        Ok(Self { executor, imports, gpu, graph, names, frame: 0 })
    }

    /// One frame, submitted and not waited for.
    pub fn frame(&mut self) -> Result<()> {
        if self.imports.wait_before_frames() {
            self.executor.wait_idle()?;
        }
        self.imports.between_frames(self.gpu)?;
        let given = Given::new(self.graph, self.executor.plan(), &self.names, self.frame);
        let mut frame = self.executor.begin()?;
        for (index, bytes) in given.raw_uploads() {
            frame.upload(ResourceId::new(index))?.copy_from_slice(bytes);
        }
        frame.submit(&given, |_, _| {})?;
        self.frame += 1;
        Ok(())
    }

    /// Another extent of the screen.
    pub fn resize(&mut self, screen: [u32; 2]) -> Result<()> {
        self.executor.wait_idle()?;
        let old = self.imports.resize(self.graph, self.executor.plan(), screen)?;
        let result = self.executor.resize_with(screen, &self.imports.given());
        for import in old {
            import.destroy(self.gpu.device());
        }
        result
    }

    /// Waits for all frames.
    pub fn wait(&self) -> Result<()> {
        self.executor.wait_idle()
    }
}

/// By resource of a plan, the description's: `r7` is number 7.
fn names(graph: &Graph, plan: &Plan) -> Vec<Option<usize>> {
    let number = |name: &str| {
        let number = name.strip_prefix('r')?.parse().ok()?;
        (number < graph.resources.len()).then_some(number)
    };
    plan.resources.iter().map(|resource| number(&resource.name)).collect()
}

/// The plan, with resources that can be copied to the host.
fn observable(plan: &Plan) -> Plan {
    use ash::vk::{BufferUsageFlags, ImageUsageFlags};
    let mut plan = plan.clone();
    for resource in plan.resources.to_mut() {
        match &mut resource.shape {
            // What no rendering stores nobody looks at (VUID-VkImageCreateInfo-usage-00963).
            vixen_plan::Shape::Image(image)
                if image.usage.contains(ImageUsageFlags::TRANSIENT_ATTACHMENT) => {}
            vixen_plan::Shape::Image(image) => image.usage |= ImageUsageFlags::TRANSFER_SRC,
            vixen_plan::Shape::Buffer(buffer) => buffer.usage |= BufferUsageFlags::TRANSFER_SRC,
            vixen_plan::Shape::AccelerationStructure { .. } => {}
        }
    }
    plan
}

/// Whether the program owns a resource.
fn is_import(graph: &Graph, resource: usize) -> bool {
    graph.resources.get(resource).is_some_and(|entry| matches!(entry.life, Life::Import(_)))
}
