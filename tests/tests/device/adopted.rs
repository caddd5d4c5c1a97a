//! Graphs on an instance and a device that the program made itself.

use std::ffi::{CStr, c_void};
use std::sync::atomic::{AtomicU32, Ordering};

use ash::vk;
use vixen::device::{Adopted, Device, DeviceOptions, Feature, Features, Instance, Needs, Own};
use vixen::{Buffer, Error, Executor, Options};

/// Messages of the layer, on all instances of this file.
static MESSAGES: AtomicU32 = AtomicU32::new(0);

unsafe extern "system" fn count(
    _: vk::DebugUtilsMessageSeverityFlagsEXT,
    _: vk::DebugUtilsMessageTypeFlagsEXT,
    data: *const vk::DebugUtilsMessengerCallbackDataEXT<'_>,
    _: *mut c_void,
) -> vk::Bool32 {
    // SAFETY: the layer gives a message that lives through the call.
    if let Some(text) = unsafe { (*data).message_as_c_str() } {
        eprintln!("{}", text.to_string_lossy());
    }
    MESSAGES.fetch_add(1, Ordering::Relaxed);
    vk::FALSE
}

/// An engine's own objects.
struct Engine {
    entry: ash::Entry,
    instance: ash::Instance,
    messenger: vk::DebugUtilsMessengerEXT,
    physical: vk::PhysicalDevice,
    device: ash::Device,
}

const EXTENSIONS: [&CStr; 1] = [ash::ext::debug_utils::NAME];

impl Engine {
    /// An instance under validation, and a device with these features and one queue of the first family.
    fn new(mut features: Features) -> Self {
        let layers = [c"VK_LAYER_KHRONOS_validation".as_ptr()];
        let extensions = EXTENSIONS.map(CStr::as_ptr);
        let application = vk::ApplicationInfo::default().api_version(vk::API_VERSION_1_3);
        let info = vk::InstanceCreateInfo::default()
            .application_info(&application)
            .enabled_layer_names(&layers)
            .enabled_extension_names(&extensions);
        let severity = vk::DebugUtilsMessageSeverityFlagsEXT::ERROR
            | vk::DebugUtilsMessageSeverityFlagsEXT::WARNING;
        let messages = vk::DebugUtilsMessengerCreateInfoEXT::default()
            .message_severity(severity)
            .message_type(vk::DebugUtilsMessageTypeFlagsEXT::VALIDATION)
            .pfn_user_callback(Some(count));
        let queue = [vk::DeviceQueueCreateInfo::default().queue_priorities(&[1.0])];
        // SAFETY: plain requests; what is made is destroyed by `destroy`, after all that uses it.
        unsafe {
            let entry = ash::Entry::load().unwrap();
            let instance = entry.create_instance(&info, None).unwrap();
            let debug = ash::ext::debug_utils::Instance::new(&entry, &instance);
            let messenger = debug.create_debug_utils_messenger(&messages, None).unwrap();
            let physical = instance.enumerate_physical_devices().unwrap()[0];
            let core10 = features.core10;
            let info = vk::DeviceCreateInfo::default()
                .queue_create_infos(&queue)
                .enabled_features(&core10)
                .push_next(&mut features.core12)
                .push_next(&mut features.core13);
            let device = instance.create_device(physical, &info, None).unwrap();
            Self { entry, instance, messenger, physical, device }
        }
    }

    fn adopt(&self, features: &Features) -> Result<std::sync::Arc<Device>, Error> {
        let (entry, instance) = (self.entry.clone(), self.instance.clone());
        // SAFETY: made so by `new`; one thread uses the queue, and the engine outlives what is returned.
        unsafe {
            let instance = Instance::adopt(entry, instance, &EXTENSIONS)?;
            let adopted = Adopted {
                physical: self.physical,
                device: self.device.clone(),
                queue: self.device.get_device_queue(0, 0),
                queue_family: 0,
                features: *features,
                extensions: &[],
                own_features: &[],
            };
            Device::adopt(&instance, &adopted)
        }
    }

    fn destroy(self) {
        // SAFETY: nothing of them is in use.
        unsafe {
            self.device.destroy_device(None);
            let debug = ash::ext::debug_utils::Instance::new(&self.entry, &self.instance);
            debug.destroy_debug_utils_messenger(self.messenger, None);
            self.instance.destroy_instance(None);
        }
    }
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "texels.comp")]
struct Words {
    #[texel(read, format = "R8G8B8A8_UNORM")]
    src: Buffer,
    #[texel(write)]
    dst: Buffer,
}

