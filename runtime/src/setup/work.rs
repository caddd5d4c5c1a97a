//! What passes record, with sizes evaluated and held to the device's limits.

use ash::vk;

use super::sizes::Extents;
use crate::device::Device;
use crate::error::Place;
use crate::plan::{Pass, Plan, Work};
use crate::{Error, Result};

/// Counts of a pass's work that are known at set-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Work groups of a dispatch; the most of one whose count the program gives.
    pub(crate) groups: [u32; 3],
    /// Vertices (or indices) and instances of a draw; the most of one whose counts the program gives.
    pub(crate) draw: (u32, u32),
    /// Render area of a raster pass.
    pub(crate) area: vk::Extent2D,
}

/// The counts of every pass.
pub(super) fn counts(device: &Device, plan: &Plan, extents: &Extents) -> Result<Box<[Counts]>> {
    plan.passes
        .iter()
        .map(|pass| {
            let counts = pass_counts(plan, pass, extents).ok_or_else(|| {
                invalid(plan, pass, "a count beyond 32 bits", "lower the sizes that it names")
            })?;
            check_groups(device, plan, pass, counts.groups)?;
            Ok(counts)
        })
        .collect()
}

fn pass_counts(plan: &Plan, pass: &Pass, extents: &Extents) -> Option<Counts> {
    let mut counts = Counts::default();
    match pass.work {
        Work::Dispatch(groups) => counts.groups = extents.value(plan, groups)?,
        Work::DispatchDynamic { max } => counts.groups = max,
        Work::Draw { vertices: count, instances }
        | Work::DrawIndexed { indices: count, instances } => {
            let [count, ..] = extents.value(plan, count)?;
            let [instances, ..] = extents.value(plan, instances)?;
            counts.draw = (count, instances);
        }
        Work::DrawDynamic { max_vertices: count, max_instances }
        | Work::DrawIndexedDynamic { max_indices: count, max_instances } => {
            counts.draw = (count, max_instances);
        }
        _ => {}
    }
    if let Some(raster) = pass.raster {
        let [width, height, _] = extents.value(plan, raster.area)?;
        counts.area = vk::Extent2D { width, height };
    }
    Some(counts)
}

fn check_groups(device: &Device, plan: &Plan, pass: &Pass, groups: [u32; 3]) -> Result<()> {
    let most = device.limits().max_compute_work_group_count;
    if groups.iter().zip(&most).all(|(groups, most)| groups <= most) {
        return Ok(());
    }
    let what = format!("{groups:?} work groups where the device takes {most:?}");
    Err(invalid(plan, pass, &what, "let each group do more, or lower the extent"))
}

fn invalid(plan: &Plan, pass: &Pass, what: &str, remedy: &str) -> Error {
    Error::Invalid { what: what.to_owned(), remedy: remedy.to_owned(), place: Place::default() }
        .in_pass(&pass.name)
        .in_graph(&plan.name)
}
