//! Pipelines on several threads: the driver's calls are watched, and some fail.

use std::collections::BTreeSet;
use std::ffi::{CStr, c_char};
use std::mem::transmute;
use std::num::NonZero;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::ThreadId;
use std::time::Duration;

use ash::vk;
use vixen::device::{InstanceOptions, Validation};
use vixen::plan::{Recorded, Span, SpecEntry, Work};
use vixen::tracker::Phase;
use vixen::{Error, Instance, Options};

use crate::harness::build::Build;
use crate::harness::{Bench, Graph};

const COUNT: u32 = 12;
const EMPTY: &str = "#version 460\nlayout(local_size_x = 1) in;\nvoid main() {}";

type Function = unsafe extern "system" fn();

/// What the shim saw and does. One test at a time has it.
struct Watch {
    /// Threads that made a pipeline.
    threads: BTreeSet<String>,
    /// Numbers of the pipelines that were asked for.
    asked: BTreeSet<u32>,
    /// Numbers of those that fail.
    fail: &'static [u32],
}

static WATCH: Mutex<Watch> =
    Mutex::new(Watch { threads: BTreeSet::new(), asked: BTreeSet::new(), fail: &[] });
static ALONE: Mutex<()> = Mutex::new(());
static LOADER: OnceLock<ash::Entry> = OnceLock::new();
/// Of the instance and device of the test: the next ones' may lie elsewhere, for layers are loaded anew.
static DEVICE_PROC: Mutex<Option<vk::PFN_vkGetDeviceProcAddr>> = Mutex::new(None);
static REAL: Mutex<Option<vk::PFN_vkCreateComputePipelines>> = Mutex::new(None);

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

unsafe extern "system" fn instance_proc(
    instance: vk::Instance,
    name: *const c_char,
) -> vk::PFN_vkVoidFunction {
    // SAFETY: the arguments are the caller's, the name ends in a nul; the function is of this name's type.
    unsafe {
        let real = LOADER.get()?.get_instance_proc_addr(instance, name)?;
        if CStr::from_ptr(name) != c"vkGetDeviceProcAddr" {
            return Some(real);
        }
        *locked(&DEVICE_PROC) = Some(transmute::<Function, vk::PFN_vkGetDeviceProcAddr>(real));
        Some(transmute::<vk::PFN_vkGetDeviceProcAddr, Function>(device_proc))
    }
}

unsafe extern "system" fn device_proc(
    device: vk::Device,
    name: *const c_char,
) -> vk::PFN_vkVoidFunction {
    // SAFETY: as above; `instance_proc` kept the loader's function before it gave this one out.
    unsafe {
        let real = (*locked(&DEVICE_PROC))?(device, name)?;
        if CStr::from_ptr(name) != c"vkCreateComputePipelines" {
            return Some(real);
        }
        *locked(&REAL) = Some(transmute::<Function, vk::PFN_vkCreateComputePipelines>(real));
        Some(transmute::<vk::PFN_vkCreateComputePipelines, Function>(create))
    }
}

unsafe extern "system" fn create(
    device: vk::Device,
    cache: vk::PipelineCache,
    count: u32,
    infos: *const vk::ComputePipelineCreateInfo<'_>,
    callbacks: *const vk::AllocationCallbacks<'_>,
    made: *mut vk::Pipeline,
) -> vk::Result {
    // SAFETY: the caller keeps to the valid usage; the graph's only constant is the number of the pipeline.
    let number = unsafe { *(*(*infos).stage.p_specialization_info).p_data.cast::<u32>() };
    let fails = {
        let mut watch = locked(&WATCH);
        let thread: ThreadId = std::thread::current().id();
        watch.threads.insert(format!("{thread:?}"));
        watch.asked.insert(number);
        watch.fail.contains(&number)
    };
    // Long enough for every thread to come for work.
    std::thread::sleep(Duration::from_millis(20));
    if fails {
        // SAFETY: a failure leaves null handles (specification, "Multiple Pipeline Creation").
        unsafe { made.write_bytes(0, count as usize) };
        return vk::Result::ERROR_OUT_OF_HOST_MEMORY;
    }
    let real = *locked(&REAL);
    // SAFETY: the arguments are the caller's.
    real.map_or(vk::Result::ERROR_UNKNOWN, |real| unsafe {
        real(device, cache, count, infos, callbacks, made)
    })
}

