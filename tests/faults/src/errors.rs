//! What each Vulkan call may answer, by the specification.
//!
//! The table was written from `xml/vk.xml` of KhronosGroup/Vulkan-Docs, change log of August 14, 2026, and
//! nothing is fetched to compare it with. What the file says of the calls, error codes and success codes, is listed by
//!
//! ```text
//! git show HEAD:xml/vk.xml | grep -A1 'errorcodes=' | paste - - - |
//!     sed -E 's/.*successcodes="([^"]*)".*errorcodes="([^"]*)".*<name>([^<]*).*/\3 \1 \2/'
//! ```
//!
//! Left out is `VK_PIPELINE_COMPILE_REQUIRED`, which answers a flag that is never set. Codes of extensions
//! that are not turned on are in: a driver that gives one must not crash the program either.

use ash::vk::Result as R;

/// A call that may fail.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Its name.
    pub name: &'static str,
    /// Error codes of its own.
    errors: &'static [R],
    /// Success codes beside `VK_SUCCESS`.
    pub successes: &'static [R],
}

impl Call {
    /// Every error code that it may return.
    pub fn errors(&self) -> impl Iterator<Item = R> {
        self.errors.iter().chain(ANY).copied()
    }
}

/// The call of this name.
#[must_use]
pub fn call(name: &str) -> Option<&'static Call> {
    CALLS.iter().find(|call| call.name == name)
}

/// What any call may return, by the chapter "Return Codes".
const ANY: &[R] = &[R::ERROR_UNKNOWN, R::ERROR_VALIDATION_FAILED_EXT];

const HOST: R = R::ERROR_OUT_OF_HOST_MEMORY;
const DEVICE: R = R::ERROR_OUT_OF_DEVICE_MEMORY;
const LOST: R = R::ERROR_DEVICE_LOST;
const SURFACE: R = R::ERROR_SURFACE_LOST_KHR;
const OUT_OF_DATE: R = R::ERROR_OUT_OF_DATE_KHR;
/// `VK_ERROR_PRESENT_TIMING_QUEUE_FULL_EXT`, which is newer than ash's headers.
pub(crate) const PRESENT_TIMING_QUEUE_FULL: R = R::from_raw(-1_000_208_000);

const fn row(name: &'static str, errors: &'static [R], successes: &'static [R]) -> Call {
    Call { name, errors, successes }
}

