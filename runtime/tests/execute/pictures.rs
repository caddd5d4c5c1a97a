//! Raster, storage images, transfers between images, and shared memory, by the texels that come back.

use ash::vk::{
    self, AccessFlags2 as Access, DescriptorType as Type, Format, ImageLayout as Layout,
    ImageUsageFlags as Usage, PipelineStageFlags2 as Stage,
};
use vixen::plan::{
    ClearValue, Lifetime, Placement, Pool, Recorded, SizeOp, Span, Subresources, Target, Transfer,
    Work,
};
use vixen::{Options, ResourceId};

use crate::buffers::run;
use crate::harness::build::{Build, COLOR, cleared, scope};
use crate::harness::{Bench, Graph};

const HALF: &str = include_str!("shaders/half.vert");
const PRIMITIVE: &str = include_str!("shaders/primitive.frag");
const PAINT: &str = include_str!("shaders/paint.comp");

const COLOR_WRITE: (Stage, Access) =
    (Stage::COLOR_ATTACHMENT_OUTPUT, Access::COLOR_ATTACHMENT_WRITE);
const NOTHING: (Stage, Access) = (Stage::NONE, Access::NONE);

pub(crate) fn options(extent: [u32; 2]) -> Options {
    Options { extent, ..Options::default() }
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

#[test]
fn triangles_are_drawn_over_a_cleared_screen_behind_a_depth_test() {
    let bench = Bench::new();
    let graph = drawn(2);
    let mut executor = bench.executor(&graph, &options([64, 32]));
    for _ in 0..5 {
        run(&mut executor, &());
    }
    let pixels = executor.capture().unwrap();
    assert_eq!((pixels.extent, pixels.bytes.len()), ([64, 32], 64 * 32 * 4));
    let texel = |x: usize, y: usize| pixels.bytes[(y * 64 + x) * 4..][..4].to_vec();
    assert_eq!(texel(1, 1), [255, 0, 0, 255], "in front");
    assert_eq!(texel(31, 30), [255, 0, 0, 255], "in front");
    assert_eq!(texel(32, 1), [0, 0, 255, 255], "the green triangle fails the depth test");
    drop(executor);
    bench.finish();
}

/// A storage image painted, copied, blitted to twice its size, and both copied to the readback; the first
/// and the last may share memory with what they do not meet.
fn transfers() -> (Graph, u32) {
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

#[test]
fn images_are_copied_and_blitted_in_memory_that_they_share() {
    let bench = Bench::new();
    let (graph, out) = transfers();
    let mut executor = bench.executor(&graph, &Options::default());
    for _ in 0..4 {
        run(&mut executor, &());
    }
    executor.wait_idle().unwrap();
    let texels = executor.readback(ResourceId::new(out)).unwrap().bytes.to_vec();
    for (index, texel) in texels.chunks_exact(4).enumerate() {
        let (x, y) = (index % 16 / 2, index / 16 / 2);
        assert_eq!(texel, [x as u8, y as u8, 0, 255], "texel {index}");
    }
    let report = executor.report();
    assert!(report.transient_bytes < report.transient_bytes_without_aliasing, "{report}");
    drop(executor);
    bench.finish();
}

/// An image cleared, and the clear read back as words.
#[test]
fn clears_of_images_and_buffers_are_read_back() {
    let bench = Bench::new();
    let mut b = Build::new("cleared", 1);
    let usage = Usage::TRANSFER_SRC | Usage::TRANSFER_DST;
    let extent = [SizeOp::Vector([2, 2, 1])];
    let image = b.image("image", (Lifetime::Transient, 1), Format::R32_UINT, &extent, usage);
    let out = b.readback(32);
    let to = b.access("image", image, Layout::TRANSFER_DST_OPTIMAL, None);
    let half = b.access("result", out, Layout::UNDEFINED, None);
    b.plan.accesses.to_mut()[half as usize].bytes = (16, 16);
    b.transfer(
        ("clear", 0),
        &[
            Transfer::Clear { to, value: ClearValue::Uint([7; 4]) },
            Transfer::Clear { to: half, value: ClearValue::Fill(9) },
        ],
    );
    let from = b.access("image", image, Layout::TRANSFER_SRC_OPTIMAL, None);
    let to = b.access("result", out, Layout::UNDEFINED, None);
    b.transfer(("read", 1), &[Transfer::Copy { from, to }]);
    let clear = (Stage::CLEAR, Access::TRANSFER_WRITE);
    let read = (Stage::COPY, Access::TRANSFER_READ);
    let (dst, src) = (Layout::TRANSFER_DST_OPTIMAL, Layout::TRANSFER_SRC_OPTIMAL);
    let before = (Stage::COPY, Access::NONE);
    b.cut(&[], &[(image, 0, COLOR, scope(before, clear), [Layout::UNDEFINED, dst])]);
    b.cut(&[], &[(image, 0, COLOR, scope(clear, read), [dst, src])]);
    let written = (Stage::COPY | Stage::CLEAR, Access::TRANSFER_WRITE);
    b.cut(&[scope(written, (Stage::HOST, Access::HOST_READ))], &[]);
    b.segment((0, 2), Recorded::Once, 1, false);
    let graph = b.finish(Stage::NONE);
    let mut executor = bench.executor(&graph, &Options::default());
    run(&mut executor, &());
    run(&mut executor, &());
    executor.wait_idle().unwrap();
    let bytes = executor.readback(ResourceId::new(out)).unwrap().bytes;
    assert_eq!(crate::harness::words(bytes), [7, 7, 7, 7, 9, 9, 9, 9]);
    drop(executor);
    bench.finish();
}
