//! The reference's pipelines: one for each signature and set of attachments, kept for all graphs of a device.

use std::collections::HashMap;
use std::sync::Arc;

use ash::vk;
use vixen::device::Device;
use vixen::{Error, Result};

use crate::graph::{Depth, Format, Load, Read};
use crate::shader::{self, Signature};

/// What makes two pipelines equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) signature: Signature,
    /// For each colour attachment, whether what is drawn is added.
    pub(super) adds: Vec<bool>,
    /// Whether there is a depth attachment, and whether it is written.
    pub(super) depth: Option<bool>,
    /// Whether attachments have four samples.
    pub(super) samples: bool,
}

/// What is drawn into.
#[derive(Default)]
pub(super) struct Targets {
    pub(super) loads: Vec<Load>,
    pub(super) depth: Option<Depth>,
    /// Whether they have four samples.
    pub(super) samples: bool,
}

impl Key {
    pub(super) fn new(signature: Signature, targets: Option<Targets>) -> Self {
        let Targets { loads, depth, samples } = targets.unwrap_or_default();
        Self {
            signature,
            adds: loads.iter().map(|load| *load == Load::Add).collect(),
            depth: depth.map(|how| how != Depth::Read),
            samples,
        }
    }
}

/// A pipeline with its layouts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Made {
    pub(super) set: vk::DescriptorSetLayout,
    pub(super) layout: vk::PipelineLayout,
    pub(super) pipeline: vk::Pipeline,
}

/// Pipelines of a device, for as many graphs as come.
pub struct Pipelines {
    device: Arc<Device>,
    known: HashMap<Key, Made>,
    sampler: vk::Sampler,
    pub(super) pool: vk::DescriptorPool,
}

