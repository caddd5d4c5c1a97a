//! Shader modules and pipelines: all of them exist before the first frame.

use std::num::NonZero;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use ash::vk;

use super::cache::Cache;
use super::layouts::Layouts;
use super::options::Options;
use super::owned::Owned;
use super::raster;
use crate::device::Device;
use crate::error::Place;
use crate::pipeline_cache::PipelineCacheReport;
use crate::plan::{Pipeline, Plan, ShaderStage};
use crate::tracker::Phase;
use crate::{Error, Result};

/// Stack of a thread that compiles: as large as a main thread's usually is, for drivers' compilers recurse.
const STACK: usize = 8 << 20;

/// The pipelines of a plan.
#[derive(Debug)]
pub(crate) struct Pipelines {
    handles: Box<[vk::Pipeline]>,
    cache: Option<PipelineCacheReport>,
}

impl Pipelines {
    /// Makes every pipeline. `screen` is the format that stands for the screen's own.
    pub(super) fn new(
        owned: &mut Owned,
        plan: &Plan,
        shaders: &[Box<[u8]>],
        layouts: &Layouts,
        (options, screen): (&Options, vk::Format),
    ) -> Result<Self> {
        // Cache and modules are needed until the last pipeline is made, and no longer.
        let mut temporary = Owned::new(owned.shared_device());
        let cache = Cache::open(&mut temporary, options)?;
        let modules = plan
            .shaders
            .iter()
            .zip(shaders)
            .map(|(shader, bytes)| module(&mut temporary, bytes, &shader.name))
            .collect::<Result<Vec<_>>>()
            .map_err(|error| error.in_graph(&plan.name))?;
        let maker = Maker { plan, modules: &modules, layouts, cache: cache.raw, screen };
        let made = maker.make_all(owned.device(), threads(options, plan.pipelines.len()));
        // Those that were made are kept before an error goes on, so that they are destroyed.
        let kept: Vec<_> = plan
            .pipelines
            .iter()
            .zip(made)
            .filter_map(|(pipeline, made)| {
                let made = made?.map_err(|e| e.in_pass(&pipeline.name).in_graph(&plan.name));
                Some(made.map(|made| owned.keep_pipeline(made)))
            })
            .collect();
        let handles = kept.into_iter().collect::<Result<_>>()?;
        Ok(Self { handles, cache: cache.close(owned.device()) })
    }

    /// A pipeline; null where there is none.
    pub(crate) fn get(&self, index: Option<u32>) -> vk::Pipeline {
        index.and_then(|i| self.handles.get(i as usize)).copied().unwrap_or_default()
    }

    /// What became of the pipeline-cache file, if the program named one.
    pub(crate) fn cache(&self) -> Option<&PipelineCacheReport> {
        self.cache.as_ref()
    }
}

/// What pipelines are made from.
struct Maker<'a> {
    plan: &'a Plan,
    modules: &'a [vk::ShaderModule],
    layouts: &'a Layouts,
    cache: vk::PipelineCache,
    screen: vk::Format,
}

/// How many threads compile: as many as the program allows or the machine has, and no more than have work.
fn threads(options: &Options, pipelines: usize) -> usize {
    let most = options.pipeline_threads.or_else(|| thread::available_parallelism().ok());
    most.map_or(1, NonZero::get).min(pipelines)
}

