//! Instance, device, and the one door through which every Vulkan object is made.
//!
//! [`Instance`] opens the loader and turns the validation layer on; [`Device`] is the physical device that
//! meets a graph's [`Needs`], with one queue for graphics and compute. Each `vkCreate*` and `vkAllocate*`
//! that Vixen makes is a method here: it is counted by phase in the [`Tracker`], carries the allocation
//! callbacks where the instance counts the driver's blocks, names the object for tools, and says on failure
//! what it was for.
//!
//! ```no_run
//! use vixen::device::{Device, DeviceOptions, Instance, InstanceOptions};
//!
//! # fn main() -> vixen::Result<()> {
//! let instance = Instance::new(&InstanceOptions { name: "example", ..Default::default() })?;
//! let device = Device::new(&instance, &DeviceOptions::default())?;
//! println!("{}", device.name());
//! # Ok(())
//! # }
//! ```

mod adopt;
mod extended;
mod features;
mod instance;
mod limits;
mod memory;
mod messages;
mod names;
mod needs;
mod objects;
mod own;
mod pipelines;
mod pools;
mod portability;
mod queue;
mod refusal;
mod select;
mod surface;
mod swapchain;
mod validation;

use std::ffi::c_char;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ash::{ext, khr, vk};

use crate::shared::{AtomicBool, Ordering};
use crate::tracker::{Phase, Tracker};
use crate::{Error, Result, VulkanContext as _};

pub use adopt::Adopted;
pub use extended::Extended;
pub use features::{Feature, Features};
pub use instance::{Instance, InstanceOptions};
pub use limits::{Bound, Limit, Properties};
pub use memory::{Allocation, MemoryLocation};
pub use messages::{LayerFault, Message, MessageTexts, Messages};
pub use needs::{FormatNeed, FormatStorage, LimitNeed, Needs};
pub use own::Own;
pub use portability::Portability;
pub use queue::LockedQueue;
pub use refusal::{Refusal, Refusals, Unmet};
pub use select::Preference;
pub use surface::Surface;
pub use validation::Validation;

use memory::SharedAllocator;
use validation::VALIDATION_LAYER;

/// How a device is chosen and made.
#[derive(Debug, Default)]
pub struct DeviceOptions<'a> {
    /// The least that it must offer.
    pub needs: Needs,
    /// The device that the user asks for. Without it the environment variable `VIXEN_DEVICE` is asked, an
    /// index or a part of a name; without that the best kind is taken, a discrete GPU before an integrated
    /// one, a virtual one and a CPU.
    pub preference: Option<Preference>,
    /// A surface that its queue must present to. Adds `VK_KHR_swapchain` to the needs.
    pub surface: Option<&'a Surface>,
}

/// A logical device with one queue. Destroyed when the last reference is dropped: graphs hold one each. What
/// was made from it by hand must be destroyed by then.
pub struct Device {
    raw: ash::Device,
    instance: Instance,
    physical: vk::PhysicalDevice,
    properties: vk::PhysicalDeviceProperties,
    memory_properties: vk::PhysicalDeviceMemoryProperties,
    /// What it was made for: the features and extensions that are on.
    made: Needs,
    /// Whether somebody else made it, and destroys it.
    is_adopted: bool,
    name: String,
    queue: queue::SharedQueue,
    queue_family: u32,
    debug: Option<ext::debug_utils::Device>,
    swapchain: Option<khr::swapchain::Device>,
    allocator: SharedAllocator,
    /// Whether it could not be waited for.
    abandoned: AtomicBool,
}

impl Device {
    /// Makes a device of the best physical device that meets the needs, to be shared by graphs.
    ///
    /// # Errors
    ///
    /// [`Error::NoDevice`] with every unmet need of every device.
    pub fn new(instance: &Instance, options: &DeviceOptions<'_>) -> Result<Arc<Self>> {
        Self::new_with(instance, options, Own::default())
    }

