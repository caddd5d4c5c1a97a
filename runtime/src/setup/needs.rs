//! What a plan asks of the device, in the device's terms.

use std::ffi::CString;
use std::sync::Arc;

use ash::vk;

use crate::device::{
    Bound, Device, DeviceOptions, Feature, Instance, InstanceOptions, Limit, Needs,
};
use crate::error::Place;
use crate::plan::{self, Plan};
use crate::{Error, Graph, Result};

impl Needs {
    /// What a graph asks of the device.
    pub fn of<G: Graph>() -> Result<Self> {
        G::FAMILY
            .plans
            .iter()
            .try_fold(Self::default(), |needs, plan| Ok(needs.and(&Self::of_plan(plan)?)))
    }

    /// What a plan asks of the device. An error where it names a feature or limit that this version of
    /// Vixen does not know.
    pub fn of_plan(plan: &Plan) -> Result<Self> {
        let asked = &plan.needs;
        let mut needs =
            Self { api_version: asked.api_version.max(vk::API_VERSION_1_3), ..Self::default() };
        for name in asked.features.iter() {
            let feature = Feature::by_name(name).ok_or_else(|| unknown(plan, "feature", name))?;
            needs = needs.feature(feature);
        }
        for need in asked.limits.iter() {
            let limit =
                Limit::by_name(&need.limit).ok_or_else(|| unknown(plan, "limit", &need.limit))?;
            let flags = need.limit.ends_with("SampleCounts");
            let bound = if flags { Bound::Contains } else { Bound::AtLeast };
            needs = needs.limit(limit, bound(need.at_least));
        }
        for name in asked.extensions.iter() {
            let name =
                CString::new(name.as_bytes()).map_err(|_| unknown(plan, "extension", name))?;
            needs = needs.extension(&name);
        }
        Ok(asked.formats.iter().fold(needs, |needs, need| with_format(needs, *need)))
    }
}

impl Device {
    /// An instance and a device for one graph, without a surface: the shortest way to run it.
    ///
    /// # Errors
    ///
    /// [`Error::NoDevice`] with every unmet need of every device.
    pub fn headless<G: Graph>() -> Result<Arc<Self>> {
        let instance =
            Instance::new(&InstanceOptions { name: &G::FAMILY.name, ..Default::default() })?;
        Self::new(&instance, &DeviceOptions { needs: Needs::of::<G>()?, ..Default::default() })
    }
}

fn with_format(needs: Needs, need: plan::FormatNeed) -> Needs {
    // The first 32 bits of the two flag types are the same; those above concern no format that is made here.
    let flags = |features: vk::FormatFeatureFlags2| {
        vk::FormatFeatureFlags::from_raw(features.as_raw() as u32)
    };
    let (image, buffer) = (flags(need.features), flags(need.buffer_features));
    let needs = if image.is_empty() { needs } else { needs.format(need.format, image) };
    if buffer.is_empty() { needs } else { needs.buffer_format(need.format, buffer) }
}

fn unknown(plan: &Plan, kind: &str, name: &str) -> Error {
    Error::Invalid {
        what: format!("the device {kind} {name} is unknown"),
        remedy: "build compiler and runtime from the same version".to_owned(),
        place: Place::object(name),
    }
    .in_graph(&plan.name)
}
