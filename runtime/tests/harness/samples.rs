//! Small graphs, as plans written by hand.

use ash::vk::{
    self, AccessFlags2 as Access, DescriptorType as Type, Format, ImageLayout as Layout,
    ImageUsageFlags as Usage, PipelineStageFlags2 as Stage,
};
use vixen::plan::{
    ClearValue, Lifetime, MemoryClass, Placement, Pool, Recorded, SizeOp, Span, Subresources,
    Target, Transfer, Work,
};
use vixen::{DynExecutor, Inputs, Options};

use super::Graph;
use super::build::{Build, COLOR, cleared, scope, whole};

pub(crate) const FILL: &str = include_str!("shaders/fill.comp");
const STEP: &str = include_str!("shaders/step.comp");
const SCALE: &str = include_str!("shaders/scale.comp");

const NO_LAYOUT: Layout = Layout::UNDEFINED;
pub(crate) const COUNT: u64 = 256;
pub(crate) const BYTES: u64 = COUNT * 4;

const HALF: &str = include_str!("shaders/half.vert");
const PRIMITIVE: &str = include_str!("shaders/primitive.frag");
const PAINT: &str = include_str!("shaders/paint.comp");

const COLOR_WRITE: (Stage, Access) =
    (Stage::COLOR_ATTACHMENT_OUTPUT, Access::COLOR_ATTACHMENT_WRITE);
const NOTHING: (Stage, Access) = (Stage::NONE, Access::NONE);

pub(crate) fn run(executor: &mut DynExecutor, inputs: &impl Inputs) {
    executor.begin().unwrap().submit(inputs, |_, _| {}).unwrap();
}

pub(crate) fn options(extent: [u32; 2]) -> Options {
    Options { extent, ..Options::default() }
}

fn storage() -> vk::BufferUsageFlags {
    vk::BufferUsageFlags::STORAGE_BUFFER
        | vk::BufferUsageFlags::TRANSFER_SRC
        | vk::BufferUsageFlags::TRANSFER_DST
}

pub(crate) const COMPUTE: (Stage, Access) = (Stage::COMPUTE_SHADER, Access::SHADER_STORAGE_WRITE);
const COPY_READ: (Stage, Access) = (Stage::COPY, Access::TRANSFER_READ);
const COPY_WRITE: (Stage, Access) = (Stage::COPY, Access::TRANSFER_WRITE);
pub(crate) const HOST: (Stage, Access) = (Stage::HOST, Access::HOST_READ);

/// Push constants of one pass, and a typed upload.
pub(crate) struct Given {
    pub(crate) push: [u8; 4],
    pub(crate) upload: Option<(u32, [u8; 16])>,
}

impl Given {
    pub(crate) fn seed(seed: u32) -> Self {
        Self { push: seed.to_le_bytes(), upload: None }
    }
}

impl Inputs for Given {
    fn push(&self, _: u32) -> &[u8] {
        &self.push
    }

    fn upload(&self, resource: u32) -> Option<&[u8]> {
        self.upload.as_ref().filter(|(id, _)| *id == resource).map(|(_, bytes)| &bytes[..])
    }
}

/// A transient filled by a pass with push constants, then copied to the readback. Segments as asked.
pub(crate) fn fill(split: bool) -> (Graph, u32) {
    let mut b = Build::new("fill", 2);
    let kind = (Lifetime::Persistent, 1, MemoryClass::Device);
    let data = b.buffer("data", kind, BYTES, storage());
    let out = b.readback(BYTES);
    let groups = b.expr(&[
        SizeOp::Scalar(COUNT / 64),
        SizeOp::Scalar(1),
        SizeOp::Scalar(1),
        SizeOp::Compose,
    ]);
    b.compute(
        ("fill", 0),
        FILL,
        &[(Type::STORAGE_BUFFER, whole(data, 0))],
        (1, false),
        (Work::Dispatch(groups), 4),
    );
    let (from, to) =
        (b.access("from", data, NO_LAYOUT, None), b.access("to", out, NO_LAYOUT, None));
    b.transfer(("copy", 1), &[Transfer::Copy { from, to }]);
    // The copy of the frame before must be through with the words.
    b.cut(&[scope((Stage::COPY, Access::NONE), (Stage::COMPUTE_SHADER, Access::NONE))], &[]);
    b.cut(&[scope(COMPUTE, COPY_READ)], &[]);
    b.cut(&[scope(COPY_WRITE, HOST)], &[]);
    if split {
        b.segment((0, 1), Recorded::EveryFrame, 2, false);
        b.segment((1, 1), Recorded::Once, 2, false);
    } else {
        b.segment((0, 2), Recorded::EveryFrame, 2, false);
    }
    (b.finish(Stage::NONE), out)
}

