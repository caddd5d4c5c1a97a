//! Pipelines and their layouts, each once.

use std::collections::HashMap;

use ash::vk;
use vixen_plan::{self as plan, LayoutBinding, RasterState};

use super::{Binder, append};
use crate::ir::{Access, Pass, Role};

/// Objects by value.
#[derive(Default)]
pub(super) struct Interned {
    /// Set layouts by their bindings, and whether the user makes them.
    pub set_layouts: HashMap<(Vec<LayoutBinding>, bool), u32>,
    /// Pipeline layouts by set layouts and push constants.
    layouts: Vec<(LayoutKey, u32)>,
    /// Pipelines by all that they are made of.
    pipelines: Vec<(Key, u32)>,
}

/// What makes two pipeline layouts equal: set layouts and push constants.
type LayoutKey = (Vec<u32>, Vec<plan::Push>);

/// What makes two pipelines equal.
#[derive(PartialEq)]
struct Key {
    layout: u32,
    stages: Vec<crate::ir::Stage>,
    raster: Option<(RasterState, Vec<plan::ColorTarget>, VertexInput)>,
}

/// Vertex buffers and what they feed.
type VertexInput = (Vec<plan::VertexBinding>, Vec<plan::VertexAttribute>);

impl Binder<'_> {
    /// The pipeline layout of a pass; `None` for a pass that binds nothing.
    pub(super) fn pipeline_layout(&mut self, pass: &Pass, sets: Vec<u32>) -> Option<u32> {
        if sets.is_empty() && pass.push.is_empty() && pass.stages.is_empty() {
            return None;
        }
        let key = (sets, pass.push.clone());
        if let Some((_, known)) = self.interned.layouts.iter().find(|(k, _)| *k == key) {
            return Some(*known);
        }
        let sets = append(&mut self.made.pipeline_layout_sets, key.0.iter().copied());
        let push = append(&mut self.made.push_ranges, key.1.iter().copied());
        let layout = plan::PipelineLayout { sets, push };
        let index = append(&mut self.made.pipeline_layouts, [layout]).start;
        self.interned.layouts.push((key, index));
        Some(index)
    }

    /// The pipeline of a pass; `None` for a pass without shaders.
    pub(super) fn pipeline(&mut self, pass: &Pass, layout: Option<u32>) -> Option<u32> {
        if pass.stages.is_empty() {
            return None;
        }
        let raster = pass.raster.as_ref().map(|raster| self.raster_state(pass, raster));
        let key = Key { layout: layout?, stages: pass.stages.clone(), raster };
        if let Some((_, known)) = self.interned.pipelines.iter().find(|(k, _)| *k == key) {
            return Some(*known);
        }
        let stages: Vec<_> = key.stages.iter().map(|stage| self.stage(stage)).collect();
        let made = &mut self.made;
        let raster = key.raster.as_ref().map(|(state, targets, vertices)| RasterState {
            vertex_bindings: append(&mut made.vertex_bindings, vertices.0.iter().copied()),
            vertex_attributes: append(&mut made.vertex_attributes, vertices.1.iter().copied()),
            colors: append(&mut made.color_targets, targets.iter().copied()),
            ..*state
        });
        let pipeline = plan::Pipeline {
            name: pass.name.text.clone().into(),
            layout: key.layout,
            stages: append(&mut self.made.stages, stages),
            raster,
        };
        let index = append(&mut self.made.pipelines, [pipeline]).start;
        self.interned.pipelines.push((key, index));
        Some(index)
    }

    fn stage(&mut self, stage: &crate::ir::Stage) -> plan::ShaderStage {
        plan::ShaderStage {
            stage: stage.stage,
            shader: stage.shader,
            entry: stage.entry.clone().into(),
            spec: append(&mut self.made.spec_entries, stage.spec.iter().copied()),
        }
    }

    fn raster_state(
        &self,
        pass: &Pass,
        raster: &crate::ir::Raster,
    ) -> (RasterState, Vec<plan::ColorTarget>, VertexInput) {
        let image = |access: &Access| self.graph.resource(access.resource).image().copied();
        let format = |access: &Access| match access.view.map(|v| v.format) {
            Some(format) if format != vk::Format::UNDEFINED => format,
            _ => image(access).map_or(vk::Format::UNDEFINED, |i| i.format),
        };
        let mut colors: Vec<(u32, &Access)> = Vec::new();
        let (mut depth, mut stencil) = (None, None);
        for access in &pass.accesses {
            match access.role {
                Role::Color(location) => colors.push((location, access)),
                Role::Depth => {
                    let attaches = |aspect| access.aspects().contains(aspect).then_some(access);
                    depth = depth.or(attaches(vk::ImageAspectFlags::DEPTH));
                    stencil = stencil.or(attaches(vk::ImageAspectFlags::STENCIL));
                }
                _ => {}
            }
        }
        colors.sort_by_key(|(location, _)| *location);
        let target = |(location, access): &(u32, &Access)| plan::ColorTarget {
            format: format(access),
            blend: raster.blends.get(*location as usize).copied().unwrap_or_default(),
            mask: raster
                .masks
                .get(*location as usize)
                .copied()
                .unwrap_or(vk::ColorComponentFlags::RGBA),
        };
        let targets = colors.iter().map(target).collect();
        let first = colors.first().map(|(_, access)| *access).or(depth).or(stencil);
        let state = RasterState {
            topology: raster.topology,
            cull: raster.cull,
            front_face: raster.front_face,
            polygon: raster.polygon,
            primitive_restart: raster.primitive_restart,
            patch_vertices: raster.patch_vertices,
            depth_bias: raster.depth_bias,
            depth_clamp: raster.depth_clamp,
            stencil: raster.stencil.filter(|_| stencil.is_some()),
            sample_shading: raster.sample_shading,
            alpha_to_coverage: raster.alpha_to_coverage,
            alpha_to_one: raster.alpha_to_one,
            depth_compare: raster.depth_compare.filter(|_| depth.is_some()),
            depth_write: depth.is_some_and(|access| access.writes),
            samples: first
                .and_then(image)
                .map_or(vk::SampleCountFlags::TYPE_1, |image| image.samples),
            vertex_bindings: plan::Span::default(),
            vertex_attributes: plan::Span::default(),
            colors: plan::Span::default(),
            depth_format: depth.map_or(vk::Format::UNDEFINED, format),
            stencil_format: stencil.map_or(vk::Format::UNDEFINED, format),
            view_mask: pass.view_mask,
        };
        let buffers = pass.geometry.buffers.iter().map(|(_, binding)| *binding);
        (state, targets, (buffers.collect(), pass.geometry.attributes.clone()))
    }
}
