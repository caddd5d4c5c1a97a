//! Set-up of a graph with many pipelines, on one thread and on as many as the machine has: wall time, alternating in one
//! process. Trust the ratio.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot set up has failed")]
#![allow(missing_docs, reason = "the graph is the benchmark's own")]

use std::num::NonZero;
use std::time::{Duration, Instant};

use vixen::device::{DeviceOptions, InstanceOptions, Needs, Validation};
use vixen::plan::{Pipeline, Plan, Shader, ShaderStage, Span};
use vixen::{Buffer, Device, DynExecutor, Graph as _, Instance, Options};

/// Pipelines of the graph, each of a module of its own.
const COUNT: u32 = 64;
/// Set-ups on each number of threads.
const ROUNDS: usize = 7;
/// The seed that stands in `many.comp`.
const SEED: f32 = 0.738_281_25;

#[derive(vixen::Pass)]
#[pass(compute, shader = "many.comp")]
struct Noise {
    #[storage(read, name = "Source")]
    src: Buffer,
    #[storage(write, discard, name = "Target")]
    dst: Buffer,
}

#[derive(vixen::Graph)]
#[graph(frames_in_flight = 1)]
struct One {
    #[persistent(size = 4096, clear = 0)]
    from: Buffer,
    #[persistent(size = 4096, clear = 0)]
    to: Buffer,
    #[pass(src = from, dst = to, groups = 16, side_effect)]
    noise: Noise,
}

/// The module with another seed.
fn seeded(module: &[u8], number: u32) -> Vec<u8> {
    let seed = SEED.to_le_bytes();
    let other = (f32::from(u16::try_from(number).unwrap()) + 0.5).to_le_bytes();
    let words =
        module.chunks_exact(4).map(|word| if word == seed { other.as_slice() } else { word });
    words.flatten().copied().collect()
}

/// FNV-1a of 64 bits, which plans name SPIR-V by.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The plan of [`One`] with all the pipelines, of which its pass uses the first. `round` makes the modules others, so that no
/// cache of the driver's knows them.
fn many(round: u32) -> (Plan, Vec<Vec<u8>>) {
    let mut plan = One::FAMILY.plans[0].clone();
    let modules: Vec<_> =
        (0..COUNT).map(|index| seeded(One::SHADERS[0], round * COUNT + index)).collect();
    assert!(modules[0] != modules[1], "the seed stands in the module");
    let (stage, pipeline) = (plan.stages[0].clone(), plan.pipelines[0].clone());
    let shader = |module: &Vec<u8>| Shader { name: "many.comp".into(), hash: fnv1a(module) };
    plan.shaders = modules.iter().map(shader).collect::<Vec<_>>().into();
    let stages = (0..COUNT).map(|shader| ShaderStage { shader, ..stage.clone() });
    plan.stages = stages.collect::<Vec<_>>().into();
    let pipelines =
        (0..COUNT).map(|index| Pipeline { stages: Span::new(index, 1), ..pipeline.clone() });
    plan.pipelines = pipelines.collect::<Vec<_>>().into();
    plan.reservation.pipelines = COUNT;
    (plan, modules)
}

fn set_up(device: &std::sync::Arc<Device>, round: u32, threads: usize) -> Duration {
    let (plan, modules) = many(round);
    let modules: Vec<&[u8]> = modules.iter().map(Vec::as_slice).collect();
    let options = Options { pipeline_threads: NonZero::new(threads), ..Options::default() };
    let start = Instant::now();
    // SAFETY: the plan is the compiler's but for the seeds of its modules.
    let executor = unsafe { DynExecutor::new(device, &plan, &modules, &options) }.unwrap();
    let elapsed = start.elapsed();
    drop(executor);
    elapsed
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

fn main() {
    // The layer would be what is measured.
    let options =
        InstanceOptions { name: "bench", validation: Validation::Off, ..Default::default() };
    let instance = Instance::new(&options).unwrap();
    let needs = Needs::of::<One>().unwrap();
    let device = Device::new(&instance, &DeviceOptions { needs, ..Default::default() }).unwrap();
    let all = std::thread::available_parallelism().map_or(1, NonZero::get);
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS as u32 {
        alone.push(set_up(&device, 2 * round, 1));
        together.push(set_up(&device, 2 * round + 1, all));
    }
    let (alone, together) = (median(alone), median(together));
    println!(
        "set-up of {COUNT} pipelines on {}: {alone:.1} ms on 1 thread, {together:.1} ms on {all}: {:.2} times as fast",
        device.name(),
        alone / together
    );
}
