//! A graph on the device of this machine, under the validation layer.

use std::sync::Arc;

use vixen::device::{DeviceOptions, Instance, InstanceOptions, Messages, Needs, Validation};
use vixen::{Device, Dispatch, Executor, Frame, Graph, Options, ResourceId};

/// Frames that a test runs: more than are in flight, so that every copy of a ring is used twice.
const FRAMES: u32 = 5;

/// A device under validation with what it said.
pub(crate) struct Machine {
    pub(crate) device: Arc<Device>,
    messages: Arc<Messages>,
}

impl Machine {
    /// For a graph whose plans the specification's memory model has nothing against.
    pub(crate) fn of<G: Graph>() -> Self {
        for plan in G::FAMILY.plans.iter() {
            let verdicts = vixen_oracle::judge_plan(plan);
            assert!(verdicts.0.is_empty(), "{verdicts}");
        }
        let options = InstanceOptions { validation: Validation::On, ..InstanceOptions::default() };
        let instance = Instance::new(&options).unwrap();
        let messages = instance.messages().clone();
        let needs = Needs::of::<G>().unwrap();
        let device = Device::new(&instance, &DeviceOptions { needs, ..Default::default() });
        Self { device: device.unwrap(), messages }
    }

    /// Runs some frames, and gives what the last one left in a readback. `write` fills each frame's uploads.
    pub(crate) fn run<G: Graph + Dispatch<P>, P>(
        &self,
        options: &Options,
        (inputs, passes): (&G::Inputs, &mut P),
        result: ResourceId,
        mut write: impl FnMut(&mut Frame<'_, G>),
    ) -> Vec<u8> {
        let mut executor = Executor::<G>::new(&self.device, options).unwrap();
        for _ in 0..FRAMES {
            let mut frame = executor.begin().unwrap();
            write(&mut frame);
            frame.submit(inputs, passes).unwrap();
        }
        executor.wait_idle().unwrap();
        executor.readback(result).unwrap().to_vec()
    }

    /// The layer had nothing to say, to the end of the device.
    pub(crate) fn finish(self) {
        self.device.tracker().verify_execute().unwrap();
        drop(self.device);
        self.messages.verify().unwrap();
    }
}

/// [`Machine::run`] of a graph without code, without uploads or with one that holds these bytes each frame.
pub(crate) fn read<G: Graph + Dispatch<()>>(
    uploads: &[(ResourceId, &[u8])],
    result: ResourceId,
) -> Vec<u8>
where
    G::Inputs: Default,
{
    let machine = Machine::of::<G>();
    let given = (&G::Inputs::default(), &mut ());
    let bytes = machine.run::<G, ()>(&Options::default(), given, result, |frame| {
        for (id, bytes) in uploads {
            frame.upload(*id).unwrap()[..bytes.len()].copy_from_slice(bytes);
        }
    });
    machine.finish();
    bytes
}
