//! A window opens, presents, follows its size and closes, without a message of the validation layer.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set up has failed")]

use std::borrow::Cow;
use std::sync::Arc;

use ash::vk;
use vixen::device::{InstanceOptions, Messages, Validation};
use vixen::plan::{
    Access, Attachment, Batch, Blend, ClearValue, ColorTarget, Cut, Expr, Family, Image,
    ImageBarrier, Lifetime, MemoryClass, Needs, Pass, Plan, Queue, QueueKind, Raster, Recorded,
    Reservation, Resource, Scope, Segment, Shape, SizeOp, Span, Subresources, View, Work,
};
use vixen::window::winit::dpi::PhysicalSize;
use vixen::window::winit::window::Window;
use vixen::window::{App, Next, WindowOptions, run};
use vixen::{Dispatch, Executor, Frame, Graph, Options, RawPass, Result};

const NONE: Span = Span::new(0, 0);
const ONE: Span = Span::new(0, 1);
const COLOR: Subresources = Subresources {
    aspects: vk::ImageAspectFlags::COLOR,
    base_mip: 0,
    mips: 1,
    base_layer: 0,
    layers: 1,
};
const ATTACHMENT: vk::ImageLayout = vk::ImageLayout::COLOR_ATTACHMENT_OPTIMAL;
const OUTPUT: vk::PipelineStageFlags2 = vk::PipelineStageFlags2::COLOR_ATTACHMENT_OUTPUT;
const WRITE: vk::AccessFlags2 = vk::AccessFlags2::COLOR_ATTACHMENT_WRITE;
const NO_STAGE: vk::PipelineStageFlags2 = vk::PipelineStageFlags2::NONE;
const NO_ACCESS: vk::AccessFlags2 = vk::AccessFlags2::NONE;

const SCREEN: Resource = Resource {
    name: Cow::Borrowed("screen"),
    lifetime: Lifetime::Swapchain,
    copies: 1,
    memory: MemoryClass::External,
    shape: Shape::Image(Image {
        ty: vk::ImageType::TYPE_2D,
        format: vk::Format::UNDEFINED,
        extent: Expr(ONE),
        mips: 1,
        layers: 1,
        samples: vk::SampleCountFlags::TYPE_1,
        usage: vk::ImageUsageFlags::COLOR_ATTACHMENT,
        flags: vk::ImageCreateFlags::empty(),
        aspects: vk::ImageAspectFlags::COLOR,
    }),
};

/// A raster pass that clears the screen and draws what the program's code draws.
const CLEAR: Pass = Pass {
    name: Cow::Borrowed("clear"),
    declared: 0,
    level: 0,
    queue: 0,
    device: 0,
    work: Work::Code,
    bind_point: vk::PipelineBindPoint::GRAPHICS,
    pipeline: None,
    layout: None,
    sets: NONE,
    push: None,
    raster: Some(Raster {
        colors: ONE,
        depth: None,
        stencil: None,
        area: Expr(ONE),
        layers: 1,
        view_mask: 0,
    }),
    vertices: NONE,
    indices: None,
    transfers: NONE,
    accesses: ONE,
};

const fn transition(
    (src_stages, src_access): (vk::PipelineStageFlags2, vk::AccessFlags2),
    (dst_stages, dst_access): (vk::PipelineStageFlags2, vk::AccessFlags2),
    (old_layout, new_layout): (vk::ImageLayout, vk::ImageLayout),
) -> ImageBarrier {
    ImageBarrier {
        resource: 0,
        ring: 0,
        range: COLOR,
        scope: Scope { src_stages, src_access, dst_stages, dst_access },
        old_layout,
        new_layout,
        queues: (0, 0),
        reasons: NONE,
    }
}

const fn cut(images: Span) -> Cut {
    Cut { memory: NONE, buffers: NONE, images }
}

