//! A frame of five passes, written out: scene, blur, tone map, copy to the host, present.

use ash::vk;
use vixen_plan::*;

type Stages = vk::PipelineStageFlags2;
type AccessBits = vk::AccessFlags2;
type Layout = vk::ImageLayout;

/// The frame, and beside it a plan of every variant that the frame has no use for.
pub(crate) fn family() -> Family {
    Family {
        name: "Post".into(),
        switches: vec![Switch {
            name: "quality".into(),
            values: vec!["low".into(), "high".into()].into(),
        }]
        .into(),
        plans: vec![frame(), odds()].into(),
    }
}

/// A plan in which every table is empty.
pub(crate) fn empty() -> Plan {
    Plan {
        name: "Empty".into(),
        frames_in_flight: 2,
        max_extent: [1280, 720],
        min_extent: None,
        budget: None,
        size_ops: vec![].into(),
        params: vec![].into(),
        resources: vec![].into(),
        views: vec![].into(),
        buffer_views: vec![].into(),
        passes: vec![].into(),
        accesses: vec![].into(),
        attachments: vec![].into(),
        vertex_buffers: vec![].into(),
        transfers: vec![].into(),
        cuts: vec![Cut::default()].into(),
        memory_barriers: vec![].into(),
        buffer_barriers: vec![].into(),
        image_barriers: vec![].into(),
        reasons: vec![].into(),
        initial: vec![].into(),
        segments: vec![].into(),
        queues: vec![].into(),
        batches: vec![].into(),
        waits: vec![].into(),
        pools: vec![].into(),
        placements: vec![].into(),
        may_alias: vec![].into(),
        shaders: vec![].into(),
        samplers: vec![].into(),
        set_layouts: vec![].into(),
        layout_bindings: vec![].into(),
        sets: vec![].into(),
        descriptors: vec![].into(),
        pipeline_layouts: vec![].into(),
        pipeline_layout_sets: vec![].into(),
        push_ranges: vec![].into(),
        pipelines: vec![].into(),
        stages: vec![].into(),
        spec_entries: vec![].into(),
        vertex_bindings: vec![].into(),
        vertex_attributes: vec![].into(),
        color_targets: vec![].into(),
        needs: Needs::default(),
        reservation: Reservation::default(),
        undefined_reads: vec![].into(),
        culled: vec![].into(),
        culled_accesses: vec![].into(),
    }
}

fn whole() -> Subresources {
    Subresources {
        aspects: vk::ImageAspectFlags::COLOR,
        base_mip: 0,
        mips: 1,
        base_layer: 0,
        layers: 1,
    }
}

fn image(name: &'static str, lifetime: Lifetime, format: vk::Format, extent: Span) -> Resource {
    Resource {
        name: name.into(),
        lifetime,
        copies: if lifetime == Lifetime::History { 2 } else { 1 },
        memory: if lifetime == Lifetime::Swapchain {
            MemoryClass::External
        } else {
            MemoryClass::Device
        },
        shape: Shape::Image(Image {
            ty: vk::ImageType::TYPE_2D,
            format,
            extent: Expr(extent),
            mips: 1,
            layers: 1,
            samples: vk::SampleCountFlags::TYPE_1,
            usage: vk::ImageUsageFlags::SAMPLED | vk::ImageUsageFlags::STORAGE,
            flags: vk::ImageCreateFlags::empty(),
            aspects: vk::ImageAspectFlags::COLOR,
        }),
    }
}

fn buffer(name: &'static str, lifetime: Lifetime, memory: MemoryClass) -> Resource {
    Resource {
        name: name.into(),
        lifetime,
        copies: 2,
        memory,
        shape: Shape::Buffer(Buffer {
            size: Expr(Span::new(3, 1)),
            usage: vk::BufferUsageFlags::UNIFORM_BUFFER | vk::BufferUsageFlags::TRANSFER_DST,
        }),
    }
}

fn pass(name: &'static str, declared: u32, level: u32, work: Work, accesses: Span) -> Pass {
    Pass {
        name: name.into(),
        declared,
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
        accesses,
    }
}

fn access(
    slot: &'static str,
    resource: u32,
    stages: Stages,
    access: AccessBits,
    layout: Layout,
    (reads, writes): (bool, bool),
) -> Access {
    Access {
        slot: slot.into(),
        resource,
        ring: 0,
        range: whole(),
        bytes: (0, 0),
        stages,
        access,
        layout,
        reads,
        writes,
        relaxed: false,
        view: None,
    }
}

