//! Instance and device on whatever driver is there, the validation layer on.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

use std::sync::Arc;

use ash::vk;
use vixen::Error;
use vixen::device::{
    Bound, Device, DeviceOptions, Feature, Instance, InstanceOptions, LayerFault, Limit,
    MemoryLocation, Needs, Preference, Unmet, Validation,
};
use vixen::tracker::Phase;

fn options() -> InstanceOptions<'static> {
    InstanceOptions {
        name: "device test",
        validation: Validation::On,
        log_messages: false,
        ..Default::default()
    }
}

fn device(instance: &Instance) -> Arc<Device> {
    Device::new(instance, &DeviceOptions::default()).unwrap()
}

fn buffer_info() -> vk::BufferCreateInfo<'static> {
    vk::BufferCreateInfo::default().size(256).usage(vk::BufferUsageFlags::TRANSFER_DST)
}

#[test]
fn a_device_is_made_used_and_destroyed_without_a_message() {
    let instance = Instance::new(&options()).unwrap();
    let messages = instance.messages().clone();
    assert!(instance.is_validated());
    let device = device(&instance);
    assert!(!device.name().is_empty());
    assert!(device.properties().api_version >= vk::API_VERSION_1_3);
    let synchronization2 = Feature::by_name("synchronization2").unwrap();
    assert!(device.features().has(synchronization2));

    // SAFETY: a plain buffer; the memory suits it and both are destroyed before the device.
    unsafe {
        let buffer = device.create_buffer(&buffer_info(), "buffer").unwrap();
        let requirements = device.raw().get_buffer_memory_requirements(buffer);
        let memory =
            device.allocate(requirements, MemoryLocation::CpuToGpu, true, "buffer").unwrap();
        assert!(memory.mapped_ptr().is_some());
        device.raw().bind_buffer_memory(buffer, memory.memory(), memory.offset()).unwrap();
        device.destroy_buffer(buffer);
        device.free(memory);
    }
    drop(device);
    drop(instance);
    messages.verify().unwrap();
}

#[test]
fn what_is_left_behind_and_what_is_wrong_is_reported_with_names() {
    let instance = Instance::new(&options()).unwrap();
    let messages = instance.messages().clone();
    let device = device(&instance);
    let wrong = buffer_info().size(0);
    // SAFETY: not valid on purpose: lavapipe makes a buffer of no bytes, and the layer is to object.
    let buffer = unsafe { device.create_buffer(&wrong, "forgotten") }.unwrap();
    let count = messages.validation();
    assert!(messages.recent().0.iter().any(|m| m.id == "VUID-VkBufferCreateInfo-size-00912"));
    assert!(matches!(messages.verify(), Err(Error::Validation { count: 1.., .. })));

    // SAFETY: made by this device and used by nobody.
    unsafe { device.destroy_buffer(buffer) };
    // SAFETY: valid, but never destroyed, on purpose.
    unsafe { device.create_buffer(&buffer_info(), "forgotten").unwrap() };
    drop(device);
    assert!(messages.validation() > count);
    assert!(messages.recent().to_string().contains("forgotten"));
}

#[test]
fn a_missing_barrier_is_reported() {
    let instance = Instance::new(&options()).unwrap();
    let device = device(&instance);
    let pool_info = vk::CommandPoolCreateInfo::default().queue_family_index(device.queue_family());
    // SAFETY: valid but for the two fills of one range with no barrier between, which is the point; nothing
    // is submitted.
    unsafe {
        let buffer = device.create_buffer(&buffer_info(), "twice filled").unwrap();
        let requirements = device.raw().get_buffer_memory_requirements(buffer);
        let memory =
            device.allocate(requirements, MemoryLocation::GpuOnly, true, "buffer").unwrap();
        device.raw().bind_buffer_memory(buffer, memory.memory(), memory.offset()).unwrap();
        let pool = device.create_command_pool(&pool_info, "pool").unwrap();
        let commands = device.allocate_command_buffers(pool, 1, "commands").unwrap()[0];
        let begin = vk::CommandBufferBeginInfo::default();
        device.raw().begin_command_buffer(commands, &begin).unwrap();
        device.begin_label(commands, c"fills");
        device.raw().cmd_fill_buffer(commands, buffer, 0, 256, 1);
        device.raw().cmd_fill_buffer(commands, buffer, 0, 256, 2);
        device.end_label(commands);
        device.raw().end_command_buffer(commands).unwrap();
        device.destroy_command_pool(pool);
        device.destroy_buffer(buffer);
        device.free(memory);
    }
    let found = instance.messages().recent();
    assert!(found.0.iter().any(|m| m.id == "SYNC-HAZARD-WRITE-AFTER-WRITE"), "{found}");
}

