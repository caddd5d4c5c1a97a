//! Raster pipelines: fixed-function state for dynamic rendering.

use ash::vk;

use crate::Result;
use crate::device::Device;
use crate::plan::{Blend, ColorTarget, Plan, RasterState, StencilFace};

/// What a pipeline reads its vertices from and renders to.
pub(super) struct Ends {
    formats: Vec<vk::Format>,
    blends: Vec<vk::PipelineColorBlendAttachmentState>,
    bindings: Vec<vk::VertexInputBindingDescription>,
    attributes: Vec<vk::VertexInputAttributeDescription>,
}

impl Ends {
    /// `screen` stands for the screen's own format.
    pub(super) fn new(plan: &Plan, state: &RasterState, screen: vk::Format) -> Self {
        let targets = state.colors.of(&plan.color_targets);
        let format = |format| if format == vk::Format::UNDEFINED { screen } else { format };
        Self {
            formats: targets.iter().map(|target| format(target.format)).collect(),
            blends: targets.iter().map(blend).collect(),
            bindings: bindings(plan, state),
            attributes: attributes(plan, state),
        }
    }
}

fn bindings(plan: &Plan, state: &RasterState) -> Vec<vk::VertexInputBindingDescription> {
    let bindings = (0u32..).zip(state.vertex_bindings.of(&plan.vertex_bindings));
    let described = bindings.map(|(binding, buffer)| vk::VertexInputBindingDescription {
        binding,
        stride: buffer.stride,
        input_rate: buffer.rate,
    });
    described.collect()
}

fn attributes(plan: &Plan, state: &RasterState) -> Vec<vk::VertexInputAttributeDescription> {
    let attributes = state.vertex_attributes.of(&plan.vertex_attributes).iter();
    let described = attributes.map(|attribute| vk::VertexInputAttributeDescription {
        location: attribute.location,
        binding: attribute.binding,
        format: attribute.format,
        offset: attribute.offset,
    });
    described.collect()
}

/// Stages, layout, state and both ends of a pipeline.
type Parts<'a> =
    (&'a [vk::PipelineShaderStageCreateInfo<'a>], vk::PipelineLayout, &'a RasterState, &'a Ends);

pub(super) fn make(
    device: &Device,
    cache: vk::PipelineCache,
    (stages, layout, state, ends): Parts<'_>,
    name: &str,
) -> Result<vk::Pipeline> {
    let vertices = vk::PipelineVertexInputStateCreateInfo::default()
        .vertex_binding_descriptions(&ends.bindings)
        .vertex_attribute_descriptions(&ends.attributes);
    let assembly = vk::PipelineInputAssemblyStateCreateInfo::default()
        .topology(state.topology)
        .primitive_restart_enable(state.primitive_restart);
    let tessellation = vk::PipelineTessellationStateCreateInfo::default()
        .patch_control_points(state.patch_vertices);
    let viewport =
        vk::PipelineViewportStateCreateInfo::default().viewport_count(1).scissor_count(1);
    let rasterization = rasterization(state);
    let samples = vk::PipelineMultisampleStateCreateInfo::default()
        .rasterization_samples(state.samples)
        .sample_shading_enable(state.sample_shading.is_some())
        .min_sample_shading(state.sample_shading.unwrap_or_default())
        .alpha_to_coverage_enable(state.alpha_to_coverage)
        .alpha_to_one_enable(state.alpha_to_one);
    let depth = depth_stencil(state);
    let colors = vk::PipelineColorBlendStateCreateInfo::default().attachments(&ends.blends);
    let by_frame = state.stencil.is_some_and(|stencil| stencil.by_frame);
    let set_later = &DYNAMIC[..if by_frame { DYNAMIC.len() } else { DYNAMIC.len() - 1 }];
    let dynamic = vk::PipelineDynamicStateCreateInfo::default().dynamic_states(set_later);
    let mut rendering = vk::PipelineRenderingCreateInfo::default()
        .view_mask(state.view_mask)
        .color_attachment_formats(&ends.formats)
        .depth_attachment_format(state.depth_format)
        .stencil_attachment_format(state.stencil_format);
    let mut info = vk::GraphicsPipelineCreateInfo::default()
        .stages(stages)
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
    if state.patch_vertices > 0 {
        info = info.tessellation_state(&tessellation);
    }
    // SAFETY: modules and layout are alive and were checked against each other and the targets by the
    // compiler; what the structure points at lives through the call.
    unsafe { device.create_graphics_pipeline(cache, &info, name) }
}