fn scope(
    (src_stages, src_access): (Stages, AccessBits),
    (dst_stages, dst_access): (Stages, AccessBits),
) -> Scope {
    Scope { src_stages, src_access, dst_stages, dst_access }
}

fn barrier(resource: u32, scope: Scope, layouts: (Layout, Layout), reason: u32) -> ImageBarrier {
    ImageBarrier {
        resource,
        ring: 0,
        range: whole(),
        scope,
        old_layout: layouts.0,
        new_layout: layouts.1,
        queues: (0, 0),
        reasons: Span::new(reason, 1),
    }
}

const COLOR: (Stages, AccessBits) =
    (Stages::COLOR_ATTACHMENT_OUTPUT, AccessBits::COLOR_ATTACHMENT_WRITE);
const SAMPLED: (Stages, AccessBits) = (Stages::COMPUTE_SHADER, AccessBits::SHADER_SAMPLED_READ);
const STORED: (Stages, AccessBits) = (Stages::COMPUTE_SHADER, AccessBits::SHADER_STORAGE_WRITE);
const FRAGMENT: (Stages, AccessBits) = (Stages::FRAGMENT_SHADER, AccessBits::SHADER_SAMPLED_READ);
const NOTHING: (Stages, AccessBits) = (Stages::NONE, AccessBits::NONE);

fn reason(resource: u32, from: Option<u32>, to: Option<u32>, hazard: Hazard) -> Reason {
    Reason { resource, from, to, frames_back: u32::from(hazard == Hazard::FirstUse), hazard }
}

fn frame() -> Plan {
    let rgba16 = vk::Format::R16G16B16A16_SFLOAT;
    let mut plan = empty();
    plan.name = "Post".into();
    plan.budget = Some(256 << 20);
    plan.size_ops = vec![
        SizeOp::Swapchain,
        SizeOp::Swapchain,
        SizeOp::Scale([(1, 2), (1, 2), (1, 1)]),
        SizeOp::Scalar(65_536),
    ]
    .into();
    let resources = [
        image("screen", Lifetime::Swapchain, vk::Format::UNDEFINED, Span::new(0, 1)),
        image("scene", Lifetime::Transient, rgba16, Span::new(0, 1)),
        image("half", Lifetime::Transient, rgba16, Span::new(1, 2)),
        image("color", Lifetime::History, rgba16, Span::new(0, 1)),
        buffer("camera", Lifetime::Upload, MemoryClass::Upload),
        buffer("shot", Lifetime::Readback, MemoryClass::Readback),
    ];
    plan.resources = resources.to_vec().into();
    let mut passes = [
        pass("scene", 0, 0, Work::Code, Span::new(0, 2)),
        pass("blur[0]", 1, 1, Work::Dispatch(Expr(Span::new(1, 2))), Span::new(2, 3)),
        pass(
            "tone",
            3,
            2,
            Work::Draw { vertices: Expr(Span::new(3, 1)), instances: Expr(Span::new(3, 1)) },
            Span::new(5, 2),
        ),
        pass("copy", 4, 3, Work::Transfer, Span::new(7, 2)),
        pass("present", 5, 4, Work::Present, Span::new(9, 0)),
    ];
    passes[0].raster = Some(Raster {
        colors: Span::new(0, 1),
        depth: None,
        stencil: None,
        area: Expr(Span::new(0, 1)),
        layers: 1,
        view_mask: 0,
    });
    passes[1].pipeline = Some(0);
    passes[1].layout = Some(0);
    passes[1].sets = Span::new(0, 1);
    passes[1].push = Some(Push { stages: vk::ShaderStageFlags::COMPUTE, offset: 0, size: 8 });
    passes[3].transfers = Span::new(0, 1);
    plan.passes = passes.to_vec().into();
    accesses(&mut plan);
    synchronization(&mut plan);
    memory(&mut plan);
    bindings(&mut plan);
    let accesses = Span::new(0, 1);
    plan.culled = vec![Culled { name: "debug".into(), declared: 9, accesses }].into();
    plan.culled_accesses = vec![plan.accesses[0].clone()].into();
    plan
}

