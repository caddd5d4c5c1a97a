//! The glow, executed under the validation layer: its picture, its sizes, its allocations.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up has failed")]

use vixen::device::{Device, DeviceOptions, Instance, InstanceOptions, Needs, Validation};
use vixen::tracker::CountingAllocator;
use vixen::{Executor, Options};
use vixen_graphs::post::{Glow, GlowInputs};

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

fn inputs(strength: f32) -> GlowInputs {
    let mut inputs = GlowInputs::default();
    inputs.pattern.time = 1.0;
    (inputs.blur_x.radius, inputs.blur_x.sigma, inputs.blur_x.direction) = (4, 2.0, [1, 0]);
    (inputs.blur_y.radius, inputs.blur_y.sigma, inputs.blur_y.direction) = (4, 2.0, [0, 1]);
    inputs.combine.strength = strength;
    inputs.tone.exposure = 1.0;
    inputs
}

fn picture(executor: &mut Executor<Glow>, inputs: &GlowInputs, frames: u32) -> Vec<u8> {
    for _ in 0..frames {
        executor.begin().unwrap().submit(inputs, &mut ()).unwrap();
    }
    executor.capture().unwrap().bytes
}

#[test]
fn it_glows_at_every_size_and_allocates_nothing() {
    let options = InstanceOptions { validation: Validation::On, ..InstanceOptions::default() };
    let instance = Instance::new(&options).unwrap();
    let messages = instance.messages().clone();
    let needs = Needs::of::<Glow>().unwrap();
    let device = Device::new(&instance, &DeviceOptions { needs, ..Default::default() }).unwrap();
    let options = Options { extent: [200, 120], ..Options::default() };
    let mut executor = Executor::<Glow>::new(&device, &options).unwrap();

    let sharp = picture(&mut executor, &inputs(0.0), 20);
    let again = picture(&mut executor, &inputs(0.0), 3);
    assert_eq!(sharp, again, "the same inputs draw the same picture");
    let soft = picture(&mut executor, &inputs(1.0), 3);
    assert_ne!(sharp, soft, "push constants reach their passes");
    assert!(sharp.iter().any(|byte| *byte > 128), "it is not black");

    for extent in [[64, 64], [333, 7], [200, 120]] {
        executor.resize(extent).unwrap();
        let [width, height] = extent.map(|side| side as usize);
        assert_eq!(picture(&mut executor, &inputs(0.5), 20).len(), width * height * 4);
    }
    assert_eq!(picture(&mut executor, &inputs(0.0), 2), sharp, "sizes leave nothing behind");

    let report = executor.report();
    assert!(report.transient_bytes < report.transient_bytes_without_aliasing, "{report}");
    device.tracker().verify_execute().unwrap();
    drop(executor);
    drop(device);
    drop(instance);
    messages.verify().unwrap();
}
