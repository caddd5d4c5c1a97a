//! Allocation callbacks of which one call gives nothing.
//!
//! Drivers allocate on threads of their own too, so that this is the process's and no thread's: one run at a time.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use ash::vk;

/// Allocations that are given before one is not; negative for all.
static LEFT: AtomicI64 = AtomicI64::new(-1);

/// The program's own functions, once a call had some.
static REAL: Mutex<Option<(vk::PFN_vkAllocationFunction, vk::PFN_vkReallocationFunction)>> =
    Mutex::new(None);

thread_local! {
    /// The call that this thread is in, if it can say that there is no memory.
    static CALL: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// Makes a call that can say that there is no memory. Commands cannot say so, and their drivers have to remember it.
pub(super) fn during<T>(call: &'static str, make: impl FnOnce() -> T) -> T {
    let outer = CALL.replace(Some(call));
    let result = make();
    CALL.set(outer);
    result
}

/// Lets the allocation of this number give nothing, from 0.
pub(crate) fn starve(at: u32) {
    LEFT.store(i64::from(at), Ordering::Relaxed);
}

/// Ends it, and says whether that allocation was asked for.
pub(crate) fn feed() -> bool {
    LEFT.swap(-1, Ordering::Relaxed) < 0
}

/// The callbacks that a driver gets for those of the program. `kept` is where they stay for the call.
pub(super) fn hungry<'a>(
    callbacks: *const vk::AllocationCallbacks<'a>,
    kept: &'a mut vk::AllocationCallbacks<'a>,
) -> *const vk::AllocationCallbacks<'a> {
    if LEFT.load(Ordering::Relaxed) < 0 && real().is_none() {
        return callbacks;
    }
    // SAFETY: the caller gave callbacks of Vulkan's, or null.
    let Some(own) = (unsafe { callbacks.as_ref() }) else { return callbacks };
    *REAL.lock().unwrap_or_else(PoisonError::into_inner) =
        Some((own.pfn_allocation, own.pfn_reallocation));
    *kept = (*own).pfn_allocation(Some(allocate)).pfn_reallocation(Some(reallocate));
    ptr::from_ref(kept)
}

fn real() -> Option<(vk::PFN_vkAllocationFunction, vk::PFN_vkReallocationFunction)> {
    *REAL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether this allocation is the one.
fn gives_nothing() -> bool {
    let Some(call) = CALL.get().filter(|_| LEFT.load(Ordering::Relaxed) >= 0) else { return false };
    let is_now = LEFT.fetch_sub(1, Ordering::Relaxed) == 0;
    if is_now {
        // Said before it is done: it may be the last word.
        println!("no memory in {call}");
    }
    is_now
}

unsafe extern "system" fn allocate(
    user_data: *mut c_void,
    size: usize,
    alignment: usize,
    scope: vk::SystemAllocationScope,
) -> *mut c_void {
    match real() {
        // SAFETY: the driver's arguments, and the program's own function and data.
        Some((Some(real), _)) if !gives_nothing() => unsafe {
            real(user_data, size, alignment, scope)
        },
        _ => ptr::null_mut(),
    }
}

unsafe extern "system" fn reallocate(
    user_data: *mut c_void,
    original: *mut c_void,
    size: usize,
    alignment: usize,
    scope: vk::SystemAllocationScope,
) -> *mut c_void {
    match real() {
        // SAFETY: as above.
        Some((_, Some(real))) if size == 0 || !gives_nothing() => unsafe {
            real(user_data, original, size, alignment, scope)
        },
        _ => ptr::null_mut(),
    }
}