/// A history of two: each frame writes its predecessor's words and one more, and copies them out.
pub(crate) fn history() -> (Graph, u32) {
    let mut b = Build::new("history", 2);
    let kind = (Lifetime::History, 2, MemoryClass::Device);
    let ring = b.buffer("ring", kind, BYTES, storage());
    b.clear_buffer(ring, 2, 100);
    let out = b.readback(BYTES);
    let groups = b.expr(&[SizeOp::Vector([COUNT / 64, 1, 1])]);
    b.compute(
        ("step", 0),
        STEP,
        &[(Type::STORAGE_BUFFER, whole(ring, 1)), (Type::STORAGE_BUFFER, whole(ring, 0))],
        (2, false),
        (Work::Dispatch(groups), 0),
    );
    let (from, to) =
        (b.access("from", ring, NO_LAYOUT, None), b.access("to", out, NO_LAYOUT, None));
    b.transfer(("copy", 1), &[Transfer::Copy { from, to }]);
    let read_write =
        (Stage::COMPUTE_SHADER, Access::SHADER_STORAGE_READ | Access::SHADER_STORAGE_WRITE);
    let earlier = (Stage::COMPUTE_SHADER | Stage::COPY, Access::SHADER_STORAGE_WRITE);
    b.cut(&[scope(earlier, read_write)], &[]);
    b.cut(&[scope(COMPUTE, COPY_READ)], &[]);
    b.cut(&[scope(COPY_WRITE, HOST)], &[]);
    b.segment((0, 2), Recorded::Once, 2, false);
    (b.finish(Stage::NONE), out)
}

/// A uniform that the program gives each frame, as a value or through the frame.
pub(crate) fn scaled() -> (Graph, u32, u32) {
    let mut b = Build::new("scaled", 3);
    let kind = (Lifetime::Upload, 3, MemoryClass::Upload);
    let factor = b.buffer("factor", kind, 16, vk::BufferUsageFlags::UNIFORM_BUFFER);
    let out = b.readback(BYTES);
    let groups = b.expr(&[SizeOp::Vector([COUNT / 64, 1, 1])]);
    b.compute(
        ("scale", 0),
        SCALE,
        &[(Type::UNIFORM_BUFFER, whole(factor, 0)), (Type::STORAGE_BUFFER, whole(out, 0))],
        (3, false),
        (Work::Dispatch(groups), 0),
    );
    b.cut(&[], &[]);
    b.cut(&[scope(COMPUTE, HOST)], &[]);
    b.segment((0, 1), Recorded::Once, 3, false);
    (b.finish(Stage::NONE), factor, out)
}

