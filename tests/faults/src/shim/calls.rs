//! The function pointers, each of the very type that Vulkan gives it.

use std::cell::Cell;
use std::ffi::{c_char, c_void};
use std::mem::transmute;

use ash::vk::{self, Handle as _};

use super::hunger::hungry;
use super::state::{self, Called, decide};

/// What a failed call may leave in a handle: undefined contents, which nobody may use.
const POISON: u64 = 0xdead_dead_dead_dead;

type Callbacks<'a> = *const vk::AllocationCallbacks<'a>;
pub(super) type Function = unsafe extern "system" fn();

/// A function of this type in place of `real`, which its body calls by the name that it gives it.
macro_rules! replace {
    ($real:ident: $pfn:ident, ($($arg:ident: $ty:ty),*) $(-> $ret:ty)?, |$next:ident| $body:expr) => {{
        thread_local! {
            static REAL: Cell<Option<vk::$pfn>> = const { Cell::new(None) };
        }
        unsafe extern "system" fn shim($($arg: $ty),*) $(-> $ret)? {
            // A device is used by the thread that loaded its functions, or the test is wrong.
            let Some($next) = REAL.get() else { std::process::abort() };
            // SAFETY: what was stored is the function of this name; the arguments are the caller's, who keeps
            // to its valid usage.
            unsafe { $body }
        }
        let shim: vk::$pfn = shim;
        // SAFETY: Vulkan's functions are handed out without their type and cast back by name.
        unsafe {
            REAL.set(Some(transmute::<Function, vk::$pfn>($real)));
            transmute::<vk::$pfn, Function>(shim)
        }
    }};
}

