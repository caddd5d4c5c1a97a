{
    #[allow(unused_imports)]
    use ::vixen_plan::*;
    #[allow(unused_imports)]
    use ::std::borrow::Cow::Borrowed;
    const BUFFER_USAGE__TRANSFER_DST__UNIFORM_BUFFER: vk::BufferUsageFlags = vk::BufferUsageFlags::from_raw(
        vk::BufferUsageFlags::TRANSFER_DST.as_raw()
            | vk::BufferUsageFlags::UNIFORM_BUFFER.as_raw(),
    );
    const COLOR_COMPONENT__R__G__B__A: vk::ColorComponentFlags = vk::ColorComponentFlags::from_raw(
        vk::ColorComponentFlags::R.as_raw() | vk::ColorComponentFlags::G.as_raw()
            | vk::ColorComponentFlags::B.as_raw() | vk::ColorComponentFlags::A.as_raw(),
    );
    const FORMAT_FEATURE__SAMPLED_IMAGE__STORAGE_IMAGE: vk::FormatFeatureFlags2 = vk::FormatFeatureFlags2::from_raw(
        vk::FormatFeatureFlags2::SAMPLED_IMAGE.as_raw()
            | vk::FormatFeatureFlags2::STORAGE_IMAGE.as_raw(),
    );
    const IMAGE_ASPECT__DEPTH__STENCIL: vk::ImageAspectFlags = vk::ImageAspectFlags::from_raw(
        vk::ImageAspectFlags::DEPTH.as_raw() | vk::ImageAspectFlags::STENCIL.as_raw(),
    );
    const IMAGE_CREATE__MUTABLE_FORMAT__CUBE_COMPATIBLE: vk::ImageCreateFlags = vk::ImageCreateFlags::from_raw(
        vk::ImageCreateFlags::MUTABLE_FORMAT.as_raw()
            | vk::ImageCreateFlags::CUBE_COMPATIBLE.as_raw(),
    );
    const IMAGE_USAGE_0X80000001: vk::ImageUsageFlags = vk::ImageUsageFlags::from_raw(
        0x80000001,
    );
    const IMAGE_USAGE__SAMPLED__COLOR_ATTACHMENT: vk::ImageUsageFlags = vk::ImageUsageFlags::from_raw(
        vk::ImageUsageFlags::SAMPLED.as_raw()
            | vk::ImageUsageFlags::COLOR_ATTACHMENT.as_raw(),
    );
    const IMAGE_USAGE__SAMPLED__STORAGE: vk::ImageUsageFlags = vk::ImageUsageFlags::from_raw(
        vk::ImageUsageFlags::SAMPLED.as_raw() | vk::ImageUsageFlags::STORAGE.as_raw(),
    );
    const NO_ACCESS: vk::AccessFlags2 = vk::AccessFlags2::empty();
    const NO_FORMAT_FEATURE: vk::FormatFeatureFlags2 = vk::FormatFeatureFlags2::empty();
    const NO_IMAGE_CREATE: vk::ImageCreateFlags = vk::ImageCreateFlags::empty();
    const NO_IMAGE_USAGE: vk::ImageUsageFlags = vk::ImageUsageFlags::empty();
    const NO_PIPELINE_STAGE: vk::PipelineStageFlags2 = vk::PipelineStageFlags2::empty();
    /// Plan 0.
    const PLAN_0: Plan = {
        /// Operations of the size expressions.
        const SIZE_OPS: &[SizeOp] = &[
            SizeOp::Swapchain,
            SizeOp::Swapchain,
            SizeOp::Scale([(1, 2), (1, 2), (1, 1)]),
            SizeOp::Scalar(65536),
        ];
        /// Resources.
        const RESOURCES: &[Resource] = &[
            Resource {
                name: Borrowed("screen"),
                lifetime: Lifetime::Swapchain,
                copies: 1,
                memory: MemoryClass::External,
                shape: Shape::Image(Image {
                    ty: vk::ImageType::TYPE_2D,
                    format: vk::Format::UNDEFINED,
                    extent: Expr(Span { start: 0, len: 1 }),
                    mips: 1,
                    layers: 1,
                    samples: vk::SampleCountFlags::TYPE_1,
                    usage: IMAGE_USAGE__SAMPLED__STORAGE,
                    flags: NO_IMAGE_CREATE,
                    aspects: vk::ImageAspectFlags::COLOR,
                }),
            },
            Resource {
                name: Borrowed("scene"),
                lifetime: Lifetime::Transient,
                copies: 1,
                memory: MemoryClass::Device,
                shape: Shape::Image(Image {
                    ty: vk::ImageType::TYPE_2D,
                    format: vk::Format::R16G16B16A16_SFLOAT,
                    extent: Expr(Span { start: 0, len: 1 }),
                    mips: 1,
                    layers: 1,
                    samples: vk::SampleCountFlags::TYPE_1,
                    usage: IMAGE_USAGE__SAMPLED__STORAGE,
                    flags: NO_IMAGE_CREATE,
                    aspects: vk::ImageAspectFlags::COLOR,
                }),
            },
            Resource {
                name: Borrowed("half"),
                lifetime: Lifetime::Transient,
                copies: 1,
                memory: MemoryClass::Device,
                shape: Shape::Image(Image {
                    ty: vk::ImageType::TYPE_2D,
                    format: vk::Format::R16G16B16A16_SFLOAT,
                    extent: Expr(Span { start: 1, len: 2 }),
                    mips: 1,
                    layers: 1,
                    samples: vk::SampleCountFlags::TYPE_1,
                    usage: IMAGE_USAGE__SAMPLED__STORAGE,
                    flags: NO_IMAGE_CREATE,
                    aspects: vk::ImageAspectFlags::COLOR,
                }),
            },
            Resource {
                name: Borrowed("color"),
                lifetime: Lifetime::History,
                copies: 2,
                memory: MemoryClass::Device,
                shape: Shape::Image(Image {
                    ty: vk::ImageType::TYPE_2D,
                    format: vk::Format::R16G16B16A16_SFLOAT,
                    extent: Expr(Span { start: 0, len: 1 }),
                    mips: 1,
                    layers: 1,
                    samples: vk::SampleCountFlags::TYPE_1,
                    usage: IMAGE_USAGE__SAMPLED__STORAGE,
                    flags: NO_IMAGE_CREATE,
                    aspects: vk::ImageAspectFlags::COLOR,
                }),
            },
            Resource {
                name: Borrowed("camera"),
                lifetime: Lifetime::Upload,
                copies: 2,
                memory: MemoryClass::Upload,
                shape: Shape::Buffer(Buffer {
                    size: Expr(Span { start: 3, len: 1 }),
                    usage: BUFFER_USAGE__TRANSFER_DST__UNIFORM_BUFFER,
                }),
            },
            Resource {
                name: Borrowed("shot"),
                lifetime: Lifetime::Readback,
                copies: 2,
                memory: MemoryClass::Readback,
                shape: Shape::Buffer(Buffer {
                    size: Expr(Span { start: 3, len: 1 }),
                    usage: BUFFER_USAGE__TRANSFER_DST__UNIFORM_BUFFER,
                }),
            },
        ];
        /// Image views.
        const VIEWS: &[View] = &[
            View {
                resource: 1,
                ty: vk::ImageViewType::TYPE_2D,
                format: vk::Format::UNDEFINED,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                usage: IMAGE_USAGE__SAMPLED__COLOR_ATTACHMENT,
            },
        ];
        /// Passes in order of execution.
        const PASSES: &[Pass] = &[
            Pass {
                name: Borrowed("scene"),
                declared: 0,
                level: 0,
                queue: 0,
                device: 0,
                work: Work::Code,
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: Some(Raster {
                    colors: Span { start: 0, len: 1 },
                    depth: None,
                    stencil: None,
                    area: Expr(Span { start: 0, len: 1 }),
                    layers: 1,
                    view_mask: 0,
                }),
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 0, len: 2 },
            },
            Pass {
                name: Borrowed("blur[0]"),
                declared: 1,
                level: 1,
                queue: 0,
                device: 0,
                work: Work::Dispatch(Expr(Span { start: 1, len: 2 })),
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: Some(0),
                layout: Some(0),
                sets: Span { start: 0, len: 1 },
                push: Some(Push {
                    stages: vk::ShaderStageFlags::COMPUTE,
                    offset: 0,
                    size: 8,
                }),
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 2, len: 3 },
            },
            Pass {
                name: Borrowed("tone"),
                declared: 3,
                level: 2,
                queue: 0,
                device: 0,
                work: Work::Draw {
                    vertices: Expr(Span { start: 3, len: 1 }),
                    instances: Expr(Span { start: 3, len: 1 }),
                },
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 5, len: 2 },
            },
            Pass {
                name: Borrowed("copy"),
                declared: 4,
                level: 3,
                queue: 0,
                device: 0,
                work: Work::Transfer,
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 1 },
                accesses: Span { start: 7, len: 2 },
            },
            Pass {
                name: Borrowed("present"),
                declared: 5,
                level: 4,
                queue: 0,
                device: 0,
                work: Work::Present,
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 9, len: 0 },
            },
        ];
        /// What the passes do to resources.
        const ACCESSES: &[Access] = &[
            Access {
                slot: Borrowed("camera"),
                resource: 4,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                bytes: (0, 0),
                stages: vk::PipelineStageFlags2::VERTEX_SHADER,
                access: vk::AccessFlags2::UNIFORM_READ,
                layout: vk::ImageLayout::GENERAL,
                reads: true,
                writes: false,
                relaxed: false,
                view: None,
            },
            Access {
                slot: Borrowed("target"),
                resource: 1,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                bytes: (0, 0),
                stages: vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT,
                access: vk::AccessFlags2::COLOR_ATTACHMENT_WRITE,
                layout: vk::ImageLayout::COLOR_ATTACHMENT_OPTIMAL,
                reads: false,
                writes: true,
                relaxed: false,
                view: None,
            },
            Access {
                slot: Borrowed("src"),
                resource: 1,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                bytes: (0, 0),
                stages: vk::PipelineStageFlags2::COMPUTE_SHADER,
                access: vk::AccessFlags2::SHADER_SAMPLED_READ,
                layout: vk::ImageLayout::SHADER_READ_ONLY_OPTIMAL,
                reads: true,
                writes: false,
                relaxed: false,
                view: None,
            },
            Access {
                slot: Borrowed("before"),
                resource: 3,
                ring: 1,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                bytes: (0, 0),
                stages: vk::PipelineStageFlags2::COMPUTE_SHADER,
                access: vk::AccessFlags2::SHADER_SAMPLED_READ,
                layout: vk::ImageLayout::SHADER_READ_ONLY_OPTIMAL,
                reads: true,
                writes: false,
                relaxed: false,
                view: None,
            },
            Access {
                slot: Borrowed("dst"),
                resource: 2,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                bytes: (0, 0),
                stages: vk::PipelineStageFlags2::COMPUTE_SHADER,
                access: vk::AccessFlags2::SHADER_STORAGE_WRITE,
                layout: vk::ImageLayout::GENERAL,
                reads: false,
                writes: true,
                relaxed: false,
                view: None,
            },
            Access {
                slot: Borrowed("src"),
                resource: 2,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                bytes: (0, 0),
                stages: vk::PipelineStageFlags2::FRAGMENT_SHADER,
                access: vk::AccessFlags2::SHADER_SAMPLED_READ,
                layout: vk::ImageLayout::SHADER_READ_ONLY_OPTIMAL,
                reads: true,
                writes: false,
                relaxed: false,
                view: None,
            },
            Access {
                slot: Borrowed("target"),
                resource: 0,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                bytes: (0, 0),
                stages: vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT,
                access: vk::AccessFlags2::COLOR_ATTACHMENT_WRITE,
                layout: vk::ImageLayout::COLOR_ATTACHMENT_OPTIMAL,
                reads: false,
                writes: true,
                relaxed: false,
                view: None,
            },
            Access {
                slot: Borrowed("from"),
                resource: 1,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                bytes: (0, 0),
                stages: vk::PipelineStageFlags2::COPY,
                access: vk::AccessFlags2::TRANSFER_READ,
                layout: vk::ImageLayout::TRANSFER_SRC_OPTIMAL,
                reads: true,
                writes: false,
                relaxed: false,
                view: None,
            },
            Access {
                slot: Borrowed("to"),
                resource: 5,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                bytes: (0, 18446744073709551615),
                stages: vk::PipelineStageFlags2::COPY,
                access: vk::AccessFlags2::TRANSFER_WRITE,
                layout: vk::ImageLayout::UNDEFINED,
                reads: false,
                writes: true,
                relaxed: false,
                view: None,
            },
        ];
        /// Attachments of raster passes.
        const ATTACHMENTS: &[Attachment] = &[
            Attachment {
                view: 0,
                ring: 0,
                layout: vk::ImageLayout::COLOR_ATTACHMENT_OPTIMAL,
                load: vk::AttachmentLoadOp::CLEAR,
                store: vk::AttachmentStoreOp::STORE,
                clear: Some(ClearValue::Float([0.0, 0.5, 1.0, -1.0])),
                resolve: None,
            },
        ];
        /// Operations of transfer passes.
        const TRANSFERS: &[Transfer] = &[Transfer::Copy { from: 7, to: 8 }];
        /// Points between levels where barriers stand.
        const CUTS: &[Cut] = &[
            Cut {
                memory: Span { start: 0, len: 0 },
                buffers: Span { start: 0, len: 0 },
                images: Span { start: 0, len: 2 },
            },
            Cut {
                memory: Span { start: 0, len: 0 },
                buffers: Span { start: 0, len: 0 },
                images: Span { start: 2, len: 1 },
            },
            Cut {
                memory: Span { start: 0, len: 0 },
                buffers: Span { start: 0, len: 0 },
                images: Span { start: 3, len: 2 },
            },
            Cut {
                memory: Span { start: 0, len: 0 },
                buffers: Span { start: 0, len: 0 },
                images: Span { start: 5, len: 1 },
            },
            Cut {
                memory: Span { start: 0, len: 0 },
                buffers: Span { start: 0, len: 0 },
                images: Span { start: 0, len: 0 },
            },
            Cut {
                memory: Span { start: 0, len: 1 },
                buffers: Span { start: 0, len: 0 },
                images: Span { start: 6, len: 1 },
            },
        ];
        /// Global memory barriers.
        const MEMORY_BARRIERS: &[MemoryBarrier] = &[
            MemoryBarrier {
                scope: Scope {
                    src_stages: vk::PipelineStageFlags2::COPY,
                    src_access: vk::AccessFlags2::TRANSFER_WRITE,
                    dst_stages: vk::PipelineStageFlags2::HOST,
                    dst_access: vk::AccessFlags2::HOST_READ,
                },
                reasons: Span { start: 7, len: 1 },
            },
        ];
        /// Image barriers.
        const IMAGE_BARRIERS: &[ImageBarrier] = &[
            ImageBarrier {
                resource: 1,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                scope: Scope {
                    src_stages: vk::PipelineStageFlags2::COPY,
                    src_access: NO_ACCESS,
                    dst_stages: vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT,
                    dst_access: vk::AccessFlags2::COLOR_ATTACHMENT_WRITE,
                },
                old_layout: vk::ImageLayout::UNDEFINED,
                new_layout: vk::ImageLayout::COLOR_ATTACHMENT_OPTIMAL,
                queues: (0, 0),
                reasons: Span { start: 0, len: 1 },
            },
            ImageBarrier {
                resource: 2,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                scope: Scope {
                    src_stages: vk::PipelineStageFlags2::FRAGMENT_SHADER,
                    src_access: NO_ACCESS,
                    dst_stages: vk::PipelineStageFlags2::COMPUTE_SHADER,
                    dst_access: vk::AccessFlags2::SHADER_STORAGE_WRITE,
                },
                old_layout: vk::ImageLayout::UNDEFINED,
                new_layout: vk::ImageLayout::GENERAL,
                queues: (0, 0),
                reasons: Span { start: 1, len: 1 },
            },
            ImageBarrier {
                resource: 1,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                scope: Scope {
                    src_stages: vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT,
                    src_access: vk::AccessFlags2::COLOR_ATTACHMENT_WRITE,
                    dst_stages: vk::PipelineStageFlags2::COMPUTE_SHADER,
                    dst_access: vk::AccessFlags2::SHADER_SAMPLED_READ,
                },
                old_layout: vk::ImageLayout::COLOR_ATTACHMENT_OPTIMAL,
                new_layout: vk::ImageLayout::SHADER_READ_ONLY_OPTIMAL,
                queues: (0, 0),
                reasons: Span { start: 2, len: 1 },
            },
            ImageBarrier {
                resource: 2,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                scope: Scope {
                    src_stages: vk::PipelineStageFlags2::COMPUTE_SHADER,
                    src_access: vk::AccessFlags2::SHADER_STORAGE_WRITE,
                    dst_stages: vk::PipelineStageFlags2::FRAGMENT_SHADER,
                    dst_access: vk::AccessFlags2::SHADER_SAMPLED_READ,
                },
                old_layout: vk::ImageLayout::GENERAL,
                new_layout: vk::ImageLayout::SHADER_READ_ONLY_OPTIMAL,
                queues: (0, 0),
                reasons: Span { start: 3, len: 1 },
            },
            ImageBarrier {
                resource: 0,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                scope: Scope {
                    src_stages: vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT,
                    src_access: NO_ACCESS,
                    dst_stages: vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT,
                    dst_access: vk::AccessFlags2::COLOR_ATTACHMENT_WRITE,
                },
                old_layout: vk::ImageLayout::UNDEFINED,
                new_layout: vk::ImageLayout::COLOR_ATTACHMENT_OPTIMAL,
                queues: (0, 0),
                reasons: Span { start: 4, len: 1 },
            },
            ImageBarrier {
                resource: 1,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                scope: Scope {
                    src_stages: vk::PipelineStageFlags2::COMPUTE_SHADER,
                    src_access: NO_ACCESS,
                    dst_stages: vk::PipelineStageFlags2::COPY,
                    dst_access: vk::AccessFlags2::TRANSFER_READ,
                },
                old_layout: vk::ImageLayout::SHADER_READ_ONLY_OPTIMAL,
                new_layout: vk::ImageLayout::TRANSFER_SRC_OPTIMAL,
                queues: (0, 0),
                reasons: Span { start: 5, len: 1 },
            },
            ImageBarrier {
                resource: 0,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                scope: Scope {
                    src_stages: vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT,
                    src_access: vk::AccessFlags2::COLOR_ATTACHMENT_WRITE,
                    dst_stages: NO_PIPELINE_STAGE,
                    dst_access: NO_ACCESS,
                },
                old_layout: vk::ImageLayout::COLOR_ATTACHMENT_OPTIMAL,
                new_layout: vk::ImageLayout::PRESENT_SRC_KHR,
                queues: (0, 0),
                reasons: Span { start: 6, len: 1 },
            },
        ];
        /// Why the barriers stand.
        const REASONS: &[Reason] = &[
            Reason {
                resource: 1,
                from: Some(3),
                to: Some(0),
                frames_back: 1,
                hazard: Hazard::FirstUse,
            },
            Reason {
                resource: 2,
                from: Some(2),
                to: Some(1),
                frames_back: 0,
                hazard: Hazard::Alias(1),
            },
            Reason {
                resource: 1,
                from: Some(0),
                to: Some(1),
                frames_back: 0,
                hazard: Hazard::ReadAfterWrite,
            },
            Reason {
                resource: 2,
                from: Some(1),
                to: Some(2),
                frames_back: 0,
                hazard: Hazard::ReadAfterWrite,
            },
            Reason {
                resource: 0,
                from: None,
                to: Some(2),
                frames_back: 1,
                hazard: Hazard::FirstUse,
            },
            Reason {
                resource: 1,
                from: Some(1),
                to: Some(3),
                frames_back: 0,
                hazard: Hazard::Layout,
            },
            Reason {
                resource: 0,
                from: Some(2),
                to: None,
                frames_back: 0,
                hazard: Hazard::Present,
            },
            Reason {
                resource: 5,
                from: Some(3),
                to: None,
                frames_back: 0,
                hazard: Hazard::Host,
            },
        ];
        /// What set-up does once to each resource.
        const INITIAL: &[Initial] = &[
            Initial {
                resource: 3,
                ring: 1,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                clear: Some(ClearValue::Float([0.0, 0.0, 0.0, 0.0])),
                state: State {
                    stages: vk::PipelineStageFlags2::COMPUTE_SHADER,
                    access: vk::AccessFlags2::SHADER_SAMPLED_READ,
                    layout: vk::ImageLayout::SHADER_READ_ONLY_OPTIMAL,
                },
            },
        ];
        /// Command-buffer segments of a frame.
        const SEGMENTS: &[Segment] = &[
            Segment {
                passes: Span { start: 0, len: 2 },
                recorded: Recorded::EveryFrame,
                period: 2,
                swapchain: false,
            },
            Segment {
                passes: Span { start: 2, len: 3 },
                recorded: Recorded::Once,
                period: 2,
                swapchain: true,
            },
        ];
        /// Queues.
        const QUEUES: &[Queue] = &[
            Queue {
                kind: QueueKind::Graphics,
                device: 0,
                batches: 1,
            },
        ];
        /// Submissions of a frame.
        const BATCHES: &[Batch] = &[
            Batch {
                queue: 0,
                segments: Span { start: 0, len: 2 },
                waits: Span { start: 0, len: 0 },
                acquire: vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT,
                present: true,
            },
        ];
        /// Blocks of memory that transients share.
        const POOLS: &[Pool] = &[
            Pool {
                placements: Span { start: 0, len: 2 },
                bytes: 9216000,
                images: true,
            },
        ];
        /// Where transients lie.
        const PLACEMENTS: &[Placement] = &[
            Placement {
                resource: 1,
                offset: 0,
                size: 7372800,
                levels: (0, 3),
            },
            Placement {
                resource: 2,
                offset: 7372800,
                size: 1843200,
                levels: (1, 2),
            },
        ];
        /// Shader modules.
        const SHADERS: &[Shader] = &[
            Shader {
                name: Borrowed("blur.comp"),
                hash: 81985529216486895,
            },
        ];
        /// Samplers.
        const SAMPLERS: &[Sampler] = &[
            Sampler {
                filter: vk::Filter::LINEAR,
                mipmap: vk::SamplerMipmapMode::NEAREST,
                address: vk::SamplerAddressMode::CLAMP_TO_EDGE,
                border: vk::BorderColor::FLOAT_TRANSPARENT_BLACK,
                compare: None,
                anisotropy: 0.0,
            },
        ];
        /// Descriptor set layouts.
        const SET_LAYOUTS: &[SetLayout] = &[
            SetLayout {
                bindings: Span { start: 0, len: 1 },
                external: false,
            },
        ];
        /// Bindings of the set layouts.
        const LAYOUT_BINDINGS: &[LayoutBinding] = &[
            LayoutBinding {
                binding: 0,
                ty: vk::DescriptorType::COMBINED_IMAGE_SAMPLER,
                count: 1,
                stages: vk::ShaderStageFlags::COMPUTE,
                sampler: Some(0),
            },
        ];
        /// Descriptor sets of the passes.
        const SETS: &[Set] = &[
            Set {
                number: 0,
                layout: 0,
                descriptors: Span { start: 0, len: 1 },
                period: 2,
                swapchain: false,
            },
        ];
        /// What the sets' descriptors point at.
        const DESCRIPTORS: &[Descriptor] = &[
            Descriptor {
                binding: 0,
                element: 0,
                ty: vk::DescriptorType::COMBINED_IMAGE_SAMPLER,
                target: Target::Image {
                    view: 0,
                    ring: 0,
                    layout: vk::ImageLayout::SHADER_READ_ONLY_OPTIMAL,
                },
            },
        ];
        /// Pipeline layouts.
        const PIPELINE_LAYOUTS: &[PipelineLayout] = &[
            PipelineLayout {
                sets: Span { start: 0, len: 1 },
                push: Span { start: 0, len: 1 },
            },
        ];
        /// Set layouts of the pipeline layouts.
        const PIPELINE_LAYOUT_SETS: &[u32] = &[0];
        /// Push-constant ranges of the pipeline layouts.
        const PUSH_RANGES: &[Push] = &[
            Push {
                stages: vk::ShaderStageFlags::COMPUTE,
                offset: 0,
                size: 8,
            },
        ];
        /// Pipelines.
        const PIPELINES: &[Pipeline] = &[
            Pipeline {
                name: Borrowed("blur[0]"),
                layout: 0,
                stages: Span { start: 0, len: 1 },
                raster: None,
            },
        ];
        /// Shader stages of the pipelines.
        const STAGES: &[ShaderStage] = &[
            ShaderStage {
                stage: vk::ShaderStageFlags::COMPUTE,
                shader: 0,
                entry: Borrowed("main"),
                spec: Span { start: 0, len: 1 },
            },
        ];
        /// Specialization constants of the stages.
        const SPEC_ENTRIES: &[SpecEntry] = &[
            SpecEntry {
                id: 4,
                size: 4,
                value: 7,
            },
        ];
        /// Reads of what nothing wrote, as accesses.
        const UNDEFINED_READS: &[u32] = &[0];
        /// Passes that were culled.
        const CULLED: &[Culled] = &[
            Culled {
                name: Borrowed("debug"),
                declared: 9,
                accesses: Span { start: 0, len: 1 },
            },
        ];
        /// What the culled passes would have done.
        const CULLED_ACCESSES: &[Access] = &[
            Access {
                slot: Borrowed("camera"),
                resource: 4,
                ring: 0,
                range: Subresources {
                    aspects: vk::ImageAspectFlags::COLOR,
                    base_mip: 0,
                    mips: 1,
                    base_layer: 0,
                    layers: 1,
                },
                bytes: (0, 0),
                stages: vk::PipelineStageFlags2::VERTEX_SHADER,
                access: vk::AccessFlags2::UNIFORM_READ,
                layout: vk::ImageLayout::GENERAL,
                reads: true,
                writes: false,
                relaxed: false,
                view: None,
            },
        ];
        /// Pairs of placements that may share bytes.
        #[allow(long_running_const_eval)]
        const MAY_ALIAS: &[(u32, u32)] = &[(0, 1)];
        /// Features asked of the device.
        const FEATURES: &[Text] = &[
            Borrowed("dynamicRendering"),
            Borrowed("synchronization2"),
        ];
        /// Device extensions.
        const EXTENSIONS: &[Text] = &[Borrowed("VK_KHR_swapchain")];
        /// Formats with the features asked.
        const FORMATS: &[FormatNeed] = &[
            FormatNeed {
                format: vk::Format::R16G16B16A16_SFLOAT,
                features: FORMAT_FEATURE__SAMPLED_IMAGE__STORAGE_IMAGE,
                buffer_features: vk::FormatFeatureFlags2::VERTEX_BUFFER,
                resource: 1,
            },
        ];
        /// Limits with the least value.
        const LIMITS: &[LimitNeed] = &[
            LimitNeed {
                limit: Borrowed("maxPushConstantsSize"),
                at_least: 8,
            },
        ];
        /// Descriptors by type.
        const DESCRIPTOR_COUNTS: &[(vk::DescriptorType, u32)] = &[
            (vk::DescriptorType::COMBINED_IMAGE_SAMPLER, 2),
        ];
        Plan {
            name: Borrowed("Post"),
            frames_in_flight: 2,
            max_extent: [1280, 720],
            min_extent: None,
            budget: Some(268435456),
            size_ops: Borrowed(SIZE_OPS),
            params: Borrowed(&[]),
            resources: Borrowed(RESOURCES),
            views: Borrowed(VIEWS),
            buffer_views: Borrowed(&[]),
            passes: Borrowed(PASSES),
            accesses: Borrowed(ACCESSES),
            attachments: Borrowed(ATTACHMENTS),
            vertex_buffers: Borrowed(&[]),
            transfers: Borrowed(TRANSFERS),
            cuts: Borrowed(CUTS),
            memory_barriers: Borrowed(MEMORY_BARRIERS),
            buffer_barriers: Borrowed(&[]),
            image_barriers: Borrowed(IMAGE_BARRIERS),
            reasons: Borrowed(REASONS),
            initial: Borrowed(INITIAL),
            segments: Borrowed(SEGMENTS),
            queues: Borrowed(QUEUES),
            batches: Borrowed(BATCHES),
            waits: Borrowed(&[]),
            pools: Borrowed(POOLS),
            placements: Borrowed(PLACEMENTS),
            shaders: Borrowed(SHADERS),
            samplers: Borrowed(SAMPLERS),
            set_layouts: Borrowed(SET_LAYOUTS),
            layout_bindings: Borrowed(LAYOUT_BINDINGS),
            sets: Borrowed(SETS),
            descriptors: Borrowed(DESCRIPTORS),
            pipeline_layouts: Borrowed(PIPELINE_LAYOUTS),
            pipeline_layout_sets: Borrowed(PIPELINE_LAYOUT_SETS),
            push_ranges: Borrowed(PUSH_RANGES),
            pipelines: Borrowed(PIPELINES),
            stages: Borrowed(STAGES),
            spec_entries: Borrowed(SPEC_ENTRIES),
            vertex_bindings: Borrowed(&[]),
            vertex_attributes: Borrowed(&[]),
            color_targets: Borrowed(&[]),
            undefined_reads: Borrowed(UNDEFINED_READS),
            culled: Borrowed(CULLED),
            culled_accesses: Borrowed(CULLED_ACCESSES),
            may_alias: Borrowed(MAY_ALIAS),
            needs: Needs {
                api_version: 4206592,
                graphics: true,
                present: true,
                swapchain_usage: vk::ImageUsageFlags::COLOR_ATTACHMENT,
                swapchain_format: vk::Format::R8G8B8A8_UNORM,
                swapchain_features: vk::FormatFeatureFlags2::COLOR_ATTACHMENT,
                features: Borrowed(FEATURES),
                extensions: Borrowed(EXTENSIONS),
                formats: Borrowed(FORMATS),
                limits: Borrowed(LIMITS),
            },
            reservation: Reservation {
                images: 4,
                image_views: 1,
                buffer_views: 1,
                buffers: 4,
                samplers: 1,
                set_layouts: 1,
                sets: 2,
                pipeline_layouts: 1,
                pipelines: 1,
                command_buffers: 4,
                semaphores: 3,
                transient_bytes: 9216000,
                transient_bytes_without_aliasing: 9216000,
                live_peak_bytes: 9216000,
                persistent_bytes: 14745600,
                host_bytes: 262144,
                descriptors: Borrowed(DESCRIPTOR_COUNTS),
            },
        }
    };
    /// Plan 1.
    const PLAN_1: Plan = {
        /// Operations of the size expressions.
        const SIZE_OPS: &[SizeOp] = &[
            SizeOp::Vector([1, 2, 18446744073709551615]),
            SizeOp::Resource {
                resource: 0,
                mip: 1,
            },
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
        ];
        /// Size parameters.
        const PARAMS: &[Param] = &[
            Param {
                name: Borrowed("bricks"),
                default: [4, 1, 1],
                max: [64, 1, 1],
            },
        ];
        /// Resources.
        const RESOURCES: &[Resource] = &[
            Resource {
                name: Borrowed("in"),
                lifetime: Lifetime::Import(Contract {
                    entry: State {
                        stages: NO_PIPELINE_STAGE,
                        access: NO_ACCESS,
                        layout: vk::ImageLayout::GENERAL,
                    },
                    exit: State {
                        stages: NO_PIPELINE_STAGE,
                        access: NO_ACCESS,
                        layout: vk::ImageLayout::GENERAL,
                    },
                    keep: true,
                }),
                copies: 1,
                memory: MemoryClass::Device,
                shape: Shape::Image(Image {
                    ty: vk::ImageType::TYPE_2D,
                    format: vk::Format::from_raw(123456),
                    extent: Expr(Span { start: 0, len: 1 }),
                    mips: 1,
                    layers: 1,
                    samples: vk::SampleCountFlags::TYPE_1,
                    usage: IMAGE_USAGE_0X80000001,
                    flags: IMAGE_CREATE__MUTABLE_FORMAT__CUBE_COMPATIBLE,
                    aspects: IMAGE_ASPECT__DEPTH__STENCIL,
                }),
            },
            Resource {
                name: Borrowed("tlas"),
                lifetime: Lifetime::Persistent,
                copies: 1,
                memory: MemoryClass::Device,
                shape: Shape::AccelerationStructure {
                    size: Expr(Span { start: 0, len: 1 }),
                },
            },
        ];
        /// Views of buffers as texels.
        const BUFFER_VIEWS: &[BufferView] = &[
            BufferView {
                resource: 0,
                format: vk::Format::R32G32_SFLOAT,
                offset: 256,
                size: 18446744073709551615,
            },
        ];
        /// Passes in order of execution.
        const PASSES: &[Pass] = &[
            Pass {
                name: Borrowed("p"),
                declared: 0,
                level: 0,
                queue: 0,
                device: 0,
                work: Work::DispatchDynamic {
                    max: [1, 2, 3],
                },
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 1 },
                indices: Some(IndexBuffer {
                    access: 1,
                    ty: vk::IndexType::UINT16,
                }),
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 0, len: 0 },
            },
            Pass {
                name: Borrowed("p"),
                declared: 0,
                level: 0,
                queue: 0,
                device: 0,
                work: Work::DispatchIndirect {
                    arguments: 0,
                    offset: 4,
                },
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 0, len: 0 },
            },
            Pass {
                name: Borrowed("p"),
                declared: 0,
                level: 0,
                queue: 0,
                device: 0,
                work: Work::DrawDynamic {
                    max_vertices: 3,
                    max_instances: 1,
                },
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 0, len: 0 },
            },
            Pass {
                name: Borrowed("p"),
                declared: 0,
                level: 0,
                queue: 0,
                device: 0,
                work: Work::DrawIndirect {
                    arguments: 0,
                    offset: 4,
                    draws: 2,
                    stride: 16,
                },
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 0, len: 0 },
            },
            Pass {
                name: Borrowed("p"),
                declared: 0,
                level: 0,
                queue: 0,
                device: 0,
                work: Work::DrawIndexed {
                    indices: Expr(Span { start: 0, len: 1 }),
                    instances: Expr(Span { start: 0, len: 1 }),
                },
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 0, len: 0 },
            },
            Pass {
                name: Borrowed("p"),
                declared: 0,
                level: 0,
                queue: 0,
                device: 0,
                work: Work::DrawIndexedDynamic {
                    max_indices: 36,
                    max_instances: 1,
                },
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 0, len: 0 },
            },
            Pass {
                name: Borrowed("p"),
                declared: 0,
                level: 0,
                queue: 0,
                device: 0,
                work: Work::DrawIndexedIndirect {
                    arguments: 0,
                    offset: 4,
                    draws: 2,
                    stride: 20,
                },
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 0, len: 0 },
            },
            Pass {
                name: Borrowed("p"),
                declared: 0,
                level: 0,
                queue: 0,
                device: 0,
                work: Work::Host,
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 0, len: 0 },
            },
            Pass {
                name: Borrowed("p"),
                declared: 0,
                level: 0,
                queue: 0,
                device: 0,
                work: Work::Dispatch(Expr(Span { start: 0, len: 1 })),
                bind_point: vk::PipelineBindPoint::COMPUTE,
                pipeline: None,
                layout: None,
                sets: Span { start: 0, len: 0 },
                push: None,
                raster: None,
                vertices: Span { start: 0, len: 0 },
                indices: None,
                transfers: Span { start: 0, len: 0 },
                accesses: Span { start: 0, len: 0 },
            },
        ];
        /// Attachments of raster passes.
        const ATTACHMENTS: &[Attachment] = &[
            Attachment {
                view: 0,
                ring: 0,
                layout: vk::ImageLayout::COLOR_ATTACHMENT_OPTIMAL,
                load: vk::AttachmentLoadOp::DONT_CARE,
                store: vk::AttachmentStoreOp::NONE,
                clear: None,
                resolve: Some(Resolve {
                    view: 0,
                    ring: 0,
                    layout: vk::ImageLayout::GENERAL,
                    mode: vk::ResolveModeFlags::AVERAGE,
                }),
            },
        ];
        /// Vertex buffers of raster passes, as accesses.
        const VERTEX_BUFFERS: &[u32] = &[0];
        /// Operations of transfer passes.
        const TRANSFERS: &[Transfer] = &[
            Transfer::Blit {
                from: 0,
                to: 1,
                filter: vk::Filter::NEAREST,
            },
            Transfer::Clear {
                to: 0,
                value: ClearValue::Sint([-1, 0, 1, -2147483648]),
            },
            Transfer::Clear {
                to: 0,
                value: ClearValue::Uint([4294967295, 4294967295, 4294967295, 4294967295]),
            },
            Transfer::Clear {
                to: 0,
                value: ClearValue::DepthStencil(1.0, 255),
            },
            Transfer::Clear {
                to: 0,
                value: ClearValue::Fill(0),
            },
        ];
        /// Points between levels where barriers stand.
        const CUTS: &[Cut] = &[
            Cut {
                memory: Span { start: 0, len: 0 },
                buffers: Span { start: 0, len: 0 },
                images: Span { start: 0, len: 0 },
            },
        ];
        /// Buffer barriers.
        const BUFFER_BARRIERS: &[BufferBarrier] = &[
            BufferBarrier {
                resource: 0,
                ring: 0,
                bytes: (0, 18446744073709551615),
                scope: Scope {
                    src_stages: NO_PIPELINE_STAGE,
                    src_access: NO_ACCESS,
                    dst_stages: vk::PipelineStageFlags2::ALL_COMMANDS,
                    dst_access: vk::AccessFlags2::MEMORY_READ,
                },
                queues: (0, 1),
                reasons: Span { start: 0, len: 0 },
            },
        ];
        /// Why the barriers stand.
        const REASONS: &[Reason] = &[
            Reason {
                resource: 0,
                from: None,
                to: None,
                frames_back: 0,
                hazard: Hazard::WriteAfterRead,
            },
            Reason {
                resource: 0,
                from: None,
                to: None,
                frames_back: 0,
                hazard: Hazard::WriteAfterWrite,
            },
            Reason {
                resource: 0,
                from: None,
                to: None,
                frames_back: 0,
                hazard: Hazard::Contract,
            },
        ];
        /// Queues.
        const QUEUES: &[Queue] = &[
            Queue {
                kind: QueueKind::Compute,
                device: 0,
                batches: 1,
            },
            Queue {
                kind: QueueKind::Transfer,
                device: 1,
                batches: 1,
            },
        ];
        /// Waits of the batches.
        const WAITS: &[Wait] = &[
            Wait {
                queue: 1,
                batch: 0,
                frames_back: 1,
                stages: vk::PipelineStageFlags2::COPY,
            },
        ];
        /// What the sets' descriptors point at.
        const DESCRIPTORS: &[Descriptor] = &[
            Descriptor {
                binding: 1,
                element: 2,
                ty: vk::DescriptorType::STORAGE_BUFFER,
                target: Target::Buffer {
                    resource: 0,
                    ring: 0,
                    offset: 256,
                    size: 18446744073709551615,
                },
            },
            Descriptor {
                binding: 1,
                element: 2,
                ty: vk::DescriptorType::STORAGE_BUFFER,
                target: Target::Sampler(0),
            },
            Descriptor {
                binding: 1,
                element: 2,
                ty: vk::DescriptorType::STORAGE_BUFFER,
                target: Target::Texels { view: 0, ring: 1 },
            },
            Descriptor {
                binding: 1,
                element: 2,
                ty: vk::DescriptorType::STORAGE_BUFFER,
                target: Target::AccelerationStructure {
                    resource: 1,
                },
            },
        ];
        /// Pipelines.
        const PIPELINES: &[Pipeline] = &[
            Pipeline {
                name: Borrowed("p"),
                layout: 0,
                stages: Span { start: 0, len: 0 },
                raster: Some(RasterState {
                    topology: vk::PrimitiveTopology::TRIANGLE_STRIP,
                    cull: vk::CullModeFlags::BACK,
                    front_face: vk::FrontFace::COUNTER_CLOCKWISE,
                    polygon: vk::PolygonMode::FILL,
                    primitive_restart: true,
                    patch_vertices: 3,
                    depth_bias: Some(DepthBias {
                        constant: 1.5,
                        slope: -2.0,
                        clamp: 0.25,
                    }),
                    depth_clamp: true,
                    depth_compare: Some(vk::CompareOp::LESS_OR_EQUAL),
                    depth_write: true,
                    stencil: Some(StencilState {
                        front: StencilFace {
                            fail: vk::StencilOp::KEEP,
                            pass: vk::StencilOp::REPLACE,
                            depth_fail: vk::StencilOp::KEEP,
                            compare: vk::CompareOp::EQUAL,
                            read_mask: 15,
                            write_mask: 255,
                            reference: 1,
                        },
                        back: StencilFace {
                            fail: vk::StencilOp::KEEP,
                            pass: vk::StencilOp::KEEP,
                            depth_fail: vk::StencilOp::KEEP,
                            compare: vk::CompareOp::NEVER,
                            read_mask: 0,
                            write_mask: 0,
                            reference: 0,
                        },
                        by_frame: true,
                    }),
                    samples: vk::SampleCountFlags::TYPE_4,
                    sample_shading: Some(0.5),
                    alpha_to_coverage: true,
                    alpha_to_one: false,
                    vertex_bindings: Span { start: 0, len: 1 },
                    vertex_attributes: Span { start: 0, len: 1 },
                    colors: Span { start: 0, len: 4 },
                    depth_format: vk::Format::D32_SFLOAT_S8_UINT,
                    stencil_format: vk::Format::D32_SFLOAT_S8_UINT,
                    view_mask: 3,
                }),
            },
        ];
        /// Vertex buffers of the raster pipelines.
        const VERTEX_BINDINGS: &[VertexBinding] = &[
            VertexBinding {
                stride: 16,
                rate: vk::VertexInputRate::INSTANCE,
            },
        ];
        /// Vertex inputs of the raster pipelines.
        const VERTEX_ATTRIBUTES: &[VertexAttribute] = &[
            VertexAttribute {
                location: 1,
                binding: 0,
                format: vk::Format::R32G32_SFLOAT,
                offset: 8,
            },
        ];
        /// Colour formats and blend states.
        const COLOR_TARGETS: &[ColorTarget] = &[
            ColorTarget {
                format: vk::Format::R8G8B8A8_UNORM,
                blend: Blend::Replace,
                mask: COLOR_COMPONENT__R__G__B__A,
            },
            ColorTarget {
                format: vk::Format::R8G8B8A8_UNORM,
                blend: Blend::Alpha,
                mask: COLOR_COMPONENT__R__G__B__A,
            },
            ColorTarget {
                format: vk::Format::R8G8B8A8_UNORM,
                blend: Blend::Premultiplied,
                mask: COLOR_COMPONENT__R__G__B__A,
            },
            ColorTarget {
                format: vk::Format::R8G8B8A8_UNORM,
                blend: Blend::Add,
                mask: COLOR_COMPONENT__R__G__B__A,
            },
            ColorTarget {
                format: vk::Format::R8G8B8A8_UNORM,
                blend: Blend::Multiply,
                mask: COLOR_COMPONENT__R__G__B__A,
            },
        ];
        Plan {
            name: Borrowed("Odds"),
            frames_in_flight: 2,
            max_extent: [1280, 720],
            min_extent: None,
            budget: None,
            size_ops: Borrowed(SIZE_OPS),
            params: Borrowed(PARAMS),
            resources: Borrowed(RESOURCES),
            views: Borrowed(&[]),
            buffer_views: Borrowed(BUFFER_VIEWS),
            passes: Borrowed(PASSES),
            accesses: Borrowed(&[]),
            attachments: Borrowed(ATTACHMENTS),
            vertex_buffers: Borrowed(VERTEX_BUFFERS),
            transfers: Borrowed(TRANSFERS),
            cuts: Borrowed(CUTS),
            memory_barriers: Borrowed(&[]),
            buffer_barriers: Borrowed(BUFFER_BARRIERS),
            image_barriers: Borrowed(&[]),
            reasons: Borrowed(REASONS),
            initial: Borrowed(&[]),
            segments: Borrowed(&[]),
            queues: Borrowed(QUEUES),
            batches: Borrowed(&[]),
            waits: Borrowed(WAITS),
            pools: Borrowed(&[]),
            placements: Borrowed(&[]),
            shaders: Borrowed(&[]),
            samplers: Borrowed(&[]),
            set_layouts: Borrowed(&[]),
            layout_bindings: Borrowed(&[]),
            sets: Borrowed(&[]),
            descriptors: Borrowed(DESCRIPTORS),
            pipeline_layouts: Borrowed(&[]),
            pipeline_layout_sets: Borrowed(&[]),
            push_ranges: Borrowed(&[]),
            pipelines: Borrowed(PIPELINES),
            stages: Borrowed(&[]),
            spec_entries: Borrowed(&[]),
            vertex_bindings: Borrowed(VERTEX_BINDINGS),
            vertex_attributes: Borrowed(VERTEX_ATTRIBUTES),
            color_targets: Borrowed(COLOR_TARGETS),
            undefined_reads: Borrowed(&[]),
            culled: Borrowed(&[]),
            culled_accesses: Borrowed(&[]),
            may_alias: Borrowed(&[]),
            needs: Needs {
                api_version: 0,
                graphics: false,
                present: false,
                swapchain_usage: NO_IMAGE_USAGE,
                swapchain_format: vk::Format::UNDEFINED,
                swapchain_features: NO_FORMAT_FEATURE,
                features: Borrowed(&[]),
                extensions: Borrowed(&[]),
                formats: Borrowed(&[]),
                limits: Borrowed(&[]),
            },
            reservation: Reservation {
                images: 0,
                image_views: 0,
                buffer_views: 0,
                buffers: 0,
                samplers: 0,
                set_layouts: 0,
                sets: 0,
                pipeline_layouts: 0,
                pipelines: 0,
                command_buffers: 0,
                semaphores: 0,
                transient_bytes: 0,
                transient_bytes_without_aliasing: 0,
                live_peak_bytes: 0,
                persistent_bytes: 0,
                host_bytes: 0,
                descriptors: Borrowed(&[]),
            },
        }
    };
    Family {
        name: Borrowed("Post"),
        switches: Borrowed(
            &[
                Switch {
                    name: Borrowed("quality"),
                    values: Borrowed(&[Borrowed("low"), Borrowed("high")]),
                },
            ],
        ),
        plans: Borrowed(&[PLAN_0, PLAN_1]),
    }
}