fn accesses(plan: &mut Plan) {
    let (ro, color, general) =
        (Layout::SHADER_READ_ONLY_OPTIMAL, Layout::COLOR_ATTACHMENT_OPTIMAL, Layout::GENERAL);
    let copy = Stages::COPY;
    let mut list = vec![
        access(
            "camera",
            4,
            Stages::VERTEX_SHADER,
            AccessBits::UNIFORM_READ,
            general,
            (true, false),
        ),
        access("target", 1, COLOR.0, COLOR.1, color, (false, true)),
        access("src", 1, SAMPLED.0, SAMPLED.1, ro, (true, false)),
        access("before", 3, SAMPLED.0, SAMPLED.1, ro, (true, false)),
        access("dst", 2, STORED.0, STORED.1, general, (false, true)),
        access("src", 2, FRAGMENT.0, FRAGMENT.1, ro, (true, false)),
        access("target", 0, COLOR.0, COLOR.1, color, (false, true)),
        access(
            "from",
            1,
            copy,
            AccessBits::TRANSFER_READ,
            Layout::TRANSFER_SRC_OPTIMAL,
            (true, false),
        ),
        access("to", 5, copy, AccessBits::TRANSFER_WRITE, Layout::UNDEFINED, (false, true)),
    ];
    list[3].ring = 1;
    list[8].bytes = (0, u64::MAX);
    plan.accesses = list.into();
    plan.transfers = vec![Transfer::Copy { from: 7, to: 8 }].into();
    plan.views = vec![View {
        resource: 1,
        ty: vk::ImageViewType::TYPE_2D,
        format: vk::Format::UNDEFINED,
        range: whole(),
        usage: vk::ImageUsageFlags::SAMPLED | vk::ImageUsageFlags::COLOR_ATTACHMENT,
    }]
    .into();
    plan.attachments = vec![Attachment {
        view: 0,
        ring: 0,
        layout: color,
        load: vk::AttachmentLoadOp::CLEAR,
        store: vk::AttachmentStoreOp::STORE,
        clear: Some(ClearValue::Float([0.0, 0.5, 1.0, -1.0])),
        resolve: None,
    }]
    .into();
}

fn synchronization(plan: &mut Plan) {
    let (ro, color, general) =
        (Layout::SHADER_READ_ONLY_OPTIMAL, Layout::COLOR_ATTACHMENT_OPTIMAL, Layout::GENERAL);
    let copied = (Stages::COPY, AccessBits::TRANSFER_READ);
    let execution = |(stages, _): (Stages, AccessBits)| (stages, AccessBits::NONE);
    let first = scope(execution(copied), COLOR);
    plan.image_barriers = vec![
        barrier(1, first, (Layout::UNDEFINED, color), 0),
        barrier(2, scope(execution(FRAGMENT), STORED), (Layout::UNDEFINED, general), 1),
        barrier(1, scope(COLOR, SAMPLED), (color, ro), 2),
        barrier(2, scope(STORED, FRAGMENT), (general, ro), 3),
        barrier(0, scope(execution(COLOR), COLOR), (Layout::UNDEFINED, color), 4),
        barrier(1, scope(execution(SAMPLED), copied), (ro, Layout::TRANSFER_SRC_OPTIMAL), 5),
        barrier(0, scope(COLOR, NOTHING), (color, Layout::PRESENT_SRC_KHR), 6),
    ]
    .into();
    plan.memory_barriers = vec![MemoryBarrier {
        scope: scope(
            (Stages::COPY, AccessBits::TRANSFER_WRITE),
            (Stages::HOST, AccessBits::HOST_READ),
        ),
        reasons: Span::new(7, 1),
    }]
    .into();
    plan.reasons = vec![
        reason(1, Some(3), Some(0), Hazard::FirstUse),
        reason(2, Some(2), Some(1), Hazard::Alias(1)),
        reason(1, Some(0), Some(1), Hazard::ReadAfterWrite),
        reason(2, Some(1), Some(2), Hazard::ReadAfterWrite),
        reason(0, None, Some(2), Hazard::FirstUse),
        reason(1, Some(1), Some(3), Hazard::Layout),
        reason(0, Some(2), None, Hazard::Present),
        reason(5, Some(3), None, Hazard::Host),
    ]
    .into();
    plan.cuts = vec![
        Cut { images: Span::new(0, 2), ..Cut::default() },
        Cut { images: Span::new(2, 1), ..Cut::default() },
        Cut { images: Span::new(3, 2), ..Cut::default() },
        Cut { images: Span::new(5, 1), ..Cut::default() },
        Cut::default(),
        Cut { memory: Span::new(0, 1), images: Span::new(6, 1), ..Cut::default() },
    ]
    .into();
    let state = State { stages: SAMPLED.0, access: SAMPLED.1, layout: ro };
    plan.initial = vec![Initial {
        resource: 3,
        ring: 1,
        range: whole(),
        clear: Some(ClearValue::Float([0.0; 4])),
        state,
    }]
    .into();
    plan.queues = vec![Queue { kind: QueueKind::Graphics, device: 0, batches: 1 }].into();
    let segment = |passes, recorded, swapchain| Segment { passes, recorded, period: 2, swapchain };
    plan.segments = vec![
        segment(Span::new(0, 2), Recorded::EveryFrame, false),
        segment(Span::new(2, 3), Recorded::Once, true),
    ]
    .into();
    plan.batches = vec![Batch {
        queue: 0,
        segments: Span::new(0, 2),
        waits: Span::default(),
        acquire: Stages::COLOR_ATTACHMENT_OUTPUT,
        present: true,
    }]
    .into();
}