impl Maker<'_> {
    /// Makes the pipelines on `threads` threads, the calling one among them; `None` for those that nobody began once
    /// one had failed. Work is handed out in the order of the plan: all before the first that fails are made, so that
    /// it is the same one on any number of threads.
    ///
    /// The driver's cache is shared: without `VK_PIPELINE_CACHE_CREATE_EXTERNALLY_SYNCHRONIZED_BIT` it is
    /// synchronized internally (specification, "Pipeline Cache").
    fn make_all(&self, device: &Device, threads: usize) -> Vec<Option<Result<vk::Pipeline>>> {
        let pipelines = &self.plan.pipelines;
        let made: Vec<OnceLock<Result<vk::Pipeline>>> =
            pipelines.iter().map(|_| OnceLock::new()).collect();
        let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
        let work = || {
            // Each thread counts for itself what it allocates.
            let _compile = device.tracker().enter(Phase::Compile);
            while !failed.load(Ordering::Relaxed) {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let (Some(pipeline), Some(slot)) = (pipelines.get(index), made.get(index)) else {
                    return;
                };
                let result = self.make(device, pipeline);
                failed.fetch_or(result.is_err(), Ordering::Relaxed);
                slot.get_or_init(|| result);
            }
        };
        thread::scope(|scope| {
            for _ in 1..threads {
                let builder = thread::Builder::new().name("pipelines".to_owned()).stack_size(STACK);
                if builder.spawn_scoped(scope, work).is_err() {
                    // The system has no thread left: those that there are do the work.
                    break;
                }
            }
            work();
        });
        made.into_iter().map(OnceLock::into_inner).collect()
    }

    fn make(&self, device: &Device, pipeline: &Pipeline) -> Result<vk::Pipeline> {
        let stages: Vec<Stage> = pipeline
            .stages
            .of(&self.plan.stages)
            .iter()
            .map(|stage| Stage::new(self.plan, stage))
            .collect();
        let specializations: Vec<_> = stages.iter().map(Stage::specialization).collect();
        let infos: Vec<_> = stages
            .iter()
            .zip(&specializations)
            .map(|(stage, constants)| {
                let module = self.modules.get(stage.shader as usize).copied().unwrap_or_default();
                vk::PipelineShaderStageCreateInfo::default()
                    .stage(stage.flags)
                    .module(module)
                    .name(&stage.entry)
                    .specialization_info(constants)
            })
            .collect();
        let layout = self.layouts.pipeline(Some(pipeline.layout));
        if let Some(state) = &pipeline.raster {
            let ends = raster::Ends::new(self.plan, state, self.screen);
            return raster::make(
                device,
                self.cache,
                (&infos, layout, state, &ends),
                &pipeline.name,
            );
        }
        let Some(stage) = infos.first() else {
            return Err(Error::Invalid {
                what: "a compute pipeline without a stage".to_owned(),
                remedy: "compile the graph again".to_owned(),
                place: Place::object(&pipeline.name),
            });
        };
        let info = vk::ComputePipelineCreateInfo::default().stage(*stage).layout(layout);
        // SAFETY: module and layout are alive and were checked against each other by the compiler; what the
        // structure points at lives through the call.
        unsafe { device.create_compute_pipeline(self.cache, &info, &pipeline.name) }
    }
}

/// A stage with what its creation structure points at.
struct Stage {
    flags: vk::ShaderStageFlags,
    shader: u32,
    entry: std::ffi::CString,
    entries: Vec<vk::SpecializationMapEntry>,
    data: Vec<u8>,
}

impl Stage {
    fn new(plan: &Plan, stage: &ShaderStage) -> Self {
        let mut entries = Vec::new();
        let mut data = Vec::new();
        for constant in stage.spec.of(&plan.spec_entries) {
            let bytes = constant.value.to_le_bytes();
            let size = (constant.size as usize).min(bytes.len());
            entries.push(vk::SpecializationMapEntry {
                constant_id: constant.id,
                offset: data.len() as u32,
                size,
            });
            data.extend_from_slice(&bytes[..size]);
        }
        Self {
            flags: stage.stage,
            shader: stage.shader,
            entry: std::ffi::CString::new(stage.entry.as_bytes()).unwrap_or_default(),
            entries,
            data,
        }
    }

    fn specialization(&self) -> vk::SpecializationInfo<'_> {
        vk::SpecializationInfo::default().map_entries(&self.entries).data(&self.data)
    }
}

fn module(owned: &mut Owned, bytes: &[u8], name: &str) -> Result<vk::ShaderModule> {
    // The bytes of an include need not be aligned as words are.
    let words: Vec<u32> = bytes
        .chunks_exact(4)
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
        .collect();
    let info = vk::ShaderModuleCreateInfo::default().code(&words);
    // SAFETY: the module is the one that the compiler read, its hash was compared.
    unsafe { owned.shader_module(&info, name) }
}
