//! Passes and their accesses as the plan holds them.

use ash::vk;
use vixen_plan as plan;

use super::view::subresources;
use super::{Binder, append};
use crate::ir::{Access, Pass, Range, Transfer, Work};
use crate::syntax::ast::PassKind;

/// Bytes from one argument block of an indirect draw to the next: `VkDrawIndirectCommand`.
const DRAW_STRIDE: u32 = 16;
/// That of an indexed one: `VkDrawIndexedIndirectCommand`.
const DRAW_INDEXED_STRIDE: u32 = 20;

impl Binder<'_> {
    /// Adds the pass at a position of the schedule.
    pub(super) fn pass(&mut self, position: usize) {
        let graph = self.graph;
        let (id, level) = (self.schedule.passes[position], self.schedule.levels[position]);
        let pass = graph.pass(id);
        let accesses = self.accesses(position, pass);
        let (sets, layouts) = self.sets(position, pass);
        let layout = self.pipeline_layout(pass, layouts);
        let pipeline = self.pipeline(pass, layout);
        let raster = self.raster(position, pass);
        let transfers = append(
            &mut self.made.transfers,
            pass.transfers.iter().map(|t| transfer(*t, accesses.start)),
        );
        let buffers = pass.geometry.buffers.iter();
        let vertices = append(
            &mut self.made.vertex_buffers,
            buffers.map(|(access, _)| accesses.start + *access as u32),
        );
        let indices = pass.geometry.indices;
        let made = plan::Pass {
            name: pass.name.text.clone().into(),
            declared: id.0,
            level,
            queue: 0,
            device: pass.device,
            work: work(pass.work, pass.kind, accesses.start),
            bind_point: match pass.kind {
                PassKind::Raster => vk::PipelineBindPoint::GRAPHICS,
                PassKind::RayTracing => vk::PipelineBindPoint::RAY_TRACING_KHR,
                _ => vk::PipelineBindPoint::COMPUTE,
            },
            pipeline,
            layout,
            sets,
            push: plan::Push::whole(&pass.push),
            raster,
            vertices,
            indices: indices.map(|(access, ty)| plan::IndexBuffer {
                access: accesses.start + access as u32,
                ty,
            }),
            transfers,
            accesses,
        };
        self.made.passes.push(made);
    }

    fn accesses(&mut self, position: usize, pass: &Pass) -> plan::Span {
        let entries: Vec<_> = pass
            .accesses
            .iter()
            .enumerate()
            .map(|(index, access)| plan::Access {
                layout: self.layouts.of(position, index),
                view: self.view(access),
                ..declared(access)
            })
            .collect();
        append(&mut self.made.accesses, entries)
    }

    /// Adds the passes that are left out, with what they would do.
    pub(super) fn culled(&mut self) {
        for id in &self.schedule.culled {
            let pass = self.graph.pass(*id);
            let accesses =
                append(&mut self.made.culled_accesses, pass.accesses.iter().map(declared));
            let name = pass.name.text.clone().into();
            self.made.culled.push(plan::Culled { name, declared: id.0, accesses });
        }
    }
}

/// An access as it was declared: in no layout yet, and without a view.
fn declared(access: &Access) -> plan::Access {
    let bytes = match access.range {
        Range::Bytes(start, u64::MAX) => (start, u64::MAX),
        Range::Bytes(start, end) => (start, end - start),
        Range::Image { .. } => (0, 0),
    };
    plan::Access {
        slot: access.slot.text.clone().into(),
        resource: access.resource.0,
        ring: access.ring,
        range: subresources(access),
        bytes,
        stages: access.stages,
        access: access.access,
        layout: vk::ImageLayout::UNDEFINED,
        reads: access.reads,
        writes: access.writes,
        relaxed: access.relaxed,
        view: None,
    }
}

/// `base` is the plan's index of the pass's first access.
fn work(work: Work, kind: PassKind, base: u32) -> plan::Work {
    let access = |index: usize| base + index as u32;
    match work {
        Work::Dispatch(groups) => plan::Work::Dispatch(groups),
        Work::DispatchDynamic(max) => plan::Work::DispatchDynamic { max },
        Work::DispatchIndirect(index) => {
            plan::Work::DispatchIndirect { arguments: access(index), offset: 0 }
        }
        Work::Draw(vertices, instances) => plan::Work::Draw { vertices, instances },
        Work::DrawDynamic(max_vertices, max_instances) => {
            plan::Work::DrawDynamic { max_vertices, max_instances }
        }
        Work::DrawIndirect(index) => plan::Work::DrawIndirect {
            arguments: access(index),
            offset: 0,
            draws: 1,
            stride: DRAW_STRIDE,
        },
        Work::DrawIndexed(indices, instances) => plan::Work::DrawIndexed { indices, instances },
        Work::DrawIndexedDynamic(max_indices, max_instances) => {
            plan::Work::DrawIndexedDynamic { max_indices, max_instances }
        }
        Work::DrawIndexedIndirect(index) => plan::Work::DrawIndexedIndirect {
            arguments: access(index),
            offset: 0,
            draws: 1,
            stride: DRAW_INDEXED_STRIDE,
        },
        Work::Transfer => plan::Work::Transfer,
        Work::Host => plan::Work::Host,
        Work::Present => plan::Work::Present,
        Work::Opaque if kind == PassKind::Host => plan::Work::Host,
        Work::Opaque if kind == PassKind::Present => plan::Work::Present,
        // What nothing is known of is recorded by whoever executes the plan.
        Work::Code | Work::Opaque => plan::Work::Code,
    }
}

fn transfer(transfer: Transfer, base: u32) -> plan::Transfer {
    let access = |index: usize| base + index as u32;
    match transfer {
        Transfer::Copy(from, to) => plan::Transfer::Copy { from: access(from), to: access(to) },
        Transfer::Blit(from, to, filter) => {
            plan::Transfer::Blit { from: access(from), to: access(to), filter }
        }
        Transfer::Clear(to, value) => plan::Transfer::Clear { to: access(to), value },
    }
}