const PLAN: Plan = Plan {
    name: Cow::Borrowed("shown"),
    frames_in_flight: 2,
    max_extent: [1920, 1080],
    min_extent: None,
    budget: None,
    size_ops: Cow::Borrowed(&[SizeOp::Swapchain]),
    params: Cow::Borrowed(&[]),
    resources: Cow::Borrowed(&[SCREEN]),
    views: Cow::Borrowed(&[View {
        resource: 0,
        ty: vk::ImageViewType::TYPE_2D,
        format: vk::Format::UNDEFINED,
        range: COLOR,
        usage: vk::ImageUsageFlags::COLOR_ATTACHMENT,
    }]),
    passes: Cow::Borrowed(&[
        CLEAR,
        Pass {
            name: Cow::Borrowed("present"),
            declared: 1,
            level: 1,
            work: Work::Present,
            raster: None,
            accesses: NONE,
            ..CLEAR
        },
    ]),
    accesses: Cow::Borrowed(&[Access {
        slot: Cow::Borrowed("target"),
        resource: 0,
        ring: 0,
        range: COLOR,
        bytes: (0, 0),
        stages: OUTPUT,
        access: WRITE,
        layout: ATTACHMENT,
        reads: false,
        writes: true,
        relaxed: false,
        view: Some(0),
    }]),
    attachments: Cow::Borrowed(&[Attachment {
        view: 0,
        ring: 0,
        layout: ATTACHMENT,
        load: vk::AttachmentLoadOp::CLEAR,
        store: vk::AttachmentStoreOp::STORE,
        clear: Some(ClearValue::Float([0.2, 0.4, 0.6, 1.0])),
        resolve: None,
    }]),
    buffer_views: Cow::Borrowed(&[]),
    vertex_buffers: Cow::Borrowed(&[]),
    vertex_bindings: Cow::Borrowed(&[]),
    vertex_attributes: Cow::Borrowed(&[]),
    transfers: Cow::Borrowed(&[]),
    cuts: Cow::Borrowed(&[cut(ONE), cut(Span::new(1, 1)), cut(NONE)]),
    memory_barriers: Cow::Borrowed(&[]),
    buffer_barriers: Cow::Borrowed(&[]),
    image_barriers: Cow::Borrowed(&[
        transition((OUTPUT, NO_ACCESS), (OUTPUT, WRITE), (vk::ImageLayout::UNDEFINED, ATTACHMENT)),
        transition(
            (OUTPUT, WRITE),
            (NO_STAGE, NO_ACCESS),
            (ATTACHMENT, vk::ImageLayout::PRESENT_SRC_KHR),
        ),
    ]),
    reasons: Cow::Borrowed(&[]),
    initial: Cow::Borrowed(&[]),
    queues: Cow::Borrowed(&[Queue { kind: QueueKind::Graphics, device: 0, batches: 1 }]),
    batches: Cow::Borrowed(&[Batch {
        queue: 0,
        segments: ONE,
        waits: NONE,
        acquire: OUTPUT,
        present: true,
    }]),
    waits: Cow::Borrowed(&[]),
    segments: Cow::Borrowed(&[Segment {
        passes: Span::new(0, 2),
        recorded: Recorded::EveryFrame,
        period: 2,
        swapchain: true,
    }]),
    pools: Cow::Borrowed(&[]),
    placements: Cow::Borrowed(&[]),
    may_alias: Cow::Borrowed(&[]),
    shaders: Cow::Borrowed(&[]),
    samplers: Cow::Borrowed(&[]),
    set_layouts: Cow::Borrowed(&[]),
    layout_bindings: Cow::Borrowed(&[]),
    sets: Cow::Borrowed(&[]),
    descriptors: Cow::Borrowed(&[]),
    pipeline_layouts: Cow::Borrowed(&[]),
    pipeline_layout_sets: Cow::Borrowed(&[]),
    push_ranges: Cow::Borrowed(&[]),
    pipelines: Cow::Borrowed(&[]),
    stages: Cow::Borrowed(&[]),
    spec_entries: Cow::Borrowed(&[]),
    color_targets: Cow::Borrowed(&[ColorTarget {
        format: vk::Format::UNDEFINED,
        blend: Blend::Replace,
        mask: vk::ColorComponentFlags::RGBA,
    }]),
    needs: Needs {
        api_version: vk::API_VERSION_1_3,
        features: Cow::Borrowed(&[]),
        extensions: Cow::Borrowed(&[]),
        formats: Cow::Borrowed(&[]),
        limits: Cow::Borrowed(&[]),
        graphics: true,
        present: true,
        swapchain_usage: vk::ImageUsageFlags::COLOR_ATTACHMENT,
        swapchain_format: vk::Format::UNDEFINED,
        swapchain_features: vk::FormatFeatureFlags2::COLOR_ATTACHMENT,
    },
    reservation: Reservation {
        images: 0,
        image_views: 8,
        buffer_views: 0,
        buffers: 0,
        samplers: 0,
        set_layouts: 0,
        sets: 0,
        descriptors: Cow::Borrowed(&[]),
        pipeline_layouts: 0,
        pipelines: 0,
        command_buffers: 16,
        semaphores: 1,
        transient_bytes: 0,
        transient_bytes_without_aliasing: 0,
        live_peak_bytes: 0,
        persistent_bytes: 0,
        host_bytes: 0,
    },
    undefined_reads: Cow::Borrowed(&[]),
    culled: Cow::Borrowed(&[]),
    culled_accesses: Cow::Borrowed(&[]),
};

