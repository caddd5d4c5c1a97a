//! A surface of the window system.

use std::fmt;

use ash::{khr, vk};

use super::{Device, Instance};
use crate::error::Place;
use crate::{Error, Result, VulkanContext as _};

/// A `VkSurfaceKHR`, destroyed when dropped. The swapchains on it must be gone by then.
pub struct Surface {
    instance: Instance,
    functions: khr::surface::Instance,
    raw: vk::SurfaceKHR,
}

impl Surface {
    /// Makes a surface for a window. The instance needs the extensions that
    /// `ash_window::enumerate_required_extensions` names.
    ///
    /// # Safety
    ///
    /// The window outlives the surface.
    #[cfg(feature = "window")]
    pub unsafe fn new(
        instance: &Instance,
        display: raw_window_handle::RawDisplayHandle,
        window: raw_window_handle::RawWindowHandle,
    ) -> Result<Self> {
        let call = creation(display);
        check_extensions(instance, call)?;
        instance.tracker().count_objects(1);
        let callbacks = instance.callbacks();
        // SAFETY: the handles are those of a window that the caller keeps alive.
        let raw = unsafe {
            ash_window::create_surface(
                instance.entry(),
                instance.raw(),
                display,
                window,
                callbacks.as_ref(),
            )
        }
        .at(call, "window")?;
        // SAFETY: it was just made from this instance with its callbacks.
        unsafe { Self::from_raw(instance, raw) }
    }

    /// Takes over a surface that was made elsewhere.
    ///
    /// # Safety
    ///
    /// The surface was made from this instance, with allocation callbacks only if the instance counts host
    /// allocations, and with the same; nobody else destroys it; what it shows on outlives it.
    pub unsafe fn from_raw(instance: &Instance, raw: vk::SurfaceKHR) -> Result<Self> {
        let Some(functions) = instance.surface_functions() else {
            return Err(without_extensions());
        };
        Ok(Self { instance: instance.clone(), functions: functions.clone(), raw })
    }

    /// The surface itself.
    #[must_use]
    pub fn raw(&self) -> vk::SurfaceKHR {
        self.raw
    }

    /// Whether a queue family of a device can present to it.
    pub(super) fn is_supported(&self, device: vk::PhysicalDevice, family: u32) -> Result<bool> {
        // SAFETY: device, family and surface belong to the instance.
        unsafe { self.functions.get_physical_device_surface_support(device, family, self.raw) }
            .at("vkGetPhysicalDeviceSurfaceSupportKHR", "surface")
    }

    /// Whether a device's queue can present to it.
    pub(crate) fn is_shown_by(&self, device: &Device) -> Result<bool> {
        self.check_instance(device.instance())?;
        self.is_supported(device.physical(), device.queue_family())
    }

    /// Refuses a surface of another instance than the device's: Vulkan's functions take those of one alone.
    pub(super) fn check_instance(&self, instance: &Instance) -> Result<()> {
        if self.instance.raw().handle() == instance.raw().handle() {
            return Ok(());
        }
        Err(Error::Invalid {
            what: "a surface and a device of two instances".to_owned(),
            remedy: "make both from clones of one instance".to_owned(),
            place: Place::object("surface"),
        })
    }

    /// Its size, image counts and usages on a device.
    pub fn capabilities(&self, device: &Device) -> Result<vk::SurfaceCapabilitiesKHR> {
        self.check_instance(device.instance())?;
        // SAFETY: device and surface belong to the instance.
        unsafe {
            self.functions.get_physical_device_surface_capabilities(device.physical(), self.raw)
        }
        .at("vkGetPhysicalDeviceSurfaceCapabilitiesKHR", "surface")
    }

    /// The formats and colour spaces that a device can present to it.
    pub fn formats(&self, device: &Device) -> Result<Vec<vk::SurfaceFormatKHR>> {
        self.check_instance(device.instance())?;
        // SAFETY: device and surface belong to the instance.
        unsafe { self.functions.get_physical_device_surface_formats(device.physical(), self.raw) }
            .at("vkGetPhysicalDeviceSurfaceFormatsKHR", "surface")
    }

    /// The present modes that a device has for it.
    pub fn present_modes(&self, device: &Device) -> Result<Vec<vk::PresentModeKHR>> {
        self.check_instance(device.instance())?;
        // SAFETY: device and surface belong to the instance.
        unsafe {
            self.functions.get_physical_device_surface_present_modes(device.physical(), self.raw)
        }
        .at("vkGetPhysicalDeviceSurfacePresentModesKHR", "surface")
    }
}

/// The call that makes a surface of this window system.
#[cfg(feature = "window")]
fn creation(display: raw_window_handle::RawDisplayHandle) -> &'static str {
    use raw_window_handle::RawDisplayHandle as Display;
    match display {
        Display::Xlib(_) => "vkCreateXlibSurfaceKHR",
        Display::Xcb(_) => "vkCreateXcbSurfaceKHR",
        Display::Wayland(_) => "vkCreateWaylandSurfaceKHR",
        Display::Windows(_) => "vkCreateWin32SurfaceKHR",
        Display::Android(_) => "vkCreateAndroidSurfaceKHR",
        _ => "vkCreateMetalSurfaceEXT",
    }
}

/// An instance without the window system's extension has no function to call.
#[cfg(feature = "window")]
fn check_extensions(instance: &Instance, call: &str) -> Result<()> {
    let name = std::ffi::CString::new(call).unwrap_or_default();
    // SAFETY: the instance is the entry's and alive, the name ends in a nul.
    let found =
        unsafe { instance.entry().get_instance_proc_addr(instance.raw().handle(), name.as_ptr()) };
    if found.is_some() && instance.surface_functions().is_some() {
        return Ok(());
    }
    Err(without_extensions())
}

fn without_extensions() -> Error {
    Error::Invalid {
        what: "the instance was made without surface extensions".to_owned(),
        remedy: "name VK_KHR_surface and the platform's own in its options".to_owned(),
        place: Place::object("surface"),
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        // SAFETY: by the contract of creation the surface is this value's own and its swapchains are gone.
        unsafe { self.functions.destroy_surface(self.raw, self.instance.callbacks().as_ref()) };
    }
}

impl fmt::Debug for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Surface").field(&self.raw).finish()
    }
}
