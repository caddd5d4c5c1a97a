//! What generated code and the runtime agree on: the types that a graph's fields have, the traits that the
//! derives implement, and the context that a pass with code of its own is given.

mod markers;
pub(crate) mod number;
mod raw_pass;

pub use markers::{AccelerationStructure, Buffer, Image, ParamId, ResourceId, Sampler};
pub use raw_pass::{RawPass, Slot};

use crate::plan;

/// A pass type. Implemented by `derive(Pass)`.
pub trait Pass {
    /// The push-constant struct; `()` where there is none.
    type Push;

    /// SPIR-V of its shaders, in the order in which the pass names them.
    const SHADERS: &'static [&'static [u8]];
}

/// A pass type that is recorded by code of the program's. Implemented by `derive(Pass)` where the pass says
/// `code`.
pub trait CodedPass: Pass {
    /// What the code records with: [`RawPass`] with a method for each slot.
    type Context<'a>;

    /// The context of one pass in one frame.
    fn context(raw: RawPass<'_>) -> Self::Context<'_>;
}

/// A graph type. Implemented by `derive(Graph)`, and by the modules that build.rs writes. Whoever implements it by hand
/// promises for [`Self::FAMILY`] and [`Self::SHADERS`] what [`crate::DynExecutor::new`] asks of a plan and its modules: the
/// trait cannot say so itself, since programs that forbid `unsafe` include what build.rs writes.
pub trait Graph: 'static {
    /// The graph's plans.
    const FAMILY: &'static plan::Family;

    /// SPIR-V of its shaders, in the order of [`plan::Plan::shaders`].
    const SHADERS: &'static [&'static [u8]];

    /// What the program gives each frame.
    type Inputs: Inputs;
}

/// A struct whose layout is that of a shader's block: push constants, a uniform or a storage buffer.
/// Implemented by `derive(Block)`, which fails to compile where the struct has padding.
pub trait Block: bytemuck::Pod {}

/// What the program gives each frame. `derive(Graph)` writes a struct with named fields and implements this
/// for it; `pass` is [`plan::Pass::declared`], `resource` an index of [`plan::Plan::resources`].
pub trait Inputs {
    /// Push constants of a pass: exactly as many bytes as [`plan::Push::size`].
    fn push(&self, pass: u32) -> &[u8] {
        let _ = pass;
        &[]
    }

    /// Work groups of a dispatch whose count the program gives.
    fn groups(&self, pass: u32) -> [u32; 3] {
        let _ = pass;
        [0; 3]
    }

    /// Vertices and instances of a draw whose counts the program gives.
    fn draw(&self, pass: u32) -> (u32, u32) {
        let _ = pass;
        (0, 0)
    }

    /// Stencil reference of a pass whose reference the program gives.
    fn stencil(&self, pass: u32) -> u32 {
        let _ = pass;
        0
    }

    /// The value of a typed upload; `None` for those that the program writes through the frame.
    fn upload(&self, resource: u32) -> Option<&[u8]> {
        let _ = resource;
        None
    }
}

/// A graph that asks for nothing each frame.
impl Inputs for () {}

/// Records the passes of a graph that have code of their own, with `P` holding that code. `derive(Graph)`
/// implements it for every `P` with the graph's trait of passes, or for every `P` where no pass has code.
pub trait Dispatch<P: ?Sized>: Graph {
    /// Records the pass whose [`plan::Pass::declared`] is `pass`.
    fn record(passes: &mut P, pass: u32, cx: RawPass<'_>);
}
