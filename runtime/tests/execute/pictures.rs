//! Raster, storage images, transfers between images, and shared memory, by the texels that come back.

use ash::vk::{
    AccessFlags2 as Access, Format, ImageLayout as Layout, ImageUsageFlags as Usage,
    PipelineStageFlags2 as Stage,
};
use vixen::plan::{ClearValue, Lifetime, Recorded, SizeOp, Transfer};
use vixen::{Options, ResourceId};

use crate::harness::Bench;
use crate::harness::build::{Build, COLOR, scope};
use crate::harness::samples::{drawn, options, run, transfers};

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