    /// Makes a device as [`Self::new`], and turns on what the program names itself.
    ///
    /// # Errors
    ///
    /// [`Error::NoDevice`] with every unmet need of every device, the program's own among them.
    pub fn new_with(
        instance: &Instance,
        options: &DeviceOptions<'_>,
        own: Own<'_>,
    ) -> Result<Arc<Self>> {
        let _setup = instance.tracker().enter(Phase::Setup);
        let mut needs = Needs::compute().and(&options.needs);
        if let Some(surface) = options.surface {
            surface.check_instance(instance)?;
            needs = needs.extension(khr::swapchain::NAME);
        }
        needs = own.extensions.iter().fold(needs, |needs, name| needs.extension(name));
        // What the program turns on is met; a graph's feature that neither it nor Vixen knows is not.
        needs.own.retain(|name| !own.features.contains(&name.as_str()));
        let preference = options.preference.as_ref();
        let chosen = select::choose(instance, &needs, preference, options.surface)?;
        if chosen.is_portability {
            needs = needs.extension(portability::NAME);
        }
        needs.own = own.features.iter().map(|name| (*name).to_owned()).collect();
        let created = Created::new(instance, &chosen, &needs, own)?;
        let allocator = SharedAllocator::new(instance, &created.raw, chosen.physical, &needs)?;
        let raw = created.keep();
        // SAFETY: the device was made with one queue of this family.
        let queue = unsafe { raw.get_device_queue(chosen.queue_family, 0) };
        Ok(Arc::new(Self::assemble(instance, &chosen, needs, (raw, queue), allocator)))
    }

    fn assemble(
        instance: &Instance,
        chosen: &select::Chosen,
        made: Needs,
        (raw, queue): (ash::Device, vk::Queue),
        allocator: SharedAllocator,
    ) -> Self {
        let physical = chosen.physical;
        // SAFETY: the physical device was enumerated from this instance.
        let (properties, memory_properties) = unsafe {
            (
                instance.raw().get_physical_device_properties(physical),
                instance.raw().get_physical_device_memory_properties(physical),
            )
        };
        let has_swapchain =
            made.extensions.iter().any(|name| name.as_c_str() == khr::swapchain::NAME);
        Self {
            name: chosen.name.clone(),
            debug: instance
                .has_debug_utils()
                .then(|| ext::debug_utils::Device::new(instance.raw(), &raw)),
            swapchain: has_swapchain.then(|| khr::swapchain::Device::new(instance.raw(), &raw)),
            instance: instance.clone(),
            physical,
            properties,
            memory_properties,
            made,
            is_adopted: false,
            queue: queue::SharedQueue::new(queue),
            queue_family: chosen.queue_family,
            raw,
            allocator,
            abandoned: AtomicBool::new(false),
        }
    }

    /// The device itself, for commands, queries and binding. What creates or allocates has a method here.
    #[must_use]
    pub fn raw(&self) -> &ash::Device {
        &self.raw
    }

    /// The instance it was made from.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// The physical device.
    #[must_use]
    pub fn physical(&self) -> vk::PhysicalDevice {
        self.physical
    }

    /// Its name, as the driver gives it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its properties.
    pub fn properties(&self) -> &vk::PhysicalDeviceProperties {
        &self.properties
    }

    /// Its limits.
    pub fn limits(&self) -> &vk::PhysicalDeviceLimits {
        &self.properties.limits
    }

    /// The features that are turned on.
    #[must_use]
    pub fn features(&self) -> &Features {
        &self.made.features
    }

    /// Whether graphs with these needs can run on it.
    ///
    /// # Errors
    ///
    /// [`Error::NoDevice`] with every need that it does not meet, or that it was not made for.
    pub fn meets(&self, needs: &Needs) -> Result<()> {
        select::judge_made(self, needs, &self.made)
    }

    /// The family of the queue.
    #[must_use]
    pub fn queue_family(&self) -> u32 {
        self.queue_family
    }

    /// Counts of the instance and its devices.
    #[must_use]
    pub fn tracker(&self) -> &Tracker {
        self.instance.tracker()
    }

    /// What the validation layer has said.
    #[must_use]
    pub fn messages(&self) -> &Messages {
        self.instance.messages()
    }

