//! gpu-allocator's way through the door.
//!
//! gpu-allocator calls `vkAllocateMemory` without allocation callbacks, and turns what Vulkan says into text. So it
//! is given a table of functions in which allocating, freeing and mapping are the three that are here: they fill in
//! the callbacks, count, and remember which call failed and how. Functions of Vulkan's have no room for a context;
//! the calling thread has one for as long as it is inside the allocator, since all of that happens in its own calls.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

use ash::vk;

use crate::tracker::Tracker;

/// What a thread inside the allocator knows.
pub(super) struct Route<'a> {
    pub(super) device: &'a ash::Device,
    pub(super) callbacks: Option<vk::AllocationCallbacks<'a>>,
    pub(super) tracker: &'a Tracker,
    failed: Cell<Option<(&'static str, vk::Result)>>,
}

thread_local! {
    static ROUTE: Cell<*const c_void> = const { Cell::new(ptr::null()) };
}

impl<'a> Route<'a> {
    pub(super) fn new(
        device: &'a ash::Device,
        callbacks: Option<vk::AllocationCallbacks<'a>>,
        tracker: &'a Tracker,
    ) -> Self {
        Self { device, callbacks, tracker, failed: Cell::new(None) }
    }

    /// Calls the allocator.
    pub(super) fn follow<T>(&self, allocator: impl FnOnce() -> T) -> T {
        struct Restore(*const c_void);
        impl Drop for Restore {
            fn drop(&mut self) {
                ROUTE.set(self.0);
            }
        }
        let _restore = Restore(ROUTE.replace(ptr::from_ref(self).cast()));
        allocator()
    }

    /// The call that failed last, and what it returned.
    pub(super) fn failed(&self) -> Option<(&'static str, vk::Result)> {
        self.failed.get()
    }

    fn note(&self, call: &'static str, result: vk::Result) -> vk::Result {
        if result != vk::Result::SUCCESS {
            self.failed.set(Some((call, result)));
        }
        result
    }

    fn callbacks(&self) -> *const vk::AllocationCallbacks<'_> {
        self.callbacks.as_ref().map_or(ptr::null(), ptr::from_ref)
    }
}

/// The device as gpu-allocator gets it.
pub(super) fn routed(device: &ash::Device) -> ash::Device {
    let mut functions = device.fp_v1_0().clone();
    functions.allocate_memory = allocate;
    functions.free_memory = free;
    functions.map_memory = map;
    ash::Device::from_parts_1_3(
        device.handle(),
        functions,
        device.fp_v1_1().clone(),
        device.fp_v1_2().clone(),
        device.fp_v1_3().clone(),
    )
}

/// The route of this thread. Without one nobody is inside the allocator, which is not ours to call then.
fn here<'a>() -> Option<&'a Route<'a>> {
    // SAFETY: `Route::follow` put its own address there and takes it away before it returns.
    unsafe { ROUTE.get().cast::<Route<'_>>().as_ref() }
}

unsafe extern "system" fn allocate(
    device: vk::Device,
    info: *const vk::MemoryAllocateInfo<'_>,
    _: *const vk::AllocationCallbacks<'_>,
    memory: *mut vk::DeviceMemory,
) -> vk::Result {
    let Some(route) = here() else { return vk::Result::ERROR_UNKNOWN };
    // SAFETY: the arguments are the allocator's, which keeps to the call's valid usage; the callbacks live as long
    // as the device.
    let result = unsafe {
        route.tracker.count_device_memory(1, (*info).allocation_size);
        (route.device.fp_v1_0().allocate_memory)(device, info, route.callbacks(), memory)
    };
    route.note("vkAllocateMemory", result)
}

unsafe extern "system" fn free(
    device: vk::Device,
    memory: vk::DeviceMemory,
    _: *const vk::AllocationCallbacks<'_>,
) {
    if let Some(route) = here() {
        // SAFETY: as above; the callbacks are those of the allocation.
        unsafe { (route.device.fp_v1_0().free_memory)(device, memory, route.callbacks()) };
    }
}

unsafe extern "system" fn map(
    device: vk::Device,
    memory: vk::DeviceMemory,
    offset: vk::DeviceSize,
    size: vk::DeviceSize,
    flags: vk::MemoryMapFlags,
    address: *mut *mut c_void,
) -> vk::Result {
    let Some(route) = here() else { return vk::Result::ERROR_UNKNOWN };
    let functions = route.device.fp_v1_0();
    // SAFETY: as above.
    let result = unsafe { (functions.map_memory)(device, memory, offset, size, flags, address) };
    // SAFETY: a call that succeeds has written the address.
    if result == vk::Result::SUCCESS && unsafe { *address }.is_null() {
        // The allocator would keep such a block and lose it.
        // SAFETY: it was just mapped.
        unsafe { (functions.unmap_memory)(device, memory) };
        return route.note("vkMapMemory", vk::Result::ERROR_MEMORY_MAP_FAILED);
    }
    route.note("vkMapMemory", result)
}
