//! A shim between a program and the Vulkan loader: a table of function pointers that can make any call fail.
//!
//! Ash loads every function through the two that are here, and gets for each call of [`crate::errors::CALLS`]
//! one that first asks this thread's `state` whether it shall fail. What is made and destroyed is counted on
//! the way, so that a leak is seen by name. State belongs to a thread, since a run of a scenario does.

mod calls;
mod hunger;
mod state;

use std::cell::Cell;
use std::ffi::{CStr, c_char};
use std::mem::transmute;
use std::sync::OnceLock;

use ash::vk;

pub use state::{Answers, Called, Fault, Seen};

pub(crate) use hunger::{feed, starve};
pub(crate) use state::{begin, calls_so_far, end, heal, set_answers};

/// The names of the calls that can be made to fail.
#[must_use]
pub fn known() -> &'static [&'static str] {
    calls::NAMES
}

/// The system's loader, kept open; the shim asks it for everything.
static LOADER: OnceLock<Option<ash::Entry>> = OnceLock::new();

thread_local! {
    static DEVICE_PROC: Cell<Option<vk::PFN_vkGetDeviceProcAddr>> = const { Cell::new(None) };
}

fn loader() -> Option<&'static ash::Entry> {
    // SAFETY: the system's loader, whose initialisation has no preconditions.
    LOADER.get_or_init(|| unsafe { ash::Entry::load() }.ok()).as_ref()
}

/// Entry points behind the shim. `None` where the system has no loader.
#[must_use]
pub fn entry() -> Option<ash::Entry> {
    loader()?;
    let functions = ash::StaticFn { get_instance_proc_addr: instance_proc };
    // SAFETY: the shim passes everything on to the loader, which stays open.
    Some(unsafe { ash::Entry::from_static_fn(functions) })
}

unsafe extern "system" fn instance_proc(
    instance: vk::Instance,
    name: *const c_char,
) -> vk::PFN_vkVoidFunction {
    // SAFETY: the arguments are the caller's, the name ends in a nul; the pointers are those of this name.
    unsafe {
        let real = loader()?.get_instance_proc_addr(instance, name)?;
        let name = CStr::from_ptr(name);
        if name == c"vkGetDeviceProcAddr" {
            DEVICE_PROC.set(Some(transmute::<calls::Function, vk::PFN_vkGetDeviceProcAddr>(real)));
            return Some(transmute::<vk::PFN_vkGetDeviceProcAddr, calls::Function>(device_proc));
        }
        calls::shim_of(name.to_str().unwrap_or_default(), real)
    }
}

unsafe extern "system" fn device_proc(
    device: vk::Device,
    name: *const c_char,
) -> vk::PFN_vkVoidFunction {
    // SAFETY: as above; `instance_proc` stored the loader's function before it gave this one out.
    unsafe {
        let real = DEVICE_PROC.get()?(device, name)?;
        calls::shim_of(CStr::from_ptr(name).to_str().unwrap_or_default(), real)
    }
}

/// A device's function behind the shim.
fn device_function(device: vk::Device, name: &CStr) -> vk::PFN_vkVoidFunction {
    // SAFETY: the device was just made by the loader, the name ends in a nul.
    DEVICE_PROC.get().and_then(|real| unsafe { real(device, name.as_ptr()) })
}
