//! The door for device memory.
//!
//! Two ways: [`Device::allocate_memory`] for a block that the plan places resources in, and
//! [`Device::allocate`] for a resource of its own, out of gpu-allocator's blocks. The latter makes heap
//! blocks on every call, so it belongs to Setup and resize. Its blocks come through the same door, by
//! [`routed`].

mod routed;

use std::sync::PoisonError;

use ash::vk;
use gpu_allocator::vulkan::{
    AllocationCreateDesc, AllocationScheme, Allocator, AllocatorCreateDesc,
};
use gpu_allocator::{AllocationError, AllocationSizes, AllocatorDebugSettings};

use super::{Device, Instance, Needs};
use crate::error::{Memory, Place};
use crate::shared::{Mutex, MutexGuard};
use crate::{Error, Result, VulkanContext as _};

pub use gpu_allocator::MemoryLocation;
pub use gpu_allocator::vulkan::Allocation;

use routed::{Route, routed};

const MIB: u64 = 1 << 20;

/// What may be allocated only where the protectedMemory or deviceCoherentMemory feature is on
/// (VUID-VkMemoryAllocateInfo-memoryTypeIndex-01872, VUID-vkAllocateMemory-deviceCoherentMemory-02790).
const NEEDS_A_FEATURE: vk::MemoryPropertyFlags = vk::MemoryPropertyFlags::from_raw(
    vk::MemoryPropertyFlags::PROTECTED.as_raw()
        | vk::MemoryPropertyFlags::DEVICE_COHERENT_AMD.as_raw()
        | vk::MemoryPropertyFlags::DEVICE_UNCACHED_AMD.as_raw(),
);

/// gpu-allocator, shared by the threads of set-up.
pub(super) struct SharedAllocator(Mutex<Option<Allocator>>);

impl SharedAllocator {
    pub(super) fn new(
        instance: &Instance,
        device: &ash::Device,
        physical: vk::PhysicalDevice,
        needs: &Needs,
    ) -> Result<Self> {
        // SAFETY: the physical device was enumerated from this instance.
        let properties = unsafe { instance.raw().get_physical_device_properties(physical) };
        let page = properties.limits.buffer_image_granularity;
        if !page.is_power_of_two() {
            return Err(Error::Invalid {
                what: format!("a bufferImageGranularity of {page}, which is no power of two"),
                remedy: "update the driver, or choose another device".to_owned(),
                place: Place::default(),
            });
        }
        // Small blocks first: a test's graph takes a few MiB, and a large one doubles them as it goes.
        let sizes = AllocationSizes::new(16 * MIB, 8 * MIB)
            .with_max_device_memblock_size(256 * MIB)
            .with_max_host_memblock_size(64 * MIB);
        let allocator = Allocator::new(&AllocatorCreateDesc {
            instance: instance.raw().clone(),
            device: routed(device),
            physical_device: physical,
            debug_settings: AllocatorDebugSettings::default(),
            buffer_device_address: needs.features.core12.buffer_device_address == vk::TRUE,
            allocation_sizes: sizes,
        })
        .map_err(|error| allocation_error(error, Place::default()))?;
        Ok(Self(Mutex::new(Some(allocator))))
    }

    /// Leaves every block as it is, for a device that may be using them.
    pub(super) fn forget(&self) {
        std::mem::forget(self.take());
    }

