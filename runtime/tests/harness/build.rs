//! Plans written by hand, table by table: what the compiler would emit.

use std::borrow::Cow;

use ash::vk;
use glslang::ShaderStage as Glsl;
use vixen::plan::{
    Access, Attachment, Batch, Blend, Buffer, BufferBarrier, ClearValue, ColorTarget, Cut,
    Descriptor, Expr, Image, ImageBarrier, Initial, LayoutBinding, Lifetime, MemoryBarrier,
    MemoryClass, Needs, Pass, Pipeline, PipelineLayout, Plan, Push, Queue, QueueKind, Raster,
    RasterState, Recorded, Reservation, Resource, Scope, Segment, Set, SetLayout, Shader,
    ShaderStage, Shape, SizeOp, Span, State, Subresources, Target, Transfer, View, Work,
};

use super::{Graph, spirv};

/// All of a colour image with one mip and one layer.
pub(crate) const COLOR: Subresources = Subresources {
    aspects: vk::ImageAspectFlags::COLOR,
    base_mip: 0,
    mips: 1,
    base_layer: 0,
    layers: 1,
};

/// FNV-1a of 64 bits.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A barrier's stages and accesses, from source to destination.
pub(crate) fn scope(
    (src_stages, src_access): (vk::PipelineStageFlags2, vk::AccessFlags2),
    (dst_stages, dst_access): (vk::PipelineStageFlags2, vk::AccessFlags2),
) -> Scope {
    Scope { src_stages, src_access, dst_stages, dst_access }
}

/// Room for whatever a plan written by hand makes.
fn reservation() -> Reservation {
    let many = 1 << 16;
    Reservation {
        images: many,
        image_views: many,
        buffer_views: many,
        buffers: many,
        samplers: many,
        set_layouts: many,
        sets: many,
        pipeline_layouts: many,
        pipelines: many,
        command_buffers: many,
        ..Reservation::default()
    }
}

/// A plan that grows.
pub(crate) struct Build {
    pub(crate) plan: Plan,
    shaders: Vec<Vec<u8>>,
}

fn push<T: Clone>(table: &mut Cow<'static, [T]>, entry: T) -> u32 {
    table.to_mut().push(entry);
    table.len() as u32 - 1
}

fn extend<T: Clone>(table: &mut Cow<'static, [T]>, entries: &[T]) -> Span {
    let start = table.len() as u32;
    table.to_mut().extend_from_slice(entries);
    Span::new(start, entries.len() as u32)
}

impl Build {
    pub(crate) fn new(name: &'static str, frames_in_flight: u32) -> Self {
        let plan = Plan {
            name: name.into(),
            frames_in_flight,
            max_extent: [1280, 1024],
            min_extent: None,
            budget: None,
            size_ops: Cow::default(),
            params: Cow::default(),
            resources: Cow::default(),
            views: Cow::default(),
            buffer_views: Cow::default(),
            passes: Cow::default(),
            accesses: Cow::default(),
            attachments: Cow::default(),
            vertex_buffers: Cow::default(),
            transfers: Cow::default(),
            cuts: Cow::default(),
            memory_barriers: Cow::default(),
            buffer_barriers: Cow::default(),
            image_barriers: Cow::default(),
            reasons: Cow::default(),
            initial: Cow::default(),
            queues: Cow::Owned(vec![Queue { kind: QueueKind::Graphics, device: 0, batches: 1 }]),
            batches: Cow::default(),
            waits: Cow::default(),
            segments: Cow::default(),
            pools: Cow::default(),
            placements: Cow::default(),
            may_alias: Cow::default(),
            shaders: Cow::default(),
            samplers: Cow::default(),
            set_layouts: Cow::default(),
            layout_bindings: Cow::default(),
            sets: Cow::default(),
            descriptors: Cow::default(),
            pipeline_layouts: Cow::default(),
            pipeline_layout_sets: Cow::default(),
            push_ranges: Cow::default(),
            pipelines: Cow::default(),
            stages: Cow::default(),
            spec_entries: Cow::default(),
            vertex_bindings: Cow::default(),
            vertex_attributes: Cow::default(),
            color_targets: Cow::default(),
            needs: Needs::default(),
            reservation: reservation(),
            undefined_reads: Cow::default(),
            culled: Cow::default(),
            culled_accesses: Cow::default(),
        };
        Self { plan, shaders: Vec::new() }
    }

