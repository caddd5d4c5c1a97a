//! `VkAllocationCallbacks` that count what the driver allocates on the host.
//!
//! Vulkan frees by address alone, so each block carries its size and alignment in a header before the
//! address that the driver gets.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

use ash::vk;

use super::counts::Counters;
use crate::shared::Ordering;

/// Callbacks that count into one tracker, which they keep alive.
pub(crate) struct HostCallbacks {
    counters: Arc<Counters>,
}

impl HostCallbacks {
    pub(super) fn new(counters: Arc<Counters>) -> Self {
        Self { counters }
    }

    /// What a `vkCreate*` takes. The driver may use it until the object is destroyed, so `self` must
    /// live that long; the address it points at does not move.
    pub(crate) fn raw(&self) -> vk::AllocationCallbacks<'_> {
        vk::AllocationCallbacks::default()
            .user_data(Arc::as_ptr(&self.counters).cast_mut().cast())
            .pfn_allocation(Some(allocate))
            .pfn_reallocation(Some(reallocate))
            .pfn_free(Some(free))
            .pfn_internal_allocation(Some(internal_allocation))
            .pfn_internal_free(Some(internal_free))
    }
}

/// What stands right before the address that the driver holds.
#[derive(Clone, Copy)]
struct Header {
    /// Bytes that the driver asked for.
    size: usize,
    /// Alignment of the whole block, a power of two not below the header's own.
    alignment: usize,
}

impl Header {
    fn new(size: usize, alignment: usize) -> Self {
        Self { size, alignment: alignment.max(align_of::<Self>()) }
    }

    /// Bytes from the start of the block to the driver's address.
    fn offset(self) -> usize {
        size_of::<Self>().next_multiple_of(self.alignment)
    }

    fn layout(self) -> Option<Layout> {
        let bytes = self.offset().checked_add(self.size)?;
        Layout::from_size_align(bytes, self.alignment).ok()
    }
}

fn count(user_data: *mut c_void, size: usize) {
    // SAFETY: `HostCallbacks::raw` put the address of its counters there and outlives the object.
    if let Some(counters) = unsafe { user_data.cast::<Counters>().as_ref() } {
        let counts = counters.here();
        counts.host_allocations.fetch_add(1, Ordering::Relaxed);
        counts.host_bytes.fetch_add(size as u64, Ordering::Relaxed);
    }
}

/// A block of no bytes has an address too: Mesa asks for one for an empty array, and takes null for a failure.
fn allocate_block(size: usize, alignment: usize) -> *mut c_void {
    if !alignment.is_power_of_two() {
        return ptr::null_mut();
    }
    let header = Header::new(size, alignment);
    let Some(layout) = header.layout() else { return ptr::null_mut() };
    // SAFETY: the layout is not of size zero, the header is part of it.
    let block = unsafe { System.alloc(layout) };
    if block.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: `offset` is at least the header's size and lies inside the block; both it and the block's
    // start are multiples of an alignment that suffices for the header.
    unsafe {
        let address = block.add(header.offset()).cast::<c_void>();
        address.cast::<Header>().sub(1).write(header);
        address
    }
}

/// # Safety
///
/// `address` came from [`allocate_block`] and was not freed.
unsafe fn header_of(address: *mut c_void) -> Header {
    // SAFETY: by the caller's promise the header stands right before the address.
    unsafe { address.cast::<Header>().sub(1).read() }
}

/// # Safety
///
/// `address` came from [`allocate_block`], was not freed, and is not used afterwards.
unsafe fn free_block(address: *mut c_void) {
    // SAFETY: the caller's promise.
    let header = unsafe { header_of(address) };
    if let Some(layout) = header.layout() {
        // SAFETY: the block was made with this very layout and begins `offset` bytes before.
        unsafe { System.dealloc(address.cast::<u8>().sub(header.offset()), layout) };
    }
}

unsafe extern "system" fn allocate(
    user_data: *mut c_void,
    size: usize,
    alignment: usize,
    _scope: vk::SystemAllocationScope,
) -> *mut c_void {
    count(user_data, size);
    allocate_block(size, alignment)
}

