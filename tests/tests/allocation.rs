//! The allocation suite: every graph of the libraries for 5,000 frames, in which nothing may be allocated.
//!
//! What is counted is counted from outside: heap blocks by this program's own global allocator, Vulkan
//! objects and device memory by a shim between the program and the loader. (The sample plans of the runtime
//! go through the same in `runtime/tests/frames_allocate_nothing.rs`, where one of each is planted, too.)

#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

#[path = "../../runtime/tests/harness/outside.rs"]
mod outside;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Mutex;
use std::sync::atomic::Ordering;

use ash::vk;
use vixen::device::{DeviceOptions, LayerFault, Needs};
use vixen::{Device, Dispatch, Executor, Frame, Graph, Options};
use vixen_examples::voxel::{LAYER_FAULTS, VoxelWorld};
use vixen_graphs::post::Glow;

/// Frames that must not allocate.
const FRAMES: u64 = 5000;
/// Frames before, until every ring has been used.
const WARM_UP: u64 = 16;

thread_local! {
    /// Heap blocks that this thread asked for.
    static BLOCKS: Cell<u64> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call goes to the system's allocator as it came; the counter is a plain cell of the thread, made
// without an allocation.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count();
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(block, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The shim's counts are the process's: one test at a time.
static ALONE: Mutex<()> = Mutex::new(());

fn count() {
    // A thread that is ending has no cell any more; it runs no frame either.
    let _ = BLOCKS.try_with(|blocks| blocks.set(blocks.get() + 1));
}

/// Heap blocks of this thread, Vulkan objects, blocks of device memory.
fn counts() -> [u64; 3] {
    let outside = [&outside::OBJECTS, &outside::MEMORY].map(|c| c.load(Ordering::Relaxed));
    [BLOCKS.with(Cell::get), outside[0], outside[1]]
}

/// What so many frames of a graph allocate, once the rings have been used. `write` fills the uploads.
fn allocated<G: Graph + Dispatch<()>>(
    extent: [u32; 2],
    layer_faults: &[LayerFault],
    inputs: &G::Inputs,
    mut write: impl FnMut(&mut Frame<'_, G>, &Device),
) -> [u64; 3] {
    let instance = outside::watched_instance(layer_faults);
    let messages = instance.messages().clone();
    let needs = Needs::of::<G>().unwrap();
    let device = Device::new(&instance, &DeviceOptions { needs, ..Default::default() }).unwrap();
    let options = Options { extent, ..Options::default() };
    let mut executor = Executor::<G>::new(&device, &options).unwrap();
    let mut frame = || {
        let mut frame = executor.begin().unwrap();
        write(&mut frame, &device);
        frame.submit(inputs, &mut ()).unwrap();
    };
    for _ in 0..WARM_UP {
        frame();
    }
    let before = counts();
    for _ in 0..FRAMES {
        frame();
    }
    let after = counts();
    drop(executor);
    drop(device);
    messages.verify().unwrap();
    [0, 1, 2].map(|kind| after[kind] - before[kind])
}

#[test]
fn the_glow_graph_allocates_nothing() {
    let _alone = ALONE.lock().unwrap();
    let mut inputs = vixen_graphs::post::GlowInputs::default();
    inputs.blur_x.radius = 2;
    inputs.tone.exposure = 1.0;
    assert_eq!(allocated::<Glow>([24, 16], &[], &inputs, |_, _| ()), [0; 3]);
}

#[test]
fn the_voxel_world_allocates_nothing() {
    let _alone = ALONE.lock().unwrap();
    let inputs = vixen_examples::voxel::VoxelWorldInputs::default();
    assert_eq!(allocated::<VoxelWorld>([16, 8], LAYER_FAULTS, &inputs, |_, _| ()), [0; 3]);
}

#[test]
fn a_planted_allocation_is_counted() {
    let _alone = ALONE.lock().unwrap();
    let inputs = vixen_graphs::post::GlowInputs::default();
    let mut planted = None;
    let [blocks, objects, memory] = allocated::<Glow>([24, 16], &[], &inputs, |frame, device| {
        if frame.number() == WARM_UP {
            let info = vk::SemaphoreCreateInfo::default();
            // SAFETY: a plain request, given back a frame later.
            let semaphore = unsafe { device.create_semaphore(&info, "planted") }.unwrap();
            let memory = device.allocate_memory(256, 0, "planted").unwrap();
            planted = std::hint::black_box(Some((Box::new(semaphore), memory)));
        } else if let Some((semaphore, memory)) = planted.take() {
            // SAFETY: the device never used them.
            unsafe {
                device.destroy_semaphore(*semaphore);
                device.free_memory(memory);
            }
        }
    });
    assert_eq!((blocks >= 1, objects, memory), (true, 1, 1));
}
