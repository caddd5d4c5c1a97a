//! The door for swapchains. Acquiring and presenting go through the functions themselves.

use ash::{khr, vk};

use super::Device;
use crate::error::Place;
use crate::{Error, Result, VulkanContext as _};

impl Device {
    /// The swapchain functions. An error on a device that was made without a surface.
    pub fn swapchain_functions(&self) -> Result<&khr::swapchain::Device> {
        self.swapchain.as_ref().ok_or_else(|| Error::Invalid {
            what: "the device was made without VK_KHR_swapchain".to_owned(),
            remedy: "name the surface when making the device".to_owned(),
            place: Place::object("swapchain"),
        })
    }

    /// `vkCreateSwapchainKHR`: counted, named, and with `name` in the error.
    ///
    /// # Safety
    ///
    /// The valid usage of `vkCreateSwapchainKHR` holds for `info` and for what it points at.
    pub unsafe fn create_swapchain(
        &self,
        info: &vk::SwapchainCreateInfoKHR<'_>,
        name: &str,
    ) -> Result<vk::SwapchainKHR> {
        let functions = self.swapchain_functions()?;
        self.tracker().count_objects(1);
        // SAFETY: the caller's promise; the callbacks live as long as the device.
        let swapchain = unsafe { functions.create_swapchain(info, self.callbacks().as_ref()) }
            .at("vkCreateSwapchainKHR", name)?;
        // SAFETY: it was just made from this device.
        unsafe { self.set_name(swapchain, name) };
        Ok(swapchain)
    }

    /// The images of a swapchain, which owns them.
    ///
    /// # Safety
    ///
    /// The swapchain is this device's and alive.
    pub unsafe fn swapchain_images(
        &self,
        swapchain: vk::SwapchainKHR,
        name: &str,
    ) -> Result<Vec<vk::Image>> {
        // SAFETY: the caller's promise.
        let images = unsafe { self.swapchain_functions()?.get_swapchain_images(swapchain) }
            .at("vkGetSwapchainImagesKHR", name)?;
        for image in &images {
            // SAFETY: it belongs to a swapchain of this device.
            unsafe { self.set_name(*image, name) };
        }
        Ok(images)
    }

    /// Destroys a swapchain and its images. Null is ignored.
    ///
    /// # Safety
    ///
    /// It was made by this device, is destroyed once, and the device no longer uses its images.
    pub unsafe fn destroy_swapchain(&self, swapchain: vk::SwapchainKHR) {
        if let Some(functions) = &self.swapchain {
            // SAFETY: the caller's promise; the callbacks are those of the creation.
            unsafe { functions.destroy_swapchain(swapchain, self.callbacks().as_ref()) };
        }
    }
}