    /// Takes the allocator away. Nothing can be allocated afterwards.
    fn take(&self) -> Option<Allocator> {
        self.lock().take()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Allocator>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn allocation_error(error: AllocationError, place: Place) -> Error {
    match error {
        AllocationError::OutOfMemory => Error::OutOfMemory { memory: Memory::Device, place },
        other => Error::NoMemoryType { reason: other.to_string(), place },
    }
}

impl Device {
    /// Memory of its own for a resource. New blocks that it takes are counted as device allocations.
    ///
    /// `linear` is true for buffers and linearly tiled images.
    pub fn allocate(
        &self,
        requirements: vk::MemoryRequirements,
        location: MemoryLocation,
        linear: bool,
        name: &str,
    ) -> Result<Allocation> {
        self.check_requirements(requirements, name)?;
        let mut allocator = self.allocator.lock();
        let Some(allocator) = allocator.as_mut() else {
            return Err(Error::OutOfMemory { memory: Memory::Device, place: Place::object(name) });
        };
        let route = self.route();
        let allocation = route.follow(|| {
            allocator.allocate(&AllocationCreateDesc {
                name,
                requirements,
                location,
                linear,
                allocation_scheme: AllocationScheme::GpuAllocatorManaged,
            })
        });
        allocation.map_err(|error| match route.failed() {
            Some((call, result)) => Error::from_vulkan(result, Place::call(call, name)),
            None => allocation_error(error, Place::object(name)),
        })
    }

    /// Refuses what no heap can hold: gpu-allocator adds to these numbers without looking.
    fn check_requirements(&self, requirements: vk::MemoryRequirements, name: &str) -> Result<()> {
        let heaps = self.memory_properties.memory_heaps_as_slice();
        let largest = heaps.iter().map(|heap| heap.size).max().unwrap_or(0);
        if requirements.size <= largest && requirements.alignment <= largest {
            return Ok(());
        }
        let place = Place::call("vkAllocateMemory", name);
        Err(Error::OutOfMemory { memory: Memory::Device, place })
    }

    fn route(&self) -> Route<'_> {
        Route::new(&self.raw, self.callbacks(), self.tracker())
    }

    /// Gives every block of the allocator back. Nothing can be allocated afterwards.
    pub(super) fn free_blocks(&self) {
        let allocator = self.allocator.take();
        self.route().follow(|| drop(allocator));
    }

    /// Gives back what [`Self::allocate`] gave.
    ///
    /// # Safety
    ///
    /// It was allocated by this device, and what is bound to it is destroyed or never used again.
    pub unsafe fn free(&self, allocation: Allocation) {
        if let Some(allocator) = self.allocator.lock().as_mut() {
            // It fails only for an allocation of another allocator, which the caller excludes.
            let _ = self.route().follow(|| allocator.free(allocation));
        }
    }

    /// `vkAllocateMemory`: a whole block, counted and named. Where buffer addresses are on, buffers in it
    /// may have one.
    pub fn allocate_memory(
        &self,
        bytes: u64,
        memory_type: u32,
        name: &str,
    ) -> Result<vk::DeviceMemory> {
        let types = self.memory_properties.memory_types_as_slice();
        if bytes == 0 || memory_type as usize >= types.len() {
            return Err(Error::NoMemoryType {
                reason: format!("{bytes} bytes of type {memory_type}, of {} types", types.len()),
                place: Place::call("vkAllocateMemory", name),
            });
        }
        if types[memory_type as usize].property_flags.intersects(NEEDS_A_FEATURE) {
            return Err(Error::NoMemoryType {
                reason: format!("type {memory_type} is for a feature that is never turned on"),
                place: Place::call("vkAllocateMemory", name),
            });
        }
        let heaps = self.memory_properties.memory_heaps_as_slice();
        let heap = heaps.get(types[memory_type as usize].heap_index as usize);
        if heap.is_none_or(|heap| bytes > heap.size) {
            let place = Place::call("vkAllocateMemory", name);
            return Err(Error::OutOfMemory { memory: Memory::Device, place });
        }
        self.tracker().count_device_memory(1, bytes);
        let mut flags = vk::MemoryAllocateFlagsInfo::default();
        let mut info =
            vk::MemoryAllocateInfo::default().allocation_size(bytes).memory_type_index(memory_type);
        if self.made.features.core12.buffer_device_address == vk::TRUE {
            flags = flags.flags(vk::MemoryAllocateFlags::DEVICE_ADDRESS);
            info = info.push_next(&mut flags);
        }
        // SAFETY: size and type are valid, the flag's feature is on; the chain lives through the call.
        let memory = unsafe { self.raw.allocate_memory(&info, self.callbacks().as_ref()) }
            .at("vkAllocateMemory", name)?;
        // SAFETY: it was just made from this device.
        unsafe { self.set_name(memory, name) };
        Ok(memory)
    }

    /// Frees what [`Self::allocate_memory`] gave. Null is ignored.
    ///
    /// # Safety
    ///
    /// It was allocated by this device, and what is bound to it is destroyed or never used again.
    pub unsafe fn free_memory(&self, memory: vk::DeviceMemory) {
        // SAFETY: the caller's promise; the callbacks are those of the allocation.
        unsafe { self.raw.free_memory(memory, self.callbacks().as_ref()) };
    }

    /// The memory types and heaps of the physical device.
    pub fn memory_properties(&self) -> &vk::PhysicalDeviceMemoryProperties {
        &self.memory_properties
    }

    /// The first memory type among `bits` (as in `VkMemoryRequirements`) that has all of `needed`, one that
    /// has all of `wanted` too before one that hasn't.
    pub fn memory_type(
        &self,
        bits: u32,
        needed: vk::MemoryPropertyFlags,
        wanted: vk::MemoryPropertyFlags,
        name: &str,
    ) -> Result<u32> {
        let find = |flags: vk::MemoryPropertyFlags| {
            (0u32..)
                .zip(self.memory_properties.memory_types_as_slice())
                .find(|(index, kind)| bits >> index & 1 == 1 && kind.property_flags.contains(flags))
                .map(|(index, _)| index)
        };
        find(needed | wanted).or_else(|| find(needed)).ok_or_else(|| Error::NoMemoryType {
            reason: format!("{needed:?} among the types {bits:#b}"),
            place: Place::object(name),
        })
    }
}
