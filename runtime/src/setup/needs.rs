//! What a plan asks of the device, in the device's terms.

use std::ffi::CString;
use std::sync::Arc;

use ash::vk;

use crate::device::{
    Device, DeviceOptions, Feature, Instance, InstanceOptions, Limit, Needs, Portability,
};
use crate::error::Place;
use crate::plan::{self, Plan};
use crate::{Error, Graph, Result};

impl Needs {
    /// What a graph asks of the device.
    pub fn of<G: Graph>() -> Result<Self> {
        let mut plans = G::FAMILY.plans.iter();
        plans.try_fold(Self::compute(), |needs, plan| Ok(needs.and(&Self::of_plan(plan)?)))
    }

    /// What a plan asks of the device. A queue for compute is enough where nothing of it draws, blits or copies
    /// depth. An error where it names a limit that this version of Vixen does not know.
    pub fn of_plan(plan: &Plan) -> Result<Self> {
        let asked = &plan.needs;
        let draws = plan.pipelines.iter().any(|pipeline| pipeline.raster.is_some());
        let floor = if asked.graphics || draws { Self::default() } else { Self::compute() };
        let api_version = asked.api_version.max(vk::API_VERSION_1_3);
        let portability = Portability::of_plan(plan);
        let mut needs = Self { api_version, portability, ..floor };
        for name in asked.features.iter() {
            match Feature::by_name(name) {
                Some(feature) => needs.features.enable(feature),
                None => needs.own.push(name.to_string()),
            }
        }
        for need in asked.limits.iter() {
            let limit =
                Limit::by_name(&need.limit).ok_or_else(|| unknown(plan, "limit", &need.limit))?;
            needs = needs.limit(limit, limit.bound(need.at_least));
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
    let (image, buffer) = (need.features, need.buffer_features);
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
