//! The device profile that a graph is checked against: what every device of a named level has, and what the graph
//! asks for beyond it.
//!
//! The default is Vulkan 1.3 with the Khronos roadmap 2022 milestone (the Vulkan specification, appendix "Vulkan
//! Roadmap"). It is a floor: a graph may name a higher level, single limits and features, and set-up holds the
//! device against all that goes beyond Vulkan 1.3.

mod buffers;
mod capability;
mod compressed;
mod feature;
mod formats;
pub mod limit;

use std::collections::{BTreeMap, BTreeSet};

use ash::vk;
use serde::{Deserialize, Serialize};

pub use buffers::supports as supports_in_buffers;
pub use capability::{features_of, name as capability_name};
pub use compressed::feature_of as compression_of;
pub use limit::Sense;

/// A named set of features, limits and formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// What Vulkan 1.3 requires of every device.
    Core,
    /// The roadmap 2022 milestone.
    #[default]
    Roadmap2022,
    /// The roadmap 2024 milestone, without its extensions.
    Roadmap2024,
}

impl Level {
    /// The names that a graph may write, with what they stand for.
    pub const NAMES: [(&'static str, Self); 3] = [
        ("vulkan 1.3", Self::Core),
        ("roadmap 2022", Self::Roadmap2022),
        ("roadmap 2024", Self::Roadmap2024),
    ];

    /// The level's name in messages.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Core => "Vulkan 1.3",
            Self::Roadmap2022 => "Vulkan Roadmap 2022",
            Self::Roadmap2024 => "Vulkan Roadmap 2024",
        }
    }
}

/// What a graph may rely on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    level: Level,
    features: BTreeSet<String>,
    limits: BTreeMap<String, u64>,
    capabilities: BTreeMap<u32, String>,
}

impl Profile {
    /// A level with what the graph names beyond it: features and limits by Vulkan's names, and capabilities that
    /// Vixen does not know with the feature that allows each.
    pub fn new(
        level: Level,
        features: impl IntoIterator<Item = String>,
        limits: impl IntoIterator<Item = (String, u64)>,
        capabilities: impl IntoIterator<Item = (u32, String)>,
    ) -> Self {
        Self {
            level,
            features: features.into_iter().collect(),
            limits: limits.into_iter().collect(),
            capabilities: capabilities.into_iter().collect(),
        }
    }

    /// The level's name in messages.
    #[must_use]
    pub const fn title(&self) -> &'static str {
        self.level.title()
    }

    /// The features that the graph names.
    pub fn named_features(&self) -> impl Iterator<Item = &str> {
        self.features.iter().chain(self.capabilities.values()).map(String::as_str)
    }

    /// The limits that the graph names.
    pub fn named_limits(&self) -> impl Iterator<Item = (&str, u64)> {
        self.limits.iter().map(|(name, value)| (name.as_str(), *value))
    }

    /// Whether the graph may use a feature: the level has it, or the graph names it.
    #[must_use]
    pub fn has_feature(&self, feature: &str) -> bool {
        self.features.contains(feature) || feature::has(self.level, feature)
    }

    /// The features of which a capability needs one, as [`features_of`], with those that the graph names itself.
    #[must_use]
    pub fn features_of(&self, capability: u32) -> Option<Vec<&str>> {
        match features_of(capability) {
            Some(features) => Some(features.to_vec()),
            None => self.capabilities.get(&capability).map(|feature| vec![feature.as_str()]),
        }
    }

    /// Whether a capability's feature is one that the graph names beside it.
    #[must_use]
    pub fn names_capability(&self, capability: u32) -> bool {
        self.capabilities.contains_key(&capability)
    }

    /// The value of a limit that the graph may rely on; 0 for a name that the table does not have.
    #[must_use]
    pub fn limit(&self, name: &str) -> u64 {
        let promised = limit::row(name)
            .map_or(0, |row| row.value(self.level, |feature| self.has_feature(feature)));
        match (self.limits.get(name), limit::row(name)) {
            (Some(named), Some(row)) if row.sense == Sense::Flags => promised | named,
            (Some(named), _) => *named,
            (None, _) => promised,
        }
    }

    /// Who promises a limit's value, for messages: `Vulkan Roadmap 2022 guarantees 128`.
    #[must_use]
    pub fn promise(&self, name: &str) -> String {
        let value = self.limit(name);
        if self.limits.contains_key(name) {
            format!("the graph asks for {value}")
        } else {
            format!("{} guarantees {value}", self.title())
        }
    }

    /// Whether every device that set-up accepts supports these uses of a format at optimal tiling.
    #[must_use]
    pub fn supports(&self, format: vk::Format, features: vk::FormatFeatureFlags2) -> bool {
        formats::supports(format, features, |feature| self.has_feature(feature))
    }
}

