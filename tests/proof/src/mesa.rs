//! A shim between a program and a software driver that skips barriers.
//!
//! Mesa 22.3's lavapipe draws some graphs wrongly, in which rasterization and a dispatch of the next command buffer use one
//! memory by two names. What was seen: the same pixels are wrong with all ordered against all in every cut, and with one
//! thread; they are right once each barrier stands between two commands that say nothing, as it does here; the H100's
//! driver draws them right. The likely cause: a driver that took lavapipe's loop over commands leaves out a barrier
//! that is the first or the last one of its command buffer, "since every cmdbuf does a flush after iterating its cmds".

use std::cell::Cell;
use std::ffi::{CStr, c_char};
use std::mem::transmute;
use std::sync::OnceLock;

use ash::vk;

type Function = unsafe extern "system" fn();

/// The system's loader, kept open.
static LOADER: OnceLock<Option<ash::Entry>> = OnceLock::new();

thread_local! {
    static DEVICE_PROC: Cell<Option<vk::PFN_vkGetDeviceProcAddr>> = const { Cell::new(None) };
    static BARRIER: Cell<Option<vk::PFN_vkCmdPipelineBarrier2>> = const { Cell::new(None) };
    static LINE_WIDTH: Cell<Option<vk::PFN_vkCmdSetLineWidth>> = const { Cell::new(None) };
}

fn loader() -> Option<&'static ash::Entry> {
    // SAFETY: the system's loader, whose initialisation has no preconditions.
    LOADER.get_or_init(|| unsafe { ash::Entry::load() }.ok()).as_ref()
}

/// Entry points behind the shim, for devices that this thread makes and uses. `None` where the system has no loader.
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
    // SAFETY: the arguments are the caller's, the name ends in a nul; the pointer is that of this name.
    unsafe {
        let real = loader()?.get_instance_proc_addr(instance, name)?;
        if CStr::from_ptr(name) == c"vkGetDeviceProcAddr" {
            DEVICE_PROC.set(Some(transmute::<Function, vk::PFN_vkGetDeviceProcAddr>(real)));
            return Some(transmute::<vk::PFN_vkGetDeviceProcAddr, Function>(device_proc));
        }
        Some(real)
    }
}

unsafe extern "system" fn device_proc(
    device: vk::Device,
    name: *const c_char,
) -> vk::PFN_vkVoidFunction {
    // SAFETY: as above; `instance_proc` stored the loader's function before it gave this one out.
    unsafe {
        let get = DEVICE_PROC.get()?;
        let real = get(device, name)?;
        if CStr::from_ptr(name) != c"vkCmdPipelineBarrier2" {
            return Some(real);
        }
        let line_width = get(device, c"vkCmdSetLineWidth".as_ptr())?;
        BARRIER.set(Some(transmute::<Function, vk::PFN_vkCmdPipelineBarrier2>(real)));
        LINE_WIDTH.set(Some(transmute::<Function, vk::PFN_vkCmdSetLineWidth>(line_width)));
        Some(transmute::<vk::PFN_vkCmdPipelineBarrier2, Function>(between))
    }
}

/// A barrier between two commands: no pipeline here has a dynamic line width.
unsafe extern "system" fn between(
    commands: vk::CommandBuffer,
    dependency: *const vk::DependencyInfo<'_>,
) {
    let (Some(barrier), Some(line_width)) = (BARRIER.get(), LINE_WIDTH.get()) else { return };
    // SAFETY: the arguments are the caller's, and the command buffer is being recorded.
    unsafe {
        line_width(commands, 1.0);
        barrier(commands, dependency);
        line_width(commands, 1.0);
    }
}
