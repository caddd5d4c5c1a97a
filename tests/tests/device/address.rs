//! Buffers that a shader reaches by their address.

use vixen::bytemuck::{self, Pod, Zeroable};
use vixen::{Block, Buffer, Executor, Options};

use crate::machine::Machine;

/// Where the shader writes.
#[derive(Block, Clone, Copy, Pod, Zeroable)]
#[bytemuck(crate = "vixen::bytemuck")]
#[repr(C)]
pub(crate) struct Reach {
    target: u64,
    scale: u32,
    unused: u32,
}

#[derive(vixen::Pass)]
#[pass(compute, shader = "reach.comp")]
struct Fill {
    #[access(write, stages = "compute_shader", access = "shader_storage_write")]
    words: Buffer,
    #[push]
    reach: Reach,
}

#[derive(vixen::Pass)]
#[pass(transfer)]
struct Out {
    #[copy(read)]
    from: Buffer,
    #[copy(write)]
    to: Buffer,
}

#[derive(vixen::Graph)]
struct Addressed {
    #[transient(size = 64)]
    words: Buffer,
    #[readback(size = 64)]
    taken: Buffer,
    #[pass(words = words, groups = 1)]
    fill: Fill,
    #[pass(from = words, to = taken)]
    take: Out,
}

#[test]
fn a_shader_writes_through_an_address() {
    let machine = Machine::of::<Addressed>();
    let mut executor = Executor::<Addressed>::new(&machine.device, &Options::default()).unwrap();
    let addresses = executor.core().addresses(Addressed::WORDS).unwrap();
    assert_eq!(addresses.len(), 1);
    let mut inputs = AddressedInputs::default();
    for frame in 0..5 {
        inputs.fill = Reach { target: addresses[0], scale: 3 + frame, unused: 0 };
        executor.begin().unwrap().submit(&inputs, &mut ()).unwrap();
    }
    executor.wait_idle().unwrap();
    let taken = executor.readback(Addressed::TAKEN).unwrap().to_vec();
    let words: &[u32] = bytemuck::cast_slice(&taken);
    assert!(words.iter().zip(0..).all(|(word, index)| *word == index * 7), "{words:?}");
    // What no pass reaches so has none.
    let refused = executor.core().addresses(Addressed::TAKEN).unwrap_err().to_string();
    assert!(refused.contains("no pass reaches by address"), "{refused}");
    drop(executor);
    machine.finish();
}
