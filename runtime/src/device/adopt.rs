//! Instances and devices that exist already: of an engine, a windowing library, a test.

use std::ffi::CStr;
use std::fmt;
use std::sync::Arc;

use ash::vk;

use super::memory::SharedAllocator;
use super::select::{self, Chosen};
use super::{Device, Features, Instance, Needs};
use crate::Result;
use crate::tracker::Phase;

/// A device that was made elsewhere, and what it was made with.
#[derive(Clone)]
pub struct Adopted<'a> {
    /// The physical device that it was made of.
    pub physical: vk::PhysicalDevice,
    /// The device, with its functions.
    pub device: ash::Device,
    /// One of its queues.
    pub queue: vk::Queue,
    /// The family of the queue.
    pub queue_family: u32,
    /// The features that were turned on. [`Features::floor`] at least.
    pub features: Features,
    /// The device extensions that were turned on.
    pub extensions: &'a [&'a CStr],
    /// Features that were turned on and that Vixen does not know, by the names that graphs write.
    pub own_features: &'a [&'a str],
}

impl fmt::Debug for Adopted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Adopted")
            .field("physical", &self.physical)
            .field("device", &self.device.handle())
            .field("queue_family", &self.queue_family)
            .field("extensions", &self.extensions)
            .finish_non_exhaustive()
    }
}

impl Device {
    /// Takes a device that was made elsewhere, to run graphs on it. It is not destroyed with the last reference:
    /// who made it does that, afterwards.
    ///
    /// # Safety
    ///
    /// - The device was made of `physical`, one of the instance's, with what `adopted` says and without allocation
    ///   callbacks; the queue is one of it, of that family.
    /// - Instance and device live until the last reference to what is returned is dropped.
    /// - Whoever else uses the queue holds [`Device::lock_queue`] meanwhile (`VkQueue` is externally synchronized).
    /// - The instance was not made to count host allocations.
    ///
    /// # Errors
    ///
    /// [`crate::Error::NoDevice`] where Vixen's floor is not met: Vulkan 1.3, a feature that was not turned on, a
    /// queue that can neither draw nor compute.
    pub unsafe fn adopt(instance: &Instance, adopted: &Adopted<'_>) -> Result<Arc<Self>> {
        let _setup = instance.tracker().enter(Phase::Setup);
        let mut made = Needs { features: adopted.features, ..Needs::default() };
        for name in adopted.extensions {
            made = made.extension(name);
        }
        made.own = adopted.own_features.iter().map(|name| (*name).to_owned()).collect();
        let name = select::judge_adopted(instance, adopted, &made)?;
        let (physical, queue_family) = (adopted.physical, adopted.queue_family);
        let chosen = Chosen { physical, queue_family, name, is_portability: false };
        let allocator = SharedAllocator::new(instance, &adopted.device, physical, &made)?;
        let raw = adopted.device.clone();
        let mut device = Self::assemble(instance, &chosen, made, (raw, adopted.queue), allocator);
        device.is_adopted = true;
        Ok(Arc::new(device))
    }
}