    /// Waits by `wait` until the device no longer uses what is about to be destroyed. Memory may be too short to wait: it
    /// is tried again for a while. A device that still cannot be waited for is abandoned: what it may be using is never
    /// destroyed, and neither is the device.
    pub(crate) fn settle(&self, wait: impl Fn() -> Result<()>) {
        for attempt in 0..WAITS {
            match wait() {
                // What is lost uses nothing.
                Ok(()) | Err(Error::DeviceLost(_)) => return,
                Err(_) => std::thread::sleep(Duration::from_millis(attempt)),
            }
        }
        self.abandoned.store(true, Ordering::Relaxed);
    }

    /// Whether what was made from the device must be left alone.
    pub(crate) fn is_abandoned(&self) -> bool {
        self.abandoned.load(Ordering::Relaxed)
    }

    fn callbacks(&self) -> Option<vk::AllocationCallbacks<'_>> {
        self.instance.callbacks()
    }
}

/// How often a device is waited for before it is abandoned, half a second in all.
const WAITS: u64 = 32;

impl Drop for Device {
    fn drop(&mut self) {
        let _cleanup = self.instance.tracker().enter(Phase::Cleanup);
        self.settle(|| self.wait_idle());
        if self.is_abandoned() {
            self.allocator.forget();
            std::mem::forget(self.instance.clone());
            return;
        }
        self.free_blocks();
        if self.is_adopted {
            return;
        }
        // SAFETY: nothing of the device is in use; the callbacks are those that creation was given.
        unsafe { self.raw.destroy_device(self.callbacks().as_ref()) };
    }
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Device")
            .field("name", &self.name)
            .field("handle", &self.raw.handle())
            .finish_non_exhaustive()
    }
}

/// A device on its way, destroyed if set-up fails before [`Device`] takes it over.
struct Created<'a> {
    raw: ash::Device,
    instance: &'a Instance,
    kept: bool,
}

impl<'a> Created<'a> {
    fn new(
        instance: &'a Instance,
        chosen: &select::Chosen,
        needs: &Needs,
        own: Own<'_>,
    ) -> Result<Self> {
        let queue = vk::DeviceQueueCreateInfo::default()
            .queue_family_index(chosen.queue_family)
            .queue_priorities(&[1.0]);
        let queues = [queue];
        let extensions: Vec<*const c_char> =
            needs.extensions.iter().map(|name| name.as_ptr()).collect();
        let mut features = needs.features.unchained();
        let mut chain = vk::PhysicalDeviceFeatures2::default().features(features.core10);
        let mut extended = extended::Structures::new(features.extended);
        let mut subset =
            chosen.is_portability.then(|| portability::features(instance.raw(), chosen.physical));
        let mut info = vk::DeviceCreateInfo::default()
            .queue_create_infos(&queues)
            .enabled_extension_names(&extensions)
            .push_next(&mut features.core11)
            .push_next(&mut features.core12)
            .push_next(&mut features.core13)
            .push_next(&mut chain);
        if let Some(subset) = &mut subset {
            info = info.push_next(subset);
        }
        for structure in own.structures {
            info = info.push_next(structure);
        }
        info.p_next = extended.chain(info.p_next.cast_mut());
        instance.tracker().count_objects(1);
        let callbacks = instance.callbacks();
        // SAFETY: the physical device has the queue, the features and the extensions, `select` saw to that;
        // all that the structure points at lives through the call.
        let raw =
            unsafe { instance.raw().create_device(chosen.physical, &info, callbacks.as_ref()) }
                .at("vkCreateDevice", &chosen.name)?;
        Ok(Self { raw, instance, kept: false })
    }

    fn keep(mut self) -> ash::Device {
        self.kept = true;
        self.raw.clone()
    }
}

impl Drop for Created<'_> {
    fn drop(&mut self) {
        if !self.kept {
            // SAFETY: nobody else has the device, and nothing was made from it.
            unsafe { self.raw.destroy_device(self.instance.callbacks().as_ref()) };
        }
    }
}