impl Pipelines {
    /// None yet.
    pub fn new(device: &Arc<Device>) -> Result<Self> {
        let info = vk::SamplerCreateInfo::default()
            .address_mode_u(vk::SamplerAddressMode::CLAMP_TO_EDGE)
            .address_mode_v(vk::SamplerAddressMode::CLAMP_TO_EDGE)
            .address_mode_w(vk::SamplerAddressMode::CLAMP_TO_EDGE)
            .max_lod(vk::LOD_CLAMP_NONE);
        // SAFETY: the structure asks for no feature.
        let sampler = unsafe { device.create_sampler(&info, "reference") }?;
        let types = [
            vk::DescriptorType::COMBINED_IMAGE_SAMPLER,
            vk::DescriptorType::STORAGE_IMAGE,
            vk::DescriptorType::STORAGE_BUFFER,
            vk::DescriptorType::UNIFORM_BUFFER,
        ];
        let sizes = types.map(|ty| vk::DescriptorPoolSize { ty, descriptor_count: 16 });
        let info = vk::DescriptorPoolCreateInfo::default().max_sets(1).pool_sizes(&sizes);
        // SAFETY: there are sets and sizes.
        let pool = unsafe { device.create_descriptor_pool(&info, "reference") }?;
        Ok(Self { device: device.clone(), known: HashMap::new(), sampler, pool })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    pub(super) fn get(&mut self, key: Key) -> Result<Made> {
        if let Some(known) = self.known.get(&key) {
            return Ok(*known);
        }
        let made = self.make(&key)?;
        self.known.insert(key, made);
        Ok(made)
    }

    fn make(&self, key: &Key) -> Result<Made> {
        let device = &self.device;
        let stage = stage(&key.signature);
        let samplers = [self.sampler];
        let bindings: Vec<_> = (0u32..)
            .zip(types(&key.signature))
            .map(|(binding, ty)| {
                let info = vk::DescriptorSetLayoutBinding::default()
                    .binding(binding)
                    .descriptor_type(ty)
                    .descriptor_count(1)
                    .stage_flags(stage);
                match ty {
                    vk::DescriptorType::COMBINED_IMAGE_SAMPLER => {
                        info.immutable_samplers(&samplers)
                    }
                    _ => info,
                }
            })
            .collect();
        let info = vk::DescriptorSetLayoutCreateInfo::default().bindings(&bindings);
        // SAFETY: bindings are distinct; what they point at lives through the call.
        let set = unsafe { device.create_descriptor_set_layout(&info, "reference") }?;
        let sets = [set];
        let push = [vk::PushConstantRange::default().stage_flags(stage).size(4)];
        let mut info = vk::PipelineLayoutCreateInfo::default().set_layouts(&sets);
        if key.signature.push {
            info = info.push_constant_ranges(&push);
        }
        // SAFETY: the set layout is alive.
        let layout = unsafe { device.create_pipeline_layout(&info, "reference") }?;
        let module = module(device, &shader_of(key)?)?;
        let pipeline = if key.signature.fragment {
            let vertex = module_of(device, &shader::triangles().map_err(glsl)?)?;
            let made = raster(device, key, layout, [vertex, module]);
            // SAFETY: the module is no longer needed.
            unsafe { device.destroy_shader_module(vertex) };
            made
        } else {
            let stage = vk::PipelineShaderStageCreateInfo::default()
                .stage(stage)
                .module(module)
                .name(c"main");
            let info = vk::ComputePipelineCreateInfo::default().stage(stage).layout(layout);
            // SAFETY: module and layout are alive and made for each other.
            unsafe { device.create_compute_pipeline(vk::PipelineCache::null(), &info, "reference") }
        };
        // SAFETY: the module is no longer needed.
        unsafe { device.destroy_shader_module(module) };
        Ok(Made { set, layout, pipeline: pipeline? })
    }
}

/// The stage of a signature.
pub(super) fn stage(signature: &Signature) -> vk::ShaderStageFlags {
    if signature.fragment { vk::ShaderStageFlags::FRAGMENT } else { vk::ShaderStageFlags::COMPUTE }
}

/// Descriptor types by binding.
pub(super) fn types(signature: &Signature) -> Vec<vk::DescriptorType> {
    let read = signature.reads.iter().map(|slot| match (slot.how, slot.format) {
        (Read::Sampled | Read::Cube, _) => vk::DescriptorType::COMBINED_IMAGE_SAMPLER,
        (Read::Uniform, _) => vk::DescriptorType::UNIFORM_BUFFER,
        (Read::Storage, Some(_)) => vk::DescriptorType::STORAGE_IMAGE,
        (Read::Storage, None) => vk::DescriptorType::STORAGE_BUFFER,
    });
    let write = signature.writes.iter().map(|slot| match slot.format {
        Some(_) => vk::DescriptorType::STORAGE_IMAGE,
        None => vk::DescriptorType::STORAGE_BUFFER,
    });
    read.chain(write).collect()
}

fn shader_of(key: &Key) -> Result<Arc<[u8]>> {
    shader::spirv(key.signature.fragment, &key.signature.glsl()).map_err(glsl)
}

fn glsl(error: String) -> Error {
    Error::Invalid {
        what: error,
        remedy: "mend the shader's template".to_owned(),
        place: vixen::error::Place::object("reference"),
    }
}

fn module(device: &Device, bytes: &[u8]) -> Result<vk::ShaderModule> {
    module_of(device, bytes)
}

fn module_of(device: &Device, bytes: &[u8]) -> Result<vk::ShaderModule> {
    let words: Vec<u32> = bytes
        .chunks_exact(4)
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
        .collect();
    let info = vk::ShaderModuleCreateInfo::default().code(&words);
    // SAFETY: glslang made the module.
    unsafe { device.create_shader_module(&info, "reference") }
}

fn raster(
    device: &Device,
    key: &Key,
    layout: vk::PipelineLayout,
    [vertex, fragment]: [vk::ShaderModule; 2],
) -> Result<vk::Pipeline> {
    let stage = |stage, module| {
        vk::PipelineShaderStageCreateInfo::default().stage(stage).module(module).name(c"main")
    };
    let stages = [
        stage(vk::ShaderStageFlags::VERTEX, vertex),
        stage(vk::ShaderStageFlags::FRAGMENT, fragment),
    ];
    let vertices = vk::PipelineVertexInputStateCreateInfo::default();
    let assembly = vk::PipelineInputAssemblyStateCreateInfo::default()
        .topology(vk::PrimitiveTopology::TRIANGLE_LIST);
    let viewport =
        vk::PipelineViewportStateCreateInfo::default().viewport_count(1).scissor_count(1);
    let rasterization = vk::PipelineRasterizationStateCreateInfo::default().line_width(1.0);
    let samples =
        if key.samples { vk::SampleCountFlags::TYPE_4 } else { vk::SampleCountFlags::TYPE_1 };
    let samples = vk::PipelineMultisampleStateCreateInfo::default().rasterization_samples(samples);
    let depth = vk::PipelineDepthStencilStateCreateInfo::default()
        .depth_test_enable(key.depth.is_some())
        .depth_write_enable(key.depth == Some(true))
        .depth_compare_op(vk::CompareOp::LESS);
    let one = vk::BlendFactor::ONE;
    let blends: Vec<_> = key
        .adds
        .iter()
        .map(|adds| {
            vk::PipelineColorBlendAttachmentState::default()
                .blend_enable(*adds)
                .src_color_blend_factor(one)
                .dst_color_blend_factor(one)
                .src_alpha_blend_factor(one)
                .dst_alpha_blend_factor(one)
                .color_write_mask(vk::ColorComponentFlags::RGBA)
        })
        .collect();
    let colors = vk::PipelineColorBlendStateCreateInfo::default().attachments(&blends);
    let dynamic = vk::PipelineDynamicStateCreateInfo::default()
        .dynamic_states(&[vk::DynamicState::VIEWPORT, vk::DynamicState::SCISSOR]);
    let formats: Vec<_> = key.signature.colors.iter().map(|format| format.vk()).collect();
    let mut rendering =
        vk::PipelineRenderingCreateInfo::default().color_attachment_formats(&formats);
    if key.depth.is_some() {
        rendering = rendering.depth_attachment_format(Format::Depth.vk());
    }
    let info = vk::GraphicsPipelineCreateInfo::default()
        .stages(&stages)
        .vertex_input_state(&vertices)
        .input_assembly_state(&assembly)
        .viewport_state(&viewport)
        .rasterization_state(&rasterization)
        .multisample_state(&samples)
        .depth_stencil_state(&depth)
        .color_blend_state(&colors)
        .dynamic_state(&dynamic)
        .layout(layout)
        .push_next(&mut rendering);
    // SAFETY: modules and layout are alive and made for each other and the attachments.
    unsafe { device.create_graphics_pipeline(vk::PipelineCache::null(), &info, "reference") }
}

impl Drop for Pipelines {
    fn drop(&mut self) {
        let _ = self.device.wait_idle();
        // SAFETY: the device is idle; each was made by this device and is destroyed once.
        unsafe {
            for made in self.known.values() {
                self.device.destroy_pipeline(made.pipeline);
                self.device.destroy_pipeline_layout(made.layout);
                self.device.destroy_descriptor_set_layout(made.set);
            }
            self.device.destroy_descriptor_pool(self.pool);
            self.device.destroy_sampler(self.sampler);
        }
    }
}
