//! The tracker against a count from outside, by a shim before the loader.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

mod harness;

use std::sync::atomic::Ordering;

use ash::vk;
use vixen::device::{Device, DeviceOptions, MemoryLocation};

use harness::outside::{MEMORY, OBJECTS, watched_instance};

#[test]
fn the_tracker_counts_what_the_loader_sees() {
    let instance = watched_instance(&[]);
    let messages = instance.messages().clone();
    let device = Device::new(&instance, &DeviceOptions::default()).unwrap();
    let before = device.tracker().setup();
    // gpu-allocator may have made and destroyed objects to learn the memory requirements.
    let outside_before = (OBJECTS.load(Ordering::Relaxed), MEMORY.load(Ordering::Relaxed));

    let buffer_info =
        vk::BufferCreateInfo::default().size(64).usage(vk::BufferUsageFlags::TRANSFER_DST);
    let pool_info = vk::CommandPoolCreateInfo::default().queue_family_index(device.queue_family());
    // SAFETY: each is a plain, valid request; everything is destroyed before the device, unused.
    unsafe {
        let buffer = device.create_buffer(&buffer_info, "buffer").unwrap();
        let requirements = device.raw().get_buffer_memory_requirements(buffer);
        let small = device.allocate(requirements, MemoryLocation::GpuOnly, true, "small").unwrap();
        let again = device.allocate(requirements, MemoryLocation::GpuOnly, true, "again").unwrap();
        let block = device.allocate_memory(1 << 20, 0, "block").unwrap();
        let semaphore = device.create_timeline_semaphore(0, "semaphore").unwrap();
        let fence = device.create_fence(&vk::FenceCreateInfo::default(), "fence").unwrap();
        let sampler = device.create_sampler(&vk::SamplerCreateInfo::default(), "sampler").unwrap();
        let pool = device.create_command_pool(&pool_info, "pool").unwrap();

        let counted = device.tracker().setup().since(&before);
        let seen = OBJECTS.load(Ordering::Relaxed) - outside_before.0;
        let seen_memory = MEMORY.load(Ordering::Relaxed) - outside_before.1;
        assert_eq!((counted.vulkan_objects, seen), (5, 5));
        assert_eq!((counted.device_allocations, seen_memory), (2, 2));

        device.destroy_command_pool(pool);
        device.destroy_sampler(sampler);
        device.destroy_fence(fence);
        device.destroy_semaphore(semaphore);
        device.free_memory(block);
        device.free(again);
        device.free(small);
        device.destroy_buffer(buffer);
    }
    drop(device);
    drop(instance);
    messages.verify().unwrap();
}
