//! Devices that are no whole Vulkan devices: those with `VK_KHR_portability_subset`, as `MoltenVK` has.
//!
//! Such a device lacks some of what every other one has, and says what. The extension must be turned on where it is
//! offered (VUID-VkDeviceCreateInfo-pProperties-04451), with the features of it that are used.

use std::collections::BTreeSet;
use std::ffi::CStr;

use ash::vk;

use super::Unmet;
use crate::plan::{Lifetime, Plan, Shape};

/// The device extension.
pub(super) const NAME: &CStr = c"VK_KHR_portability_subset";

/// What is used of which a portability device may lack some. Every other device has all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portability {
    /// Members of `VkPhysicalDevicePortabilitySubsetFeaturesKHR`, by Vulkan's names.
    features: BTreeSet<&'static str>,
    /// The bits of all strides of vertex buffers: where they are multiples of a power of two, each stride is one.
    strides: u32,
}

impl Portability {
    /// What a plan uses.
    pub(crate) fn of_plan(plan: &Plan) -> Self {
        let mut used = Self::default();
        for resource in plan.resources.iter().filter(|r| r.lifetime != Lifetime::Swapchain) {
            used.image(&resource.shape);
        }
        for raster in plan.pipelines.iter().filter_map(|pipeline| pipeline.raster.as_ref()) {
            // VUID-VkPipelineInputAssemblyStateCreateInfo-triangleFans-04452.
            let fans = raster.topology == vk::PrimitiveTopology::TRIANGLE_FAN;
            used.add(fans, "triangleFans");
            // VUID-VkPipelineRasterizationStateCreateInfo-pointPolygons-04458.
            used.add(raster.polygon == vk::PolygonMode::POINT, "pointPolygons");
        }
        used.strides = plan.vertex_bindings.iter().fold(0, |all, binding| all | binding.stride);
        used
    }

    fn image(&mut self, shape: &Shape) {
        let Shape::Image(image) = shape else { return };
        let has = |flag| image.flags.contains(flag);
        let several = image.samples != vk::SampleCountFlags::TYPE_1;
        // VUID-VkImageCreateInfo-multisampleArrayImage-04460, imageView2DOn3DImage-04459,
        // VUID-VkImageViewCreateInfo-imageViewFormatReinterpretation-04466.
        self.add(several && image.layers > 1, "multisampleArrayImage");
        self.add(has(vk::ImageCreateFlags::TYPE_2D_ARRAY_COMPATIBLE), "imageView2DOn3DImage");
        self.add(has(vk::ImageCreateFlags::MUTABLE_FORMAT), "imageViewFormatReinterpretation");
    }

    fn add(&mut self, is_used: bool, feature: &'static str) {
        if is_used {
            self.features.insert(feature);
        }
    }

    /// Adds what `other` uses.
    pub(super) fn add_all(&mut self, other: &Self) {
        self.features.extend(&other.features);
        self.strides |= other.strides;
    }

    /// Whether there is anything of it.
    pub(super) fn is_used(&self) -> bool {
        !self.features.is_empty() || self.strides != 0
    }

    /// What of it a portability device lacks.
    fn missing(
        &self,
        features: &vk::PhysicalDevicePortabilitySubsetFeaturesKHR<'_>,
        alignment: u32,
    ) -> Vec<Unmet> {
        let lacks = |name: &&&str| !has(features, name);
        let lacked = self.features.iter().filter(lacks);
        let mut unmet: Vec<Unmet> = lacked.map(|name| Unmet::Portability(name)).collect();
        // VUID-VkVertexInputBindingDescription-stride-04456; the alignment is a power of two.
        if alignment > 1 && self.strides & (alignment - 1) != 0 {
            unmet.push(Unmet::VertexStride { alignment });
        }
        unmet
    }

    /// What of it a physical device lacks that has the extension.
    pub(super) fn unmet(&self, instance: &ash::Instance, device: vk::PhysicalDevice) -> Vec<Unmet> {
        let features = features(instance, device);
        let mut subset = vk::PhysicalDevicePortabilitySubsetPropertiesKHR::default();
        let mut properties = vk::PhysicalDeviceProperties2::default().push_next(&mut subset);
        // SAFETY: the device was enumerated from this instance; the chain lives through the call.
        unsafe { instance.get_physical_device_properties2(device, &mut properties) };
        self.missing(&features, subset.min_vertex_input_binding_stride_alignment)
    }
}

/// What a device with the extension has. All of it is turned on.
pub(super) fn features(
    instance: &ash::Instance,
    device: vk::PhysicalDevice,
) -> vk::PhysicalDevicePortabilitySubsetFeaturesKHR<'static> {
    let mut subset = vk::PhysicalDevicePortabilitySubsetFeaturesKHR::default();
    let mut found = vk::PhysicalDeviceFeatures2::default().push_next(&mut subset);
    // SAFETY: the device was enumerated from this instance; the chain lives through the call.
    unsafe { instance.get_physical_device_features2(device, &mut found) };
    subset.p_next = std::ptr::null_mut();
    subset
}

fn has(features: &vk::PhysicalDevicePortabilitySubsetFeaturesKHR<'_>, name: &str) -> bool {
    let flag = match name {
        "triangleFans" => features.triangle_fans,
        "pointPolygons" => features.point_polygons,
        "multisampleArrayImage" => features.multisample_array_image,
        "imageView2DOn3DImage" => features.image_view2_d_on3_d_image,
        "imageViewFormatReinterpretation" => features.image_view_format_reinterpretation,
        _ => vk::FALSE,
    };
    flag == vk::TRUE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_and_lacking_is_told() {
        let mut used = Portability { strides: 44, ..Portability::default() };
        used.add(true, "triangleFans");
        used.add(true, "multisampleArrayImage");
        used.add(false, "pointPolygons");
        let device = vk::PhysicalDevicePortabilitySubsetFeaturesKHR::default();
        let device = device.triangle_fans(true);
        assert_eq!(used.missing(&device, 4), [Unmet::Portability("multisampleArrayImage")]);
        let whole = device.multisample_array_image(true);
        assert_eq!(used.missing(&whole, 4), []);
        assert_eq!(used.missing(&whole, 8), [Unmet::VertexStride { alignment: 8 }]);
    }

    #[test]
    fn two_graphs_use_what_each_uses() {
        let mut first = Portability { strides: 4, ..Portability::default() };
        let mut second = Portability { strides: 16, ..Portability::default() };
        second.add(true, "pointPolygons");
        first.add_all(&second);
        assert_eq!(first.strides, 20);
        assert!(first.features.contains("pointPolygons"));
    }
}