unsafe extern "system" fn reallocate(
    user_data: *mut c_void,
    original: *mut c_void,
    size: usize,
    alignment: usize,
    _scope: vk::SystemAllocationScope,
) -> *mut c_void {
    if !original.is_null() && size == 0 {
        // SAFETY: the driver passes an address that it got from these callbacks.
        unsafe { free_block(original) };
        return ptr::null_mut();
    }
    count(user_data, size);
    let moved = allocate_block(size, alignment);
    if moved.is_null() || original.is_null() {
        // On failure the original stays as it was.
        return moved;
    }
    // SAFETY: `original` came from these callbacks; both blocks hold at least the bytes copied and are
    // distinct; the driver forgets `original`.
    unsafe {
        let kept = header_of(original).size.min(size);
        ptr::copy_nonoverlapping(original.cast::<u8>(), moved.cast::<u8>(), kept);
        free_block(original);
    }
    moved
}

/// Memory that the driver takes past the callbacks, as for machine code, counts as well.
unsafe extern "system" fn internal_allocation(
    user_data: *mut c_void,
    size: usize,
    _kind: vk::InternalAllocationType,
    _scope: vk::SystemAllocationScope,
) {
    count(user_data, size);
}

/// Vulkan takes both notifications or none; what is given back is not counted.
unsafe extern "system" fn internal_free(
    _user_data: *mut c_void,
    _size: usize,
    _kind: vk::InternalAllocationType,
    _scope: vk::SystemAllocationScope,
) {
}

unsafe extern "system" fn free(_user_data: *mut c_void, memory: *mut c_void) {
    if !memory.is_null() {
        // SAFETY: the driver passes an address that it got from these callbacks, once.
        unsafe { free_block(memory) };
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "callbacks that are not there fail the test")]
    use super::*;
    use crate::tracker::{Phase, Tracker};

    #[test]
    fn blocks_keep_alignment_and_contents_and_are_counted() {
        let tracker = Tracker::new();
        let callbacks = tracker.host_callbacks();
        let user_data = callbacks.raw().p_user_data;
        let scope = vk::SystemAllocationScope::OBJECT;
        let _phase = tracker.enter(Phase::Compile);
        for alignment in [1, 2, 8, 16, 64, 4096] {
            // SAFETY: the driver's part is played by the book: addresses of these callbacks only, sizes
            // as asked for, freed once.
            unsafe {
                let block = allocate(user_data, 24, alignment, scope);
                assert_eq!(block.addr() % alignment, 0);
                block.cast::<u8>().write_bytes(0xA5, 24);
                let grown = reallocate(user_data, block, 1000, alignment, scope);
                assert_eq!(grown.addr() % alignment, 0);
                let kept = std::slice::from_raw_parts(grown.cast::<u8>(), 24);
                assert!(kept.iter().all(|byte| *byte == 0xA5));
                assert!(reallocate(user_data, grown, 0, alignment, scope).is_null());
            }
        }
        assert_eq!(tracker.compile().host_allocations, 12);
        assert_eq!(tracker.compile().host_bytes, 6 * 1024);
    }

    #[test]
    fn an_empty_block_has_an_address() {
        let block = allocate_block(0, 8);
        assert!(!block.is_null());
        // SAFETY: it was just made, and is used no more.
        unsafe { free_block(block) };
    }

    #[test]
    fn memory_that_the_driver_only_tells_of_is_counted() {
        let tracker = Tracker::new();
        let callbacks = tracker.host_callbacks();
        let raw = callbacks.raw();
        let (kind, scope) =
            (vk::InternalAllocationType::EXECUTABLE, vk::SystemAllocationScope::OBJECT);
        let _phase = tracker.enter(Phase::Execute);
        // SAFETY: the driver's part by the book.
        unsafe {
            raw.pfn_internal_allocation.unwrap()(raw.p_user_data, 4096, kind, scope);
            raw.pfn_internal_free.unwrap()(raw.p_user_data, 4096, kind, scope);
        }
        let counts = tracker.execute();
        assert_eq!((counts.host_allocations, counts.host_bytes), (1, 4096));
    }

    #[test]
    fn impossible_requests_give_null() {
        assert!(allocate_block(8, 3).is_null());
        assert!(allocate_block(usize::MAX, 8).is_null());
    }
}
