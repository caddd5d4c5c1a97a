//! What a graph, or several, need of a device.

use std::ffi::{CStr, CString};

use ash::vk;

use super::{Bound, Feature, Features, Limit, Portability};

/// The least that a device must offer. The default is Vixen's floor: Vulkan 1.3, one queue for graphics
/// and compute, and [`Features::floor`].
#[derive(Clone, Debug)]
pub struct Needs {
    /// Vulkan version, `VK_MAKE_API_VERSION` encoding. Never below 1.3.
    pub api_version: u32,
    /// Features that are turned on. All others stay off.
    pub features: Features,
    /// Device extensions that are turned on.
    pub extensions: Vec<CString>,
    /// Formats with what they must be usable for.
    pub formats: Vec<FormatNeed>,
    /// Limits.
    pub limits: Vec<LimitNeed>,
    /// What the one queue must do.
    pub queue: vk::QueueFlags,
    /// What a device with `VK_KHR_portability_subset` must have of what every other one has.
    pub portability: Portability,
    /// Features that Vixen does not know: the program turns them on with [`super::Own`].
    pub own: Vec<String>,
}

/// A format and what it must be usable for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatNeed {
    /// The format.
    pub format: vk::Format,
    /// How it is stored.
    pub storage: FormatStorage,
    /// What must be possible with it, all of it. The 64 bits of `VkFormatProperties3`: reads and writes without a
    /// format in the shader are told there alone.
    pub features: vk::FormatFeatureFlags2,
}

/// How the texels of a format lie in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatStorage {
    /// An image of `VK_IMAGE_TILING_OPTIMAL`.
    Optimal,
    /// An image of `VK_IMAGE_TILING_LINEAR`.
    Linear,
    /// A texel buffer or vertex buffer.
    Buffer,
}

/// A limit and what it must satisfy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitNeed {
    /// Which limit.
    pub limit: Limit,
    /// What it must satisfy.
    pub bound: Bound,
}

impl Default for Needs {
    fn default() -> Self {
        Self {
            api_version: vk::API_VERSION_1_3,
            features: Features::floor(),
            extensions: Vec::new(),
            formats: Vec::new(),
            limits: Vec::new(),
            queue: vk::QueueFlags::GRAPHICS | vk::QueueFlags::COMPUTE,
            portability: Portability::default(),
            own: Vec::new(),
        }
    }
}

impl Needs {
    /// The floor without graphics: a queue for compute is enough.
    #[must_use]
    pub fn compute() -> Self {
        Self { queue: vk::QueueFlags::COMPUTE, ..Self::default() }
    }

    /// Adds a feature.
    #[must_use]
    pub fn feature(mut self, feature: Feature) -> Self {
        self.features.enable(feature);
        self
    }

    /// Adds a device extension.
    #[must_use]
    pub fn extension(mut self, name: &CStr) -> Self {
        if !self.extensions.iter().any(|known| known.as_c_str() == name) {
            self.extensions.push(name.to_owned());
        }
        self
    }

    /// Adds a format of images with optimal tiling.
    #[must_use]
    pub fn format(mut self, format: vk::Format, features: vk::FormatFeatureFlags2) -> Self {
        self.formats.push(FormatNeed { format, storage: FormatStorage::Optimal, features });
        self
    }

    /// Adds a format of vertex or texel buffers.
    #[must_use]
    pub fn buffer_format(mut self, format: vk::Format, features: vk::FormatFeatureFlags2) -> Self {
        self.formats.push(FormatNeed { format, storage: FormatStorage::Buffer, features });
        self
    }

    /// Adds a limit.
    #[must_use]
    pub fn limit(mut self, limit: Limit, bound: Bound) -> Self {
        self.limits.push(LimitNeed { limit, bound });
        self
    }

    /// Adds all that `other` needs: one device for several graphs.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.api_version = self.api_version.max(other.api_version);
        self.features.enable_all(&other.features);
        self.queue |= other.queue;
        self.formats.extend_from_slice(&other.formats);
        self.limits.extend_from_slice(&other.limits);
        self.portability.add_all(&other.portability);
        let fresh: Vec<_> = other.own.iter().filter(|name| !self.own.contains(name)).collect();
        self.own.extend(fresh.into_iter().cloned());
        other.extensions.iter().fold(self, |needs, name| needs.extension(name))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a name that is not found fails the test")]
    use super::*;

    #[test]
    fn two_graphs_need_what_each_needs() {
        let int64 = Feature::by_name("shaderInt64").unwrap();
        let int16 = Feature::by_name("shaderInt16").unwrap();
        let push = Limit::by_name("maxPushConstantsSize").unwrap();
        let first = Needs::default().feature(int64).extension(c"VK_KHR_swapchain");
        let second = Needs::default()
            .feature(int16)
            .extension(c"VK_KHR_swapchain")
            .limit(push, Bound::AtLeast(256));
        let both = first.and(&second);
        assert!(both.features.has(int64) && both.features.has(int16));
        assert_eq!(both.extensions, [c"VK_KHR_swapchain".to_owned()]);
        assert_eq!(both.limits, [LimitNeed { limit: push, bound: Bound::AtLeast(256) }]);
    }
}
