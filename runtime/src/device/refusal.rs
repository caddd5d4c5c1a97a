//! Why a device is not used.

use std::fmt;

use ash::vk;

use super::Bound;
use super::needs::{FormatNeed, FormatStorage, LimitNeed};
use super::select::Preference;
use crate::error::version;

/// A need that a device does not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// Another device was asked for.
    Preference(Preference),
    /// Its Vulkan is too old. Both in `VK_MAKE_API_VERSION` encoding.
    ApiVersion {
        /// The device's.
        found: u32,
        /// The least.
        needed: u32,
    },
    /// It lacks a feature, named as in the specification.
    Feature(String),
    /// A feature that Vixen does not know, and that the program does not turn on.
    OwnFeature(String),
    /// It lacks a device extension.
    Extension(String),
    /// It cannot use a format so.
    Format {
        /// The format and all that is needed of it.
        need: FormatNeed,
        /// What of it is missing.
        missing: vk::FormatFeatureFlags2,
    },
    /// A limit does not suffice.
    Limit {
        /// What is needed.
        need: LimitNeed,
        /// The device's value.
        found: u64,
    },
    /// It is a portability device and lacks this feature of `VkPhysicalDevicePortabilitySubsetFeaturesKHR`.
    Portability(&'static str),
    /// It is a portability device, and strides of vertex buffers are multiples of this.
    VertexStride {
        /// In bytes.
        alignment: u32,
    },
    /// No queue family does all of this.
    Queue(vk::QueueFlags),
    /// No queue family that does all of this can present to the surface too.
    Present(vk::QueueFlags),
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Preference(asked) => write!(f, "device {asked} was asked for"),
            Self::ApiVersion { found, needed } => {
                write!(f, "Vulkan {} is needed, it has {}", version(*needed), version(*found))
            }
            Self::Feature(name) => write!(f, "no feature {name}"),
            Self::OwnFeature(name) => {
                write!(f, "no feature {name} that Vixen knows: turn it on by Device::new_with")
            }
            Self::Extension(name) => write!(f, "no extension {name}"),
            Self::Format { need, missing } => write!(
                f,
                "format {:?} cannot be used for {missing:?} ({})",
                need.format,
                match need.storage {
                    FormatStorage::Optimal => "optimal tiling",
                    FormatStorage::Linear => "linear tiling",
                    FormatStorage::Buffer => "buffer",
                }
            ),
            Self::Limit { need: LimitNeed { limit, bound: bound @ Bound::Contains(_) }, found } => {
                write!(f, "limit {} must hold {bound}, it has {found:#x}", limit.name())
            }
            Self::Limit { need, found } => {
                write!(f, "limit {} must be {}, it is {found}", need.limit.name(), need.bound)
            }
            Self::Portability(name) => write!(f, "no portability feature {name}"),
            Self::VertexStride { alignment } => {
                write!(f, "strides of vertex buffers must be multiples of {alignment} bytes")
            }
            Self::Queue(flags) => write!(f, "no queue family for {flags:?}"),
            Self::Present(flags) => {
                write!(f, "no queue family for {flags:?} that presents to the surface")
            }
        }
    }
}

/// A device and what kept it from being used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The device's name.
    pub device: String,
    /// Every need that it does not meet.
    pub unmet: Vec<Unmet>,
}

/// Every device of an instance, each refused. Empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusals(pub Vec<Refusal>);

impl fmt::Display for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(
                "there is no Vulkan device; install the driver of the GPU, or a software one (Debian and \
                 Ubuntu: mesa-vulkan-drivers)",
            );
        }
        f.write_str("no Vulkan device fits:")?;
        for (index, refusal) in self.0.iter().enumerate() {
            write!(f, "\n  {index}: {}", refusal.device)?;
            for unmet in &refusal.unmet {
                write!(f, "\n     {unmet}")?;
            }
        }
        Ok(())
    }
}