    /// The plan, submitted as one batch that waits for the screen's image in these stages.
    pub(crate) fn finish(mut self, acquire: vk::PipelineStageFlags2) -> Graph {
        let segments = Span::new(0, self.plan.segments.len() as u32);
        let batch = Batch {
            queue: 0,
            segments,
            waits: Span::default(),
            acquire,
            present: !acquire.is_empty(),
        };
        push(&mut self.plan.batches, batch);
        Graph { plan: self.plan, shaders: self.shaders }
    }

    pub(crate) fn expr(&mut self, ops: &[SizeOp]) -> Expr {
        Expr(extend(&mut self.plan.size_ops, ops))
    }

    pub(crate) fn buffer(
        &mut self,
        name: &'static str,
        (lifetime, copies, memory): (Lifetime, u32, MemoryClass),
        bytes: u64,
        usage: vk::BufferUsageFlags,
    ) -> u32 {
        let size = self.expr(&[SizeOp::Scalar(bytes)]);
        let shape = Shape::Buffer(Buffer { size, usage });
        push(
            &mut self.plan.resources,
            Resource { name: name.into(), lifetime, copies, memory, shape },
        )
    }

    /// A readback of this many bytes, a copy for each frame in flight.
    pub(crate) fn readback(&mut self, bytes: u64) -> u32 {
        let kind = (Lifetime::Readback, self.plan.frames_in_flight, MemoryClass::Readback);
        let usage = vk::BufferUsageFlags::TRANSFER_DST | vk::BufferUsageFlags::STORAGE_BUFFER;
        self.buffer("result", kind, bytes, usage)
    }

    pub(crate) fn image(
        &mut self,
        name: &'static str,
        (lifetime, copies): (Lifetime, u32),
        format: vk::Format,
        extent: &[SizeOp],
        usage: vk::ImageUsageFlags,
    ) -> u32 {
        let memory = match lifetime {
            Lifetime::Swapchain | Lifetime::Import(_) => MemoryClass::External,
            _ => MemoryClass::Device,
        };
        let depth = format == vk::Format::D32_SFLOAT;
        let image = Image {
            ty: vk::ImageType::TYPE_2D,
            format,
            extent: self.expr(extent),
            mips: 1,
            layers: 1,
            samples: vk::SampleCountFlags::TYPE_1,
            usage,
            flags: vk::ImageCreateFlags::empty(),
            aspects: if depth { vk::ImageAspectFlags::DEPTH } else { vk::ImageAspectFlags::COLOR },
        };
        let shape = Shape::Image(image);
        push(
            &mut self.plan.resources,
            Resource { name: name.into(), lifetime, copies, memory, shape },
        )
    }

    pub(crate) fn view(
        &mut self,
        resource: u32,
        range: Subresources,
        usage: vk::ImageUsageFlags,
    ) -> u32 {
        let ty = vk::ImageViewType::TYPE_2D;
        let format = vk::Format::UNDEFINED;
        push(&mut self.plan.views, View { resource, ty, format, range, usage })
    }

