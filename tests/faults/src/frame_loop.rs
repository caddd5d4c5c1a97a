//! Frames of small graphs, one after the other, as a program would draw them.

use vixen::device::{Device, DeviceOptions, Instance, InstanceOptions, Needs, Validation};
use vixen::{DynExecutor, Options, ResourceId, Result};

use crate::graphs;
use crate::scenario::{Scenario, Step};

/// Sets up a graph with uploads, one with a history, one that draws and one that computes, runs each for so many
/// frames, resizes it, reads what it gave, and lets go of it. Gives the number of frames.
///
/// # Errors
///
/// Whatever set-up or a frame failed with.
pub fn frame_loop(frames: u32) -> Result<u64> {
    let options = InstanceOptions { validation: Validation::Off, ..InstanceOptions::default() };
    let instance = Instance::new(&options)?;
    let scenarios = [graphs::uploaded(), graphs::remembered(), graphs::raster(), graphs::glow()];
    scenarios.iter().try_fold(0, |sum, scenario| Ok(sum + run(&instance, scenario, frames)?))
}

fn run(instance: &Instance, scenario: &Scenario, frames: u32) -> Result<u64> {
    let needs = Needs::of_plan(&scenario.plan)?;
    let device = Device::new(instance, &DeviceOptions { needs, ..DeviceOptions::default() })?;
    let shaders: Vec<&[u8]> = scenario.shaders.iter().map(Vec::as_slice).collect();
    let options = Options { extent: [24, 16], ..Options::default() };
    // SAFETY: the harness wrote the plan for these shaders.
    let mut executor = unsafe { DynExecutor::new(&device, &scenario.plan, &shaders, &options) }?;
    for extent in [[24, 16], [16, 24]] {
        executor.resize(extent)?;
        for _ in 0..frames {
            let mut frame = executor.begin()?;
            if let Some(id) = scenario.upload {
                frame.upload(ResourceId::new(id))?.fill(1);
            }
            frame.submit(&*scenario.inputs, |_, _| {})?;
        }
        read(&mut executor, scenario)?;
    }
    Ok(executor.frame_number())
}

/// Reads what the scenario reads, byte by byte, so that what was never written shows.
fn read(executor: &mut DynExecutor, scenario: &Scenario) -> Result<()> {
    for step in &scenario.steps {
        let bytes = match step {
            Step::Readback(id) => {
                executor.wait_idle()?;
                executor.readback(ResourceId::new(*id))?.bytes.to_vec()
            }
            Step::Capture => executor.capture()?.bytes,
            _ => continue,
        };
        let sum: u64 = bytes.into_iter().map(u64::from).sum();
        if std::hint::black_box(sum) == u64::MAX {
            println!("a sum of bytes that there cannot be");
        }
    }
    Ok(())
}