/// What is set while recording; the stencil reference only where the program gives it.
const DYNAMIC: [vk::DynamicState; 3] =
    [vk::DynamicState::VIEWPORT, vk::DynamicState::SCISSOR, vk::DynamicState::STENCIL_REFERENCE];

fn rasterization(state: &RasterState) -> vk::PipelineRasterizationStateCreateInfo<'static> {
    let bias = state.depth_bias.unwrap_or_default();
    vk::PipelineRasterizationStateCreateInfo::default()
        .polygon_mode(state.polygon)
        .cull_mode(state.cull)
        .front_face(state.front_face)
        .depth_clamp_enable(state.depth_clamp)
        .depth_bias_enable(state.depth_bias.is_some())
        .depth_bias_constant_factor(bias.constant)
        .depth_bias_slope_factor(bias.slope)
        .depth_bias_clamp(bias.clamp)
        .line_width(1.0)
}

fn depth_stencil(state: &RasterState) -> vk::PipelineDepthStencilStateCreateInfo<'static> {
    let info = vk::PipelineDepthStencilStateCreateInfo::default()
        .depth_test_enable(state.depth_compare.is_some())
        .depth_write_enable(state.depth_write)
        .depth_compare_op(state.depth_compare.unwrap_or(vk::CompareOp::ALWAYS));
    match state.stencil {
        None => info,
        Some(stencil) => {
            info.stencil_test_enable(true).front(face(stencil.front)).back(face(stencil.back))
        }
    }
}

fn face(face: StencilFace) -> vk::StencilOpState {
    vk::StencilOpState {
        fail_op: face.fail,
        pass_op: face.pass,
        depth_fail_op: face.depth_fail,
        compare_op: face.compare,
        compare_mask: face.read_mask,
        write_mask: face.write_mask,
        reference: face.reference,
    }
}

fn blend(target: &ColorTarget) -> vk::PipelineColorBlendAttachmentState {
    use vk::BlendFactor as Factor;
    let blend = target.blend;
    let (color, alpha) = match blend {
        Blend::Replace => ((Factor::ONE, Factor::ZERO), (Factor::ONE, Factor::ZERO)),
        Blend::Alpha => (
            (Factor::SRC_ALPHA, Factor::ONE_MINUS_SRC_ALPHA),
            (Factor::ONE, Factor::ONE_MINUS_SRC_ALPHA),
        ),
        Blend::Premultiplied => {
            ((Factor::ONE, Factor::ONE_MINUS_SRC_ALPHA), (Factor::ONE, Factor::ONE_MINUS_SRC_ALPHA))
        }
        Blend::Add => ((Factor::ONE, Factor::ONE), (Factor::ONE, Factor::ONE)),
        Blend::Multiply => ((Factor::DST_COLOR, Factor::ZERO), (Factor::DST_ALPHA, Factor::ZERO)),
    };
    vk::PipelineColorBlendAttachmentState::default()
        .blend_enable(blend != Blend::Replace)
        .src_color_blend_factor(color.0)
        .dst_color_blend_factor(color.1)
        .color_blend_op(vk::BlendOp::ADD)
        .src_alpha_blend_factor(alpha.0)
        .dst_alpha_blend_factor(alpha.1)
        .alpha_blend_op(vk::BlendOp::ADD)
        .color_write_mask(target.mask)
}
