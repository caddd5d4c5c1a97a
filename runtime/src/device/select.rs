//! Which physical device is used, and why the others are not.

use std::ffi::CStr;
use std::fmt;

use ash::vk;

use super::instance::environment;
use super::needs::{FormatNeed, FormatStorage, LimitNeed};
use super::{Bound, Features, Instance, Needs, Surface};
use crate::error::version;
use crate::{Error, Result, VulkanContext as _};

/// The variable that names the device where the program doesn't: an index, or a part of its name.
const VARIABLE: &str = "VIXEN_DEVICE";

/// A device that the user asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preference {
    /// The position in `vkEnumeratePhysicalDevices`, from 0.
    Index(usize),
    /// A part of its name, in any case.
    Name(String),
}

impl Preference {
    /// A number is an index, anything else a part of a name.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        text.trim().parse().map_or_else(|_| Self::Name(text.trim().to_owned()), Self::Index)
    }

    fn from_environment() -> Option<Self> {
        environment(VARIABLE).as_deref().map(Self::parse)
    }

    fn matches(&self, index: usize, name: &str) -> bool {
        match self {
            Self::Index(wanted) => *wanted == index,
            Self::Name(part) => name.to_lowercase().contains(&part.to_lowercase()),
        }
    }
}

impl fmt::Display for Preference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(index) => write!(f, "number {index}"),
            Self::Name(name) => write!(f, "`{name}`"),
        }
    }
}

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
    Feature(&'static str),
    /// It lacks a device extension.
    Extension(String),
    /// It cannot use a format so.
    Format {
        /// The format and all that is needed of it.
        need: FormatNeed,
        /// What of it is missing.
        missing: vk::FormatFeatureFlags,
    },
    /// A limit does not suffice.
    Limit {
        /// What is needed.
        need: LimitNeed,
        /// The device's value.
        found: u64,
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

/// A physical device that meets every need.
pub(super) struct Chosen {
    pub(super) physical: vk::PhysicalDevice,
    pub(super) queue_family: u32,
    pub(super) name: String,
}

/// The best device that meets every need; of equals the first.
pub(super) fn choose(
    instance: &Instance,
    needs: &Needs,
    preference: Option<&Preference>,
    surface: Option<&Surface>,
) -> Result<Chosen> {
    let preference = preference.cloned().or_else(Preference::from_environment);
    // SAFETY: the instance is alive.
    let devices = unsafe { instance.raw().enumerate_physical_devices() }
        .at("vkEnumeratePhysicalDevices", "")?;
    let mut best: Option<(u32, Chosen)> = None;
    let mut refusals = Refusals::default();
    for (index, physical) in devices.into_iter().enumerate() {
        let candidate = Candidate::query(instance, physical);
        let (queue_family, mut unmet) = candidate.judge(needs, surface)?;
        if let Some(asked) = preference.as_ref()
            && !asked.matches(index, &candidate.name)
        {
            unmet.push(Unmet::Preference(asked.clone()));
        }
        let score = candidate.score();
        match queue_family {
            Some(queue_family) if unmet.is_empty() => {
                if best.as_ref().is_none_or(|(so_far, _)| score > *so_far) {
                    let name = candidate.name;
                    best = Some((score, Chosen { physical, queue_family, name }));
                }
            }
            _ => refusals.0.push(Refusal { device: candidate.name, unmet }),
        }
    }
    best.map(|(_, chosen)| chosen).ok_or_else(|| Error::NoDevice(Box::new(refusals)))
}

/// What a physical device says of itself.
struct Candidate<'a> {
    instance: &'a Instance,
    physical: vk::PhysicalDevice,
    properties: vk::PhysicalDeviceProperties,
    name: String,
}

impl<'a> Candidate<'a> {
    fn query(instance: &'a Instance, physical: vk::PhysicalDevice) -> Self {
        // SAFETY: the device was enumerated from this instance.
        let properties = unsafe { instance.raw().get_physical_device_properties(physical) };
        let name = device_name(&properties);
        Self { instance, physical, properties, name }
    }

    fn score(&self) -> u32 {
        match self.properties.device_type {
            vk::PhysicalDeviceType::DISCRETE_GPU => 4,
            vk::PhysicalDeviceType::INTEGRATED_GPU => 3,
            vk::PhysicalDeviceType::VIRTUAL_GPU => 2,
            vk::PhysicalDeviceType::CPU => 1,
            _ => 0,
        }
    }

    /// The queue family to use, and all needs that are not met.
    fn judge(&self, needs: &Needs, surface: Option<&Surface>) -> Result<(Option<u32>, Vec<Unmet>)> {
        let mut unmet = Vec::new();
        let needed = needs.api_version.max(vk::API_VERSION_1_3);
        let found = self.properties.api_version;
        if found < needed {
            unmet.push(Unmet::ApiVersion { found, needed });
        }
        if found >= vk::API_VERSION_1_3 {
            // The structures of 1.1 to 1.3 mean nothing to an older device.
            unmet.extend(self.missing_features(&needs.features));
        }
        self.find_missing_extensions(needs, &mut unmet)?;
        unmet.extend(needs.formats.iter().filter_map(|need| self.missing_of_format(*need)));
        unmet.extend(needs.limits.iter().filter_map(|need| self.missing_of_limit(*need)));
        let family = self.queue_family(needs.queue, surface)?;
        if family.is_none() {
            unmet.push(match surface {
                Some(_) => Unmet::Present(needs.queue),
                None => Unmet::Queue(needs.queue),
            });
        }
        Ok((family, unmet))
    }

    fn missing_features(&self, needed: &Features) -> impl Iterator<Item = Unmet> + use<> {
        let found = Features::of(self.instance.raw(), self.physical);
        needed
            .enabled()
            .filter(move |feature| !found.has(*feature))
            .map(|feature| Unmet::Feature(feature.name()))
    }

    fn find_missing_extensions(&self, needs: &Needs, unmet: &mut Vec<Unmet>) -> Result<()> {
        // SAFETY: the device was enumerated from this instance.
        let found =
            unsafe { self.instance.raw().enumerate_device_extension_properties(self.physical) }
                .at("vkEnumerateDeviceExtensionProperties", &self.name)?;
        let has = |name: &CStr| {
            found.iter().any(|extension| extension.extension_name_as_c_str() == Ok(name))
        };
        let missing = needs.extensions.iter().filter(|name| !has(name));
        unmet.extend(missing.map(|name| Unmet::Extension(name.to_string_lossy().into_owned())));
        Ok(())
    }

    fn missing_of_format(&self, need: FormatNeed) -> Option<Unmet> {
        // SAFETY: the device was enumerated from this instance.
        let found = unsafe {
            self.instance.raw().get_physical_device_format_properties(self.physical, need.format)
        };
        let found = match need.storage {
            FormatStorage::Optimal => found.optimal_tiling_features,
            FormatStorage::Linear => found.linear_tiling_features,
            FormatStorage::Buffer => found.buffer_features,
        };
        let missing = need.features & !found;
        (!missing.is_empty()).then_some(Unmet::Format { need, missing })
    }

    fn missing_of_limit(&self, need: LimitNeed) -> Option<Unmet> {
        let found = need.limit.value(&self.properties.limits);
        (!need.bound.holds(found)).then_some(Unmet::Limit { need, found })
    }

    /// The first family that does all of `flags` and presents to the surface, if there is one.
    fn queue_family(
        &self,
        flags: vk::QueueFlags,
        surface: Option<&Surface>,
    ) -> Result<Option<u32>> {
        // SAFETY: the device was enumerated from this instance.
        let families = unsafe {
            self.instance.raw().get_physical_device_queue_family_properties(self.physical)
        };
        for (index, family) in (0u32..).zip(&families) {
            if !family.queue_flags.contains(flags) || family.queue_count == 0 {
                continue;
            }
            let presents =
                surface.map_or(Ok(true), |surface| surface.is_supported(self.physical, index))?;
            if presents {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }
}

/// The name in a device's properties.
fn device_name(properties: &vk::PhysicalDeviceProperties) -> String {
    properties.device_name_as_c_str().unwrap_or(c"unnamed device").to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_an_index_and_a_text_a_part_of_a_name() {
        assert_eq!(Preference::parse(" 2 "), Preference::Index(2));
        assert!(Preference::parse("llvm").matches(7, "LLVMpipe (256 bits)"));
        assert!(!Preference::parse("1").matches(0, "GPU 1"));
    }
}