fn memory(plan: &mut Plan) {
    let placement = |resource, offset, size, levels| Placement { resource, offset, size, levels };
    let (scene, half) = (1280 * 720 * 8, 640 * 360 * 8);
    plan.placements =
        vec![placement(1, 0, scene, (0, 3)), placement(2, scene, half, (1, 2))].into();
    plan.pools =
        vec![Pool { placements: Span::new(0, 2), bytes: scene + half, images: true }].into();
    plan.may_alias = vec![(0, 1)].into();
    plan.reservation = Reservation {
        images: 4,
        image_views: 1,
        buffer_views: 1,
        buffers: 4,
        samplers: 1,
        set_layouts: 1,
        sets: 2,
        descriptors: vec![(vk::DescriptorType::COMBINED_IMAGE_SAMPLER, 2)].into(),
        pipeline_layouts: 1,
        pipelines: 1,
        command_buffers: 4,
        semaphores: 3,
        transient_bytes: scene + half,
        transient_bytes_without_aliasing: scene + half,
        live_peak_bytes: scene + half,
        persistent_bytes: 2 * scene,
        host_bytes: 4 * 65_536,
    };
}

fn bindings(plan: &mut Plan) {
    let ty = vk::DescriptorType::COMBINED_IMAGE_SAMPLER;
    let compute = vk::ShaderStageFlags::COMPUTE;
    plan.shaders = vec![Shader { name: "blur.comp".into(), hash: 0x0123_4567_89ab_cdef }].into();
    plan.samplers = vec![Sampler {
        filter: vk::Filter::LINEAR,
        mipmap: vk::SamplerMipmapMode::NEAREST,
        address: vk::SamplerAddressMode::CLAMP_TO_EDGE,
        border: vk::BorderColor::FLOAT_TRANSPARENT_BLACK,
        compare: None,
        anisotropy: 0.0,
    }]
    .into();
    plan.set_layouts = vec![SetLayout { bindings: Span::new(0, 1), external: false }].into();
    plan.layout_bindings =
        vec![LayoutBinding { binding: 0, ty, count: 1, stages: compute, sampler: Some(0) }].into();
    plan.sets = vec![Set {
        number: 0,
        layout: 0,
        descriptors: Span::new(0, 1),
        period: 2,
        swapchain: false,
    }]
    .into();
    let target = Target::Image { view: 0, ring: 0, layout: Layout::SHADER_READ_ONLY_OPTIMAL };
    plan.descriptors = vec![Descriptor { binding: 0, element: 0, ty, target }].into();
    plan.pipeline_layouts =
        vec![PipelineLayout { sets: Span::new(0, 1), push: Span::new(0, 1) }].into();
    plan.push_ranges = plan.passes[1].push.into_iter().collect();
    plan.pipeline_layout_sets = vec![0].into();
    plan.pipelines =
        vec![Pipeline { name: "blur[0]".into(), layout: 0, stages: Span::new(0, 1), raster: None }]
            .into();
    plan.stages = vec![ShaderStage {
        stage: compute,
        shader: 0,
        entry: "main".into(),
        spec: Span::new(0, 1),
    }]
    .into();
    plan.spec_entries = vec![SpecEntry { id: 4, size: 4, value: 7 }].into();
    plan.needs = Needs {
        api_version: vk::API_VERSION_1_3,
        features: vec!["dynamicRendering".into(), "synchronization2".into()].into(),
        extensions: vec!["VK_KHR_swapchain".into()].into(),
        formats: vec![FormatNeed {
            format: vk::Format::R16G16B16A16_SFLOAT,
            features: vk::FormatFeatureFlags2::SAMPLED_IMAGE
                | vk::FormatFeatureFlags2::STORAGE_IMAGE,
            buffer_features: vk::FormatFeatureFlags2::VERTEX_BUFFER,
            resource: 1,
        }]
        .into(),
        limits: vec![LimitNeed { limit: "maxPushConstantsSize".into(), at_least: 8 }].into(),
        graphics: true,
        present: true,
        swapchain_usage: vk::ImageUsageFlags::COLOR_ATTACHMENT,
        swapchain_format: vk::Format::R8G8B8A8_UNORM,
        swapchain_features: vk::FormatFeatureFlags2::COLOR_ATTACHMENT,
    };
    plan.undefined_reads = vec![0].into();
}