/// A screen that is cleared to blue and drawn on, with a depth test.
pub(crate) fn drawn(swapchain_period: u32) -> Graph {
    let mut b = Build::new("drawn", 2);
    b.plan.needs.swapchain_usage = Usage::COLOR_ATTACHMENT;
    let screen = b.image(
        "screen",
        (Lifetime::Swapchain, 1),
        Format::UNDEFINED,
        &[SizeOp::Swapchain],
        Usage::COLOR_ATTACHMENT,
    );
    let depth = b.image(
        "depth",
        (Lifetime::Transient, 1),
        Format::D32_SFLOAT,
        &[SizeOp::Swapchain],
        Usage::DEPTH_STENCIL_ATTACHMENT,
    );
    b.access("depth", depth, Layout::DEPTH_STENCIL_ATTACHMENT_OPTIMAL, None);
    let depth_range = Subresources { aspects: vk::ImageAspectFlags::DEPTH, ..COLOR };
    let color_view = b.view(screen, COLOR, Usage::COLOR_ATTACHMENT);
    let depth_view = b.view(depth, depth_range, Usage::DEPTH_STENCIL_ATTACHMENT);
    let color = cleared(
        color_view,
        Layout::COLOR_ATTACHMENT_OPTIMAL,
        ClearValue::Float([0.0, 0.0, 1.0, 1.0]),
    );
    let depth_layout = Layout::DEPTH_STENCIL_ATTACHMENT_OPTIMAL;
    let mut depth_target = cleared(depth_view, depth_layout, ClearValue::DepthStencil(0.7, 0));
    depth_target.store = vk::AttachmentStoreOp::DONT_CARE;
    let (vertices, instances) = (b.expr(&[SizeOp::Scalar(9)]), b.expr(&[SizeOp::Scalar(1)]));
    b.raster(
        ("draw", 0),
        (HALF, PRIMITIVE),
        (color, Format::UNDEFINED),
        Some(depth_target),
        Work::Draw { vertices, instances },
    );
    b.add(b.pass("present", 1, Work::Present));
    let tests = Stage::EARLY_FRAGMENT_TESTS | Stage::LATE_FRAGMENT_TESTS;
    let depth_access =
        Access::DEPTH_STENCIL_ATTACHMENT_READ | Access::DEPTH_STENCIL_ATTACHMENT_WRITE;
    let acquire = (Stage::COLOR_ATTACHMENT_OUTPUT, Access::NONE);
    let attachment = Layout::COLOR_ATTACHMENT_OPTIMAL;
    let before = (tests, Access::DEPTH_STENCIL_ATTACHMENT_WRITE);
    b.cut(
        &[],
        &[
            (screen, 0, COLOR, scope(acquire, COLOR_WRITE), [Layout::UNDEFINED, attachment]),
            (
                depth,
                0,
                depth_range,
                scope(before, (tests, depth_access)),
                [Layout::UNDEFINED, depth_layout],
            ),
        ],
    );
    b.cut(
        &[],
        &[(screen, 0, COLOR, scope(COLOR_WRITE, NOTHING), [attachment, Layout::PRESENT_SRC_KHR])],
    );
    b.cut(&[], &[]);
    b.segment((0, 2), Recorded::Once, swapchain_period, true);
    b.finish(Stage::COLOR_ATTACHMENT_OUTPUT)
}

