//! Vixen: render and compute graphs for Vulkan, compiled at build time.
//!
//! A programmer writes passes and graphs as plain structs with derives; the compiler proves the frame sound
//! while `cargo build` runs and emits constant tables; this crate walks them.

// What the derives write names this crate, in the crate itself too.
extern crate self as vixen;

mod address;
mod contract;
pub mod device;
pub mod error;
mod executor;
mod frame;
pub mod pipeline_cache;
mod rebuild;
mod report;
mod screen;
mod setup;
mod shared;
pub mod tracker;
#[cfg(feature = "window")]
pub mod window;

pub use contract::{
    AccelerationStructure, Block, Buffer, CodedPass, Dispatch, Graph, Image, Inputs, ParamId, Pass,
    RawPass, ResourceId, Sampler, Slot,
};
pub use device::{Device, DeviceOptions, Instance, InstanceOptions};
pub use error::{Error, GraphState, Result, VulkanContext};
pub use executor::{DynExecutor, Executor, Frame};
pub use frame::{DynFrame, Pixels, Readback, Submitted};
pub use report::Report;
pub use screen::{ScreenReport, SurfaceReport};
pub use setup::{BeforePresent, ExternalSet, Imported, Object, Options, ScreenFormat};

/// The derives, of the traits' names.
pub use vixen_macros::{Block, Graph, Pass};

/// What the derives' own output calls; no part of the interface.
#[doc(hidden)]
pub mod __private {
    pub use crate::contract::number::{F16, Number, is_number};
    pub use vixen_macros::{check_blocks, compile_graph, finish_block, finish_pass};
}

/// Vulkan's own names, in the version that the plan's types use.
pub use ash;
/// The plain-data traits that [`Block`]s need.
pub use bytemuck;
/// The plan of a graph: what generated code holds and the runtime walks.
pub use vixen_plan as plan;
