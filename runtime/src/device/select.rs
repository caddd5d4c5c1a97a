//! Which physical device is used, and why the others are not.

use std::ffi::{CStr, CString};
use std::fmt;

use ash::vk;

use super::instance::environment;
use super::limits::Properties;
use super::needs::{FormatNeed, FormatStorage, LimitNeed};
use super::refusal::{Refusal, Refusals, Unmet};
use super::{Adopted, Device, Features, Instance, Needs, Surface, portability};
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

/// A physical device that meets every need.
pub(super) struct Chosen {
    pub(super) physical: vk::PhysicalDevice,
    pub(super) queue_family: u32,
    pub(super) name: String,
    /// Whether it is a portability device.
    pub(super) is_portability: bool,
}

/// Whether a device that exists is one that graphs can run on: its name, or why not.
pub(super) fn judge_adopted(
    instance: &Instance,
    adopted: &Adopted<'_>,
    made: &Needs,
) -> Result<String> {
    let candidate = Candidate::query(instance, adopted.physical);
    let found = candidate.properties.core10.api_version;
    let mut unmet = Vec::new();
    if found < vk::API_VERSION_1_3 {
        unmet.push(Unmet::ApiVersion { found, needed: vk::API_VERSION_1_3 });
    }
    unmet.extend(not_among(&Needs::compute(), made));
    if !candidate.flags_of(adopted.queue_family).contains(vk::QueueFlags::COMPUTE) {
        unmet.push(Unmet::Queue(vk::QueueFlags::COMPUTE));
    }
    candidate.accept(unmet)
}

/// Whether a device does for a graph: it was made for `made`, and may run a graph that needs other things.
pub(super) fn judge_made(device: &Device, needs: &Needs, made: &Needs) -> Result<()> {
    let candidate = Candidate::query(device.instance(), device.physical());
    let is_portability = made.extensions.iter().any(|name| name.as_c_str() == portability::NAME);
    let mut unmet: Vec<Unmet> = not_among(needs, made).collect();
    unmet.extend(candidate.missing_of_resources(needs, is_portability));
    if !candidate.flags_of(device.queue_family()).contains(needs.queue) {
        unmet.push(Unmet::Queue(needs.queue));
    }
    candidate.accept(unmet).map(drop)
}

/// Features and extensions that are needed, and not among those that were turned on.
fn not_among(needs: &Needs, made: &Needs) -> impl Iterator<Item = Unmet> {
    let on = made.features;
    let features = needs.features.enabled().filter(move |feature| !on.has(*feature));
    let extensions = needs.extensions.iter().filter(|name| !made.extensions.contains(name));
    let own = needs.own.iter().filter(|name| !made.own.contains(name));
    let features = features.map(|feature| Unmet::Feature(feature.name().to_owned()));
    let named = |name: &CString| Unmet::Extension(name.to_string_lossy().into_owned());
    let own: Vec<_> = own.cloned().map(Unmet::OwnFeature).collect();
    features.chain(extensions.map(named).collect::<Vec<_>>()).chain(own)
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
        let extensions = candidate.extensions()?;
        let is_portability = extensions.iter().any(|name| name.as_c_str() == portability::NAME);
        let (queue_family, mut unmet) = candidate.judge(needs, &extensions, surface)?;
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
                    best = Some((score, Chosen { physical, queue_family, name, is_portability }));
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
    properties: Properties,
    name: String,
}

impl<'a> Candidate<'a> {
    fn query(instance: &'a Instance, physical: vk::PhysicalDevice) -> Self {
        let properties = Properties::of(instance.raw(), physical);
        let name = device_name(&properties.core10);
        Self { instance, physical, properties, name }
    }

    /// The name, or a refusal where a need is not met.
    fn accept(self, unmet: Vec<Unmet>) -> Result<String> {
        if unmet.is_empty() {
            return Ok(self.name);
        }
        let refusal = Refusal { device: self.name, unmet };
        Err(Error::NoDevice(Box::new(Refusals(vec![refusal]))))
    }

    /// What a queue family can do.
    fn flags_of(&self, family: u32) -> vk::QueueFlags {
        // SAFETY: the device was enumerated from this instance.
        let families = unsafe {
            self.instance.raw().get_physical_device_queue_family_properties(self.physical)
        };
        families.get(family as usize).map(|family| family.queue_flags).unwrap_or_default()
    }