#[test]
fn a_known_fault_of_the_layer_is_counted_apart() {
    let fault = LayerFault {
        id: "VUID-VkBufferCreateInfo-size-00912",
        text: "",
        report: "none: planted by this test",
    };
    let instance = Instance::new(&InstanceOptions { layer_faults: &[fault], ..options() }).unwrap();
    let device = device(&instance);
    // SAFETY: not valid on purpose, as above.
    unsafe {
        let buffer = device.create_buffer(&buffer_info().size(0), "empty").unwrap();
        device.destroy_buffer(buffer);
    }
    assert_eq!(instance.messages().layer_faults(), 1);
    instance.messages().verify().unwrap();
}

#[test]
fn a_refusal_lists_every_unmet_need() {
    let instance = Instance::new(&options()).unwrap();
    let push = Limit::by_name("maxPushConstantsSize").unwrap();
    let needs = Needs::default()
        .extension(c"VK_VIXEN_no_such_extension")
        .limit(push, Bound::AtLeast(1 << 30))
        // No GPU blends 64-bit integers.
        .format(vk::Format::R64G64B64A64_UINT, vk::FormatFeatureFlags2::COLOR_ATTACHMENT_BLEND);
    let error = Device::new(&instance, &DeviceOptions { needs, ..Default::default() }).unwrap_err();
    let text = error.to_string();
    let Error::NoDevice(refusals) = error else { unreachable!("{text}") };
    assert!(!refusals.0.is_empty());
    for refusal in &refusals.0 {
        assert!(refusal.unmet.contains(&Unmet::Extension("VK_VIXEN_no_such_extension".into())));
        assert!(refusal.unmet.iter().any(|unmet| matches!(unmet, Unmet::Limit { .. })));
        assert!(refusal.unmet.iter().any(|unmet| matches!(unmet, Unmet::Format { .. })));
        assert!(text.contains(&refusal.device));
    }
    assert!(text.contains("no extension VK_VIXEN_no_such_extension"));
    assert!(text.contains("limit maxPushConstantsSize must be at least 1073741824, it is "));
    assert!(text.contains("format R64G64B64A64_UINT cannot be used for COLOR_ATTACHMENT_BLEND"));
}

#[test]
fn reads_and_writes_without_a_format_are_asked_of_the_wide_flags() {
    use vk::FormatFeatureFlags2 as F;
    let instance = Instance::new(&options()).unwrap();
    let any = device(&instance);
    // Bits 31 and 32: `VkFormatProperties` has neither, and a driver need not put the first one there.
    let asked = F::STORAGE_READ_WITHOUT_FORMAT | F::STORAGE_WRITE_WITHOUT_FORMAT;
    let format = vk::Format::R8G8B8A8_UNORM;
    let mut wide = vk::FormatProperties3::default();
    let mut found = vk::FormatProperties2::default().push_next(&mut wide);
    // SAFETY: the device was enumerated from this instance; the chain lives through the call.
    unsafe {
        instance.raw().get_physical_device_format_properties2(any.physical(), format, &mut found);
    }
    let needs = Needs::default().format(format, asked).buffer_format(format, asked);
    let preference = Some(Preference::Name(any.name().to_owned()));
    let made = Device::new(&instance, &DeviceOptions { needs, preference, ..Default::default() });
    let offered = wide.optimal_tiling_features & wide.buffer_features;
    assert_eq!(made.is_ok(), offered.contains(asked), "{made:?}");
}

#[test]
fn a_missing_feature_is_named() {
    let instance = Instance::new(&options()).unwrap();
    let mut needs = Needs::default();
    Feature::all().for_each(|feature| needs.features.enable(feature));
    // No driver has all: the texture compressions of desktops and of phones, sparse residency of 16 samples.
    let error = Device::new(&instance, &DeviceOptions { needs, ..Default::default() }).unwrap_err();
    assert!(error.to_string().contains("no feature "), "{error}");
}

