//! What the program turns on itself, beside what graphs need.

use std::ffi::CStr;
use std::fmt;

use ash::vk;

/// Extensions and features that the program turns on with the device: for code of its own, or for shaders whose
/// capability Vixen does not know.
///
/// ```no_run
/// use ash::vk;
/// use vixen::device::{Device, DeviceOptions, Instance, Own};
///
/// # fn make(instance: &Instance) -> vixen::Result<()> {
/// let mut robust = vk::PhysicalDeviceRobustness2FeaturesEXT::default().null_descriptor(true);
/// // SAFETY: no feature of this structure is one that Vixen knows, and its extension is turned on.
/// let own = unsafe { Own::default().extension(c"VK_EXT_robustness2").structure(&mut robust, &["nullDescriptor"]) };
/// let device = Device::new_with(instance, &DeviceOptions::default(), own)?;
/// # drop(device);
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
pub struct Own<'a> {
    pub(super) extensions: Vec<&'a CStr>,
    pub(super) features: Vec<&'a str>,
    pub(super) structures: Vec<&'a mut dyn vk::ExtendsDeviceCreateInfo>,
}

impl<'a> Own<'a> {
    /// A device extension. A device without it is refused.
    #[must_use]
    pub fn extension(mut self, name: &'a CStr) -> Self {
        self.extensions.push(name);
        self
    }

    /// A structure for the `pNext` chain of `VkDeviceCreateInfo`, and the names of the features that it turns on:
    /// a graph that names one of them finds it met.
    ///
    /// # Safety
    ///
    /// The valid usage of `VkDeviceCreateInfo` holds for it, on every device that meets the needs: its extension is
    /// turned on, the device has the features, and the structure is none that Vixen chains itself
    /// (`VkPhysicalDeviceFeatures2`, those of Vulkan 1.1 to 1.3, those that they replace, and those of the features
    /// that graphs name and Vixen knows). Its own `pNext` is null, and it is not used
    /// again after the device was made. It turns on what `features` names.
    #[must_use]
    pub unsafe fn structure(
        mut self,
        structure: &'a mut dyn vk::ExtendsDeviceCreateInfo,
        features: &[&'a str],
    ) -> Self {
        self.structures.push(structure);
        self.features.extend_from_slice(features);
        self
    }
}

impl fmt::Debug for Own<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Own")
            .field("extensions", &self.extensions)
            .field("features", &self.features)
            .field("structures", &self.structures.len())
            .finish()
    }
}