    fn score(&self) -> u32 {
        match self.properties.core10.device_type {
            vk::PhysicalDeviceType::DISCRETE_GPU => 4,
            vk::PhysicalDeviceType::INTEGRATED_GPU => 3,
            vk::PhysicalDeviceType::VIRTUAL_GPU => 2,
            vk::PhysicalDeviceType::CPU => 1,
            _ => 0,
        }
    }

    /// The queue family to use, and all needs that are not met.
    fn judge(
        &self,
        needs: &Needs,
        extensions: &[CString],
        surface: Option<&Surface>,
    ) -> Result<(Option<u32>, Vec<Unmet>)> {
        let mut unmet = Vec::new();
        let needed = needs.api_version.max(vk::API_VERSION_1_3);
        let found = self.properties.core10.api_version;
        if found < needed {
            unmet.push(Unmet::ApiVersion { found, needed });
        }
        if found >= vk::API_VERSION_1_3 {
            // The structures of 1.1 to 1.3 mean nothing to an older device.
            unmet.extend(self.missing_features(&needs.features));
        }
        unmet.extend(needs.own.iter().cloned().map(Unmet::OwnFeature));
        let missing = needs.extensions.iter().filter(|name| !extensions.contains(name));
        unmet.extend(missing.map(|name| Unmet::Extension(name.to_string_lossy().into_owned())));
        let is_portability = extensions.iter().any(|name| name.as_c_str() == portability::NAME);
        unmet.extend(self.missing_of_resources(needs, is_portability));
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
        let found = Features::of(self.instance.raw(), self.physical, needed);
        needed
            .enabled()
            .filter(move |feature| !found.has(*feature))
            .map(|feature| Unmet::Feature(feature.name().to_owned()))
    }

    /// Names of the device extensions.
    fn extensions(&self) -> Result<Vec<CString>> {
        // SAFETY: the device was enumerated from this instance.
        let found =
            unsafe { self.instance.raw().enumerate_device_extension_properties(self.physical) }
                .at("vkEnumerateDeviceExtensionProperties", &self.name)?;
        let name = |found: &vk::ExtensionProperties| {
            found.extension_name_as_c_str().map(CStr::to_owned).unwrap_or_default()
        };
        Ok(found.iter().map(name).collect())
    }

    /// Formats and limits, and what a portability device lacks.
    fn missing_of_resources(&self, needs: &Needs, is_portability: bool) -> Vec<Unmet> {
        let formats = needs.formats.iter().filter_map(|need| self.missing_of_format(*need));
        let limits = needs.limits.iter().filter_map(|need| self.missing_of_limit(*need));
        let mut unmet: Vec<Unmet> = formats.chain(limits).collect();
        if needs.portability.is_used() && is_portability {
            unmet.extend(needs.portability.unmet(self.instance.raw(), self.physical));
        }
        unmet
    }

    fn missing_of_format(&self, need: FormatNeed) -> Option<Unmet> {
        let found = self.format_features(need);
        let missing = need.features & !found;
        (!missing.is_empty()).then_some(Unmet::Format { need, missing })
    }

    /// What a format can be used for. The 32 bits of `VkFormatProperties` have no room for the flags of reads and
    /// writes without a format; `VkFormatProperties3`, core since 1.3, has them. An older device is refused for
    /// its version already, and does not know the structure.
    fn format_features(&self, need: FormatNeed) -> vk::FormatFeatureFlags2 {
        let mut wide = vk::FormatProperties3::default();
        let mut found = vk::FormatProperties2::default();
        if self.properties.core10.api_version >= vk::API_VERSION_1_3 {
            found = found.push_next(&mut wide);
        }
        // SAFETY: the device was enumerated from this instance; the chain lives through the call.
        unsafe {
            let instance = self.instance.raw();
            instance.get_physical_device_format_properties2(self.physical, need.format, &mut found);
        }
        let narrow = found.format_properties;
        // The first 31 bits of the two flag types mean the same.
        let (narrow, wide) = match need.storage {
            FormatStorage::Optimal => {
                (narrow.optimal_tiling_features, wide.optimal_tiling_features)
            }
            FormatStorage::Linear => (narrow.linear_tiling_features, wide.linear_tiling_features),
            FormatStorage::Buffer => (narrow.buffer_features, wide.buffer_features),
        };
        wide | vk::FormatFeatureFlags2::from_raw(u64::from(narrow.as_raw()))
    }

    fn missing_of_limit(&self, need: LimitNeed) -> Option<Unmet> {
        let found = need.limit.value(&self.properties);
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
