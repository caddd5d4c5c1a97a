//! Debug names of objects and labels around commands, for validation messages, `RenderDoc` and profilers.

use std::ffi::{CStr, CString};

use ash::vk::{self, Handle};

use super::Device;

impl Device {
    /// Names an object. Does nothing for an empty name, or where the instance lacks `VK_EXT_debug_utils`.
    /// Copies the name on the heap: for set-up.
    ///
    /// # Safety
    ///
    /// The object is null or alive and of this device, and no other thread uses it meanwhile.
    pub unsafe fn set_name<T: Handle + Copy>(&self, object: T, name: &str) {
        if self.debug.is_none() || name.is_empty() {
            return;
        }
        if let Ok(name) = CString::new(name.replace('\0', " ")) {
            // SAFETY: the caller's promise.
            unsafe { self.set_c_name(object, &name) };
        }
    }

    /// Names an object without copying the name.
    ///
    /// # Safety
    ///
    /// The object is null or alive and of this device, and no other thread uses it meanwhile.
    pub unsafe fn set_c_name<T: Handle + Copy>(&self, object: T, name: &CStr) {
        let Some(debug) = &self.debug else { return };
        if object.is_null() {
            return;
        }
        let info =
            vk::DebugUtilsObjectNameInfoEXT::default().object_handle(object).object_name(name);
        // SAFETY: the caller's promise, and the object is not null. A name that cannot be set for want of
        // memory is no reason to fail.
        let _ = unsafe { debug.set_debug_utils_object_name(&info) };
    }

    /// Opens a label in a command buffer. Allocates nothing.
    ///
    /// # Safety
    ///
    /// The command buffer is this device's and being recorded; each label is closed in the same one.
    pub unsafe fn begin_label(&self, commands: vk::CommandBuffer, label: &CStr) {
        if let Some(debug) = &self.debug {
            let label = vk::DebugUtilsLabelEXT::default().label_name(label);
            // SAFETY: the caller's promise.
            unsafe { debug.cmd_begin_debug_utils_label(commands, &label) };
        }
    }

    /// Closes the innermost label of a command buffer. Allocates nothing.
    ///
    /// # Safety
    ///
    /// [`Self::begin_label`] opened one in this command buffer.
    pub unsafe fn end_label(&self, commands: vk::CommandBuffer) {
        if let Some(debug) = &self.debug {
            // SAFETY: the caller's promise.
            unsafe { debug.cmd_end_debug_utils_label(commands) };
        }
    }
}
