//! Whether and how the validation layer is turned on.

use std::ffi::CStr;

use ash::{ext, vk};

use super::instance::environment;
use crate::{Error, Result, VulkanContext as _};

/// The layer's name.
pub(super) const VALIDATION_LAYER: &CStr = c"VK_LAYER_KHRONOS_validation";

/// The variable that decides for [`Validation::Auto`].
const VARIABLE: &str = "VIXEN_VALIDATION";

const REMEDY: &str =
    "install it (Debian and Ubuntu: vulkan-validationlayers) or turn validation off";

/// When the validation layer watches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validation {
    /// As the environment variable `VIXEN_VALIDATION` says, `1` for on and `0` for off. Where it says
    /// nothing: in builds with debug assertions, if the layer is installed.
    #[default]
    Auto,
    /// Always. An error where the layer is not installed.
    On,
    /// Never.
    Off,
}

impl Validation {
    /// Whether to turn the layer on.
    pub(super) fn resolve(self, installed: bool) -> Result<bool> {
        self.resolve_with(installed, environment(VARIABLE).as_deref())
    }

    fn resolve_with(self, installed: bool, variable: Option<&str>) -> Result<bool> {
        let wanted = match (self, variable) {
            (Self::On, _) | (Self::Auto, Some("1")) => true,
            (Self::Off, _) | (Self::Auto, Some("0")) => false,
            (Self::Auto, _) => return Ok(cfg!(debug_assertions) && installed),
        };
        if wanted && !installed {
            return Err(Error::MissingLayer {
                layer: VALIDATION_LAYER.to_string_lossy().into_owned(),
                remedy: REMEDY,
            });
        }
        Ok(wanted)
    }
}

/// The way in which this layer takes the order to validate synchronization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SynchronizationValidation {
    /// `VK_EXT_validation_features`: layers up to now.
    ValidationFeatures,
    /// `VK_EXT_layer_settings`, its successor.
    LayerSettings,
    /// Neither.
    Unavailable,
}

impl SynchronizationValidation {
    pub(super) fn query(entry: &ash::Entry) -> Result<Self> {
        // SAFETY: the entry's functions are Vulkan's, the layer's name ends in a nul.
        let offered =
            unsafe { entry.enumerate_instance_extension_properties(Some(VALIDATION_LAYER)) }
                .at("vkEnumerateInstanceExtensionProperties", "VK_LAYER_KHRONOS_validation")?;
        let has = |name: &CStr| {
            offered.iter().any(|extension| extension.extension_name_as_c_str() == Ok(name))
        };
        Ok(if has(ext::validation_features::NAME) {
            Self::ValidationFeatures
        } else if has(ext::layer_settings::NAME) {
            Self::LayerSettings
        } else {
            Self::Unavailable
        })
    }

    pub(super) fn extension(self) -> Option<&'static CStr> {
        match self {
            Self::ValidationFeatures => Some(ext::validation_features::NAME),
            Self::LayerSettings => Some(ext::layer_settings::NAME),
            Self::Unavailable => None,
        }
    }

    pub(super) fn features() -> vk::ValidationFeaturesEXT<'static> {
        vk::ValidationFeaturesEXT::default().enabled_validation_features(&[
            vk::ValidationFeatureEnableEXT::SYNCHRONIZATION_VALIDATION,
        ])
    }

    pub(super) fn layer_setting() -> [vk::LayerSettingEXT<'static>; 1] {
        static ON: vk::Bool32 = vk::TRUE;
        let mut setting = vk::LayerSettingEXT::default()
            .layer_name(VALIDATION_LAYER)
            .setting_name(c"validate_sync")
            .ty(vk::LayerSettingTypeEXT::BOOL32);
        // The builder takes bytes and would count four values.
        setting.value_count = 1;
        setting.p_values = (&raw const ON).cast();
        [setting]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_decides_only_where_the_program_does_not() {
        let resolve = |validation: Validation, installed, variable| {
            validation.resolve_with(installed, variable).ok()
        };
        assert_eq!(resolve(Validation::Auto, true, Some("1")), Some(true));
        assert_eq!(resolve(Validation::Auto, true, Some("0")), Some(false));
        assert_eq!(resolve(Validation::Auto, true, None), Some(cfg!(debug_assertions)));
        assert_eq!(resolve(Validation::Auto, false, None), Some(false));
        assert_eq!(resolve(Validation::On, true, Some("0")), Some(true));
        assert_eq!(resolve(Validation::Off, true, Some("1")), Some(false));
    }

    #[test]
    fn asking_for_a_layer_that_is_not_there_says_what_to_install() {
        let text = Validation::On.resolve_with(false, None).map_err(|error| error.to_string());
        assert_eq!(
            text,
            Err("the Vulkan layer VK_LAYER_KHRONOS_validation is not installed; install it (Debian and \
                 Ubuntu: vulkan-validationlayers) or turn validation off"
                .to_owned())
        );
    }
}