#[test]
fn the_preferred_device_is_taken_and_no_other() {
    let instance = Instance::new(&options()).unwrap();
    let name = device(&instance).name().to_uppercase();
    let by = |preference| {
        let options = DeviceOptions { preference: Some(preference), ..Default::default() };
        Device::new(&instance, &options)
    };
    assert_eq!(by(Preference::Name(name.clone())).unwrap().name().to_uppercase(), name);
    let error = by(Preference::Name("Voodoo 2".into())).unwrap_err().to_string();
    assert!(error.contains("device `Voodoo 2` was asked for"), "{error}");
    assert!(by(Preference::Index(99)).is_err());
}

#[test]
fn an_unknown_instance_extension_is_named() {
    let options = InstanceOptions { extensions: &[c"VK_VIXEN_no_such_extension"], ..options() };
    let error = Instance::new(&options).unwrap_err().to_string();
    assert!(error.contains("VK_VIXEN_no_such_extension"), "{error}");
}

#[test]
fn a_vulkan_failure_names_the_object() {
    let instance = Instance::new(&options()).unwrap();
    let device = device(&instance);
    let heap = device.memory_properties().memory_heaps_as_slice().iter().map(|heap| heap.size);
    let too_much = heap.max().unwrap().saturating_mul(64);
    let error = device.allocate_memory(too_much, 0, "everything").unwrap_err();
    assert!(matches!(error, Error::OutOfMemory { .. }), "{error}");
    assert!(error.to_string().contains("`everything`"), "{error}");
    let error = device.allocate_memory(1, 99, "nowhere").unwrap_err();
    assert!(matches!(error, Error::NoMemoryType { .. }), "{error}");
}

#[test]
fn objects_memory_and_driver_blocks_are_counted_by_phase() {
    let instance =
        Instance::new(&InstanceOptions { count_host_allocations: true, ..options() }).unwrap();
    let tracker = instance.tracker().clone();
    let device = device(&instance);
    let setup = tracker.setup();
    // Instance, messenger and device.
    assert_eq!(setup.vulkan_objects, 3);
    assert!(setup.host_allocations > 0, "{tracker}");

    let execute = tracker.enter(Phase::Execute);
    let semaphore = device.create_timeline_semaphore(7, "planted").unwrap();
    let memory = device.allocate_memory(4096, 0, "planted").unwrap();
    drop(execute);
    let counts = tracker.execute();
    assert_eq!((counts.vulkan_objects, counts.device_allocations), (1, 1));
    assert_eq!(counts.device_bytes, 4096);
    assert!(counts.host_allocations >= 1);

    // SAFETY: both were made by this device and used by nobody.
    unsafe {
        device.destroy_semaphore(semaphore);
        device.free_memory(memory);
    }
    assert_eq!(tracker.setup().vulkan_objects, 3);
    let messages = instance.messages().clone();
    drop(device);
    drop(instance);
    messages.verify().unwrap();
}

#[test]
fn a_sub_allocation_counts_as_device_memory_only_when_it_takes_a_block() {
    let instance = Instance::new(&options()).unwrap();
    let device = device(&instance);
    let requirements = vk::MemoryRequirements { size: 1024, alignment: 256, memory_type_bits: !0 };
    let allocate =
        || device.allocate(requirements, MemoryLocation::GpuOnly, true, "small").unwrap();
    let first = allocate();
    let after_first = device.tracker().setup();
    assert_eq!(after_first.device_allocations, 1);
    let second = allocate();
    assert_eq!(device.tracker().setup().device_allocations, 1);
    // SAFETY: nothing is bound to them.
    unsafe {
        device.free(first);
        device.free(second);
    }
}

#[test]
fn a_memory_type_is_found_by_what_it_can() {
    use vk::MemoryPropertyFlags as Flags;
    let instance = Instance::new(&options()).unwrap();
    let device = device(&instance);
    let mapped =
        device.memory_type(!0, Flags::HOST_VISIBLE, Flags::HOST_CACHED, "staging").unwrap();
    let types = device.memory_properties().memory_types_as_slice();
    assert!(types[mapped as usize].property_flags.contains(Flags::HOST_VISIBLE));
    assert!(device.memory_type(0, Flags::empty(), Flags::empty(), "none").is_err());
}