/// A storage image painted, copied, blitted to twice its size, and both copied to the readback; the first
/// and the last may share memory with what they do not meet.
pub(crate) fn transfers() -> (Graph, u32) {
    let mut b = Build::new("transfers", 2);
    let usage = Usage::STORAGE | Usage::TRANSFER_SRC | Usage::TRANSFER_DST;
    let format = Format::R8G8B8A8_UNORM;
    let transient = (Lifetime::Transient, 1);
    let small = [SizeOp::Vector([8, 8, 1])];
    let painted = b.image("painted", transient, format, &small, usage);
    let copied = b.image("copied", transient, format, &small, usage);
    let large =
        [SizeOp::Resource { resource: painted, mip: 0 }, SizeOp::Scale([(2, 1), (2, 1), (1, 1)])];
    let blitted = b.image("blitted", transient, format, &large, usage);
    let out = b.readback(16 * 16 * 4);
    let view = b.view(painted, COLOR, Usage::STORAGE);
    let groups = b.expr(&[SizeOp::Vector([1, 1, 1])]);
    let target = Target::Image { view, ring: 0, layout: Layout::GENERAL };
    b.compute(
        ("paint", 0),
        PAINT,
        &[(Type::STORAGE_IMAGE, target)],
        (1, false),
        (Work::Dispatch(groups), 0),
    );
    let (src, dst) = (Layout::TRANSFER_SRC_OPTIMAL, Layout::TRANSFER_DST_OPTIMAL);
    let (from, to) = (b.access("from", painted, src, None), b.access("to", copied, dst, None));
    b.transfer(("copy", 1), &[Transfer::Copy { from, to }]);
    let (from, to) = (b.access("from", copied, src, None), b.access("to", blitted, dst, None));
    let filter = vk::Filter::NEAREST;
    b.transfer(("blit", 2), &[Transfer::Blit { from, to, filter }]);
    let from = b.access("from", blitted, src, None);
    let to = b.access("to", out, Layout::UNDEFINED, None);
    b.transfer(("read", 3), &[Transfer::Copy { from, to }]);
    transfer_cuts(&mut b, [painted, copied, blitted]);
    b.segment((0, 4), Recorded::Once, 2, false);
    // Painted and blitted are never in use at once, and lie in one place.
    let place = |resource, levels| Placement { resource, offset: 0, size: 0, levels };
    b.plan.placements =
        vec![place(blitted, (2, 3)), place(copied, (1, 2)), place(painted, (0, 1))].into();
    b.plan.pools = vec![Pool { placements: Span::new(0, 3), bytes: 0, images: true }].into();
    b.plan.may_alias = vec![(0, 2)].into();
    (b.finish(Stage::NONE), out)
}

fn transfer_cuts(b: &mut Build, [painted, copied, blitted]: [u32; 3]) {
    let (src, dst) = (Layout::TRANSFER_SRC_OPTIMAL, Layout::TRANSFER_DST_OPTIMAL);
    let paint = (Stage::COMPUTE_SHADER, Access::SHADER_STORAGE_WRITE);
    let copy_read = (Stage::COPY, Access::TRANSFER_READ);
    let copy_write = (Stage::COPY, Access::TRANSFER_WRITE);
    let blit_read = (Stage::BLIT, Access::TRANSFER_READ);
    let blit_write = (Stage::BLIT, Access::TRANSFER_WRITE);
    let undefined = Layout::UNDEFINED;
    // What lies where `painted` lies was blitted to and copied from in the frame before.
    let taken = (Stage::COPY | Stage::BLIT, Access::TRANSFER_WRITE);
    b.cut(&[], &[(painted, 0, COLOR, scope(taken, paint), [undefined, Layout::GENERAL])]);
    b.cut(
        &[],
        &[
            (painted, 0, COLOR, scope(paint, copy_read), [Layout::GENERAL, src]),
            (copied, 0, COLOR, scope((Stage::BLIT, Access::NONE), copy_write), [undefined, dst]),
        ],
    );
    b.cut(
        &[],
        &[
            (copied, 0, COLOR, scope(copy_write, blit_read), [dst, src]),
            (blitted, 0, COLOR, scope((Stage::COPY, Access::NONE), blit_write), [undefined, dst]),
        ],
    );
    b.cut(&[], &[(blitted, 0, COLOR, scope(blit_write, copy_read), [dst, src])]);
    b.cut(&[scope(copy_write, (Stage::HOST, Access::HOST_READ))], &[]);
}

/// One pass that fills the readback, recorded as `work` says.
pub(crate) fn direct(work: Work) -> (Graph, u32) {
    let mut b = Build::new("direct", 2);
    let out = b.readback(BYTES);
    b.compute(("fill", 0), FILL, &[(Type::STORAGE_BUFFER, whole(out, 0))], (2, false), (work, 4));
    let access = b.access("data", out, NO_LAYOUT, None);
    b.plan.passes.to_mut()[0].accesses = Span::new(access, 1);
    b.cut(&[], &[]);
    b.cut(&[scope(COMPUTE, HOST)], &[]);
    b.segment((0, 1), Recorded::EveryFrame, 2, false);
    (b.finish(Stage::NONE), out)
}
