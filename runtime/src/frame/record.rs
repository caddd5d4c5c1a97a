//! Recording command buffers: cuts and passes, one after the other.

use ash::vk;

use super::program::Program;
use super::{rendering, transfer};
use crate::device::Device;
use crate::plan::{Pass, Plan, Work};
use crate::setup::{Counts, Cursor, Fixed, Step, Tables, by_frame};
use crate::{Inputs, RawPass, Result, VulkanContext as _};

/// What recording reads.
#[derive(Clone, Copy)]
pub(crate) struct Recording<'a> {
    pub(crate) device: &'a Device,
    pub(crate) plan: &'a Plan,
    pub(crate) fixed: &'a Fixed,
    pub(crate) tables: &'a Tables,
    /// Whether passes are labelled.
    pub(crate) labels: bool,
    /// The place in all rings of the frame that is recorded.
    pub(crate) at: Cursor,
}

/// Where a pass is recorded to.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) commands: vk::CommandBuffer,
    pub(super) pass: &'a Pass,
    /// Index of the pass in the plan.
    pub(super) index: usize,
    /// Instance of the command buffer.
    instance: u32,
    pub(super) counts: Counts,
}

impl<'a> Recording<'a> {
    /// Records a segment from begin to end.
    pub(crate) fn segment<I, F>(
        &self,
        commands: vk::CommandBuffer,
        segment: usize,
        usage: vk::CommandBufferUsageFlags,
        program: &mut Program<'_, I, F>,
    ) -> Result<()>
    where
        I: Inputs + ?Sized,
        F: FnMut(u32, RawPass<'_>),
    {
        let raw = self.device.raw();
        let info = vk::CommandBufferBeginInfo::default().flags(usage);
        // SAFETY: the command buffer is in the initial state: it is new, or its pool was reset.
        unsafe { raw.begin_command_buffer(commands, &info) }
            .at("vkBeginCommandBuffer", &self.plan.name)?;
        let instances = self.tables.steps.segments().get(segment);
        let instance = instances.map_or(0, |instances| instances.at(self.at));
        program.bound = vk::Pipeline::null();
        for step in self.tables.steps.of(segment) {
            match *step {
                Step::Cut(cut) => self.cut(commands, cut as usize, instance),
                Step::Pass(pass) => self.pass(commands, pass as usize, instance, program),
            }
        }
        // SAFETY: it is being recorded.
        unsafe { raw.end_command_buffer(commands) }.at("vkEndCommandBuffer", &self.plan.name)
    }

    fn cut(&self, commands: vk::CommandBuffer, cut: usize, instance: u32) {
        if let Some(dependency) = self.tables.barriers.dependency(self.plan, cut, instance) {
            // SAFETY: the command buffer is being recorded outside rendering; handles are alive, stages and
            // layouts are those that the compiler found.
            unsafe { self.device.raw().cmd_pipeline_barrier2(commands, &dependency) };
        }
    }

    fn pass<I, F>(
        &self,
        commands: vk::CommandBuffer,
        index: usize,
        instance: u32,
        program: &mut Program<'_, I, F>,
    ) where
        I: Inputs + ?Sized,
        F: FnMut(u32, RawPass<'_>),
    {
        let Some(pass) = self.plan.passes.get(index) else { return };
        if matches!(pass.work, Work::Host | Work::Present) {
            return;
        }
        let counts = self.tables.counts.get(index).copied().unwrap_or_default();
        let target = Target { commands, pass, index, instance, counts };
        self.begin_label(target);
        rendering::begin(self, target);
        self.work(target, program);
        rendering::end(self, target);
        self.end_label(target);
    }

    fn work<I, F>(&self, target: Target<'_>, program: &mut Program<'_, I, F>)
    where
        I: Inputs + ?Sized,
        F: FnMut(u32, RawPass<'_>),
    {
        let Target { commands, pass, .. } = target;
        let raw = self.device.raw();
        match pass.work {
            Work::Transfer => return transfer::record(self, target),
            Work::Code => {
                return program.record(pass.declared, self.raw_pass(target, program.frame));
            }
            Work::Host | Work::Present => return,
            _ => self.bind(target, program),
        }
        // SAFETY: the command buffer is being recorded, inside rendering for draws and outside for
        // dispatches; what they use is bound; counts were held to the device's limits.
        unsafe {
            match pass.work {
                Work::Dispatch(_) => {
                    let [x, y, z] = target.counts.groups;
                    raw.cmd_dispatch(commands, x, y, z);
                }
                Work::DispatchDynamic { max } => {
                    let [x, y, z] = program.groups(pass.declared, max);
                    raw.cmd_dispatch(commands, x, y, z);
                }
                Work::DispatchIndirect { arguments, offset } => {
                    let (buffer, first) = self.arguments(arguments);
                    raw.cmd_dispatch_indirect(commands, buffer, first + offset);
                }
                Work::Draw { .. } => {
                    let (vertices, instances) = target.counts.draw;
                    raw.cmd_draw(commands, vertices, instances, 0, 0);
                }
                Work::DrawDynamic { max_vertices, max_instances } => {
                    let most = (max_vertices, max_instances);
                    let (vertices, instances) = program.draw(pass.declared, most);
                    raw.cmd_draw(commands, vertices, instances, 0, 0);
                }
                Work::DrawIndirect { arguments, offset, draws, stride } => {
                    let (buffer, first) = self.arguments(arguments);
                    raw.cmd_draw_indirect(commands, buffer, first + offset, draws, stride);
                }
                Work::DrawIndexed { .. } => {
                    let (indices, instances) = target.counts.draw;
                    raw.cmd_draw_indexed(commands, indices, instances, 0, 0, 0);
                }
                Work::DrawIndexedDynamic { max_indices, max_instances } => {
                    let most = (max_indices, max_instances);
                    let (indices, instances) = program.draw(pass.declared, most);
                    raw.cmd_draw_indexed(commands, indices, instances, 0, 0, 0);
                }
                Work::DrawIndexedIndirect { arguments, offset, draws, stride } => {
                    let (buffer, first) = self.arguments(arguments);
                    let first = first + offset;
                    raw.cmd_draw_indexed_indirect(commands, buffer, first, draws, stride);
                }
                Work::Transfer | Work::Code | Work::Host | Work::Present => {}
            }
        }
    }

    /// Binds vertex and index buffers.
    fn bind_geometry(&self, target: Target<'_>) {
        let Target { commands, pass, .. } = target;
        let raw = self.device.raw();
        for (binding, access) in (0u32..).zip(pass.vertices.of(&self.plan.vertex_buffers)) {
            let (buffer, first) = self.arguments(*access);
            // SAFETY: the command buffer is being recorded; the buffer is alive and has vertex-buffer usage.
            unsafe { raw.cmd_bind_vertex_buffers(commands, binding, &[buffer], &[first]) };
        }
        if let Some(indices) = pass.indices {
            let (buffer, first) = self.arguments(indices.access);
            // SAFETY: as above, for index-buffer usage; the offset is a multiple of an index's width.
            unsafe { raw.cmd_bind_index_buffer(commands, buffer, first, indices.ty) };
        }
    }

    /// The buffer behind an access that reads arguments or geometry, and its first byte.
    fn arguments(&self, access: u32) -> (vk::Buffer, u64) {
        let Some(access) = self.plan.accesses.get(access as usize) else {
            return (vk::Buffer::null(), 0);
        };
        let handle = self.tables.resources.handle(access.resource, access.ring, self.at);
        (handle.buffer, access.bytes.0)
    }

    /// Binds what the pass uses; its pipeline only where another one was bound last, as in a pass array.
    fn bind<I, F>(&self, target: Target<'_>, program: &mut Program<'_, I, F>)
    where
        I: Inputs + ?Sized,
    {
        let pass = self.raw_pass(target, 0);
        let pipeline = self.fixed.pipelines.get(target.pass.pipeline);
        if pipeline != program.bound {
            // SAFETY: the pipeline is the plan's, for this pass.
            unsafe { pass.bind_pipeline(pipeline) };
            program.bound = pipeline;
        }
        pass.bind_sets();
        self.bind_geometry(target);
        if by_frame(self.plan, target.pass) {
            let reference = program.inputs.stencil(target.pass.declared);
            let faces = vk::StencilFaceFlags::FRONT_AND_BACK;
            // SAFETY: the command buffer is being recorded, and the bound pipeline has this dynamic state.
            unsafe {
                self.device.raw().cmd_set_stencil_reference(target.commands, faces, reference);
            };
        }
        if let Some(push) = target.pass.push {
            pass.push_bytes(program.push(target.pass.declared, push.size));
        }
    }

    fn raw_pass<'t>(&self, target: Target<'t>, frame: u64) -> RawPass<'t>
    where
        'a: 't,
    {
        let Target { commands, pass, index, instance, counts } = target;
        RawPass {
            device: self.device.raw(),
            commands,
            pass,
            accesses: pass.accesses.of(&self.plan.accesses),
            slots: self.tables.slots.get(index, instance),
            vertices: pass.vertices.of(&self.plan.vertex_buffers),
            pipeline: self.fixed.pipelines.get(pass.pipeline),
            layout: self.fixed.layouts.pipeline(pass.layout),
            pushes: self.plan.push_ranges(pass.layout),
            sets: self.tables.bound.get(index, instance),
            area: counts.area,
            frame,
        }
    }

    fn begin_label(&self, target: Target<'_>) {
        if let Some(label) = self.fixed.labels.get(target.index).filter(|_| self.labels) {
            // SAFETY: the command buffer is being recorded; `end_label` closes it.
            unsafe { self.device.begin_label(target.commands, label) };
        }
    }

    fn end_label(&self, target: Target<'_>) {
        if self.labels && target.index < self.fixed.labels.len() {
            // SAFETY: `begin_label` opened it under the same condition.
            unsafe { self.device.end_label(target.commands) };
        }
    }
}