struct Shown;

static FAMILY: Family = Family {
    name: Cow::Borrowed("shown"),
    switches: Cow::Borrowed(&[]),
    plans: Cow::Borrowed(&[PLAN]),
};

impl Graph for Shown {
    const FAMILY: &'static Family = &FAMILY;
    const SHADERS: &'static [&'static [u8]] = &[];
    type Inputs = ();
}

/// Calls of the pass's code.
struct Calls(u32);

impl Dispatch<Calls> for Shown {
    fn record(calls: &mut Calls, pass: u32, cx: RawPass<'_>) {
        let slot = cx.slot("target", 0).unwrap_or_default();
        assert_eq!((pass, slot.layout), (0, ATTACHMENT));
        assert_eq!([slot.extent.width, slot.extent.height], [cx.area().width, cx.area().height]);
        calls.0 += 1;
    }
}

/// Asks for another size at frame 10, sees it, asks for one that is wider than the graph can draw, and closes some frames later.
struct Script {
    calls: Calls,
    sizes: Vec<[u32; 2]>,
    is_wide: bool,
    last: Option<u64>,
    messages: Option<Arc<Messages>>,
}

impl App for Script {
    type Graph = Shown;

    fn start(&mut self, _: &Window, executor: &mut Executor<Shown>) -> Result<()> {
        self.messages = Some(executor.core().device().instance().messages().clone());
        Ok(())
    }

    fn frame(&mut self, window: &Window, frame: Frame<'_, Shown>) -> Result<Next> {
        let (number, extent) = (frame.number(), frame.extent());
        assert!(number < 10_000, "the window never changed its size: {:?}", self.sizes);
        if self.sizes.last() != Some(&extent) {
            self.sizes.push(extent);
        }
        if number == 10 {
            let _ = window.request_inner_size(PhysicalSize::new(300, 200));
        }
        if extent == [300, 200] && !self.is_wide {
            let _ = window.request_inner_size(PhysicalSize::new(2000, 300));
            self.is_wide = true;
        }
        if extent == [1920, 288] {
            self.last.get_or_insert(number + 20);
        }
        frame.submit(&(), &mut self.calls)?;
        Ok(if self.last.is_some_and(|last| number >= last) { Next::Close } else { Next::Continue })
    }
}

fn main() {
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|v| std::env::var_os(v).is_some());
    if !has_display && std::env::var_os("CI").is_none() {
        eprintln!("window: no display, nothing tested; `make test` starts one");
        return;
    }
    let instance = InstanceOptions { validation: Validation::On, ..InstanceOptions::default() };
    let graph = Options { extent: [200, 160], ..Options::default() };
    let options = WindowOptions { title: "window test", graph, instance, device: None };
    let mut script =
        Script { calls: Calls(0), sizes: Vec::new(), is_wide: false, last: None, messages: None };
    let report = run(&options, &mut script).unwrap();
    assert_eq!(script.sizes.first(), Some(&[200, 160]));
    assert!(script.sizes.contains(&[300, 200]), "{:?}", script.sizes);
    assert_eq!(
        report.extent,
        [1920, 288],
        "as wide as the graph goes, in the window's proportions"
    );
    let surface = report.screen.as_ref().and_then(|screen| screen.surface.as_ref()).unwrap();
    assert_eq!(surface.extent, [2000, 300]);
    assert!(surface.through.is_some());
    assert_eq!(u64::from(script.calls.0), report.frames, "a call a frame");
    assert!(report.frames >= 30);
    let execute = report.allocations.phase(vixen::tracker::Phase::Execute);
    assert_eq!((execute.vulkan_objects, execute.device_allocations), (0, 0));
    script.messages.unwrap().verify().unwrap();
    println!("window: {} frames over {:?}", report.frames, script.sizes);
}
