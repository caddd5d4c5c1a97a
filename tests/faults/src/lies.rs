//! Drivers that lie: no devices, no memory, limits beyond sense.

use ash::vk;
use vixen::Error;
use vixen::device::{Unmet, Validation};

use crate::judge;
use crate::scenario::Scenario;
use crate::shim::Answers;
use crate::{graphs, window};

/// A driver's lie, and what came of it.
#[derive(Debug)]
pub struct Lie {
    /// What it says.
    pub name: &'static str,
    /// What the program was told; `None` where all went well.
    pub told: Option<String>,
    /// What was wrong.
    pub problems: Vec<String>,
}

/// What a program must be told.
type Expected = fn(&Error) -> bool;

/// A lie: its name, the graph that meets it, the answers and what the program must be told, if anything.
type Case = (&'static str, Scenario, Answers, Option<Expected>);

/// Tells every lie.
#[must_use]
pub fn lies() -> Vec<Lie> {
    let presented = window::has_display().then(presented).into_iter().flatten();
    devices().into_iter().chain(memory()).chain(presented).map(tell).collect()
}

fn tell((name, scenario, answers, expected): Case) -> Lie {
    // The layer knows the truth and would object to what the lie leads to.
    let scenario = Scenario { validation: Validation::Off, ..scenario };
    let run = judge::run_on(&scenario, None, answers);
    let mut problems: Vec<_> = judge::misuse(&run).iter().map(|p| format!("{p:?}")).collect();
    let error = run.errors.first().map(|(_, error)| error);
    let is_told = match (error, expected) {
        (Some(error), Some(expected)) => expected(error),
        (None, None) => true,
        _ => false,
    };
    if !is_told {
        problems.push(format!("told: {error:?}"));
    }
    Lie { name, told: error.map(ToString::to_string), problems }
}

/// Whether a device was refused for such a need.
fn refused(error: &Error, need: fn(&Unmet) -> bool) -> bool {
    matches!(error, Error::NoDevice(refusals) if refusals.0.iter().any(|r| r.unmet.iter().any(need)))
}

fn no_memory_type(error: &Error) -> bool {
    matches!(error, Error::NoMemoryType { .. })
}

fn out_of_memory(error: &Error) -> bool {
    matches!(error, Error::OutOfMemory { .. })
}

fn invalid(error: &Error) -> bool {
    matches!(error, Error::Invalid { .. })
}

fn devices() -> Vec<Case> {
    let none = Answers::default();
    vec![
        (
            "no device",
            graphs::glow(),
            Answers { no_devices: true, ..none },
            Some(|error| matches!(error, Error::NoDevice(refusals) if refusals.0.is_empty())),
        ),
        (
            "an old Vulkan",
            graphs::glow(),
            Answers { properties: Some(|p| p.api_version = vk::API_VERSION_1_2), ..none },
            Some(|error| refused(error, |unmet| matches!(unmet, Unmet::ApiVersion { .. }))),
        ),
        (
            "queues that only copy",
            graphs::glow(),
            Answers { queues: Some(|q| q.queue_flags = vk::QueueFlags::TRANSFER), ..none },
            Some(|error| refused(error, |unmet| matches!(unmet, Unmet::Queue(_)))),
        ),
        (
            "families without queues",
            graphs::glow(),
            Answers { queues: Some(|q| q.queue_count = 0), ..none },
            Some(|error| refused(error, |unmet| matches!(unmet, Unmet::Queue(_)))),
        ),
        (
            "formats that are good for nothing",
            graphs::glow(),
            Answers {
                formats: Some(|narrow, wide| {
                    *narrow = vk::FormatProperties::default();
                    (
                        wide.optimal_tiling_features,
                        wide.linear_tiling_features,
                        wide.buffer_features,
                    ) = Default::default();
                }),
                ..none
            },
            Some(|error| refused(error, |unmet| matches!(unmet, Unmet::Format { .. }))),
        ),
        (
            "images of one texel",
            graphs::glow(),
            Answers {
                images: Some(|i| {
                    i.max_extent = vk::Extent3D { width: 1, height: 1, depth: 1 };
                }),
                ..none
            },
            Some(invalid),
        ),
        (
            "queues that only compute, for a graph that draws",
            graphs::raster(),
            Answers { queues: Some(|q| q.queue_flags = vk::QueueFlags::COMPUTE), ..none },
            Some(|error| refused(error, |unmet| matches!(unmet, Unmet::Queue(_)))),
        ),
        (
            "queues that only compute, for a graph that computes",
            graphs::filled(),
            Answers { queues: Some(|q| q.queue_flags &= !vk::QueueFlags::GRAPHICS), ..none },
            None,
        ),
        (
            "limits of zero",
            graphs::uploaded(),
            Answers {
                properties: Some(|p| p.limits = vk::PhysicalDeviceLimits::default()),
                ..none
            },
            Some(invalid),
        ),
        ("limits without end", graphs::glow(), Answers { properties: Some(endless), ..none }, None),
        (
            "a name without an end",
            graphs::filled(),
            Answers { properties: Some(|p| p.device_name = [b'x'.cast_signed(); 256]), ..none },
            None,
        ),
    ]
}

fn endless(properties: &mut vk::PhysicalDeviceProperties) {
    let limits = &mut properties.limits;
    limits.max_image_dimension2_d = u32::MAX;
    limits.max_compute_work_group_count = [u32::MAX; 3];
    limits.max_push_constants_size = u32::MAX;
    limits.max_memory_allocation_count = u32::MAX;
    limits.max_storage_buffer_range = u32::MAX;
    limits.max_bound_descriptor_sets = u32::MAX;
}

fn memory() -> Vec<Case> {
    use vk::MemoryPropertyFlags as Flags;
    let none = Answers::default();
    vec![
        (
            "no memory type",
            graphs::uploaded(),
            Answers { memory: Some(|m| m.memory_type_count = 0), ..none },
            Some(no_memory_type),
        ),
        (
            "no memory that the host sees",
            graphs::uploaded(),
            Answers { memory: Some(|m| keep(m, !Flags::HOST_VISIBLE)), ..none },
            Some(no_memory_type),
        ),
        (
            "no memory of the device's own",
            graphs::glow(),
            Answers { memory: Some(|m| keep(m, !Flags::DEVICE_LOCAL)), ..none },
            Some(no_memory_type),
        ),
        (
            "heaps of one byte",
            graphs::glow(),
            Answers {
                memory: Some(|m| m.memory_heaps.iter_mut().for_each(|h| h.size = 1)),
                ..none
            },
            Some(out_of_memory),
        ),
        (
            "pages of half the memory that there can be",
            graphs::glow(),
            Answers { properties: Some(|p| p.limits.buffer_image_granularity = 1 << 62), ..none },
            Some(out_of_memory),
        ),
        (
            "resources as large as memory can be",
            graphs::glow(),
            Answers { requirements: Some(|r| r.size = u64::MAX), ..none },
            Some(out_of_memory),
        ),
        (
            "buffers as large as memory can be",
            graphs::uploaded(),
            Answers { requirements: Some(|r| r.size = u64::MAX - 1), ..none },
            Some(out_of_memory),
        ),
        (
            "an alignment of none",
            graphs::uploaded(),
            Answers { requirements: Some(|r| r.alignment = 0), ..none },
            Some(no_memory_type),
        ),
        (
            "an alignment as large as there can be",
            graphs::glow(),
            Answers { requirements: Some(|r| r.alignment = 1 << 63), ..none },
            Some(out_of_memory),
        ),
        (
            "resources that fit in no memory type",
            graphs::glow(),
            Answers { requirements: Some(|r| r.memory_type_bits = 0), ..none },
            Some(no_memory_type),
        ),
    ]
}

fn keep(memory: &mut vk::PhysicalDeviceMemoryProperties, flags: vk::MemoryPropertyFlags) {
    memory.memory_types.iter_mut().for_each(|kind| kind.property_flags &= flags);
}

fn presented() -> Vec<Case> {
    let none = Answers::default();
    vec![
        (
            "a surface without pixels",
            graphs::presented(),
            Answers { surface: Some(|s| s.current_extent = vk::Extent2D::default()), ..none },
            Some(|error| matches!(error, Error::SurfaceOutOfDate(_))),
        ),
        (
            "a surface that may not be drawn to",
            graphs::presented(),
            Answers {
                surface: Some(|s| s.supported_usage_flags = vk::ImageUsageFlags::empty()),
                ..none
            },
            Some(invalid),
        ),
        (
            "more images at least than at most",
            graphs::presented(),
            Answers {
                surface: Some(|s| (s.min_image_count, s.max_image_count) = (u32::MAX, 4)),
                ..none
            },
            None,
        ),
        (
            "an image that is not there",
            graphs::presented(),
            Answers { image: Some(99), ..none },
            Some(invalid),
        ),
    ]
}