/// Every variant that the frame does not have; only emitted, never verified.
fn odds() -> Plan {
    let mut plan = empty();
    plan.name = "Odds".into();
    plan.size_ops = vec![
        SizeOp::Vector([1, 2, u64::MAX]),
        SizeOp::Resource { resource: 0, mip: 1 },
        SizeOp::Param(0),
        SizeOp::Add,
        SizeOp::Sub,
        SizeOp::Mul,
        SizeOp::Div,
        SizeOp::Min,
        SizeOp::Max,
        SizeOp::Component(2),
        SizeOp::Product,
        SizeOp::Compose,
    ]
    .into();
    plan.params = vec![Param { name: "bricks".into(), default: [4, 1, 1], max: [64, 1, 1] }].into();
    odd_resources(&mut plan);
    let expr = Expr(Span::new(0, 1));
    let works = [
        Work::DispatchDynamic { max: [1, 2, 3] },
        Work::DispatchIndirect { arguments: 0, offset: 4 },
        Work::DrawDynamic { max_vertices: 3, max_instances: 1 },
        Work::DrawIndirect { arguments: 0, offset: 4, draws: 2, stride: 16 },
        Work::DrawIndexed { indices: expr, instances: expr },
        Work::DrawIndexedDynamic { max_indices: 36, max_instances: 1 },
        Work::DrawIndexedIndirect { arguments: 0, offset: 4, draws: 2, stride: 20 },
        Work::Host,
        Work::Dispatch(expr),
    ];
    let passes = works.iter().map(|work| pass("p", 0, 0, *work, Span::default()));
    let mut passes: Vec<Pass> = passes.collect();
    passes[0].vertices = Span::new(0, 1);
    passes[0].indices = Some(IndexBuffer { access: 1, ty: vk::IndexType::UINT16 });
    plan.passes = passes.into();
    plan.vertex_buffers = vec![0].into();
    plan.transfers = vec![
        Transfer::Blit { from: 0, to: 1, filter: vk::Filter::NEAREST },
        Transfer::Clear { to: 0, value: ClearValue::Sint([-1, 0, 1, i32::MIN]) },
        Transfer::Clear { to: 0, value: ClearValue::Uint([u32::MAX; 4]) },
        Transfer::Clear { to: 0, value: ClearValue::DepthStencil(1.0, 255) },
        Transfer::Clear { to: 0, value: ClearValue::Fill(0) },
    ]
    .into();
    odd_barriers(&mut plan);
    odd_pipelines(&mut plan);
    plan
}

fn odd_resources(plan: &mut Plan) {
    let state = State { stages: Stages::NONE, access: AccessBits::NONE, layout: Layout::GENERAL };
    let contract = Contract { entry: state, exit: state, keep: true };
    let mut import =
        image("in", Lifetime::Import(contract), vk::Format::from_raw(123_456), Span::new(0, 1));
    if let Shape::Image(image) = &mut import.shape {
        image.flags = vk::ImageCreateFlags::CUBE_COMPATIBLE | vk::ImageCreateFlags::MUTABLE_FORMAT;
        // A bit that no name stands for.
        image.usage = vk::ImageUsageFlags::from_raw(0x8000_0001);
        image.aspects = vk::ImageAspectFlags::DEPTH | vk::ImageAspectFlags::STENCIL;
    }
    let size = Expr(Span::new(0, 1));
    plan.resources = vec![
        import,
        Resource {
            name: "tlas".into(),
            lifetime: Lifetime::Persistent,
            copies: 1,
            memory: MemoryClass::Device,
            shape: Shape::AccelerationStructure { size },
        },
    ]
    .into();
}

