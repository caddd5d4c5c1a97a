//! A validated device, GLSL compiled on the spot, and plans written by hand.
#![allow(dead_code, reason = "each test program uses its part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

pub(crate) mod build;
pub(crate) mod outside;
pub(crate) mod samples;
pub(crate) mod screens;

use std::sync::Arc;

use glslang::{
    Compiler, CompilerOptions, ShaderInput, ShaderSource, ShaderStage, SourceLanguage,
    SpirvVersion, Target, VulkanVersion,
};
use vixen::device::{
    Device, DeviceOptions, Instance, InstanceOptions, Messages, Needs, Validation,
};
use vixen::plan::Plan;
use vixen::{DynExecutor, Options};

use build::fnv1a;

/// A device under the validation layer, synchronization validation on.
pub(crate) struct Bench {
    pub(crate) device: Arc<Device>,
    pub(crate) messages: Arc<Messages>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let options = InstanceOptions {
            name: "runtime test",
            validation: Validation::On,
            ..InstanceOptions::default()
        };
        Self::on(&Instance::new(&options).unwrap())
    }

    /// A device of this instance.
    pub(crate) fn on(instance: &Instance) -> Self {
        let needs = Needs::default();
        let device = Device::new(instance, &DeviceOptions { needs, ..Default::default() }).unwrap();
        Self { device, messages: instance.messages().clone() }
    }

    /// Sets a plan up with its shaders.
    pub(crate) fn executor(&self, graph: &Graph, options: &Options) -> DynExecutor {
        self.try_executor(graph, options).unwrap()
    }

    pub(crate) fn try_executor(
        &self,
        graph: &Graph,
        options: &Options,
    ) -> vixen::Result<DynExecutor> {
        let shaders: Vec<&[u8]> = graph.shaders.iter().map(Vec::as_slice).collect();
        // SAFETY: the harness wrote the plan for these shaders.
        unsafe { DynExecutor::new(&self.device, &graph.plan, &shaders, options) }
    }

    /// Destroys the device and fails if the layer said anything until then.
    pub(crate) fn finish(self) {
        let Self { device, messages } = self;
        assert_eq!(Arc::strong_count(&device), 1, "an executor is still there");
        drop(device);
        messages.verify().unwrap();
    }
}

/// A plan with its SPIR-V.
pub(crate) struct Graph {
    pub(crate) plan: Plan,
    pub(crate) shaders: Vec<Vec<u8>>,
}

/// Compiles GLSL for Vulkan 1.3.
pub(crate) fn spirv(stage: ShaderStage, source: &str) -> Vec<u8> {
    let source = ShaderSource::from(source);
    let options = CompilerOptions {
        source_language: SourceLanguage::GLSL,
        target: Target::Vulkan {
            version: VulkanVersion::Vulkan1_3,
            spirv_version: SpirvVersion::SPIRV1_6,
        },
        ..CompilerOptions::default()
    };
    let compiler = Compiler::acquire().unwrap();
    let none: Option<&[(&str, Option<&str>)]> = None;
    let input = ShaderInput::new(&source, stage, &options, none, None).unwrap();
    let words = compiler.create_shader(input).unwrap().compile().unwrap();
    words.into_iter().flat_map(u32::to_le_bytes).collect()
}

/// The words of a readback.
pub(crate) fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|word| u32::from_le_bytes(word.try_into().unwrap())).collect()
}

/// The hash that plans name shaders by.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    fnv1a(bytes)
}