fn bench() -> Bench {
    // SAFETY: the system's loader, which stays open.
    LOADER.get_or_init(|| unsafe { ash::Entry::load() }.unwrap());
    let functions = ash::StaticFn { get_instance_proc_addr: instance_proc };
    // SAFETY: what is not watched is passed on to the loader, and what is behaves as Vulkan may.
    let entry = unsafe { ash::Entry::from_static_fn(functions) };
    let options = InstanceOptions { validation: Validation::On, ..InstanceOptions::default() };
    // SAFETY: as above.
    Bench::on(&unsafe { Instance::with_entry(entry, &options) }.unwrap())
}

/// Passes with a pipeline each, whose constant 7 is its number.
fn many() -> Graph {
    const NAMES: [&str; COUNT as usize] =
        ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11"];
    let mut b = Build::new("many", 1);
    let groups = b.expr(&[vixen::plan::SizeOp::Vector([1, 1, 1])]);
    for name in NAMES {
        b.compute((name, 0), EMPTY, &[], (1, false), (Work::Dispatch(groups), 0));
    }
    b.cut(&[], &[]);
    b.cut(&[], &[]);
    b.segment((0, COUNT), Recorded::Once, 1, false);
    let entries = (0..COUNT).map(|value| SpecEntry { id: 7, value: value.into(), size: 4 });
    b.plan.spec_entries = entries.collect::<Vec<_>>().into();
    for (number, stage) in (0..).zip(b.plan.stages.to_mut()) {
        stage.spec = Span::new(number, 1);
    }
    b.finish(vk::PipelineStageFlags2::NONE)
}

fn options(threads: usize) -> Options {
    Options { pipeline_threads: NonZero::new(threads), ..Options::default() }
}

/// Sets up on so many threads: what came of it, which threads made pipelines, which pipelines were asked for, and the
/// objects that were counted.
fn set_up(threads: usize, fail: &'static [u32]) -> (Result<(), Error>, usize, BTreeSet<u32>, u64) {
    let _alone = locked(&ALONE);
    *locked(&WATCH) = Watch { threads: BTreeSet::new(), asked: BTreeSet::new(), fail };
    let bench = bench();
    let result = bench.try_executor(&many(), &options(threads));
    let objects = Phase::ALL.map(|phase| bench.device.tracker().phase(phase).vulkan_objects);
    let in_compile = bench.device.tracker().phase(Phase::Compile).vulkan_objects;
    assert!(in_compile >= u64::from(COUNT), "threads count in the phase of the set-up");
    let result = result.map(|mut executor| {
        executor.begin().unwrap().submit(&(), |_, _| {}).unwrap();
    });
    // A pipeline that was made and forgotten is a message of the layer's here.
    bench.finish();
    let watch = locked(&WATCH);
    (result, watch.threads.len(), watch.asked.clone(), objects.iter().sum())
}

#[test]
fn pipelines_are_made_on_as_many_threads_as_are_allowed() {
    let (result, threads, asked, alone) = set_up(1, &[]);
    result.unwrap();
    assert_eq!((threads, asked.len()), (1, COUNT as usize));
    let (result, threads, asked, together) = set_up(4, &[]);
    result.unwrap();
    assert_eq!((threads, asked.len()), (4, COUNT as usize));
    assert_eq!(alone, together, "each thread counts what it makes");
}

#[test]
fn the_first_of_the_pipelines_that_fail_is_named_on_any_number_of_threads() {
    for threads in [1, 2, 5, 64] {
        let (result, _, asked, _) = set_up(threads, &[9, 5, 6]);
        let error = result.unwrap_err();
        assert!(matches!(error, Error::OutOfMemory { .. }));
        let place = error.place().unwrap();
        assert_eq!(place.pass_name(), Some("p5"), "{error}");
        assert_eq!(place.graph_name(), Some("many"));
        assert!((0..=5).all(|number| asked.contains(&number)), "all before it: {asked:?}");
    }
}