    /// Set-up clears all copies of a buffer to a word.
    pub(crate) fn clear_buffer(&mut self, resource: u32, copies: u32, word: u32) {
        for ring in 0..copies {
            let initial = Initial {
                resource,
                ring,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::empty(),
                    base_mip: 0,
                    mips: 0,
                    base_layer: 0,
                    layers: 0,
                },
                clear: Some(ClearValue::Fill(word)),
                state: State {
                    stages: vk::PipelineStageFlags2::NONE,
                    access: vk::AccessFlags2::NONE,
                    layout: vk::ImageLayout::UNDEFINED,
                },
            };
            push(&mut self.plan.initial, initial);
        }
    }

    pub(crate) fn initial(&mut self, initial: Initial) {
        push(&mut self.plan.initial, initial);
    }

    pub(crate) fn cut(
        &mut self,
        memory: &[Scope],
        images: &[(u32, u32, Subresources, Scope, [vk::ImageLayout; 2])],
    ) {
        let none = Span::default();
        let memory: Vec<_> =
            memory.iter().map(|scope| MemoryBarrier { scope: *scope, reasons: none }).collect();
        let images: Vec<_> = images
            .iter()
            .map(|(resource, ring, range, scope, [old_layout, new_layout])| ImageBarrier {
                resource: *resource,
                ring: *ring,
                range: *range,
                scope: *scope,
                old_layout: *old_layout,
                new_layout: *new_layout,
                queues: (0, 0),
                reasons: none,
            })
            .collect();
        let cut = Cut {
            memory: extend(&mut self.plan.memory_barriers, &memory),
            buffers: extend(&mut self.plan.buffer_barriers, &[] as &[BufferBarrier]),
            images: extend(&mut self.plan.image_barriers, &images),
        };
        push(&mut self.plan.cuts, cut);
    }

    pub(crate) fn segment(
        &mut self,
        passes: (u32, u32),
        recorded: Recorded,
        period: u32,
        swapchain: bool,
    ) {
        let passes = Span::new(passes.0, passes.1);
        push(&mut self.plan.segments, Segment { passes, recorded, period, swapchain });
    }

    /// An access; transfers and slots need resource, ring, range, bytes and layout of it.
    pub(crate) fn access(
        &mut self,
        slot: &'static str,
        resource: u32,
        layout: vk::ImageLayout,
        view: Option<u32>,
    ) -> u32 {
        let access = Access {
            slot: slot.into(),
            resource,
            ring: 0,
            range: COLOR,
            bytes: (0, u64::MAX),
            stages: vk::PipelineStageFlags2::NONE,
            access: vk::AccessFlags2::NONE,
            layout,
            reads: false,
            writes: true,
            relaxed: false,
            view,
        };
        push(&mut self.plan.accesses, access)
    }

    fn shader(&mut self, stage: Glsl, source: &str) -> u32 {
        let bytes = spirv(stage, source);
        let hash = fnv1a(&bytes);
        self.shaders.push(bytes);
        push(&mut self.plan.shaders, Shader { name: "test.glsl".into(), hash })
    }

    /// A stage without specialization constants.
    fn stage(&mut self, stage: vk::ShaderStageFlags, glsl: Glsl, source: &str) {
        let shader = self.shader(glsl, source);
        let spec = Span::default();
        push(&mut self.plan.stages, ShaderStage { stage, shader, entry: "main".into(), spec });
    }

    /// Set 0 with these descriptors at bindings 0, 1, …, and the pipeline layout with it.
    fn layout(
        &mut self,
        stages: vk::ShaderStageFlags,
        descriptors: &[(vk::DescriptorType, Target)],
        (period, swapchain): (u32, bool),
        push_bytes: u32,
    ) -> (Span, u32, Option<Push>) {
        let push_range = (push_bytes > 0).then_some(Push { stages, offset: 0, size: push_bytes });
        let mut sets = Span::default();
        let mut set_layouts = Span::default();
        if !descriptors.is_empty() {
            let numbered = || (0u32..).zip(descriptors.iter().copied());
            let bindings: Vec<_> = numbered()
                .map(|(binding, (ty, _))| LayoutBinding {
                    binding,
                    ty,
                    count: 1,
                    stages,
                    sampler: None,
                })
                .collect();
            let targets: Vec<_> = numbered()
                .map(|(binding, (ty, target))| Descriptor { binding, element: 0, ty, target })
                .collect();
            let bindings = extend(&mut self.plan.layout_bindings, &bindings);
            let layout = push(&mut self.plan.set_layouts, SetLayout { bindings, external: false });
            let descriptors = extend(&mut self.plan.descriptors, &targets);
            let set = Set { number: 0, layout, descriptors, period, swapchain };
            sets = extend(&mut self.plan.sets, &[set]);
            set_layouts = extend(&mut self.plan.pipeline_layout_sets, &[layout]);
        }
        let ranges = extend(&mut self.plan.push_ranges, push_range.as_slice());
        let layout = PipelineLayout { sets: set_layouts, push: ranges };
        (sets, push(&mut self.plan.pipeline_layouts, layout), push_range)
    }

    /// A compute pass; `instances` as of its set.
    pub(crate) fn compute(
        &mut self,
        (name, level): (&'static str, u32),
        source: &str,
        descriptors: &[(vk::DescriptorType, Target)],
        instances: (u32, bool),
        (work, push_bytes): (Work, u32),
    ) -> u32 {
        let stages = vk::ShaderStageFlags::COMPUTE;
        let (sets, layout, push_range) = self.layout(stages, descriptors, instances, push_bytes);
        let first = self.plan.stages.len() as u32;
        self.stage(stages, Glsl::Compute, source);
        let pipeline =
            Pipeline { name: name.into(), layout, stages: Span::new(first, 1), raster: None };
        let pipeline = push(&mut self.plan.pipelines, pipeline);
        let pass = Pass {
            pipeline: Some(pipeline),
            layout: Some(layout),
            sets,
            push: push_range,
            ..self.pass(name, level, work)
        };
        push(&mut self.plan.passes, pass)
    }

    /// A pass that records this work and nothing else.
    pub(crate) fn pass(&self, name: &'static str, level: u32, work: Work) -> Pass {
        Pass {
            name: name.into(),
            declared: self.plan.passes.len() as u32,
            level,
            queue: 0,
            device: 0,
            work,
            bind_point: vk::PipelineBindPoint::COMPUTE,
            pipeline: None,
            layout: None,
            sets: Span::default(),
            push: None,
            raster: None,
            vertices: Span::default(),
            indices: None,
            transfers: Span::default(),
            accesses: Span::default(),
        }
    }

    pub(crate) fn add(&mut self, pass: Pass) -> u32 {
        push(&mut self.plan.passes, pass)
    }

    pub(crate) fn transfer(
        &mut self,
        (name, level): (&'static str, u32),
        transfers: &[Transfer],
    ) -> u32 {
        let transfers = extend(&mut self.plan.transfers, transfers);
        let pass = Pass { transfers, ..self.pass(name, level, Work::Transfer) };
        push(&mut self.plan.passes, pass)
    }

    /// A raster pass with a vertex and a fragment shader, over the whole screen.
    pub(crate) fn raster(
        &mut self,
        (name, level): (&'static str, u32),
        (vertex, fragment): (&str, &str),
        (color, color_format): (Attachment, vk::Format),
        depth: Option<Attachment>,
        work: Work,
    ) -> u32 {
        let stages = vk::ShaderStageFlags::VERTEX | vk::ShaderStageFlags::FRAGMENT;
        let (_, layout, _) = self.layout(stages, &[], (1, false), 0);
        let first = self.plan.stages.len() as u32;
        self.stage(vk::ShaderStageFlags::VERTEX, Glsl::Vertex, vertex);
        self.stage(vk::ShaderStageFlags::FRAGMENT, Glsl::Fragment, fragment);
        let target = ColorTarget {
            format: color_format,
            blend: Blend::Replace,
            mask: vk::ColorComponentFlags::RGBA,
        };
        let state = RasterState {
            topology: vk::PrimitiveTopology::TRIANGLE_LIST,
            cull: vk::CullModeFlags::NONE,
            front_face: vk::FrontFace::COUNTER_CLOCKWISE,
            polygon: vk::PolygonMode::FILL,
            depth_compare: depth.map(|_| vk::CompareOp::LESS),
            depth_write: depth.is_some(),
            samples: vk::SampleCountFlags::TYPE_1,
            vertex_bindings: Span::default(),
            vertex_attributes: Span::default(),
            colors: extend(&mut self.plan.color_targets, &[target]),
            depth_format: depth.map_or(vk::Format::UNDEFINED, |_| vk::Format::D32_SFLOAT),
            stencil_format: vk::Format::UNDEFINED,
            view_mask: 0,
            ..RasterState::default()
        };
        let pipeline = Pipeline {
            name: name.into(),
            layout,
            stages: Span::new(first, 2),
            raster: Some(state),
        };
        let pipeline = push(&mut self.plan.pipelines, pipeline);
        let colors = extend(&mut self.plan.attachments, &[color]);
        let depth = depth.map(|depth| push(&mut self.plan.attachments, depth));
        let area = self.expr(&[SizeOp::Swapchain]);
        let pass = Pass {
            bind_point: vk::PipelineBindPoint::GRAPHICS,
            pipeline: Some(pipeline),
            layout: Some(layout),
            raster: Some(Raster { colors, depth, stencil: None, area, layers: 1, view_mask: 0 }),
            ..self.pass(name, level, work)
        };
        push(&mut self.plan.passes, pass)
    }
}

/// An attachment that is cleared and stored.
pub(crate) fn cleared(view: u32, layout: vk::ImageLayout, clear: ClearValue) -> Attachment {
    Attachment {
        view,
        ring: 0,
        layout,
        load: vk::AttachmentLoadOp::CLEAR,
        store: vk::AttachmentStoreOp::STORE,
        clear: Some(clear),
        resolve: None,
    }
}

/// A whole buffer as a descriptor's target.
pub(crate) fn whole(resource: u32, ring: u32) -> Target {
    Target::Buffer { resource, ring, offset: 0, size: u64::MAX }
}