#[derive(vixen::Graph)]
struct Counted {
    #[upload(size = 64)]
    bytes: Buffer,
    #[readback(size = 64)]
    words: Buffer,
    #[pass(src = bytes, dst = words, groups = 2)]
    convert: Words,
}

/// The same, and a feature that nobody uses.
#[derive(vixen::Graph)]
#[graph(features = "multiDrawIndirect")]
struct Asking {
    #[upload(size = 64)]
    bytes: Buffer,
    #[readback(size = 64)]
    words: Buffer,
    #[pass(src = bytes, dst = words, groups = 2)]
    convert: Words,
}

#[test]
fn a_graph_runs_on_a_device_that_exists() {
    let engine = Engine::new(Features::floor());
    let device = engine.adopt(&Features::floor()).unwrap();
    let mut graph = Executor::<Counted>::new(&device, &Options::default()).unwrap();
    for _ in 0..3 {
        let mut frame = graph.begin().unwrap();
        frame.upload(Counted::BYTES).unwrap().fill(1);
        frame.submit(&CountedInputs::default(), &mut ()).unwrap();
    }
    graph.wait_idle().unwrap();
    let first = graph.readback(Counted::WORDS).unwrap()[..4].to_vec();
    assert_eq!(first, 1_001_001u32.to_ne_bytes());
    // A graph that needs more than the device was made with is refused, by name.
    let refused = Executor::<Asking>::new(&device, &Options::default());
    let text = refused.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(text.contains("no feature multiDrawIndirect"), "{text}");
    drop(graph);
    drop(device);
    engine.destroy();
    assert_eq!(MESSAGES.load(Ordering::Relaxed), 0);
}

#[test]
fn a_device_below_the_floor_is_not_adopted() {
    let engine = Engine::new(Features::floor());
    let text = engine.adopt(&Features::default()).unwrap_err().to_string();
    for feature in ["timelineSemaphore", "synchronization2", "dynamicRendering", "maintenance4"] {
        assert!(text.contains(&format!("no feature {feature}")), "{text}");
    }
    engine.destroy();
}

#[test]
fn a_graph_without_graphics_asks_for_a_compute_queue() {
    assert_eq!(Needs::of::<Counted>().unwrap().queue, vk::QueueFlags::COMPUTE);
}

#[test]
fn the_program_turns_on_what_it_needs_itself() {
    let machine = crate::machine::Machine::of::<Counted>();
    let instance = machine.device.instance().clone();
    // A structure that Vixen does not know, for an extension that this device has or has not.
    let name = c"VK_EXT_robustness2";
    let mut structure = vk::PhysicalDeviceRobustness2FeaturesEXT::default().null_descriptor(true);
    // SAFETY: the structure's extension is turned on, and a device without it is refused.
    let own =
        unsafe { Own::default().extension(name).structure(&mut structure, &["nullDescriptor"]) };
    let mut needs = Needs::of::<Counted>().unwrap();
    needs.own.push("nullDescriptor".to_owned());
    let options = DeviceOptions { needs: needs.clone(), ..Default::default() };
    match Device::new_with(&instance, &options, own) {
        Ok(device) => device.meets(&needs).unwrap(),
        Err(error) => assert!(error.to_string().contains("VK_EXT_robustness2"), "{error}"),
    }
    // Nobody turns it on.
    let text = Device::new(&instance, &options).unwrap_err().to_string();
    assert!(text.contains("no feature nullDescriptor that Vixen knows"), "{text}");
    assert!(machine.device.meets(&needs).is_err());
    // A feature of an extension that Vixen knows is turned on with it, where the device has both.
    let needs = Needs::default()
        .extension(c"VK_KHR_shader_clock")
        .feature(Feature::by_name("shaderSubgroupClock").unwrap());
    match Device::new(&instance, &DeviceOptions { needs: needs.clone(), ..Default::default() }) {
        Ok(device) => device.meets(&needs).unwrap(),
        Err(error) => assert!(error.to_string().contains("shaderSubgroupClock"), "{error}"),
    }
    drop(instance);
    machine.finish();
}