fn odd_barriers(plan: &mut Plan) {
    plan.buffer_barriers = vec![BufferBarrier {
        resource: 0,
        ring: 0,
        bytes: (0, u64::MAX),
        scope: scope(NOTHING, (Stages::ALL_COMMANDS, AccessBits::MEMORY_READ)),
        queues: (0, 1),
        reasons: Span::default(),
    }]
    .into();
    let hazards = [Hazard::WriteAfterRead, Hazard::WriteAfterWrite, Hazard::Contract];
    plan.reasons =
        hazards.iter().map(|hazard| reason(0, None, None, *hazard)).collect::<Vec<_>>().into();
    plan.queues = vec![
        Queue { kind: QueueKind::Compute, device: 0, batches: 1 },
        Queue { kind: QueueKind::Transfer, device: 1, batches: 1 },
    ]
    .into();
    plan.waits = vec![Wait { queue: 1, batch: 0, frames_back: 1, stages: Stages::COPY }].into();
}

fn odd_pipelines(plan: &mut Plan) {
    let ty = vk::DescriptorType::STORAGE_BUFFER;
    let targets = [
        Target::Buffer { resource: 0, ring: 0, offset: 256, size: u64::MAX },
        Target::Sampler(0),
        Target::Texels { view: 0, ring: 1 },
        Target::AccelerationStructure { resource: 1 },
    ];
    let descriptor = |target: &Target| Descriptor { binding: 1, element: 2, ty, target: *target };
    plan.descriptors = targets.iter().map(descriptor).collect::<Vec<_>>().into();
    let format = vk::Format::R32G32_SFLOAT;
    plan.buffer_views =
        vec![BufferView { resource: 0, format, offset: 256, size: u64::MAX }].into();
    plan.vertex_bindings =
        vec![VertexBinding { stride: 16, rate: vk::VertexInputRate::INSTANCE }].into();
    plan.vertex_attributes =
        vec![VertexAttribute { location: 1, binding: 0, format, offset: 8 }].into();
    plan.pipelines = vec![Pipeline {
        name: "p".into(),
        layout: 0,
        stages: Span::default(),
        raster: Some(RasterState {
            topology: vk::PrimitiveTopology::TRIANGLE_STRIP,
            cull: vk::CullModeFlags::BACK,
            front_face: vk::FrontFace::COUNTER_CLOCKWISE,
            polygon: vk::PolygonMode::FILL,
            primitive_restart: true,
            patch_vertices: 3,
            depth_bias: Some(DepthBias { constant: 1.5, slope: -2.0, clamp: 0.25 }),
            depth_clamp: true,
            stencil: Some(StencilState {
                front: StencilFace {
                    pass: vk::StencilOp::REPLACE,
                    compare: vk::CompareOp::EQUAL,
                    read_mask: 15,
                    write_mask: 255,
                    reference: 1,
                    ..StencilFace::default()
                },
                back: StencilFace::default(),
                by_frame: true,
            }),
            sample_shading: Some(0.5),
            alpha_to_coverage: true,
            alpha_to_one: false,
            depth_compare: Some(vk::CompareOp::LESS_OR_EQUAL),
            depth_write: true,
            samples: vk::SampleCountFlags::TYPE_4,
            vertex_bindings: Span::new(0, 1),
            vertex_attributes: Span::new(0, 1),
            colors: Span::new(0, 4),
            depth_format: vk::Format::D32_SFLOAT_S8_UINT,
            stencil_format: vk::Format::D32_SFLOAT_S8_UINT,
            view_mask: 3,
        }),
    }]
    .into();
    let blends = [Blend::Replace, Blend::Alpha, Blend::Premultiplied, Blend::Add, Blend::Multiply];
    let target = |blend: &Blend| ColorTarget {
        format: vk::Format::R8G8B8A8_UNORM,
        blend: *blend,
        mask: vk::ColorComponentFlags::RGBA,
    };
    plan.color_targets = blends.iter().map(target).collect::<Vec<_>>().into();
    plan.attachments = vec![Attachment {
        view: 0,
        ring: 0,
        layout: Layout::COLOR_ATTACHMENT_OPTIMAL,
        load: vk::AttachmentLoadOp::DONT_CARE,
        store: vk::AttachmentStoreOp::NONE,
        clear: None,
        resolve: Some(Resolve {
            view: 0,
            ring: 0,
            layout: Layout::GENERAL,
            mode: vk::ResolveModeFlags::AVERAGE,
        }),
    }]
    .into();
}
