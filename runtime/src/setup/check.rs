//! Whether this runtime can execute a plan, and with these shaders.

use ash::vk;

use super::sizes::Extents;
use super::{Options, imports, work};
use crate::device::Device;
use crate::error::Place;
use crate::plan::{Family, Lifetime, Pass, Plan, Recorded, Shape, Work};
use crate::{Error, Result};

/// The one plan of a family. Several variants are planned and not executed yet.
pub(crate) fn only_plan(family: &Family) -> Result<&Plan> {
    match &*family.plans {
        [plan] => Ok(plan),
        plans => Err(refusal(
            &format!("{} variants, of which this version executes one", plans.len()),
            "leave the switches out",
            &family.name,
        )),
    }
}

/// Refuses what cannot be executed, before anything is made.
pub(crate) fn check(plan: &Plan, shaders: &[&[u8]], options: &Options) -> Result<()> {
    check_shaders(plan, shaders)?;
    check_external_sets(plan, options)?;
    if plan.queues.len() > 1 || !plan.waits.is_empty() {
        return Err(refusal(
            "several queues, of which this version executes one",
            "leave the queue annotations out",
            &plan.name,
        ));
    }
    for resource in plan.resources.iter() {
        if matches!(resource.shape, Shape::AccelerationStructure { .. }) {
            return Err(refusal(
                "acceleration structures are planned, and not executed by this version",
                "leave the ray tracing passes out",
                &resource.name,
            ));
        }
        if resource.copies == 0
            || (resource.lifetime == Lifetime::Transient && resource.copies != 1)
        {
            return Err(malformed(plan, &resource.name));
        }
    }
    plan.segments.iter().try_for_each(|segment| {
        let passes = segment.passes.of(&plan.passes);
        let once = segment.recorded == Recorded::Once;
        let asks = |pass: &Pass| pass.push.is_some() || by_frame(plan, pass);
        match passes.iter().find(|pass| once && changes(&pass.work, asks(pass))) {
            Some(pass) => Err(malformed(plan, &pass.name)),
            None if passes.is_empty() => Err(malformed(plan, "a segment without passes")),
            None => Ok(()),
        }
    })
}

/// Refuses an extent, a parameter or an import that the graph or the device cannot have, before anything is made or taken
/// down; gives the sizes otherwise. The screen has this
/// extent, and this format where that is known already.
pub(crate) fn check_sizes(
    device: &Device,
    plan: &Plan,
    wanted: &Options,
    (extent, screen_format): ([u32; 2], Option<vk::Format>),
) -> Result<Extents> {
    let extents = Extents::evaluate(plan, extent, &wanted.params)?;
    extents.check(plan, screen_format.unwrap_or_default())?;
    work::counts(device, plan, &extents)?;
    imports::check(plan, &extents, screen_format, &wanted.imports)?;
    Ok(extents)
}

/// Refuses a surface that the device's queue cannot present to (VUID-VkSwapchainCreateInfoKHR-surface-01270).
pub(crate) fn check_surface(device: &Device, options: &Options) -> Result<()> {
    let Some(surface) = &options.surface else { return Ok(()) };
    if surface.is_shown_by(device)? {
        return Ok(());
    }
    Err(refusal(
        "a surface to which the device cannot present",
        "name the surface in DeviceOptions when making the device",
        "surface",
    ))
}

/// Whether the program gives the stencil reference of a pass each frame.
pub(crate) fn by_frame(plan: &Plan, pass: &Pass) -> bool {
    let pipeline = pass.pipeline.and_then(|index| plan.pipelines.get(index as usize));
    let state = pipeline.and_then(|pipeline| pipeline.raster.as_ref());
    state.and_then(|state| state.stencil).is_some_and(|stencil| stencil.by_frame)
}

/// Whether the commands of a pass differ from frame to frame.
fn changes(work: &Work, asks: bool) -> bool {
    asks || matches!(
        work,
        Work::Code
            | Work::DispatchDynamic { .. }
            | Work::DrawDynamic { .. }
            | Work::DrawIndexedDynamic { .. }
    )
}

/// A pipeline of the graph needs the layouts of all its sets, the program's own among them.
fn check_external_sets(plan: &Plan, options: &Options) -> Result<()> {
    for pipeline in plan.pipelines.iter() {
        let layout = plan.pipeline_layouts.get(pipeline.layout as usize);
        let sets = layout.map_or(&[][..], |layout| layout.sets.of(&plan.pipeline_layout_sets));
        for (number, set) in (0u32..).zip(sets) {
            let external = plan.set_layouts.get(*set as usize).is_some_and(|set| set.external);
            if external && !options.external_sets.iter().any(|(known, _)| *known == number) {
                return Err(refusal(
                    &format!("set {number} is the program's own, and its layout is not given"),
                    "name it in Options::external_sets",
                    &pipeline.name,
                ));
            }
        }
    }
    Ok(())
}

fn check_shaders(plan: &Plan, shaders: &[&[u8]]) -> Result<()> {
    if plan.shaders.len() != shaders.len() {
        return Err(refusal(
            &format!("{} shader modules where there are {}", shaders.len(), plan.shaders.len()),
            "give the modules in the order of the plan's table",
            &plan.name,
        ));
    }
    for (shader, bytes) in plan.shaders.iter().zip(shaders) {
        let hash = fnv1a(bytes);
        if hash != shader.hash {
            return Err(refusal(
                &format!("SPIR-V of hash {hash:#018x} where the plan has {:#018x}", shader.hash),
                "compile graph and shaders together again",
                &shader.name,
            ));
        }
    }
    Ok(())
}

/// FNV-1a of 64 bits, which plans name SPIR-V by.
pub(crate) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn malformed(plan: &Plan, name: &str) -> Error {
    refusal("the plan breaks an invariant here", "compile the graph again", name)
        .in_graph(&plan.name)
}

fn refusal(what: &str, remedy: &str, name: &str) -> Error {
    Error::Invalid { what: what.to_owned(), remedy: remedy.to_owned(), place: Place::object(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv1a() {
        // The reference values of the algorithm's authors.
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