/// Whether every Vulkan 1.3 device has this value of a limit, without any feature: then nothing needs to be asked.
#[must_use]
pub fn is_everywhere(name: &str, value: u64) -> bool {
    limit::row(name).is_some_and(|row| row.holds(row.value(Level::Core, |_| false), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(features: &[&str], limits: &[(&str, u64)]) -> Profile {
        let features = features.iter().map(|name| (*name).to_owned());
        let limits = limits.iter().map(|(name, value)| ((*name).to_owned(), *value));
        Profile::new(Level::Roadmap2022, features, limits, [(60_000, "ownFeature".to_owned())])
    }

    #[test]
    fn a_named_limit_stands_in_place_of_the_levels() {
        let profile =
            named(&[], &[("maxPushConstantsSize", 256), ("framebufferColorSampleCounts", 8)]);
        assert_eq!(profile.limit("maxPushConstantsSize"), 256);
        assert_eq!(profile.promise("maxPushConstantsSize"), "the graph asks for 256");
        assert_eq!(profile.limit("framebufferColorSampleCounts"), 1 | 4 | 8);
        assert_eq!(profile.promise("maxBoundDescriptorSets"), "Vulkan Roadmap 2022 guarantees 4");
    }

    #[test]
    fn a_named_feature_widens_limits_and_formats() {
        use vk::FormatFeatureFlags2 as F;
        let (plain, wide) =
            (Profile::default(), named(&["multiDrawIndirect", "textureCompressionBC"], &[]));
        assert_eq!(plain.limit("maxDrawIndirectCount"), 1);
        assert_eq!(wide.limit("maxDrawIndirectCount"), 65_535);
        let sampled = F::SAMPLED_IMAGE | F::BLIT_SRC | F::SAMPLED_IMAGE_FILTER_LINEAR;
        assert!(!plain.supports(vk::Format::BC7_UNORM_BLOCK, sampled));
        assert!(wide.supports(vk::Format::BC7_UNORM_BLOCK, sampled));
        assert!(!wide.supports(vk::Format::BC7_UNORM_BLOCK, F::STORAGE_IMAGE));
        assert!(!wide.supports(vk::Format::ASTC_4X4_UNORM_BLOCK, sampled));
    }

    #[test]
    fn a_capability_that_vixen_does_not_know_is_taken_with_its_feature() {
        assert_eq!(named(&[], &[]).features_of(60_000), Some(vec!["ownFeature"]));
        assert_eq!(Profile::default().features_of(60_000), None);
    }

    #[test]
    fn what_every_device_has_is_asked_of_none() {
        assert!(
            is_everywhere("maxImageDimension2D", 4096)
                && !is_everywhere("maxImageDimension2D", 4097)
        );
        assert!(is_everywhere("minUniformBufferOffsetAlignment", 256));
        assert!(!is_everywhere("minUniformBufferOffsetAlignment", 64));
        assert!(is_everywhere("framebufferColorSampleCounts", 4));
        assert!(!is_everywhere("framebufferIntegerColorSampleCounts", 4));
        assert!(!is_everywhere("maxDrawIndirectCount", 2));
    }
}