/// Lists the calls that may fail, and gives for a name the function that stands in its place.
macro_rules! table {
    ($of:ident, $names:ident; $($call:ident: $make:expr;)*) => {
        const $names: &[&str] = &[$(stringify!($call)),*];

        fn $of(name: &str, real: Function) -> Option<Function> {
            $(
                if name == stringify!($call) {
                    let make: fn(Function, &'static str) -> Function = $make;
                    return Some(make(real, stringify!($call)));
                }
            )*
            None
        }
    };
}

/// `vkCreate*` of one object, with the handle's owner as first argument.
macro_rules! create {
    ($pfn:ident, $owner:ident, $info:ident => $object:ident) => {
        |real, _| {
            replace!(real: $pfn, (owner: vk::$owner, info: *const vk::$info<'_>,
                callbacks: Callbacks<'_>, made: *mut vk::$object) -> vk::Result, |next| {
                let called = Called { name: &stringify!($pfn)[4..], fills: false };
                let mut kept = vk::AllocationCallbacks::default();
                let callbacks = hungry(callbacks, &mut kept);
                decide(called, || {
                    let result = next(owner, info, callbacks, made);
                    if result == vk::Result::SUCCESS {
                        let kind = stringify!($object);
                        state::made(called.name, kind, (*made).as_raw(), !callbacks.is_null());
                    }
                    result
                }, || *made = vk::$object::from_raw(POISON))
            })
        }
    };
}

/// A call that makes nothing: its arguments, and what a failure leaves in the outputs.
macro_rules! plain {
    ($pfn:ident, ($($arg:ident: $ty:ty),*), $poison:expr) => {
        |real, _| {
            replace!(real: $pfn, ($($arg: $ty),*) -> vk::Result, |next| {
                let called = Called { name: &stringify!($pfn)[4..], fills: false };
                decide(called, || next($($arg),*), || $poison)
            })
        }
    };
}

/// A call that counts a list, or copies it to where there is room.
macro_rules! list {
    ($pfn:ident, ($($arg:ident: $ty:ty),*), $count:ty, $item:ty) => {
        |real, _| {
            replace!(real: $pfn, ($($arg: $ty,)* count: *mut $count, items: *mut $item) -> vk::Result, |next| {
                let called = Called { name: &stringify!($pfn)[4..], fills: !items.is_null() };
                if called.fills && state::is_incomplete() {
                    *count = (*count).saturating_sub(1);
                }
                decide(called, || next($($arg,)* count, items), || *count = <$count>::MAX)
            })
        }
    };
}

/// Pipelines: a failure leaves null handles, by the chapter "Multiple Pipeline Creation".
macro_rules! pipelines {
    ($pfn:ident, $info:ident) => {
        |real, _| {
            replace!(real: $pfn, (device: vk::Device, cache: vk::PipelineCache, count: u32,
                infos: *const vk::$info<'_>, callbacks: Callbacks<'_>, made: *mut vk::Pipeline)
                -> vk::Result, |next| {
                let called = Called { name: &stringify!($pfn)[4..], fills: false };
                let mut kept = vk::AllocationCallbacks::default();
                let callbacks = hungry(callbacks, &mut kept);
                decide(called, || {
                    let result = next(device, cache, count, infos, callbacks, made);
                    for index in 0..count as usize {
                        let handle = (*made.add(index)).as_raw();
                        if handle != 0 {
                            state::made(called.name, "Pipeline", handle, !callbacks.is_null());
                        }
                    }
                    result
                }, || made.write_bytes(0, count as usize))
            })
        }
    };
}

/// What destroys an object of a kind.
macro_rules! destroy {
    ($pfn:ident, $owner:ident, $object:ident) => {
        |real, _| {
            replace!(real: $pfn, (owner: vk::$owner, object: vk::$object, callbacks: Callbacks<'_>),
                |next| {
                state::destroyed(stringify!($object), object.as_raw(), !callbacks.is_null());
                next(owner, object, callbacks);
            })
        }
    };
}

/// A question about the device, whose answer a test may change: the last argument is the answer.
macro_rules! answer {
    ($pfn:ident, ($($arg:ident: $ty:ty),*), $answer:ty, |$at:ident| $change:expr) => {
        |real, _| {
            replace!(real: $pfn, ($($arg: $ty,)* $at: *mut $answer), |next| {
                next($($arg,)* $at);
                $change
            })
        }
    };
}

table! { fallible, FALLIBLE;
    vkEnumerateInstanceVersion: plain!(PFN_vkEnumerateInstanceVersion, (version: *mut u32), *version = u32::MAX);
    vkEnumerateInstanceExtensionProperties: list!(PFN_vkEnumerateInstanceExtensionProperties,
        (layer: *const c_char), u32, vk::ExtensionProperties);
    vkEnumerateInstanceLayerProperties: list!(PFN_vkEnumerateInstanceLayerProperties, (), u32, vk::LayerProperties);
    vkCreateInstance: |real, name| create_instance(real, name);
    vkCreateDebugUtilsMessengerEXT: create!(PFN_vkCreateDebugUtilsMessengerEXT, Instance,
        DebugUtilsMessengerCreateInfoEXT => DebugUtilsMessengerEXT);
    vkEnumeratePhysicalDevices: |real, name| enumerate_devices(real, name);
    vkEnumerateDeviceExtensionProperties: list!(PFN_vkEnumerateDeviceExtensionProperties,
        (device: vk::PhysicalDevice, layer: *const c_char), u32, vk::ExtensionProperties);
    vkGetPhysicalDeviceImageFormatProperties2: |real, name| image_formats(real, name);
    vkCreateDevice: |real, name| create_device(real, name);
    vkCreateXcbSurfaceKHR: create!(PFN_vkCreateXcbSurfaceKHR, Instance, XcbSurfaceCreateInfoKHR => SurfaceKHR);
    vkCreateXlibSurfaceKHR: create!(PFN_vkCreateXlibSurfaceKHR, Instance, XlibSurfaceCreateInfoKHR => SurfaceKHR);
    vkCreateWaylandSurfaceKHR: create!(PFN_vkCreateWaylandSurfaceKHR, Instance,
        WaylandSurfaceCreateInfoKHR => SurfaceKHR);
    vkCreateHeadlessSurfaceEXT: create!(PFN_vkCreateHeadlessSurfaceEXT, Instance,
        HeadlessSurfaceCreateInfoEXT => SurfaceKHR);
    vkGetPhysicalDeviceSurfaceSupportKHR: plain!(PFN_vkGetPhysicalDeviceSurfaceSupportKHR,
        (device: vk::PhysicalDevice, family: u32, surface: vk::SurfaceKHR, supported: *mut vk::Bool32),
        *supported = vk::TRUE);
    vkGetPhysicalDeviceSurfaceCapabilitiesKHR: |real, name| surface_capabilities(real, name);
    vkGetPhysicalDeviceSurfaceFormatsKHR: list!(PFN_vkGetPhysicalDeviceSurfaceFormatsKHR,
        (device: vk::PhysicalDevice, surface: vk::SurfaceKHR), u32, vk::SurfaceFormatKHR);
    vkGetPhysicalDeviceSurfacePresentModesKHR: list!(PFN_vkGetPhysicalDeviceSurfacePresentModesKHR,
        (device: vk::PhysicalDevice, surface: vk::SurfaceKHR), u32, vk::PresentModeKHR);
    vkSetDebugUtilsObjectNameEXT: plain!(PFN_vkSetDebugUtilsObjectNameEXT,
        (device: vk::Device, info: *const vk::DebugUtilsObjectNameInfoEXT<'_>), ());
    vkAllocateMemory: create!(PFN_vkAllocateMemory, Device, MemoryAllocateInfo => DeviceMemory);
    vkMapMemory: plain!(PFN_vkMapMemory, (device: vk::Device, memory: vk::DeviceMemory, offset: vk::DeviceSize,
        size: vk::DeviceSize, flags: vk::MemoryMapFlags, address: *mut *mut c_void),
        *address = std::ptr::without_provenance_mut(POISON as usize));
    vkBindBufferMemory: plain!(PFN_vkBindBufferMemory,
        (device: vk::Device, buffer: vk::Buffer, memory: vk::DeviceMemory, offset: vk::DeviceSize), ());
    vkBindImageMemory: plain!(PFN_vkBindImageMemory,
        (device: vk::Device, image: vk::Image, memory: vk::DeviceMemory, offset: vk::DeviceSize), ());
    vkCreateBuffer: create!(PFN_vkCreateBuffer, Device, BufferCreateInfo => Buffer);
    vkCreateBufferView: create!(PFN_vkCreateBufferView, Device, BufferViewCreateInfo => BufferView);
    vkCreateImage: create!(PFN_vkCreateImage, Device, ImageCreateInfo => Image);
    vkCreateImageView: create!(PFN_vkCreateImageView, Device, ImageViewCreateInfo => ImageView);
    vkCreateSampler: create!(PFN_vkCreateSampler, Device, SamplerCreateInfo => Sampler);
    vkCreateShaderModule: create!(PFN_vkCreateShaderModule, Device, ShaderModuleCreateInfo => ShaderModule);
    vkCreateDescriptorSetLayout: create!(PFN_vkCreateDescriptorSetLayout, Device,
        DescriptorSetLayoutCreateInfo => DescriptorSetLayout);
    vkCreateDescriptorPool: create!(PFN_vkCreateDescriptorPool, Device, DescriptorPoolCreateInfo => DescriptorPool);
    // A failure leaves null handles.
    vkAllocateDescriptorSets: plain!(PFN_vkAllocateDescriptorSets,
        (device: vk::Device, info: *const vk::DescriptorSetAllocateInfo<'_>, sets: *mut vk::DescriptorSet),
        sets.write_bytes(0, (*info).descriptor_set_count as usize));
    vkCreatePipelineLayout: create!(PFN_vkCreatePipelineLayout, Device, PipelineLayoutCreateInfo => PipelineLayout);
    vkCreatePipelineCache: create!(PFN_vkCreatePipelineCache, Device, PipelineCacheCreateInfo => PipelineCache);
    vkGetPipelineCacheData: list!(PFN_vkGetPipelineCacheData, (device: vk::Device, cache: vk::PipelineCache),
        usize, c_void);
    vkCreateComputePipelines: pipelines!(PFN_vkCreateComputePipelines, ComputePipelineCreateInfo);
    vkCreateGraphicsPipelines: pipelines!(PFN_vkCreateGraphicsPipelines, GraphicsPipelineCreateInfo);
    vkCreateCommandPool: create!(PFN_vkCreateCommandPool, Device, CommandPoolCreateInfo => CommandPool);
    vkResetCommandPool: plain!(PFN_vkResetCommandPool,
        (device: vk::Device, pool: vk::CommandPool, flags: vk::CommandPoolResetFlags), ());
    // A failure leaves null handles.
    vkAllocateCommandBuffers: plain!(PFN_vkAllocateCommandBuffers,
        (device: vk::Device, info: *const vk::CommandBufferAllocateInfo<'_>, buffers: *mut vk::CommandBuffer),
        buffers.write_bytes(0, (*info).command_buffer_count as usize));
    vkBeginCommandBuffer: plain!(PFN_vkBeginCommandBuffer,
        (buffer: vk::CommandBuffer, info: *const vk::CommandBufferBeginInfo<'_>), ());
    vkEndCommandBuffer: plain!(PFN_vkEndCommandBuffer, (buffer: vk::CommandBuffer), ());
    vkCreateSemaphore: create!(PFN_vkCreateSemaphore, Device, SemaphoreCreateInfo => Semaphore);
    vkWaitSemaphores: plain!(PFN_vkWaitSemaphores,
        (device: vk::Device, info: *const vk::SemaphoreWaitInfo<'_>, timeout: u64), ());
    vkGetSemaphoreCounterValue: plain!(PFN_vkGetSemaphoreCounterValue,
        (device: vk::Device, semaphore: vk::Semaphore, value: *mut u64), *value = POISON);
    vkCreateFence: create!(PFN_vkCreateFence, Device, FenceCreateInfo => Fence);
    vkCreateEvent: create!(PFN_vkCreateEvent, Device, EventCreateInfo => Event);
    vkCreateQueryPool: create!(PFN_vkCreateQueryPool, Device, QueryPoolCreateInfo => QueryPool);
    vkQueueSubmit2: plain!(PFN_vkQueueSubmit2,
        (queue: vk::Queue, count: u32, submits: *const vk::SubmitInfo2<'_>, fence: vk::Fence), ());
    vkQueueWaitIdle: plain!(PFN_vkQueueWaitIdle, (queue: vk::Queue), ());
    vkDeviceWaitIdle: plain!(PFN_vkDeviceWaitIdle, (device: vk::Device), ());
    vkCreateSwapchainKHR: create!(PFN_vkCreateSwapchainKHR, Device, SwapchainCreateInfoKHR => SwapchainKHR);
    vkGetSwapchainImagesKHR: list!(PFN_vkGetSwapchainImagesKHR,
        (device: vk::Device, swapchain: vk::SwapchainKHR), u32, vk::Image);
    vkAcquireNextImageKHR: |real, name| acquire(real, name);
    vkQueuePresentKHR: plain!(PFN_vkQueuePresentKHR,
        (queue: vk::Queue, info: *const vk::PresentInfoKHR<'_>), ());
}

table! { infallible, _INFALLIBLE;
    vkDestroyInstance: |real, _| destroy_instance(real);
    vkDestroyDevice: |real, _| destroy_device(real);
    vkDestroyDebugUtilsMessengerEXT: destroy!(PFN_vkDestroyDebugUtilsMessengerEXT, Instance, DebugUtilsMessengerEXT);
    vkDestroySurfaceKHR: destroy!(PFN_vkDestroySurfaceKHR, Instance, SurfaceKHR);
    vkFreeMemory: destroy!(PFN_vkFreeMemory, Device, DeviceMemory);
    vkDestroyBuffer: destroy!(PFN_vkDestroyBuffer, Device, Buffer);
    vkDestroyBufferView: destroy!(PFN_vkDestroyBufferView, Device, BufferView);
    vkDestroyImage: destroy!(PFN_vkDestroyImage, Device, Image);
    vkDestroyImageView: destroy!(PFN_vkDestroyImageView, Device, ImageView);
    vkDestroySampler: destroy!(PFN_vkDestroySampler, Device, Sampler);
    vkDestroyShaderModule: destroy!(PFN_vkDestroyShaderModule, Device, ShaderModule);
    vkDestroyDescriptorSetLayout: destroy!(PFN_vkDestroyDescriptorSetLayout, Device, DescriptorSetLayout);
    vkDestroyDescriptorPool: destroy!(PFN_vkDestroyDescriptorPool, Device, DescriptorPool);
    vkDestroyPipelineLayout: destroy!(PFN_vkDestroyPipelineLayout, Device, PipelineLayout);
    vkDestroyPipelineCache: destroy!(PFN_vkDestroyPipelineCache, Device, PipelineCache);
    vkDestroyPipeline: destroy!(PFN_vkDestroyPipeline, Device, Pipeline);
    vkDestroyCommandPool: destroy!(PFN_vkDestroyCommandPool, Device, CommandPool);
    vkDestroySemaphore: destroy!(PFN_vkDestroySemaphore, Device, Semaphore);
    vkDestroyFence: destroy!(PFN_vkDestroyFence, Device, Fence);
    vkDestroyEvent: destroy!(PFN_vkDestroyEvent, Device, Event);
    vkDestroyQueryPool: destroy!(PFN_vkDestroyQueryPool, Device, QueryPool);
    vkDestroySwapchainKHR: destroy!(PFN_vkDestroySwapchainKHR, Device, SwapchainKHR);
    vkGetPhysicalDeviceProperties: answer!(PFN_vkGetPhysicalDeviceProperties, (device: vk::PhysicalDevice),
        vk::PhysicalDeviceProperties, |at| if let Some(lie) = state::answers().properties { lie(&mut *at) });
    vkGetPhysicalDeviceMemoryProperties: answer!(PFN_vkGetPhysicalDeviceMemoryProperties,
        (device: vk::PhysicalDevice), vk::PhysicalDeviceMemoryProperties,
        |at| if let Some(lie) = state::answers().memory { lie(&mut *at) });
    vkGetPhysicalDeviceFormatProperties2: answer!(PFN_vkGetPhysicalDeviceFormatProperties2,
        (device: vk::PhysicalDevice, format: vk::Format), vk::FormatProperties2<'_>,
        |at| if let (Some(lie), Some(wide)) = (state::answers().formats, wide_formats(at)) {
            lie(&mut (*at).format_properties, wide);
        });
    vkGetPhysicalDeviceQueueFamilyProperties: |real, _| queue_families(real);
    vkGetDeviceImageMemoryRequirements: answer!(PFN_vkGetDeviceImageMemoryRequirements,
        (device: vk::Device, info: *const vk::DeviceImageMemoryRequirements<'_>), vk::MemoryRequirements2<'_>,
        |at| if let Some(lie) = state::answers().requirements { lie(&mut (*at).memory_requirements) });
    vkGetDeviceBufferMemoryRequirements: answer!(PFN_vkGetDeviceBufferMemoryRequirements,
        (device: vk::Device, info: *const vk::DeviceBufferMemoryRequirements<'_>), vk::MemoryRequirements2<'_>,
        |at| if let Some(lie) = state::answers().requirements { lie(&mut (*at).memory_requirements) });
}

/// The names of the calls that may fail.
pub(super) const NAMES: &[&str] = FALLIBLE;

/// What is called for this name instead of `real`.
///
/// # Safety
///
/// `real` is the function of this name.
pub(super) unsafe fn shim_of(name: &str, real: Function) -> vk::PFN_vkVoidFunction {
    fallible(name, real).or_else(|| infallible(name, real)).or(Some(real))
}

/// The 64-bit answer in the chain of the 32-bit one.
///
/// # Safety
///
/// The chain is one of Vulkan's, and the caller's for as long as the answer is used.
unsafe fn wide_formats<'a>(
    narrow: *mut vk::FormatProperties2<'_>,
) -> Option<&'a mut vk::FormatProperties3<'static>> {
    // SAFETY: the caller's promise: each link of the chain starts as the base structure does.
    unsafe {
        let mut link = (*narrow).p_next.cast::<vk::BaseOutStructure<'_>>();
        while let Some(structure) = link.as_mut() {
            if structure.s_type == vk::StructureType::FORMAT_PROPERTIES_3 {
                return link.cast::<vk::FormatProperties3<'_>>().as_mut();
            }
            link = structure.p_next.cast();
        }
    }
    None
}

fn create_instance(real: Function, _: &'static str) -> Function {
    replace!(real: PFN_vkCreateInstance, (info: *const vk::InstanceCreateInfo<'_>, callbacks: Callbacks<'_>,
        made: *mut vk::Instance) -> vk::Result, |next| {
        let called = Called { name: "vkCreateInstance", fills: false };
        let mut kept = vk::AllocationCallbacks::default();
        let callbacks = hungry(callbacks, &mut kept);
        decide(called, || {
            let result = next(info, callbacks, made);
            if result == vk::Result::SUCCESS {
                state::made(called.name, "Instance", (*made).as_raw(), !callbacks.is_null());
            }
            result
        }, || *made = vk::Instance::from_raw(POISON))
    })
}

fn destroy_instance(real: Function) -> Function {
    replace!(real: PFN_vkDestroyInstance, (instance: vk::Instance, callbacks: Callbacks<'_>), |next| {
        state::destroyed("Instance", instance.as_raw(), !callbacks.is_null());
        next(instance, callbacks);
    })
}

fn create_device(real: Function, _: &'static str) -> Function {
    replace!(real: PFN_vkCreateDevice, (physical: vk::PhysicalDevice, info: *const vk::DeviceCreateInfo<'_>,
        callbacks: Callbacks<'_>, made: *mut vk::Device) -> vk::Result, |next| {
        let called = Called { name: "vkCreateDevice", fills: false };
        let mut kept = vk::AllocationCallbacks::default();
        let callbacks = hungry(callbacks, &mut kept);
        decide(called, || {
            let result = next(physical, info, callbacks, made);
            if result == vk::Result::SUCCESS {
                state::made(called.name, "Device", (*made).as_raw(), !callbacks.is_null());
                state::new_device();
                if let Some(idle) = super::device_function(*made, c"vkDeviceWaitIdle") {
                    state::has_device(transmute::<Function, vk::PFN_vkDeviceWaitIdle>(idle), *made);
                }
            }
            result
        }, || *made = vk::Device::from_raw(POISON))
    })
}

fn destroy_device(real: Function) -> Function {
    replace!(real: PFN_vkDestroyDevice, (device: vk::Device, callbacks: Callbacks<'_>), |next| {
        state::destroyed("Device", device.as_raw(), !callbacks.is_null());
        next(device, callbacks);
    })
}

fn enumerate_devices(real: Function, _: &'static str) -> Function {
    replace!(real: PFN_vkEnumeratePhysicalDevices, (instance: vk::Instance, count: *mut u32,
        devices: *mut vk::PhysicalDevice) -> vk::Result, |next| {
        let called = Called { name: "vkEnumeratePhysicalDevices", fills: !devices.is_null() };
        if called.fills && state::is_incomplete() {
            *count = (*count).saturating_sub(1);
        }
        decide(called, || {
            if state::answers().no_devices {
                *count = 0;
                return vk::Result::SUCCESS;
            }
            next(instance, count, devices)
        }, || *count = u32::MAX)
    })
}

fn queue_families(real: Function) -> Function {
    replace!(real: PFN_vkGetPhysicalDeviceQueueFamilyProperties, (device: vk::PhysicalDevice, count: *mut u32,
        families: *mut vk::QueueFamilyProperties), |next| {
        next(device, count, families);
        if let Some(lie) = state::answers().queues.filter(|_| !families.is_null()) {
            (0..*count as usize).for_each(|index| lie(&mut *families.add(index)));
        }
    })
}

fn surface_capabilities(real: Function, _: &'static str) -> Function {
    replace!(real: PFN_vkGetPhysicalDeviceSurfaceCapabilitiesKHR, (device: vk::PhysicalDevice,
        surface: vk::SurfaceKHR, at: *mut vk::SurfaceCapabilitiesKHR) -> vk::Result, |next| {
        let called = Called { name: "vkGetPhysicalDeviceSurfaceCapabilitiesKHR", fills: false };
        decide(called, || {
            let result = next(device, surface, at);
            if let Some(lie) = state::answers().surface {
                lie(&mut *at);
            }
            result
        }, || at.write_bytes(0xAD, 1))
    })
}

fn image_formats(real: Function, _: &'static str) -> Function {
    replace!(real: PFN_vkGetPhysicalDeviceImageFormatProperties2, (device: vk::PhysicalDevice,
        info: *const vk::PhysicalDeviceImageFormatInfo2<'_>, found: *mut vk::ImageFormatProperties2<'_>)
        -> vk::Result, |next| {
        let called = Called { name: "vkGetPhysicalDeviceImageFormatProperties2", fills: false };
        decide(called, || {
            let result = next(device, info, found);
            if let Some(lie) = state::answers().images {
                lie(&mut (*found).image_format_properties);
            }
            result
        }, || (*found).image_format_properties = vk::ImageFormatProperties::default())
    })
}

fn acquire(real: Function, _: &'static str) -> Function {
    replace!(real: PFN_vkAcquireNextImageKHR, (device: vk::Device, swapchain: vk::SwapchainKHR, timeout: u64,
        semaphore: vk::Semaphore, fence: vk::Fence, image: *mut u32) -> vk::Result, |next| {
        let called = Called { name: "vkAcquireNextImageKHR", fills: false };
        decide(called, || {
            let result = next(device, swapchain, timeout, semaphore, fence, image);
            if let Some(lie) = state::answers().image {
                *image = lie;
            }
            result
        }, || *image = u32::MAX)
    })
}
