//! A shim before the loader that sees every call that creates or allocates, whoever makes it.

use std::ffi::{CStr, c_char, c_void};
use std::mem::transmute;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

use ash::vk;
use vixen::device::{Instance, InstanceOptions, LayerFault, Validation};

/// Objects made, each set and command buffer counted.
pub(crate) static OBJECTS: AtomicU64 = AtomicU64::new(0);
/// Blocks of device memory.
pub(crate) static MEMORY: AtomicU64 = AtomicU64::new(0);

/// The loader, kept open; the shim asks it for everything.
static LOADER: OnceLock<ash::Entry> = OnceLock::new();
static DEVICE_PROC: AtomicPtr<c_void> = AtomicPtr::new(std::ptr::null_mut());

/// The one shape of `vkAllocateMemory` and of all `vkCreate*` of a device that make one object.
type Create =
    unsafe extern "system" fn(vk::Device, *const c_void, *const c_void, *mut u64) -> vk::Result;

/// For each entry point a function that counts and calls the real one.
macro_rules! shims {
    ($($name:ident counts $counter:ident;)*) => {
        fn shim_of(name: &str, real: vk::PFN_vkVoidFunction) -> vk::PFN_vkVoidFunction {
            $({
                static REAL: AtomicPtr<c_void> = AtomicPtr::new(std::ptr::null_mut());
                unsafe extern "system" fn call(
                    device: vk::Device,
                    info: *const c_void,
                    callbacks: *const c_void,
                    made: *mut u64,
                ) -> vk::Result {
                    $counter.fetch_add(1, Ordering::Relaxed);
                    // SAFETY: what was stored is the entry point of this very name, which has this shape;
                    // the arguments are the caller's.
                    unsafe {
                        let real: Create = transmute(REAL.load(Ordering::Relaxed));
                        real(device, info, callbacks, made)
                    }
                }
                if name == stringify!($name) {
                    let real = real.map_or(std::ptr::null_mut(), |real| real as *mut c_void);
                    REAL.store(real, Ordering::Relaxed);
                    // SAFETY: a function pointer of another type; Vulkan's callers cast it back.
                    return unsafe { transmute::<Create, vk::PFN_vkVoidFunction>(call) };
                }
            })*
            real
        }
    };
}

shims! {
    vkAllocateMemory counts MEMORY;
    vkCreateBuffer counts OBJECTS;
    vkCreateBufferView counts OBJECTS;
    vkCreateCommandPool counts OBJECTS;
    vkCreateDescriptorPool counts OBJECTS;
    vkCreateDescriptorSetLayout counts OBJECTS;
    vkCreateEvent counts OBJECTS;
    vkCreateFence counts OBJECTS;
    vkCreateImage counts OBJECTS;
    vkCreateImageView counts OBJECTS;
    vkCreatePipelineCache counts OBJECTS;
    vkCreatePipelineLayout counts OBJECTS;
    vkCreateQueryPool counts OBJECTS;
    vkCreateSampler counts OBJECTS;
    vkCreateSemaphore counts OBJECTS;
    vkCreateShaderModule counts OBJECTS;
}

unsafe extern "system" fn instance_proc(
    instance: vk::Instance,
    name: *const c_char,
) -> vk::PFN_vkVoidFunction {
    // SAFETY: the arguments are the caller's, the name ends in a nul.
    unsafe {
        let real = LOADER.get()?.get_instance_proc_addr(instance, name);
        if CStr::from_ptr(name) != c"vkGetDeviceProcAddr" {
            return real;
        }
        DEVICE_PROC.store(real? as *mut c_void, Ordering::Relaxed);
        transmute::<vk::PFN_vkGetDeviceProcAddr, vk::PFN_vkVoidFunction>(device_proc)
    }
}

unsafe extern "system" fn device_proc(
    device: vk::Device,
    name: *const c_char,
) -> vk::PFN_vkVoidFunction {
    // SAFETY: `instance_proc` stored the loader's function before it gave this one out; the arguments are
    // the caller's.
    unsafe {
        let real: vk::PFN_vkGetDeviceProcAddr = transmute(DEVICE_PROC.load(Ordering::Relaxed));
        let found = real(device, name);
        shim_of(CStr::from_ptr(name).to_str().unwrap_or_default(), found)
    }
}

/// An instance behind the shim, the validation layer on, those of its messages known as its own faults apart.
pub(crate) fn watched_instance(layer_faults: &[LayerFault]) -> Instance {
    // SAFETY: the system's loader.
    LOADER.get_or_init(|| unsafe { ash::Entry::load() }.unwrap());
    let functions = ash::StaticFn { get_instance_proc_addr: instance_proc };
    let options = InstanceOptions {
        name: "watched",
        validation: Validation::On,
        layer_faults,
        ..Default::default()
    };
    // SAFETY: the shim passes everything on to the loader, which stays open.
    unsafe { Instance::with_entry(ash::Entry::from_static_fn(functions), &options) }.unwrap()
}