/// Every call of the runtime's, of gpu-allocator's and of ash-window's on this system that returns a result.
pub static CALLS: &[Call] = &[
    row("vkEnumerateInstanceVersion", &[HOST], &[]),
    row(
        "vkEnumerateInstanceExtensionProperties",
        &[HOST, DEVICE, R::ERROR_LAYER_NOT_PRESENT],
        &[R::INCOMPLETE],
    ),
    row("vkEnumerateInstanceLayerProperties", &[HOST, DEVICE], &[R::INCOMPLETE]),
    row(
        "vkCreateInstance",
        &[
            HOST,
            DEVICE,
            R::ERROR_INITIALIZATION_FAILED,
            R::ERROR_LAYER_NOT_PRESENT,
            R::ERROR_EXTENSION_NOT_PRESENT,
            R::ERROR_INCOMPATIBLE_DRIVER,
        ],
        &[],
    ),
    row("vkCreateDebugUtilsMessengerEXT", &[HOST], &[]),
    row(
        "vkEnumeratePhysicalDevices",
        &[HOST, DEVICE, R::ERROR_INITIALIZATION_FAILED],
        &[R::INCOMPLETE],
    ),
    row(
        "vkEnumerateDeviceExtensionProperties",
        &[HOST, DEVICE, R::ERROR_LAYER_NOT_PRESENT],
        &[R::INCOMPLETE],
    ),
    row(
        "vkGetPhysicalDeviceImageFormatProperties2",
        &[HOST, DEVICE, R::ERROR_FORMAT_NOT_SUPPORTED],
        &[],
    ),
    row(
        "vkCreateDevice",
        &[
            HOST,
            DEVICE,
            R::ERROR_INITIALIZATION_FAILED,
            R::ERROR_EXTENSION_NOT_PRESENT,
            R::ERROR_FEATURE_NOT_PRESENT,
            R::ERROR_TOO_MANY_OBJECTS,
            LOST,
        ],
        &[],
    ),
    row("vkCreateXcbSurfaceKHR", &[HOST, DEVICE], &[]),
    row("vkCreateXlibSurfaceKHR", &[HOST, DEVICE], &[]),
    row("vkCreateWaylandSurfaceKHR", &[HOST, DEVICE], &[]),
    row("vkCreateHeadlessSurfaceEXT", &[HOST, DEVICE], &[]),
    row("vkGetPhysicalDeviceSurfaceSupportKHR", &[HOST, DEVICE, SURFACE], &[]),
    row("vkGetPhysicalDeviceSurfaceCapabilitiesKHR", &[HOST, DEVICE, SURFACE], &[]),
    row("vkGetPhysicalDeviceSurfaceFormatsKHR", &[HOST, DEVICE, SURFACE], &[R::INCOMPLETE]),
    row("vkGetPhysicalDeviceSurfacePresentModesKHR", &[HOST, DEVICE, SURFACE], &[R::INCOMPLETE]),
    row("vkSetDebugUtilsObjectNameEXT", &[HOST, DEVICE], &[]),
    row(
        "vkAllocateMemory",
        &[HOST, DEVICE, R::ERROR_INVALID_EXTERNAL_HANDLE, R::ERROR_INVALID_OPAQUE_CAPTURE_ADDRESS],
        &[],
    ),
    row("vkMapMemory", &[HOST, DEVICE, R::ERROR_MEMORY_MAP_FAILED], &[]),
    row("vkBindBufferMemory", &[HOST, DEVICE, R::ERROR_INVALID_OPAQUE_CAPTURE_ADDRESS], &[]),
    row("vkBindImageMemory", &[HOST, DEVICE], &[]),
    row("vkCreateBuffer", &[HOST, DEVICE, R::ERROR_INVALID_OPAQUE_CAPTURE_ADDRESS], &[]),
    row("vkCreateBufferView", &[HOST, DEVICE], &[]),
    row(
        "vkCreateImage",
        &[
            HOST,
            DEVICE,
            R::ERROR_COMPRESSION_EXHAUSTED_EXT,
            R::ERROR_INVALID_OPAQUE_CAPTURE_ADDRESS,
        ],
        &[],
    ),
    row("vkCreateImageView", &[HOST, DEVICE, R::ERROR_INVALID_OPAQUE_CAPTURE_ADDRESS], &[]),
    row("vkCreateSampler", &[HOST, DEVICE, R::ERROR_INVALID_OPAQUE_CAPTURE_ADDRESS], &[]),
    row("vkCreateShaderModule", &[HOST, DEVICE, R::ERROR_INVALID_SHADER_NV], &[]),
    row("vkCreateDescriptorSetLayout", &[HOST, DEVICE], &[]),
    row("vkCreateDescriptorPool", &[HOST, DEVICE, R::ERROR_FRAGMENTATION], &[]),
    row(
        "vkAllocateDescriptorSets",
        &[HOST, DEVICE, R::ERROR_FRAGMENTED_POOL, R::ERROR_OUT_OF_POOL_MEMORY],
        &[],
    ),
    row("vkCreatePipelineLayout", &[HOST, DEVICE], &[]),
    row("vkCreatePipelineCache", &[HOST, DEVICE], &[]),
    row("vkGetPipelineCacheData", &[HOST, DEVICE], &[R::INCOMPLETE]),
    row("vkCreateComputePipelines", &[HOST, DEVICE, R::ERROR_INVALID_SHADER_NV], &[]),
    row("vkCreateGraphicsPipelines", &[HOST, DEVICE, R::ERROR_INVALID_SHADER_NV], &[]),
    row("vkCreateCommandPool", &[HOST, DEVICE], &[]),
    row("vkResetCommandPool", &[DEVICE], &[]),
    row("vkAllocateCommandBuffers", &[HOST, DEVICE], &[]),
    row("vkBeginCommandBuffer", &[HOST, DEVICE], &[]),
    row("vkEndCommandBuffer", &[HOST, DEVICE, R::ERROR_INVALID_VIDEO_STD_PARAMETERS_KHR], &[]),
    row("vkCreateSemaphore", &[HOST, DEVICE], &[]),
    row("vkWaitSemaphores", &[HOST, DEVICE, LOST], &[R::TIMEOUT]),
    row("vkGetSemaphoreCounterValue", &[HOST, DEVICE, LOST], &[]),
    row("vkCreateFence", &[HOST, DEVICE], &[]),
    row("vkCreateEvent", &[HOST, DEVICE], &[]),
    row("vkCreateQueryPool", &[HOST, DEVICE], &[]),
    row("vkQueueSubmit2", &[HOST, DEVICE, LOST], &[]),
    row("vkQueueWaitIdle", &[HOST, DEVICE, LOST], &[]),
    row("vkDeviceWaitIdle", &[HOST, DEVICE, LOST], &[]),
    row(
        "vkCreateSwapchainKHR",
        &[
            HOST,
            DEVICE,
            LOST,
            SURFACE,
            R::ERROR_NATIVE_WINDOW_IN_USE_KHR,
            R::ERROR_INITIALIZATION_FAILED,
            R::ERROR_COMPRESSION_EXHAUSTED_EXT,
        ],
        &[],
    ),
    row("vkGetSwapchainImagesKHR", &[HOST, DEVICE], &[R::INCOMPLETE]),
    row(
        "vkAcquireNextImageKHR",
        &[HOST, DEVICE, LOST, OUT_OF_DATE, SURFACE, R::ERROR_FULL_SCREEN_EXCLUSIVE_MODE_LOST_EXT],
        &[R::TIMEOUT, R::NOT_READY, R::SUBOPTIMAL_KHR],
    ),
    row(
        "vkQueuePresentKHR",
        &[
            HOST,
            DEVICE,
            LOST,
            OUT_OF_DATE,
            SURFACE,
            R::ERROR_FULL_SCREEN_EXCLUSIVE_MODE_LOST_EXT,
            PRESENT_TIMING_QUEUE_FULL,
        ],
        &[R::SUBOPTIMAL_KHR],
    ),
];
